import { labelled } from './annotation.ts';
import { type JwtParts, jwtParts } from './jwt.ts';
import { type Found, formOf, isJwt, looksRandom, type Mask, maskInner, placeholder } from './mask.ts';
import { type SecretName, secretName } from './names.ts';
import { compileRules, type OwnRules, type RedactionRules } from './own-rules.ts';
import { type Suspect, SuspectList } from './suspects.ts';

/** Where a secret stood. */
export interface MaskedPlace {
  /** Which of the exchanges that were given, from 0. */
  readonly item: number;
  /** A pointer as in `Evidence.where`, with `?name` behind it for a parameter: `request.url?api_key`. */
  readonly where: string;
  /** Why it counts as a secret there, for example `header authorization` or `same as in request.url?token`. */
  readonly rule: string;
}

/** One secret that was masked. */
export interface Masked {
  /** What stands in its place, the same everywhere: `<token-1, 30+ characters>`. */
  readonly placeholder: string;
  /** `token`, `stripe test key` */
  readonly kind: string;
  /** Where it was found first, and why it counts as a secret. */
  readonly where: string;
  readonly rule: string;
  /** Each place once, the first first; at most 100. */
  readonly places: readonly MaskedPlace[];
  /** How often it was replaced. */
  readonly count: number;
  /** What a JWT says, in JSON, without its signature and with personal claims masked. */
  readonly jwt?: JwtParts;
}

/** A secret that is looked for in all parts of all exchanges. */
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
const PLACES = 100;
const SHORTEST_KNOWN = 6;

interface Entry {
  readonly placeholder: string;
  readonly kind: string;
  readonly places: MaskedPlace[];
  count: number;
  readonly jwt: JwtParts | undefined;
}

/** Gives each secret of a kind its own label: `1`, `2`, … */
export type LabelFor = (kind: string, secret: string) => string;

export function numbered(): LabelFor {
  const numbers = new Map<string, number>();
  return (kind) => {
    const number = (numbers.get(kind) ?? 0) + 1;
    numbers.set(kind, number);
    return String(number);
  };
}

/** The secrets of some exchanges: the same secret always gets the same placeholder, another one never does. */
export class Ledger {
  readonly rules: OwnRules;
  readonly #label: LabelFor;
  readonly #entries = new Map<string, Entry>();
  readonly #byPlaceholder = new Map<string, Entry>();
  /** Placeholders by what they would be without their label; null where several would be the same. */
  readonly #byUnlabelled = new Map<string, string | null>();
  readonly #known = new Map<string, KnownSecret>();
  readonly #suspects = new SuspectList();
  /** Which of the exchanges is being read. */
  item = 0;

  constructor(rules?: RedactionRules, label: LabelFor = numbered()) {
    this.rules = compileRules(rules);
    this.#label = label;
  }

  /** The mask for one part, named by its pointer: `request.headers.authorization`. */
  maskAt(where: string): Mask {
    return {
      hide: (secret, found) =>
        maskInner(secret, (inner) => {
          if (!this.rules.isNeverMasked(inner)) return this.#hide(inner, where + (found.at ?? ''), found);
          this.#suspects.add(inner, 'your rules never mask this value', this.item, where + (found.at ?? ''));
          return inner;
        }),
      keep: (value, reason, at = '') => this.#suspects.add(value, reason, this.item, where + at),
      nameOf: (name, place) => this.#nameOf(name, place),
      rules: this.rules,
    };
  }

  /** Notes that a known secret turned up in a place where no rule had looked for one. */
  repeated(secret: KnownSecret, where: string): void {
    const entry = this.#byPlaceholder.get(secret.placeholder);
    if (entry !== undefined) this.#count(entry, where, `same as in ${secret.where}`);
  }

  /** Something that is no secret by itself and was left out. */
  leftOut(text: string, kind: string, where: string, rule: string): void {
    const entry = this.#byPlaceholder.get(text) ?? this.#add(text, { placeholder: text, kind, jwt: undefined });
    this.#count(entry, where, rule);
  }

  /** Placeholders that something else wrote before get their labels. */
  withLabels(text: string): string {
    return labelled(text, this.#byUnlabelled);
  }

  get known(): readonly KnownSecret[] {
    return [...this.#known.values()];
  }

  get masked(): readonly Masked[] {
    return [...this.#entries.values()]
      .filter(({ places }) => places.length > 0)
      .slice(0, LISTED)
      .map(({ placeholder: shown, kind, places, count, jwt }): Masked => {
        const { where, rule } = places[0]!;
        return { placeholder: shown, kind, where, rule, places, count, ...(jwt === undefined ? {} : { jwt }) };
      });
  }

  get kept(): readonly Suspect[] {
    return this.#suspects.list((text) => this.#known.has(text));
  }

  #nameOf(name: string, place: Parameters<typeof secretName>[1]): SecretName | undefined {
    const own = this.rules.ofName(name);
    if (own === undefined) return secretName(name, place);
    return own ? { kind: secretName(name, place)?.kind ?? 'value', isStrong: true } : undefined;
  }

  #hide(secret: string, where: string, found: Found): string {
    const entry = this.#entries.get(secret) ?? this.#newEntry(secret, found);
    if (found.isHidden !== true) this.#count(entry, where, found.rule);
    if (!this.#known.has(secret) && isWorthHunting(secret, found)) {
      this.#known.set(secret, { text: secret, placeholder: entry.placeholder, where, isWord: isWordLike(secret) });
    }
    return entry.placeholder;
  }

  #newEntry(secret: string, { kind, note }: Found): Entry {
    const { name } = formOf(secret, kind);
    const shown = placeholder(secret, { kind, note, label: this.#label(name, secret) });
    const unlabelled = placeholder(secret, { kind, note });
    this.#byUnlabelled.set(unlabelled, this.#byUnlabelled.has(unlabelled) ? null : shown);
    return this.#add(secret, { placeholder: shown, kind: name, jwt: isJwt(secret) ? jwtParts(secret) : undefined });
  }

  #add(secret: string, made: Pick<Entry, 'placeholder' | 'kind' | 'jwt'>): Entry {
    const entry = { ...made, places: [], count: 0 };
    this.#entries.set(secret, entry);
    this.#byPlaceholder.set(entry.placeholder, entry);
    return entry;
  }

  #count(entry: Entry, where: string, rule: string): void {
    entry.count += 1;
    if (entry.places.length >= PLACES) return;
    if (entry.places.some((place) => place.item === this.item && place.where === where)) return;
    entry.places.push({ item: this.item, where, rule });
  }
}

function isWorthHunting(secret: string, found: Found): boolean {
  if (secret.length < SHORTEST_KNOWN || !/[\p{L}\p{N}]/u.test(secret.slice(0, 1000))) return false;
  if (found.isProven === true) return true;
  return secret.length >= 8 && (looksRandom(secret) || !isWordLike(secret));
}

function isWordLike(secret: string): boolean {
  return secret.length < 8 || (secret.length < 16 && /^(?:[a-z]+|[A-Z][a-z]*|[A-Z]+|\d+)$/.test(secret));
}
