import { nearest } from '../../../exchange/nearest.ts';
import { isWhole } from '../pattern.ts';
import {
  ANY,
  asksForAny,
  asksForNone,
  type KnownValue,
  Misread,
  NONE,
  refuseComparison,
  type TypedValue,
  type ValueKind,
} from './value.ts';

/** Names listed when a value is none of them. */
const MOST_LISTED = 12;

export interface NameList {
  readonly known: readonly KnownValue[];
  /** What else may be written for a name: `no-response` for `no_response`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** `none` asks for exchanges without a value. */
  readonly mayBeNone?: boolean;
}

/** One of a closed list of names; wildcards stand for all that fit. */
export function namesKind(what: string, { known, aliases = {}, mayBeNone = false }: NameList): ValueKind {
  const names = known.map(({ value }) => value);
  const listed = names.length > MOST_LISTED ? `such as ${names.slice(0, 3).join(', ')}` : `: ${names.join(', ')}`;
  const all = [...names, ...Object.keys(aliases), ...(mayBeNone ? ['none'] : [])];
  return {
    expects: `${what}${names.length > MOST_LISTED ? ' ' : ''}${listed}`,
    known,
    read(value) {
      refuseComparison(value);
      if (asksForAny(value)) return ANY;
      const typed = value.text.toLowerCase();
      if (mayBeNone && asksForNone(value)) return NONE;
      const found = value.pattern.length > 1 ? namesLike(value, names) : nameFor(typed, names, aliases);
      if (found.length > 0) return { kind: 'names', names: found };
      const problem = typed === '' ? 'the value is missing' : `"${value.text}" is not ${what}`;
      const begun = typed.length > 1 ? all.find((name) => name.startsWith(typed)) : undefined;
      throw new Misread(problem, begun ?? nearest(typed, all));
    },
  };
}

function nameFor(typed: string, names: readonly string[], aliases: Readonly<Record<string, string>>): string[] {
  const same = (name: string) => name.replaceAll('-', '_') === typed.replaceAll('-', '_');
  const alias = Object.keys(aliases).find(same);
  const name = names.find(same) ?? (alias === undefined ? undefined : aliases[alias]);
  return name === undefined ? [] : [name];
}

function namesLike({ pattern }: TypedValue, names: readonly string[]): string[] {
  const parts = pattern.map((part) => part.toLowerCase());
  return names.filter((name) => isWhole(name, parts));
}
