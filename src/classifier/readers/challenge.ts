/** One challenge of `WWW-Authenticate` (RFC 9110 §11.6.1). */
export interface Challenge {
  /** As sent, for example `Bearer`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const LONGEST_VALUE = 4096;
const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const BARE_VALUE = /[^\s,"]+/y;
const SEPARATORS = /[\s,]*/y;
const EQUALS = /\s{0,8}=\s{0,8}/y;

/** Reads the field's values in order. What is not a challenge is skipped; never throws. */
export function parseChallenges(values: readonly string[]): readonly Challenge[] {
  return values.slice(0, 8).flatMap((value) => parseValue(value.slice(0, LONGEST_VALUE)));
}

function parseValue(value: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(value);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  while (at < value.length) {
    const separators = take(SEPARATORS)?.[0] ?? '';
    const word = take(TOKEN)?.[0];
    if (word === undefined) {
      // Neither a scheme nor a parameter begins here: a stray quote, or the rest of a token68.
      at += 1;
      continue;
    }
    if (take(EQUALS) === null) {
      // `Negotiate YIIF…`: what follows a scheme without a comma is its token68.
      const isToken68 = challenges.length > 0 && !separators.includes(',');
      if (!isToken68) challenges.push({ scheme: word, parameters: new Map() });
      continue;
    }
    const quoted = take(QUOTED);
    const parameter = quoted === null ? (take(BARE_VALUE)?.[0] ?? '') : quoted[1]!.replace(/\\(.)/g, '$1');
    challenges.at(-1)?.parameters.set(word.toLowerCase(), parameter);
  }
  return challenges;
}
