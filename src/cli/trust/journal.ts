import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../ca/atomic-file.ts';
import { reasonOf } from '../../ca/file-error.ts';
import { UserError } from '../../exchange/user-error.ts';
import { PLACE, type Place } from './place.ts';

/** A certificate that was put into a place, or was about to be. */
export interface TrustEntry {
  readonly place: Place;
  /** The certificate as it was then: the CA may be another one today. */
  readonly pem: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

const ENTRIES = z.array(z.strictObject({ place: PLACE, pem: z.string().max(100_000), at: z.number() }));

/**
 * Where the CAs of a data folder are trusted, in the order in which it came to be. An entry is written before the place is
 * changed and goes when that has been undone, so that nothing stays behind that nobody knows of.
 */
export class TrustJournal {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = join(folder, 'trust.json');
  }

  /** @throws UserError where the file is damaged. */
  entries(): readonly TrustEntry[] {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw this.#unusable(`cannot be read: ${reasonOf(error)}`);
    }
    try {
      return ENTRIES.parse(JSON.parse(text)) as readonly TrustEntry[];
    } catch {
      throw this.#unusable('is damaged');
    }
  }

  add(entry: TrustEntry): void {
    const others = this.entries().filter(({ place }) => !isSame(place, entry.place));
    this.#write([...others, entry]);
  }

  remove(place: Place): void {
    this.#write(this.entries().filter((entry) => !isSame(entry.place, place)));
  }

  #write(entries: readonly TrustEntry[]): void {
    try {
      if (entries.length === 0) rmSync(this.#file, { force: true });
      else replaceFile(this.#file, `${JSON.stringify(entries, null, 2)}\n`, 0o600);
    } catch (error) {
      throw this.#unusable(`cannot be written: ${reasonOf(error)}`);
    }
  }

  #unusable(what: string): UserError {
    return new UserError(
      'trust-journal-unusable',
      `The list of places that trust the CA, ${this.#file}, ${what}.`,
      'Correct or remove it; then take the CA out of the stores by hand, as `httpwhy ca guide` says.',
    );
  }
}

const isSame = (one: Place, other: Place): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

const sorted = (place: Place) => Object.entries(place).sort(([a], [b]) => (a < b ? -1 : 1));
