import type { Buffer } from 'node:buffer';
import { ByteWindow } from './byte-window.ts';
import { CLOSE_BRACKET, COMMA, KIND, OPEN_BRACE, SPACE } from './json-bytes.ts';
import { ListSearch, type NoEntries } from './list-search.ts';
import { ValueWalk } from './value-walk.ts';

/** What stands in the list `log.entries`, in order. */
export type ScannedEntry =
  | { readonly kind: 'entry'; readonly number: number; readonly offset: number; readonly bytes: Buffer }
  /** `offset` is the byte of the file, from 0, where the entry stops being JSON. */
  | { readonly kind: 'broken'; readonly number: number; readonly offset: number; readonly why: BrokenEntry };

export type BrokenEntry = 'not-json' | 'too-large' | 'cut-off' | 'too-deep';

/** Larger ones are passed over: two bodies of a hundred megabytes and all about them fit. */
export const LARGEST_ENTRY_BYTES = 256 * 1024 * 1024;

type Place =
  | 'before-list'
  /** In the list, between two entries. */
  | 'between'
  | 'entry'
  /** In an entry that is too large to be kept. */
  | 'passed-over'
  /** Behind a broken entry, looking for the next one. */
  | 'lost'
  | 'done';

/**
 * Finds the entries of a HAR file in pieces of it, however large it is: only the entry that is being read is held. An entry
 * that is broken does not hide the next one.
 */
export class EntryScanner {
  readonly #window = new ByteWindow();
  readonly #search = new ListSearch();
  readonly #walk = new ValueWalk();
  readonly #largest: number;
  #place: Place = 'before-list';
  /** The byte that is looked at next, counted from the beginning of the file. */
  #at = 0;
  #number = 0;
  #start = 0;
  #found: ScannedEntry[] = [];
  /** What is being read counts only where it looks like an entry. */
  #isGuess = false;

  constructor(largest = LARGEST_ENTRY_BYTES) {
    this.#largest = largest;
  }

  /** Nothing that follows is of interest. */
  get isDone(): boolean {
    return this.#place === 'done';
  }

  /** Once all was pushed and ended: why there is no list; undefined where there was one. */
  get noEntries(): NoEntries | undefined {
    return this.#search.failure;
  }

  /** The byte at which the file was left. */
  get offset(): number {
    return this.#at;
  }

  /** What the piece completes. */
  push(bytes: Uint8Array): readonly ScannedEntry[] {
    if (this.#place === 'done') return [];
    this.#window.append(bytes);
    this.#found = [];
    while (this.#at < this.#window.end && this.#step());
    this.#window.forget(this.#place === 'entry' ? this.#start : this.#at);
    return this.#found;
  }

  /** To be called behind the last piece. */
  end(): readonly ScannedEntry[] {
    this.#found = [];
    if (this.#place === 'between') this.#number += 1;
    const isCutOff = this.#place === 'between' || (this.#place === 'entry' && !this.#isGuess);
    if (isCutOff) this.#broken(this.#at, 'cut-off');
    if (this.#place === 'before-list') this.#search.end();
    this.#place = 'done';
    return this.#found;
  }

  /** False where nothing is left to be done with what is there. */
  #step(): boolean {
    switch (this.#place) {
      case 'before-list':
        return this.#towardsList();
      case 'between':
        return this.#betweenEntries();
      case 'lost':
        return this.#findNext();
      case 'entry':
      case 'passed-over':
        return this.#throughEntry();
      case 'done':
        return false;
    }
  }

  #towardsList(): boolean {
    const isFound = this.#search.take(this.#window.byteAt(this.#at), this.#at);
    if (this.#search.failure !== undefined) {
      this.#place = 'done';
      return false;
    }
    this.#at += 1;
    if (isFound) this.#place = 'between';
    return true;
  }

  #betweenEntries(): boolean {
    const byte = this.#window.byteAt(this.#at);
    if (byte === CLOSE_BRACKET) {
      this.#place = 'done';
      return false;
    }
    if (byte === COMMA || KIND[byte] === SPACE) this.#at += 1;
    else {
      this.#number += 1;
      this.#begin();
    }
    return true;
  }

  /** A value begins at the byte that is looked at. */
  #begin(): void {
    this.#place = 'entry';
    this.#start = this.#at;
    this.#walk.begin();
  }

  #findNext(): boolean {
    const found = this.#window.indexOf(OPEN_BRACE, this.#at);
    this.#at = found < 0 ? this.#window.end : found;
    if (found < 0) return false;
    this.#isGuess = true;
    this.#begin();
    return true;
  }

  #throughEntry(): boolean {
    const end = this.#walk.go(this.#window.bytes, this.#at - this.#window.start);
    this.#at = this.#window.start + this.#walk.at;
    switch (end) {
      case 'more':
        return this.#isTooLarge() && this.#passOver();
      case 'broken':
        if (!this.#isGuess && this.#place === 'entry')
          this.#broken(this.#at, this.#walk.isTooDeep ? 'too-deep' : 'not-json');
        // What cannot stand here may be the beginning of the next entry.
        return this.#lose(this.#at > this.#start ? 0 : 1);
      case 'whole':
        return this.#take();
    }
  }

  #isTooLarge(): boolean {
    return this.#place === 'entry' && this.#at - this.#start > this.#largest;
  }

  #passOver(): boolean {
    if (this.#isGuess) return this.#lose(0);
    this.#broken(this.#start, 'too-large');
    this.#place = 'passed-over';
    return false;
  }

  #take(): boolean {
    const isKept = this.#place === 'entry';
    this.#place = 'between';
    if (!isKept) return true;
    const bytes = this.#window.copy(this.#start, this.#at);
    if (this.#isGuess) {
      if (!looksLikeEntry(bytes)) return this.#lose(0);
      this.#isGuess = false;
      this.#number += 1;
    }
    this.#found.push({ kind: 'entry', number: this.#number, offset: this.#start, bytes });
    return true;
  }

  #lose(step: 0 | 1): boolean {
    this.#at += step;
    this.#place = 'lost';
    return true;
  }

  #broken(offset: number, why: BrokenEntry): void {
    this.#found.push({ kind: 'broken', number: this.#number, offset, why });
  }
}

/** The members that an entry cannot be without; what stands deep inside of another one has not both. */
function looksLikeEntry(bytes: Buffer): boolean {
  if (!bytes.includes('"request"') || !bytes.includes('"url"')) return false;
  try {
    const value = JSON.parse(bytes.toString('utf8')) as { readonly request?: { readonly url?: unknown } } | null;
    return typeof value?.request?.url === 'string';
  } catch {
    return false;
  }
}
