import type { Pattern, Test } from '../filter.ts';
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

/** Where a value without wildcards must stand; one with wildcards is always about the whole. */
type Place = (text: string) => Extract<Test, { kind: 'pattern' }>['place'];

/** Free text, without regard to case. */
export function textKind(expects: string, place: Place, known: readonly KnownValue[] = []): ValueKind {
  return {
    expects,
    known,
    read(value) {
      checkText(value);
      if (asksForAny(value)) return ANY;
      const { pattern, text } = value;
      if (asksForNone(value)) return NONE;
      return { kind: 'pattern', pattern, place: pattern.length > 1 ? 'whole' : place(text) };
    },
  };
}

export const INSIDE: Place = () => 'inside';
export const WHOLE: Place = () => 'whole';

/** Text that is looked for in something long: wildcards stand for what lies between, not for the rest. */
export function passageKind(expects: string): ValueKind {
  return {
    expects,
    known: [],
    read(value) {
      checkText(value);
      return asksForAny(value) ? ANY : { kind: 'pattern', pattern: value.pattern, place: 'inside' };
    },
  };
}

export const HOST: ValueKind = {
  expects: 'a host such as example.com (with all below it), localhost:3000 or *.test',
  known: [],
  read(value) {
    checkText(value);
    const withScheme = /^[a-z]+:\/\/([^/]+)/i.exec(value.text);
    if (withScheme !== null) throw new Misread('a host has no scheme', withScheme[1]);
    if (value.text.includes('/')) throw new Misread('a host has no path', value.text.split('/')[0]);
    if (asksForAny(value)) return ANY;
    return { kind: 'domain', pattern: value.pattern.map((part) => part.toLowerCase()) };
  },
};

/** `name` or `name=value`; wildcards in both. */
export function pairKind(expects: string, known: readonly KnownValue[] = []): ValueKind {
  return {
    expects,
    known,
    read(value) {
      checkText(value);
      if (value.pair === null) return asksForAny(value) ? ANY : { kind: 'pair', name: value.pattern, value: null };
      const [name, wanted] = value.pair;
      if (isEmpty(name)) throw new Misread('there is no name before the equals sign');
      return { kind: 'pair', name, value: wanted };
    },
  };
}

function isEmpty(pattern: Pattern): boolean {
  return pattern.length === 1 && pattern[0] === '';
}

function checkText(value: TypedValue): void {
  refuseComparison(value);
  if (value.text === '') throw new Misread('the value is missing');
}
