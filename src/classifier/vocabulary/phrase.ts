import type { Signal, Vocabulary } from './signal.ts';
import { plain, type Word, wordsOf } from './words.ts';

/** How much a phrase says by itself: 3 beyond doubt, 2 clearly, 1 a hint. */
export type Weight = 1 | 2 | 3;

export interface Phrase {
  readonly signal: Signal;
  readonly weight: Weight;
  readonly elements: readonly Element[];
  /** The words that a match consists of at least. */
  readonly length: number;
  /** Buckets of its rarest word, of which a text must have one: most phrases are ruled out by it at once. */
  readonly rareBuckets: readonly number[];
  /** It denies by itself (`not found`): a `not` before it does not undo it. */
  readonly isDenial: boolean;
  /** Its place in the vocabulary: of two that match alike the earlier one counts. */
  readonly order: number;
}

interface Element {
  readonly words: ReadonlySet<string>;
  readonly beginnings: readonly string[];
  readonly isOptional: boolean;
  /** Words that may stand before it. */
  readonly gap: number;
}

export type Macros = Readonly<Record<string, string>>;

const GAPS: Readonly<Record<string, number>> = { '..': 2, '...': 5, '....': 8 };
const DENIALS =
  /^[[?!]?(?:not|no|never|without|non|un\w+|in\w+|can not|nicht|kein\w*|keine|ungultig\w*|ne|pas|sans|sin|sem|nao|aucun\w*|ningun\w*|nenhum\w*|niet|geen|zonder|nie|bez|не|нет|без)/;

/** Every phrase of a vocabulary. */
export function compile(vocabulary: Vocabulary, macros: Macros = {}): readonly Phrase[] {
  return Object.entries(vocabulary).flatMap(([signal, lines]) =>
    lines
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => compileLine(signal as Signal, line, macros)),
  );
}

function compileLine(signal: Signal, line: string, macros: Macros): Phrase {
  const weight: Weight = line.startsWith('!') ? 3 : line.startsWith('?') ? 1 : 2;
  const text = weight === 2 ? line : line.slice(1).trim();
  const elements: Element[] = [];
  let gap = 0;
  for (const part of text.split(' ')) {
    const between = GAPS[part];
    if (between === undefined) {
      elements.push({ ...element(part, macros), gap });
      gap = 0;
    } else gap = between;
  }
  const needed = elements.filter(({ isOptional }) => !isOptional);
  // The element with the fewest alternatives rules out the most texts; the first has matched already.
  const rarest = needed
    .slice(1)
    .reduce<Element | undefined>(
      (least, candidate) => (least === undefined || sizeOf(candidate) < sizeOf(least) ? candidate : least),
      undefined,
    );
  const rareBuckets = rarest === undefined ? [] : bucketsOf(rarest);
  return {
    signal,
    weight,
    elements,
    length: needed.length,
    rareBuckets,
    isDenial: DENIALS.test(plain(text)),
    order: 0,
  };
}

function sizeOf({ words, beginnings }: Element): number {
  return words.size + beginnings.length;
}

function bucketsOf({ words, beginnings }: Element): readonly number[] {
  return [...new Set([...words, ...beginnings].map(bucketOf))];
}

const BUCKETS = 2048;

/** A number for the first three letters of a word; a beginning falls into the same bucket as the words it stands for. */
export function bucketOf(word: string): number {
  let hash = 0;
  for (let at = 0; at < word.length && at < 3; at += 1) hash = (hash * 31 + word.charCodeAt(at)) & 0xffff;
  return hash % BUCKETS;
}

/** Which buckets the words of one text fall into: those marked with its number. Used again for the next text. */
const marks = new Uint32Array(BUCKETS);
let mark = 0;

/** Marks the words of a text, for `mayMatch` until the next text is marked; the buckets they fall into, each once. */
export function markWords(words: readonly Word[]): readonly number[] {
  mark = (mark + 1) >>> 0;
  if (mark === 0) {
    marks.fill(0);
    mark = 1;
  }
  const buckets: number[] = [];
  for (const { text } of words) {
    const bucket = bucketOf(text);
    if (marks[bucket] === mark) continue;
    marks[bucket] = mark;
    buckets.push(bucket);
  }
  return buckets;
}

/** Whether the text marked last has a word that can be the phrase's rarest. */
function mayMatch({ rareBuckets }: Phrase): boolean {
  for (let at = 0; at < rareBuckets.length; at += 1) if (marks[rareBuckets[at]!] === mark) return true;
  return rareBuckets.length === 0;
}

/** The same alternatives stand in many phrases. */
const elementsByPart = new Map<string, Omit<Element, 'gap'>>();

function element(part: string, macros: Macros): Omit<Element, 'gap'> {
  const known = elementsByPart.get(part);
  if (known !== undefined) return known;
  const isOptional = part.startsWith('[');
  const inner = isOptional ? part.slice(1, -1) : part;
  const alternatives = inner.split('|').flatMap((word) => (word.startsWith('$') ? macroWords(word, macros) : [word]));
  const made = {
    words: new Set(alternatives.filter((word) => !word.endsWith('*')).map(plain)),
    beginnings: alternatives.filter((word) => word.endsWith('*')).map((word) => plain(word.slice(0, -1))),
    isOptional,
  };
  elementsByPart.set(part, made);
  return made;
}

function macroWords(name: string, macros: Macros): readonly string[] {
  return macros[name.slice(1)]?.split('|') ?? [];
}

/** What is wrong with a line of a vocabulary, or undefined. For tests: a phrase that cannot match is our own mistake. */
export function faultOf(line: string, macros: Macros = {}): string | undefined {
  const parts = line.replace(/^[!?]/, '').split(' ');
  const elements = parts.filter((part) => GAPS[part] === undefined);
  if (GAPS[parts[0]!] !== undefined || GAPS[parts.at(-1)!] !== undefined || parts[0]!.startsWith('[')) {
    return 'begins or ends with a gap or an optional word';
  }
  const words = elements.flatMap((part) =>
    part
      .replace(/^\[|\]$/g, '')
      .split('|')
      .flatMap((word) => (word.startsWith('$') ? macroWords(word, macros) : [word])),
  );
  const unusable = words.find((word) => !isUsable(word));
  if (unusable !== undefined || words.length === 0) return `no word of a text can match "${unusable}"`;
  const first = elements[0]!.split('|').find((word) => word.endsWith('*') && plain(word).length <= KEY_LENGTH);
  if (first !== undefined) return `"${first}" is too short for a first word`;
  const needed = elements.filter((part) => !part.startsWith('[')).flatMap((part) => part.split('|'));
  return needed.every((word) => FUNCTION_WORDS.has(plain(word))) ? 'matches on function words alone' : undefined;
}

/** Words that say nothing by themselves, in every language of the vocabulary. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  'a an the is are was were be been being has have had do does can could must should may might not no in on of to by for it this that already still you your can its at as and or kein nicht ist wird wurde muss darf bereits est a pas non ne doit ete deja peut es no esta debe ya ha fue puede nao e foi ja pode il lo la di un una non sono deve devono essere het de een niet moet mag zijn to jest nie musi byc mozna это не уже быть был bir ve bu degil'.split(
    ' ',
  ),
);

/** Texts are cut at apostrophes, hyphens and between letters and digits; a word that is not would match nothing. */
function isUsable(word: string): boolean {
  const text = word.replace(/\*$/, '');
  const [only, ...others] = wordsOf(text);
  return only !== undefined && others.length === 0 && only.text === plain(text);
}

/** Words that begin in some way are found by their first letters, whole words as they are. */
const KEY_LENGTH = 4;

/** A hostile text must not make the table grow. */
const MOST_KNOWN = 8000;

export interface PhraseIndex {
  readonly byWord: ReadonlyMap<string, PhraseGroup>;
  readonly byBeginning: ReadonlyMap<string, PhraseGroup>;
  /** What was found for words before: the same few thousand come again and again. */
  readonly known: Map<string, readonly PhraseGroup[]>;
}

/** Phrases with the same first word; words such as "invalid" begin hundreds. */
interface PhraseGroup {
  readonly phrases: readonly Phrase[];
  /** Those without a further word. */
  readonly short: readonly Phrase[];
  /** The others by the buckets of their rarest word, and the lists of these in the order of the buckets. */
  readonly byBucket: ReadonlyMap<number, readonly Phrase[]>;
  readonly buckets: readonly number[];
  readonly lists: readonly (readonly Phrase[])[];
}

export function indexOf(phrases: readonly Phrase[]): PhraseIndex {
  const byWord = new Map<string, Phrase[]>();
  const byBeginning = new Map<string, Phrase[]>();
  for (const [order, compiled] of phrases.entries()) {
    const phrase = { ...compiled, order };
    const { words, beginnings } = phrase.elements[0]!;
    for (const word of words) push(byWord, word, phrase);
    for (const key of new Set(beginnings.map((word) => word.slice(0, KEY_LENGTH)))) push(byBeginning, key, phrase);
  }
  return { byWord: grouped(byWord), byBeginning: grouped(byBeginning), known: new Map() };
}

function push<Key>(index: Map<Key, Phrase[]>, key: Key, phrase: Phrase): void {
  const listed = index.get(key);
  if (listed === undefined) index.set(key, [phrase]);
  else listed.push(phrase);
}

function grouped(index: ReadonlyMap<string, readonly Phrase[]>): ReadonlyMap<string, PhraseGroup> {
  return new Map(
    [...index].map(([word, phrases]) => {
      const byBucket = new Map<number, Phrase[]>();
      for (const phrase of phrases) for (const bucket of phrase.rareBuckets) push(byBucket, bucket, phrase);
      const short = phrases.filter(({ rareBuckets }) => rareBuckets.length === 0);
      return [word, { phrases, short, byBucket, buckets: [...byBucket.keys()], lists: [...byBucket.values()] }];
    }),
  );
}

/**
 * Calls `attempt` with the phrases that may begin with a word of the text marked last, whose buckets are given: those
 * that have it as their first word, and those whose first word begins like it. The number of looks it took.
 */
export function eachPhraseAt(
  { byWord, byBeginning, known }: PhraseIndex,
  word: string,
  buckets: readonly number[],
  attempt: (phrase: Phrase) => void,
): number {
  let groups = known.get(word);
  if (groups === undefined) {
    const begun = word.length < KEY_LENGTH ? undefined : byBeginning.get(word.slice(0, KEY_LENGTH));
    groups = [byWord.get(word), begun].filter((group) => group !== undefined);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(word, groups);
  }
  let looks = 0;
  for (let at = 0; at < groups.length; at += 1) looks += eachOf(groups[at]!, buckets, attempt);
  return looks;
}

/** A look at a mark takes a fraction of a look-up in a table. */
const MARKS_PER_LOOK_UP = 8;

/** Through the phrases or through the words of the text, whichever are fewer. */
function eachOf(group: PhraseGroup, buckets: readonly number[], attempt: (phrase: Phrase) => void): number {
  const { phrases, short, byBucket, lists } = group;
  if (phrases.length <= buckets.length) {
    for (const phrase of phrases) if (mayMatch(phrase)) attempt(phrase);
    return phrases.length;
  }
  for (const phrase of short) attempt(phrase);
  let looks = buckets.length;
  if (lists.length <= MARKS_PER_LOOK_UP * buckets.length) {
    for (let at = 0; at < lists.length; at += 1) {
      if (marks[group.buckets[at]!] !== mark) continue;
      looks += lists[at]!.length;
      for (const phrase of lists[at]!) attempt(phrase);
    }
    return looks;
  }
  for (const bucket of buckets) {
    const listed = byBucket.get(bucket);
    if (listed === undefined) continue;
    looks += listed.length;
    for (const phrase of listed) attempt(phrase);
  }
  return looks;
}

/** Index behind the last word of the phrase where it begins at `start`; -1 where it does not. Never looks back. */
export function matchAt({ elements }: Phrase, words: readonly Word[], start: number): number {
  let at = start;
  for (const { words: whole, beginnings, isOptional, gap } of elements) {
    const limit = Math.min(words.length - 1, at + gap);
    let found = -1;
    for (let candidate = at; candidate <= limit; candidate += 1) {
      const { text } = words[candidate]!;
      if (whole.has(text) || beginsWith(text, beginnings)) {
        found = candidate;
        break;
      }
      // A denial in between says the contrary, unless the phrase itself asks for it.
      if (text === '.' || text === 'not' || text === 'never') break;
    }
    if (found >= 0) at = found + 1;
    else if (!isOptional) return -1;
  }
  return at;
}

function beginsWith(text: string, beginnings: readonly string[]): boolean {
  for (const beginning of beginnings) if (text.startsWith(beginning)) return true;
  return false;
}
