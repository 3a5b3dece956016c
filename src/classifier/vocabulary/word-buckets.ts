import type { Word } from './words.ts';

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

/** Marks the words of a text, for `isMarked` until the next text is marked; the buckets they fall into, each once. */
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

/** Whether the text marked last has a word of this bucket. */
export function isMarked(bucket: number): boolean {
  return marks[bucket] === mark;
}
