/** What looks like a secret and was not masked. */
export interface Suspect {
  /** Its first characters and how long it is, never all of it: `3f25… (36 characters)`. */
  readonly shown: string;
  /** Why it stays: `hexadecimal, and nothing around it speaks of a secret`. */
  readonly reason: string;
  /** Which of the exchanges that were given, from 0. */
  readonly item: number;
  /** As in `MaskedPlace`. */
  readonly where: string;
  /** In how many places it stands. */
  readonly count: number;
}

/** For people: a capture full of hashes gives the first of them. */
const LISTED = 100;

interface Entry {
  readonly value: string;
  readonly suspect: Omit<Suspect, 'count'>;
  count: number;
}

export class SuspectList {
  readonly #entries = new Map<string, Entry>();

  add(value: string, reason: string, item: number, where: string): void {
    const known = this.#entries.get(value);
    if (known !== undefined) known.count += 1;
    else if (this.#entries.size < 5 * LISTED) {
      this.#entries.set(value, { value, count: 1, suspect: { shown: shortened(value), reason, item, where } });
    }
  }

  /** Without what turned out to be a secret after all. */
  list(isMasked: (value: string) => boolean): readonly Suspect[] {
    return [...this.#entries.values()]
      .filter(({ value }) => !isMasked(value))
      .slice(0, LISTED)
      .map(({ suspect, count }) => ({ ...suspect, count }));
  }
}

/** At most four characters of it, and at most a quarter. */
export function shortened(value: string): string {
  const shown = value.slice(0, Math.min(4, value.length >> 2)).toWellFormed();
  return `${shown}… (${value.length} characters)`;
}
