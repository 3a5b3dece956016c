/** A text to look for. `owner` is handed back with every hit. */
export interface Needle<Owner> {
  readonly text: string;
  /** Counts only where no letter or digit touches it. */
  readonly isWord: boolean;
  readonly owner: Owner;
}

export interface Hit<Owner> {
  readonly start: number;
  readonly end: number;
  readonly needle: Needle<Owner>;
}

export type Find<Owner> = (text: string, isFirstEnough?: boolean) => readonly Hit<Owner>[] | undefined;

/** Length of the window that is hashed; needles must be at least this long. */
export const SHORTEST_NEEDLE = 6;

/** Large and odd: with a small one, short texts of like characters have like hashes. */
const BASE = 0x01000193;
/** BASE to the power of SHORTEST_NEEDLE, modulo 2³². */
const LEAVING = Math.imul(Math.imul(Math.imul(BASE, BASE), BASE), Math.imul(Math.imul(BASE, BASE), BASE));
const FILTER_BITS = 16;
/** Spreads what differs in the low bits over the high ones (Knuth's multiplicative hashing). */
const SPREADING = 0x9e3779b1;
/** Comparisons, in steps of 64 characters, that one search may cost beyond reading the text. Honest text needs a handful. */
const BUDGET = 5_000_000;

/**
 * Finds thousands of needles in one pass (Rabin and Karp), so that the time does not depend on how many secrets a
 * hostile body declares. Hits are in order and do not overlap; where needles overlap, one hit covers them all.
 * Undefined when the text was made to make the search expensive. With `isFirstEnough` the search ends at the first hit.
 */
export function createFinder<Owner>(needles: readonly Needle<Owner>[]): Find<Owner> {
  const byHash = new Map<number, Needle<Owner>[]>();
  const filter = new Uint8Array(1 << FILTER_BITS);
  for (const needle of [...needles].sort((a, b) => b.text.length - a.text.length)) {
    // The last characters, not the first: keys begin alike (`sk_test_`, `eyJhbGciOiJ`) and end differently.
    const hash = hashOf(needle.text, needle.text.length - SHORTEST_NEEDLE);
    const bucket = byHash.get(hash);
    if (bucket === undefined) byHash.set(hash, [needle]);
    else bucket.push(needle);
    filter[slotOf(hash)] = 1;
  }
  return (text, isFirstEnough = false) => (needles.length === 0 ? [] : search(text, byHash, filter, isFirstEnough));
}

function search<Owner>(
  text: string,
  byHash: ReadonlyMap<number, readonly Needle<Owner>[]>,
  filter: Uint8Array,
  isFirstEnough: boolean,
): readonly Hit<Owner>[] | undefined {
  const hits: Hit<Owner>[] = [];
  let hash = hashOf(text, 0);
  let cost = 0;
  for (let end = SHORTEST_NEEDLE; end <= text.length; end += 1) {
    if (filter[slotOf(hash)] === 1) {
      for (const needle of byHash.get(hash) ?? []) {
        cost += 1 + (needle.text.length >> 6);
        if (cost > BUDGET) return undefined;
        const start = end - needle.text.length;
        if (start < 0 || !text.startsWith(needle.text, start)) continue;
        if (needle.isWord && !isWholeWord(text, start, end)) continue;
        push(hits, { start, end, needle });
        if (isFirstEnough) return hits;
        break;
      }
    }
    hash =
      (Math.imul(hash, BASE) + text.charCodeAt(end) - Math.imul(LEAVING, text.charCodeAt(end - SHORTEST_NEEDLE))) | 0;
  }
  return hits;
}

/** Hits arrive by their ends; one that begins before the last ended swallows it. */
function push<Owner>(hits: Hit<Owner>[], hit: Hit<Owner>): void {
  let { start, needle } = hit;
  for (let last = hits.at(-1); last !== undefined && last.end > start; last = hits.at(-1)) {
    hits.pop();
    start = Math.min(start, last.start);
    if (last.needle.text.length > needle.text.length) needle = last.needle;
  }
  hits.push({ start, end: hit.end, needle });
}

function hashOf(text: string, from: number): number {
  let hash = 0;
  const end = Math.min(from + SHORTEST_NEEDLE, text.length);
  for (let i = from; i < end; i += 1) hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
  return hash;
}

function slotOf(hash: number): number {
  return Math.imul(hash, SPREADING) >>> (32 - FILTER_BITS);
}

function isWholeWord(text: string, start: number, end: number): boolean {
  return !isWordCode(text.charCodeAt(start - 1)) && !isWordCode(text.charCodeAt(end));
}

function isWordCode(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
