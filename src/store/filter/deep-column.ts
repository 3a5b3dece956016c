import type { Column } from './column.ts';
import type { Pattern, Test } from './filter.ts';
import { decodedTexts, headerLists, headTexts, messageTexts, rowTexts, type Side } from './index/searched-text.ts';
import type { BlockQuery } from './index/tokens.ts';
import { allOf, factQuery, factToken, magnitudeQuery, magnitudeToken, textQuery } from './index/tokens.ts';
import { needlesOf } from './needles.ts';
import { folded, foldedPattern, hasEscapes, isWhole, standsInWords, unescaped } from './pattern.ts';
import { deep, deepWithNeedles, type Subject, urlTest } from './sql.ts';

/** What is read from headers and bodies for one field: names, of which the index has each. */
export function deepNameColumn(field: string, namesOf: (subject: Subject) => readonly string[]): Column {
  return {
    condition(test) {
      const wanted = test.kind === 'names' ? new Set(test.names) : null;
      const pattern = test.kind === 'pattern' ? foldedPattern(test.pattern) : null;
      return deep((subject) => {
        const names = namesOf(subject);
        if (test.kind === 'none') return names.length === 0;
        if (pattern !== null) return names.some((name) => isWhole(folded(name), pattern));
        return wanted === null ? names.length > 0 : names.some((name) => wanted.has(name));
      });
    },
    query: (test) => (test.kind === 'names' ? factQuery(field, test.names) : null),
    facts: [],
    tokens: (subject) => namesOf(subject).map((name) => factToken(field, name)),
  };
}

export function deepNumberColumn(field: string, numberOf: (subject: Subject) => number | null): Column {
  return {
    condition: (test) =>
      deep((subject) => {
        const value = numberOf(subject);
        if (value === null || test.kind !== 'interval') return (value === null) === (test.kind === 'none');
        return (test.from === null || value >= test.from) && (test.to === null || value < test.to);
      }),
    query: (test) => (test.kind === 'interval' ? magnitudeQuery(field, test.from, test.to) : null),
    facts: [],
    tokens(subject) {
      const value = numberOf(subject);
      return value === null ? [] : [magnitudeToken(field, value)];
    },
  };
}

/** Parameters of the query, decoded; a plus sign is a space. */
export const QUERY_COLUMN: Column = {
  condition(test) {
    const holds = test.kind === 'pair' ? pairTest(test.name, test.value) : () => true;
    return urlTest((url) => {
      const question = url.indexOf('?');
      if (question < 0) return false;
      for (const pair of new URLSearchParams(url.slice(question + 1))) if (holds(pair)) return true;
      return false;
    });
  },
  query: (test) => (test.kind === 'pair' ? pairQuery(test.name, test.value) : null),
  facts: [],
};

/** Header fields of a side, or of both, trailers among them. */
export function headerColumn(sides: readonly Side[]): Column {
  return {
    condition(test) {
      const { name, value } = test.kind === 'pair' ? test : { name: [], value: null };
      const holds = test.kind === 'pair' ? pairTest(name, value) : () => true;
      return deepWithNeedles(needlesOf(value === null ? [name] : [name, value], 'head'), (subject) =>
        sides.some((side) => headerLists(subject, side).some((pairs) => pairs.some(holds))),
      );
    },
    query: (test) => (test.kind === 'pair' ? pairQuery(test.name, test.value) : null),
    facts: [],
  };
}

type Pair = readonly [name: string, value: string];

function pairTest(namePattern: Pattern, valuePattern: Pattern | null): (pair: Pair) => boolean {
  const name = foldedPattern(namePattern);
  const value = valuePattern && foldedPattern(valuePattern);
  return ([key, text]) => isWhole(folded(key), name) && (value === null || isWhole(folded(text), value));
}

/** Names and values stand in the text of the index. */
function pairQuery(name: Pattern, value: Pattern | null): BlockQuery | null {
  const patterns = value === null ? [name] : [name, value];
  const queries = patterns.map((pattern) => textQuery(anchored(pattern), 'all')).filter((query) => query !== null);
  return queries.length === 0 ? null : allOf(queries);
}

/** Without words that a wildcard may continue to the left: they may stand inside of an identifier. */
function anchored([first = '', ...others]: Pattern): Pattern {
  return [first, ...others.map((part) => part.replace(/^[\p{L}\p{N}]+/u, ''))];
}

export type Place = 'request body' | 'response body' | 'messages' | 'everything else';

/** Text in one of several places, without regard to case. */
export function passageColumn(places: readonly Place[]): Column {
  return {
    condition(test: Test) {
      if (test.kind !== 'pattern') {
        return deep((subject) => textsAt(subject, places).some((text) => text !== ''));
      }
      const pattern = foldedPattern(test.pattern);
      return deepWithNeedles(
        needlesOf([pattern], places.includes('everything else') ? 'anywhere' : 'bodies'),
        (subject) => textsAt(subject, places).some((text) => holdsPassage(text, pattern)),
      );
    },
    query: (test) => (test.kind === 'pattern' ? textQuery(test.pattern, 'all') : null),
    facts: [],
  };
}

function holdsPassage(text: string, pattern: Pattern): boolean {
  const plain = folded(text);
  // The escapes of JSON are undone in what was written, not in its folded form: \u00C9 is another letter there.
  return standsInWords(plain, pattern) || (hasEscapes(text) && standsInWords(folded(unescaped(text)), pattern));
}

function textsAt(subject: Subject, places: readonly Place[]): string[] {
  return places.flatMap((place) => TEXTS[place](subject));
}

const TEXTS: Readonly<Record<Place, (subject: Subject) => readonly string[]>> = {
  'request body': (subject) => decodedTexts(subject, 'request'),
  'response body': (subject) => decodedTexts(subject, 'response'),
  messages: messageTexts,
  'everything else': (subject) => [...rowTexts(subject), ...headTexts(subject)],
};
