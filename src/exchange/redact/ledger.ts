import { type Found, looksRandom, type Mask, maskInner, placeholder } from './mask.ts';

/** One secret that was masked. */
export interface Masked {
  /** A pointer as in `Evidence.where`, with `?name` behind it for a parameter: `request.url?api_key`. */
  readonly where: string;
  /** Why it counts as a secret, for example `header authorization` or `json field password`. */
  readonly rule: string;
  /** What stands there now. */
  readonly placeholder: string;
}

/** A secret that is looked for in all parts of the exchange. */
export interface KnownSecret {
  readonly text: string;
  readonly placeholder: string;
  /** Where it was found first. */
  readonly where: string;
  /** Too short or too much like a word to be cut out of the middle of one. */
  readonly isWord: boolean;
}

/** A list of what was masked is for people: it ends here, the masking does not. */
const LISTED = 500;
const SHORTEST_KNOWN = 6;

/** The secrets of one exchange: the same secret always gets the same placeholder, another one never does. */
export class Ledger {
  readonly #placeholders = new Map<string, string>();
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<string, KnownSecret>();
  readonly #masked = new Map<string, Masked>();

  /** The mask for one part, named by its pointer: `request.headers.authorization`. */
  maskAt(where: string): Mask {
    return (secret, found) => maskInner(secret, (inner) => this.#mask(inner, where + (found.at ?? ''), found));
  }

  /** Notes that a known secret turned up in a place where no rule had looked for one. */
  repeated(secret: KnownSecret, where: string): void {
    this.list({ where, rule: `same as in ${secret.where}`, placeholder: secret.placeholder });
  }

  /** Adds to the list of what was masked: once for each place and secret. */
  list(masked: Masked): void {
    const key = `${masked.where}\n${masked.placeholder}`;
    if (this.#masked.size < LISTED && !this.#masked.has(key)) this.#masked.set(key, masked);
  }

  get known(): readonly KnownSecret[] {
    return [...this.#known.values()];
  }

  get masked(): readonly Masked[] {
    return [...this.#masked.values()];
  }

  #mask(secret: string, where: string, found: Found): string {
    const shown = this.#placeholderFor(secret, found.kind);
    if (found.isHidden !== true) this.list({ where, rule: found.rule, placeholder: shown });
    if (!this.#known.has(secret) && isWorthHunting(secret, found)) {
      this.#known.set(secret, { text: secret, placeholder: shown, where, isWord: isWordLike(secret) });
    }
    return shown;
  }

  #placeholderFor(secret: string, kind: string | undefined): string {
    const existing = this.#placeholders.get(secret);
    if (existing !== undefined) return existing;
    const first = placeholder(secret, kind);
    const number = (this.#numbers.get(first) ?? 0) + 1;
    this.#numbers.set(first, number);
    const shown = placeholder(secret, kind, number);
    this.#placeholders.set(secret, shown);
    return shown;
  }
}

function isWorthHunting(secret: string, found: Found): boolean {
  if (secret.length < SHORTEST_KNOWN) return false;
  if (found.isProven === true) return true;
  return secret.length >= 8 && (looksRandom(secret) || !isWordLike(secret));
}

function isWordLike(secret: string): boolean {
  return secret.length < 8 || (secret.length < 16 && /^(?:[a-z]+|[A-Z][a-z]*|[A-Z]+|\d+)$/.test(secret));
}
