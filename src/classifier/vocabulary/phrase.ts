import type { Signal, Vocabulary } from './signal.ts';
import { bucketOf } from './word-buckets.ts';
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
  /** The same of each further word that has few alternatives, `END_OF_WORD` behind each. */
  readonly needs: readonly number[];
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

/** Behind the buckets of one word among those of several. */
export const END_OF_WORD = -1;
/** A word that may be one of more than these is in nearly every text. */
const FEW_BUCKETS = 8;

/** Words that begin in some way are found by their first letters, whole words as they are. */
export const KEY_LENGTH = 4;

const GAPS: Readonly<Record<string, number>> = { '..': 2, '...': 5, '....': 8 };
const DENIALS =
  /^[[?!]?(?:not|no|never|without|non|un\w+|in\w+|can not|nicht|kein\w*|keine|ungultig\w*|ne|pas|sans|sin|sem|nao|aucun\w*|ningun\w*|nenhum\w*|niet|geen|zonder|nie|bez|не|нет|без)(?!\p{L})/u;

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
    needs: needed
      .slice(1)
      .map(bucketsOf)
      .filter((buckets) => buckets.length <= FEW_BUCKETS)
      .flatMap((buckets) => [...buckets, END_OF_WORD]),
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
