import { Buffer } from 'node:buffer';
import { type DecodedView, decodedView } from './decoded-view.ts';
import { createFinder, type Find, type Needle, SHORTEST_NEEDLE } from './find.ts';
import type { KnownSecret, Ledger } from './ledger.ts';
import { isPlaceholder } from './mask.ts';
import { decodeComponent } from './url.ts';

/** Masks the known secrets in one part of the exchange; `where` is its pointer. */
export interface Spread {
  (text: string, where: string, options?: SpreadOptions): string;
  /** No known secret stands in the text, whatever its spelling. */
  isIdleOn(text: string): boolean;
}

export interface SpreadOptions {
  /** Shorter secrets are left alone: a host name must not lose a syllable because a password happens to spell it. */
  readonly shortest?: number;
  /** The text ends in the middle: the beginning of a secret at its end counts as the secret. */
  readonly isCut?: boolean;
}

/** More secrets than this in one exchange are a dump of keys: those are looked for as they are, not in other encodings. */
const ENCODED_SECRETS = 1000;
/** Layers of escapes: JSON in JSON in a query is three. */
const LAYERS = 3;
/** Of a shorter secret the digits could be those of anything; nobody writes a longer one like that. */
const SHORTEST_HEX = 6;
const LONGEST_HEX = 2000;
const WITHHELD = '<text withheld, 8+ characters>';

interface Spelling {
  readonly secret: KnownSecret;
  /** The secret is somewhere inside of base64: the run goes as a whole. */
  readonly isBase64: boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly spelling: Spelling;
}

export function createSpread(ledger: Ledger): Spread {
  const secrets = ledger.known.filter(({ text }) => text.length >= SHORTEST_NEEDLE);
  const find = createFinder(secrets.flatMap((secret, index) => spellings(secret, index < ENCODED_SECRETS)));
  if (secrets.length === 0) return Object.assign((text: string) => text, { isIdleOn: () => true });

  const spread = (text: string, where: string, { shortest = 0, isCut = false }: SpreadOptions = {}): string => {
    if (text.length < SHORTEST_NEEDLE) return text;
    const ranges = findRanges(text, find);
    if (ranges === undefined) return WITHHELD;
    const kept = ranges.filter(({ spelling }) => spelling.secret.text.length >= shortest);
    const masked = kept.length === 0 ? text : replaceRanges(text, kept, where, ledger);
    return isCut ? maskCutEnd(masked, secrets, where, ledger) : masked;
  };
  return Object.assign(spread, { isIdleOn: (text: string) => isIdle(text, find) });
}

function spellings(secret: KnownSecret, withEncodings: boolean): Needle<Spelling>[] {
  const { text, isWord } = secret;
  // A URL, a form or a cookie may have spelled the secret percent-encoded where it was found.
  const meanings = withEncodings ? [...new Set([text, decodeComponent(text)])] : [text];
  const plain = new Set(
    withEncodings ? meanings.flatMap((meaning) => [...plainSpellings(meaning), ...hexSpellings(meaning)]) : meanings,
  );
  const inBase64 = new Set(withEncodings ? meanings.flatMap(base64Spellings) : []);
  return [
    ...[...plain]
      .filter((spelling) => spelling.length >= SHORTEST_NEEDLE)
      .map((spelling) => ({ text: spelling, isWord, owner: { secret, isBase64: false } })),
    ...[...inBase64].map((spelling) => ({ text: spelling, isWord: false, owner: { secret, isBase64: true } })),
  ];
}

function plainSpellings(text: string): string[] {
  const found = [text];
  if (text.includes(' ')) found.push(text.replaceAll(' ', '+'));
  // Headers hold bytes as Latin-1, bodies hold UTF-8: the same password is two strings.
  if (/[\u0080-\uffff]/.test(text)) {
    found.push(Buffer.from(text, 'utf8').toString('latin1'));
    const asUtf8 = Buffer.from(text, 'latin1').toString('utf8');
    if (!asUtf8.includes('\ufffd')) found.push(asUtf8);
  }
  return found;
}

function hexSpellings(text: string): string[] {
  if (text.length < SHORTEST_HEX || text.length > LONGEST_HEX) return [];
  const hex = Buffer.from(text, 'utf8').toString('hex');
  return [hex, hex.toUpperCase()];
}

/** What is left of a text in base64 whatever stands before and behind it: three alignments, two alphabets. */
function base64Spellings(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const found = new Set<string>();
  for (const shift of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((shift + bytes.length) * 8) / 6);
    const inner = encoded.slice(Math.ceil((shift * 8) / 6), whole);
    if (inner.length < 8) continue;
    found.add(inner);
    found.add(inner.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return [...found];
}

/** Hits in the text and under its escapes, in order, without overlaps; undefined when the search was made expensive. */
function findRanges(text: string, find: Find<Spelling>): readonly Range[] | undefined {
  const direct = find(text);
  if (direct === undefined) return undefined;
  const ranges: Range[] = direct.map(({ start, end, needle }) => ({ start, end, spelling: needle.owner }));
  const views: DecodedView[] = [];
  for (let layer = 0; layer < LAYERS; layer += 1) {
    const view = decodedView(views.at(-1)?.text ?? text);
    if (view === undefined) break;
    views.push(view);
    const hits = find(view.text);
    if (hits === undefined) return undefined;
    for (const hit of hits) {
      const [start, end] = views.reduceRight<readonly [number, number]>(
        ([from, to], { rangeInOriginal }) => rangeInOriginal(from, to),
        [hit.start, hit.end],
      );
      ranges.push({ start, end, spelling: hit.needle.owner });
    }
  }
  return views.length === 0 ? ranges : withoutOverlaps(ranges);
}

function isIdle(text: string, find: Find<Spelling>): boolean {
  let layer: string | undefined = text;
  for (let count = 0; count <= LAYERS && layer !== undefined; count += 1) {
    if (find(layer, true)?.length !== 0) return false;
    layer = decodedView(layer)?.text;
  }
  return true;
}

function withoutOverlaps(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last === undefined || range.start >= last.end) result.push(range);
    else if (range.end > last.end) result[result.length - 1] = { ...last, end: range.end };
  }
  return result;
}

function replaceRanges(text: string, ranges: readonly Range[], where: string, ledger: Ledger): string {
  const masks = placeholderRanges(text);
  let result = '';
  let done = 0;
  let mask = 0;
  for (const range of ranges) {
    while (mask < masks.length && (masks[mask]?.[1] ?? 0) <= range.start) mask += 1;
    const [maskStart, maskEnd] = masks[mask] ?? [text.length, text.length];
    if (range.start >= maskStart && range.end <= maskEnd) continue;
    const [start, end] = range.spelling.isBase64 ? base64Run(text, range) : [range.start, range.end];
    if (start < done) continue;
    result += text.slice(done, start) + standIn(text.slice(start, end), range.spelling, where, ledger);
    done = end;
  }
  return result + text.slice(done);
}

function standIn(found: string, { secret, isBase64 }: Spelling, where: string, ledger: Ledger): string {
  if (isBase64)
    return ledger
      .maskAt(where)
      .hide(found, { rule: `base64 of what is in ${secret.where}`, kind: 'base64 of a secret' });
  ledger.repeated(secret, where);
  return secret.placeholder;
}

function placeholderRanges(text: string): (readonly [number, number])[] {
  if (!text.includes('<')) return [];
  return [...text.matchAll(/<[a-z][^<>"\\\n]{0,120}>/g)]
    .filter(([whole]) => isPlaceholder(whole))
    .map((match) => [match.index, match.index + match[0].length] as const);
}

function base64Run(text: string, { start, end }: Range): readonly [number, number] {
  let from = start;
  let to = end;
  while (from > 0 && isBase64Code(text.charCodeAt(from - 1))) from -= 1;
  while (to < text.length && (isBase64Code(text.charCodeAt(to)) || text[to] === '=')) to += 1;
  return [from, to];
}

function isBase64Code(code: number): boolean {
  return (
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2b ||
    code === 0x2f ||
    code === 0x2d ||
    code === 0x5f
  );
}

function maskCutEnd(text: string, secrets: readonly KnownSecret[], where: string, ledger: Ledger): string {
  for (const secret of secrets.slice(0, ENCODED_SECRETS)) {
    const longest = Math.min(secret.text.length - 1, text.length, 4096);
    for (let length = longest; length >= SHORTEST_NEEDLE; length -= 1) {
      if (!text.endsWith(secret.text.slice(0, length))) continue;
      ledger.repeated(secret, where);
      return text.slice(0, text.length - length) + secret.placeholder;
    }
  }
  return text;
}
