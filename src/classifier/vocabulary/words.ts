/** One word of a text, or the end of a sentence. */
export interface Word {
  /** In lower case, without accents; `.` at the end of a sentence. */
  readonly text: string;
  /** Where it stands in the text as it came. */
  readonly start: number;
  readonly end: number;
}

/** Words of one text that are looked at: some four kilobytes. */
const MOST_WORDS = 700;
const LONGEST_TEXT = 4096;
const LONGEST_WORD = 40;

/** A word with inner apostrophes, or a sign that ends a sentence. Links are one word that nothing matches. */
const TOKEN = /https?:\/\/[^\s"'<>)]+|[\p{L}\p{N}]+(?:['’][\p{L}]+)*|[.!?;\n](?=\s|$)|[。！？；]/gu;

/** Where a capital begins a new word: `TokenExpired`, `JWTExpired`, `expired2`. */
const SEAM = /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])/;

const CONTRACTED: ReadonlyMap<string, readonly string[]> = new Map([
  ["can't", ['can', 'not']],
  // As slugs spell them: `couldnt_find_post`.
  ['couldnt', ['could', 'not']],
  ['doesnt', ['does', 'not']],
  ['didnt', ['did', 'not']],
  ['isnt', ['is', 'not']],
  ['wasnt', ['was', 'not']],
  ['hasnt', ['has', 'not']],
  ['dont', ['do', 'not']],
  ["won't", ['will', 'not']],
  ['cannot', ['can', 'not']],
  ["you're", ['you', 'are']],
  ["you've", ['you', 'have']],
  ["it's", ['it', 'is']],
  ["we're", ['we', 'are']],
  ["i'm", ['i', 'am']],
]);

/** The words of a text in order, prepared for phrases; linear in its length and bounded. */
export function wordsOf(text: string): readonly Word[] {
  const bounded = text.slice(0, LONGEST_TEXT);
  return wordsOfAscii(bounded) ?? wordsOfAnyScript(bounded);
}

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const APOSTROPHE = 4;
const TERMINATOR = 5;

const KIND = new Uint8Array(128);
for (let code = 0; code < 26; code += 1) {
  KIND[0x61 + code] = LOWER;
  KIND[0x41 + code] = UPPER;
}
for (let code = 0x30; code <= 0x39; code += 1) KIND[code] = DIGIT;
KIND[0x27] = APOSTROPHE;
for (const sign of '.!?;\n') KIND[sign.charCodeAt(0)] = TERMINATOR;

/** The same for text of ASCII letters alone, which nearly all is, several times as fast; undefined for other text. */
function wordsOfAscii(text: string): readonly Word[] | undefined {
  const words: Word[] = [];
  let start = -1;
  let capitals = 0;
  let isOfLetters = true;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 0x20;
    if (code > 127) return undefined;
    const kind = KIND[code]!;
    if (
      kind === LOWER ||
      kind === UPPER ||
      kind === DIGIT ||
      (kind === APOSTROPHE && start >= 0 && isLetter(text, at + 1))
    ) {
      if (start < 0) {
        start = at;
        capitals = 0;
        isOfLetters = true;
      }
      if (kind === UPPER) capitals += 1;
      else if (kind !== LOWER) isOfLetters = false;
      continue;
    }
    if (start >= 0) {
      if (code === 0x3a && text.startsWith('://', at) && /^https?$/.test(text.slice(start, at))) {
        at = endOfLink(text, at);
        words.push({ text: '…', start, end: at });
        at -= 1;
      } else {
        const isPlain =
          isOfLetters && (capitals === 0 || capitals === at - start || (capitals === 1 && isUpper(text, start)));
        pushToken(words, text.slice(start, at), start, isPlain);
      }
      start = -1;
      if (words.length >= MOST_WORDS) return words;
    }
    if (kind === TERMINATOR && isSpaceOrEnd(text, at + 1) && words.length > 0 && words.at(-1)!.text !== '.') {
      words.push({ text: '.', start: at, end: at + 1 });
    }
  }
  return words;
}

function isUpper(text: string, at: number): boolean {
  return KIND[text.charCodeAt(at)] === UPPER;
}

function isLetter(text: string, at: number): boolean {
  const kind = at < text.length ? KIND[text.charCodeAt(at)] : OTHER;
  return kind === LOWER || kind === UPPER;
}

function isSpaceOrEnd(text: string, at: number): boolean {
  return at >= text.length || text.charCodeAt(at) <= 0x20;
}

function endOfLink(text: string, from: number): number {
  let at = from;
  while (at < text.length && !/[\s"'<>)]/.test(text[at]!)) at += 1;
  return at;
}

/** A plain one is written small, large, or with a capital first: it is one word, whichever. */
function pushToken(words: Word[], token: string, start: number, isPlain: boolean): void {
  if (token.length > 4 * LONGEST_WORD) {
    words.push({ text: '…', start, end: start + token.length });
    return;
  }
  const lower = isPlain ? token.toLowerCase() : token;
  if (isPlain && !CONTRACTED.has(lower)) words.push({ text: lower, start, end: start + token.length });
  else pushWord(words, token, start);
}

function wordsOfAnyScript(bounded: string): readonly Word[] {
  const words: Word[] = [];
  for (const match of bounded.matchAll(TOKEN)) {
    const [token] = match;
    const start = match.index;
    if (token.length <= 1 && /[.!?;\n。！？；]/.test(token)) {
      if (words.at(-1)?.text !== '.') words.push({ text: '.', start, end: start + 1 });
    } else if (token.length > 4 * LONGEST_WORD || /^https?:\/\//.test(token)) {
      words.push({ text: '…', start, end: start + token.length });
    } else pushWord(words, token, start);
    if (words.length >= MOST_WORDS) break;
  }
  return words;
}

function pushWord(words: Word[], token: string, start: number): void {
  const end = start + token.length;
  if (!/[A-Z0-9'’\u0080-\uffff]/.test(token)) {
    const contracted = CONTRACTED.get(token);
    if (contracted === undefined) words.push({ text: token, start, end });
    else for (const text of contracted) words.push({ text, start, end });
    return;
  }
  const lower = token.replaceAll('’', "'").toLowerCase();
  const contracted = CONTRACTED.get(lower) ?? (lower.endsWith("n't") ? [lower.slice(0, -3), 'not'] : undefined);
  if (contracted !== undefined) {
    for (const text of contracted) words.push({ text, start, end });
    return;
  }
  // French and Italian join short words to the next: `l'accès`, `n'est`, `qu'un`, `dell'oggetto`.
  const elided = /^(?:[cdjlmnst]|qu|un|quest|nessun|(?:d|n|su)ell|all|dall|sull)'(?=\p{L}{2})/u.exec(lower)?.[0];
  if (elided !== undefined) {
    words.push({ text: elided.slice(0, -1), start, end: start + elided.length });
    pushWord(words, token.slice(elided.length), start + elided.length);
    return;
  }
  // `IDs`, `APIs`: a plural, not two words.
  if (WHOLE.has(lower) || /^[A-Z]{2,}s$/.test(token)) {
    words.push({ text: lower, start, end });
    return;
  }
  if (/^[A-Z]?[a-z]+$/.test(token) || /^[A-Z]+$/.test(token)) {
    words.push({ text: lower, start, end });
    return;
  }
  let at = start;
  for (const part of token.split(SEAM)) {
    words.push({ text: plain(part), start: at, end: at + part.length });
    at += part.length;
  }
}

/** Names that are written with a seam and are one word all the same. */
const WHOLE: ReadonlySet<string> = new Set(
  'oauth oauth2 graphql mysql postgresql mongodb dynamodb openid github gitlab paypal javascript typescript ipv4 ipv6 utf8'.split(
    ' ',
  ),
);

/** Also the dot that a Turkish `İ` leaves behind in lower case. */
const ACCENTED = /[\u00c0-\u024f]|\u0307/;

/** Lower case, and without the accents of Latin letters; `ß` becomes `ss`, the `'s` of a genitive goes. */
export function plain(word: string): string {
  const lower = word.toLowerCase().replace(/['’]s?$/, '');
  if (!ACCENTED.test(lower)) return lower;
  return lower
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '');
}
