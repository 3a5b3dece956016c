import type { Masked } from '../exchange/redact.ts';
import { joinLiterals, type ShellPart } from './shell.ts';

export interface SecretVariable {
  readonly name: string;
  readonly placeholder: string;
  readonly masked: Masked;
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

const PLACEHOLDER = /(<[a-z][^<>"\\\n]{0,160}>)/;

/** The places of masked values in text: what the writer of a command needs to put variables there. */
export class SecretVariables {
  readonly #byPlaceholder: ReadonlyMap<string, Masked>;
  readonly #numbers: ReadonlySet<string>;
  readonly #used = new Map<string, SecretVariable>();
  readonly #names = new Set<string>();

  constructor(masked: readonly Masked[]) {
    // The first place of a secret names its variable.
    this.#byPlaceholder = new Map([...masked].reverse().map((entry) => [entry.placeholder, entry]));
    const numbers = masked.filter(
      ({ where, rule }) => where.startsWith('request.body') && rule.startsWith('json number '),
    );
    this.#numbers = new Set(numbers.map((entry) => entry.placeholder));
  }

  /** The text cut into what stands for itself and what a variable stands for. */
  split(text: string): ShellPart[] {
    const pieces = text.split(PLACEHOLDER);
    for (const [index, piece] of pieces.entries()) {
      const before = pieces[index - 1] ?? '';
      const after = pieces[index + 1] ?? '';
      if (!this.#numbers.has(piece) || !before.endsWith('"') || !after.startsWith('"')) continue;
      // A masked number stands in quotes, so that the JSON stays valid; the number itself had none.
      pieces[index - 1] = before.slice(0, -1);
      pieces[index + 1] = after.slice(1);
    }
    const parts = pieces.map((piece): ShellPart => {
      // A body that is not UTF-8 has three dots where the placeholder has an ellipsis.
      const masked = this.#byPlaceholder.get(piece) ?? this.#byPlaceholder.get(piece.replace('...', '…'));
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
    const variable = { name, placeholder: masked.placeholder, masked };
    this.#used.set(masked.placeholder, variable);
    return variable;
  }
}

function nameOf({ rule, placeholder }: Masked): string {
  const kind = placeholder.slice(1).split(/,| \(| \S*…/, 1)[0] ?? '';
  const last = rule.split(' ').at(-1) ?? '';
  const source = /^(?:header (?:.*-)?authorization|text |same |form of|path of|user and)/.test(rule)
    ? kind.replace(/^jwt$/, 'token').replace(/^base64 of (?:user|password) .*$/, 'basic credentials')
    : last;
  const name = source
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);
  if (name === '' || /^\d/.test(name)) return 'SECRET';
  return TAKEN.has(name) || /^(?:LC|BASH|LD|DYLD)_/.test(name) ? `${name}_VALUE` : name;
}
