import { END_OF_WORD, KEY_LENGTH, type Phrase } from './phrase.ts';
import { isMarked } from './word-buckets.ts';

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
      if (!isMarked(group.buckets[at]!)) continue;
      looks += lists[at]!.length;
      for (const phrase of lists[at]!) if (mayMatch(phrase)) attempt(phrase);
    }
    return looks;
  }
  for (const bucket of buckets) {
    const listed = byBucket.get(bucket);
    if (listed === undefined) continue;
    looks += listed.length;
    for (const phrase of listed) if (mayMatch(phrase)) attempt(phrase);
  }
  return looks;
}

/** Whether the text marked last may have the phrase's further words, wherever they stand. */
function mayMatch({ needs }: Phrase): boolean {
  let isThere = false;
  for (let at = 0; at < needs.length; at += 1) {
    const bucket = needs[at]!;
    if (bucket !== END_OF_WORD) isThere ||= isMarked(bucket);
    else if (isThere) isThere = false;
    else return false;
  }
  return true;
}
