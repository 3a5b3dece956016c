import type { Masked } from '../../exchange/redact.ts';
import { joinLiterals, type Part } from './part.ts';

export interface SecretVariable {
  readonly name: string;
  readonly placeholder: string;
  /** Where the secret stands, for a comment: `request.headers.authorization`. */
  readonly where: string;
}

/** Variables that a shell or the programs it starts would misunderstand. */
const TAKEN = new Set(
  [
    'PATH HOME PWD OLDPWD IFS USER LOGNAME SHELL TERM LANG TZ MAIL ENV PS1 PS2 PS4 UID EUID PPID RANDOM SECONDS LINENO',
    'OPTARG OPTIND HOSTNAME EDITOR PAGER DISPLAY TMPDIR CDPATH HISTFILE BASH_ENV LD_PRELOAD LD_LIBRARY_PATH NODE_OPTIONS',
    'HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY CURL_HOME CURL_CA_BUNDLE SSL_CERT_FILE SSL_CERT_DIR SSLKEYLOGFILE STATUS PATHS',
  ]
    .join(' ')
    .split(' '),
);

/** The places of masked values in text: what the writer of a command needs to put variables there. */
export class SecretVariables {
  readonly #byPlaceholder = new Map<string, Masked>();
  readonly #pattern: RegExp | undefined;
  readonly #numbers: ReadonlySet<string>;
  readonly #used = new Map<string, SecretVariable>();
  readonly #names = new Set<string>();

  constructor(masked: readonly Masked[]) {
    for (const entry of masked) {
      this.#byPlaceholder.set(entry.placeholder, entry);
      // A body that is not UTF-8 has three dots where the placeholder has an ellipsis.
      this.#byPlaceholder.set(entry.placeholder.replaceAll('…', '...'), entry);
    }
    const alternatives = [...this.#byPlaceholder.keys()].map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    this.#pattern = alternatives.length === 0 ? undefined : new RegExp(`(${alternatives.join('|')})`);
    const numbers = masked.filter(({ places }) =>
      places.some(({ where, rule }) => where.startsWith('request.body') && rule.startsWith('json number ')),
    );
    this.#numbers = new Set(numbers.map(({ placeholder }) => placeholder));
  }

  /** The text cut into what stands for itself and what a variable stands for. */
  split(text: string): Part[] {
    if (this.#pattern === undefined) return text === '' ? [] : [{ kind: 'literal', text }];
    const pieces = text.split(this.#pattern);
    for (const [index, piece] of pieces.entries()) {
      const before = pieces[index - 1] ?? '';
      const after = pieces[index + 1] ?? '';
      if (!this.#numbers.has(piece) || !before.endsWith('"') || !after.startsWith('"')) continue;
      // A masked number stands in quotes, so that the JSON stays valid; the number itself had none.
      pieces[index - 1] = before.slice(0, -1);
      pieces[index + 1] = after.slice(1);
    }
    const parts = pieces.map((piece): Part => {
      const masked = this.#byPlaceholder.get(piece);
      if (masked === undefined) return { kind: 'literal', text: piece };
      return { kind: 'variable', name: this.#variableFor(masked).name };
    });
    return joinLiterals(parts).filter((part) => part.kind !== 'literal' || part.text !== '');
  }

  /** The variables that were needed, in the order of their first use. */
  get used(): readonly SecretVariable[] {
    return [...this.#used.values()];
  }

  #variableFor(masked: Masked): SecretVariable {
    const known = this.#used.get(masked.placeholder);
    if (known !== undefined) return known;
    const base = nameOf(masked);
    let name = base;
    for (let number = 2; this.#names.has(name); number += 1) name = `${base}_${number}`;
    this.#names.add(name);
    const variable = { name, placeholder: masked.placeholder, where: spelledWhere(masked) };
    this.#used.set(masked.placeholder, variable);
    return variable;
  }
}

function spelledWhere({ where, places }: Masked): string {
  const first = places.find((place) => place.where.startsWith('request.'))?.where ?? where;
  // In a body or a URL the value stands in the spelling of that place: JSON-escaped, percent-encoded.
  return /^request\.(?:body|url)/.test(first) ? `${first}, as it is spelled there` : first;
}

function nameOf({ rule, kind }: Masked): string {
  const last = rule.split(' ').at(-1) ?? '';
  const isNamedByPlace = !/^(?:header (?:.*-)?authorization|text |same |form of|path of|user and|pattern )/.test(rule);
  const source = isNamedByPlace ? last : kind.replace(/^(?:encrypted )?jwt$/, 'token');
  const name = source
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);
  if (name === '' || /^\d/.test(name)) return 'SECRET';
  return TAKEN.has(name) || /^(?:LC|BASH|LD|DYLD)_/.test(name) ? `${name}_VALUE` : name;
}
