import { partsOfPointer } from '../json-pointer.ts';
import { compilePattern, type FindRanges } from '../pattern/ranges.ts';
import { nameWords } from './names.ts';

/** What a person adds to the rules of the program. Plain data: it crosses threads. */
export interface RedactionRules {
  /** Names of headers, parameters, fields and cookies whose values are secrets. `*` stands for anything; case and separators do not count. */
  readonly names?: readonly string[];
  /** Places in JSON documents as JSON Pointers; `*` stands for one name or index, `**` for any number: `/customers/0/email`. */
  readonly jsonPaths?: readonly string[];
  readonly patterns?: readonly SecretPattern[];
  /** Names whose values are never masked because of the name. */
  readonly neverNames?: readonly string[];
  /** Values that are never masked; `*` stands for anything. */
  readonly neverValues?: readonly string[];
}

export interface SecretPattern {
  /** What it finds, in a few words: `employee number`. */
  readonly name: string;
  /** A regular expression as `compilePattern` reads it. */
  readonly pattern: string;
  readonly ignoresCase?: boolean;
}

/** The person's rules, ready to be asked. */
export interface OwnRules {
  /** The name is one of those to mask (true), of those never to mask (false), or neither. */
  ofName(name: string): boolean | undefined;
  isNeverMasked(value: string): boolean;
  readonly hasPaths: boolean;
  /** `path` is the way to a value, names and indices. */
  ofPath(path: readonly string[]): boolean;
  readonly patterns: readonly { readonly name: string; readonly find: FindRanges }[];
}

export const NO_OWN_RULES: OwnRules = {
  ofName: () => undefined,
  isNeverMasked: () => false,
  hasPaths: false,
  ofPath: () => false,
  patterns: [],
};

/** @throws PatternError where a regular expression is not understood */
export function compileRules(rules: RedactionRules | undefined): OwnRules {
  if (rules === undefined) return NO_OWN_RULES;
  const always = (rules.names ?? []).map(nameTest);
  const never = (rules.neverNames ?? []).map(nameTest);
  const values = (rules.neverValues ?? []).map((glob) => globTest(glob, (text) => text));
  const paths = (rules.jsonPaths ?? []).map(partsOfPointer);
  return {
    ofName(name) {
      if (always.length === 0 && never.length === 0) return undefined;
      if (never.some((test) => test(name))) return false;
      return always.some((test) => test(name)) ? true : undefined;
    },
    isNeverMasked: (value) => values.some((test) => test(value)),
    hasPaths: paths.length > 0,
    ofPath: (path) => paths.some((wanted) => matchesPath(wanted, path)),
    patterns: (rules.patterns ?? []).map(({ name, pattern, ignoresCase }) => ({
      name,
      find: compilePattern(pattern, ignoresCase === true),
    })),
  };
}

type Test = (text: string) => boolean;

/** `clientSecret`, `client-secret` and `CLIENT_SECRET` are one name. */
function nameTest(glob: string): Test {
  return globTest(glob, (text) => nameWords(text).join(' '));
}

/** `normal` is applied to what stands between the stars, and to what is tested. */
function globTest(glob: string, normal: (text: string) => string): Test {
  const parts = glob.split('*').map(normal);
  if (parts.length === 1) return (text) => normal(text) === parts[0];
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const inner = parts.slice(1, -1);
  return (text) => {
    const given = normal(text);
    if (given.length < first.length + last.length || !given.startsWith(first) || !given.endsWith(last)) return false;
    let at = first.length;
    for (const part of inner) {
      const found = given.indexOf(part, at);
      if (found < 0 || found + part.length > given.length - last.length) return false;
      at = found + part.length;
    }
    return true;
  };
}

/** As for globs over names: what follows a `**` is looked for at the first place where it fits. */
function matchesPath(wanted: readonly string[], path: readonly string[]): boolean {
  let [w, p] = [0, 0];
  let retry: readonly [wanted: number, path: number] | undefined;
  for (;;) {
    if (wanted[w] === '**') {
      retry = [w + 1, p];
      w += 1;
    } else if (w === wanted.length && p === path.length) return true;
    else if (p < path.length && w < wanted.length && (wanted[w] === '*' || wanted[w] === path[p])) {
      w += 1;
      p += 1;
    } else if (retry !== undefined && retry[1] < path.length) {
      retry = [retry[0], retry[1] + 1];
      [w, p] = retry;
    } else return false;
  }
}
