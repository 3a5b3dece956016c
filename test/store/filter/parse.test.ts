import { describe, expect, test } from 'vitest';
import { type Filter, LIMITS } from '../../../src/store/filter/filter.ts';
import { FilterError } from '../../../src/store/filter/filter-error.ts';
import { parseFilter } from '../../../src/store/filter/parse.ts';

/** 26 November 2026, 12:00 of wherever the test runs. */
const NOW = new Date(2026, 10, 26, 12).getTime();

/** A filter with names in place of fields, and brackets in place of objects. */
function shape(filter: Filter): unknown {
  switch (filter.kind) {
    case 'everything':
      return 'everything';
    case 'not':
      return ['not', shape(filter.part)];
    case 'all-of':
      return ['and', ...filter.parts.map(shape)];
    case 'one-of':
      return ['or', ...filter.parts.map(shape)];
    case 'word':
      return filter.pattern.join('*');
    case 'term':
      return `${filter.field.name}:`;
  }
}

const parsed = (text: string) => shape(parseFilter(text, NOW));

function testsOf(text: string) {
  const filter = parseFilter(text, NOW);
  if (filter.kind !== 'term') throw new Error(`${text} is not one term`);
  return filter.tests;
}
const testOf = (text: string) => testsOf(text)[0];

function problemOf(text: string): FilterError {
  try {
    parseFilter(text, NOW);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
  throw new Error(`${text} was understood`);
}

describe('how terms join', () => {
  test.each([
    ['', 'everything'],
    ['  \t', 'everything'],
    ['orders 401', ['and', 'orders', '401']],
    ['a and b', ['and', 'a', 'b']],
    ['a && b', ['and', 'a', 'b']],
    ['a or b', ['or', 'a', 'b']],
    ['a OR b', ['or', 'a', 'b']],
    ['a || b', ['or', 'a', 'b']],
    ['a b or c d', ['or', ['and', 'a', 'b'], ['and', 'c', 'd']]],
    ['a (b or c)', ['and', 'a', ['or', 'b', 'c']]],
    ['-a', ['not', 'a']],
    ['!a', ['not', 'a']],
    ['not a b', ['and', ['not', 'a'], 'b']],
    ['-(a or b) c', ['and', ['not', ['or', 'a', 'b']], 'c']],
    ['--a', 'a'],
    ['-status:404', ['not', 'status:']],
    ['status>=400', 'status:'],
    ['STATUS:404', 'status:'],
    ['took:>1s', 'duration:'],
  ])('%s', (text, expected) => {
    expect(parsed(text)).toEqual(expected);
  });
});

describe('what is a word', () => {
  test.each([
    ['order', 'order'],
    ['orders', 'orders'],
    ['"a or b"', 'a or b'],
    ["'a b'", 'a b'],
    ["don't", "don't"],
    ['"say \\"hi\\" \\\\ \\n"', 'say "hi" \\ \n'],
    ['card-declined', 'card-declined'],
    ['page=2', 'page=2'],
    ['a>b', 'a>b'],
    ['https://api.example.com/v1?x=1', 'https://api.example.com/v1?x=1'],
    ['localhost:3000', 'localhost:3000'],
    ['api.example.com:8443/v1', 'api.example.com:8443/v1'],
    ['127.0.0.1:9', '127.0.0.1:9'],
    ['/Orders(42)', '/Orders(42)'],
  ])('%s', (text, expected) => {
    expect(parsed(text)).toBe(expected);
  });

  test('a star in quotes is a star', () => {
    expect(parseFilter('"a*b" a*b', NOW)).toMatchObject({ parts: [{ pattern: ['a*b'] }, { pattern: ['a', 'b'] }] });
  });
});

describe('numbers', () => {
  test.each([
    ['status:404', 404, 405],
    ['status:4xx', 400, 500],
    ['status:40x', 400, 410],
    ['status:400..499', 400, 500],
    ['status:4xx..5xx', 400, 600],
    ['status:500..', 500, null],
    ['status:..399', null, 400],
    ['status:>=400', 400, null],
    ['status:>4xx', 500, null],
    ['status:<400', null, 400],
    ['status:<=4xx', null, 500],
    ['duration:2s', 1500, 2500],
    ['duration:2.0s', 1950, 2050],
    ['size:10kb', 9500, 10_500],
    ['size:>1kb', 1001, null],
    ['size:>=1kib', 1024, null],
    ['size:<1.5mb', null, 1_500_000],
    ['size:200b', 200, 201],
    ['size:0', 0, 1],
    ['grpc:NOT_FOUND', 5, 6],
    ['grpc:not-found', 5, 6],
    ['id:#17', 17, 18],
  ])('%s', (text, from, to) => {
    expect(testOf(text)).toEqual({ kind: 'interval', from, to });
  });

  test('more than half a second begins right above it', () => {
    const test = testOf('duration:>500ms');
    expect(test).toMatchObject({ kind: 'interval', to: null });
    expect(test?.kind === 'interval' && test.from! > 500 && test.from! < 500.000001).toBe(true);
  });

  test('a list has a test for each value', () => {
    expect(testsOf('status:401,403,5xx')).toHaveLength(3);
  });

  test('none and a star ask whether there is a value', () => {
    expect([testOf('status:none'), testOf('status:*')]).toEqual([{ kind: 'none' }, { kind: 'any' }]);
  });
});

describe('times', () => {
  const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts).getTime();
  test.each([
    ['since:10m', NOW - 600_000, null],
    ['since:1.5h', NOW - 5_400_000, null],
    ['since:2026-11-25', at(2026, 10, 25), null],
    ['since:2026-11-26T10:00', at(2026, 10, 26, 10), null],
    ['since:2026-11-26T10:00Z', Date.UTC(2026, 10, 26, 10), null],
    ['since:2026-11-26T10:00+02:00', Date.UTC(2026, 10, 26, 8), null],
    ['since:today', at(2026, 10, 26), null],
    ['since:10:30', at(2026, 10, 26, 10, 30), null],
    ['since:23:30', at(2026, 10, 25, 23, 30), null],
    ['until:10:30', null, at(2026, 10, 26, 10, 30)],
    ['until:2026-11-25', null, at(2026, 10, 26)],
    ['at:yesterday', at(2026, 10, 25), at(2026, 10, 26)],
    ['at:10:30', at(2026, 10, 26, 10, 30), at(2026, 10, 26, 10, 31)],
    ['at:10:00..10:30', at(2026, 10, 26, 10), at(2026, 10, 26, 10, 31)],
    ['at:>1h', NOW - 3_600_000, null],
  ])('%s', (text, from, to) => {
    expect(testOf(text)).toEqual({ kind: 'interval', from, to });
  });
});

describe('names and text', () => {
  test.each([
    ['cause:rate-limited', { kind: 'names', names: ['rate-limited'] }],
    ['cause:tls-h*', { kind: 'names', names: ['tls-hostname-mismatch', 'tls-handshake-failed'] }],
    ['class:no-response', { kind: 'names', names: ['no_response'] }],
    ['retry:after-fix', { kind: 'names', names: ['after_fix'] }],
    ['version:2', { kind: 'names', names: ['2.0'] }],
    ['method:post', { kind: 'names', names: ['POST', 'post'] }],
    ['path:/v1/orders', { kind: 'pattern', pattern: ['/v1/orders'], place: 'start' }],
    ['path:orders', { kind: 'pattern', pattern: ['orders'], place: 'inside' }],
    ['path:*.css', { kind: 'pattern', pattern: ['', '.css'], place: 'whole' }],
    ['path:/Orders(42)', { kind: 'pattern', pattern: ['/Orders(42)'], place: 'start' }],
    ['header:x-id=a=b', { kind: 'pair', name: ['x-id'], value: ['a=b'] }],
    ['header:x-id="a, b"', { kind: 'pair', name: ['x-id'], value: ['a, b'] }],
    ['header:retry-after', { kind: 'pair', name: ['retry-after'], value: null }],
    ['header:x-*=*', { kind: 'pair', name: ['x-', ''], value: ['', ''] }],
    ['body:"a*b, c"', { kind: 'pattern', pattern: ['a*b, c'], place: 'inside' }],
    ['host:CDN.*', { kind: 'domain', pattern: ['cdn.', ''] }],
    ['run:3', { kind: 'interval', from: 3, to: 4 }],
    ['run:latest', { kind: 'names', names: ['latest'] }],
  ])('%s', (text, expected) => {
    expect(testOf(text)).toEqual(expected);
  });

  test('a group stands for its causes', () => {
    const group = testOf('group:limits');
    expect(group?.kind === 'names' && group.names).toContain('rate-limited');
    expect(group?.kind === 'names' && group.names).not.toContain('bad-gateway');
  });
});

describe('a filter that is wrong says where and what is expected', () => {
  test.each([
    ['status:4x', 8, 'The filter is wrong at column 8: "4x" is not a status. Did you mean status:4xx?'],
    ['a staus:404', 3, 'The filter is wrong at column 3: there is no field "staus". Did you mean status:404?'],
    [
      'foo:3',
      1,
      'The filter is wrong at column 1: there is no field "foo". Expected a field such as status, host or cause, or "foo:3" in quotes to search for the text.',
    ],
    ['is:fialed', 4, 'The filter is wrong at column 4: "fialed" is not a state. Did you mean is:failed?'],
    [
      'cause:rate-limitd',
      7,
      'The filter is wrong at column 7: "rate-limitd" is not a cause. Did you mean cause:rate-limited?',
    ],
    ['cause:bad', 7, 'The filter is wrong at column 7: "bad" is not a cause. Did you mean cause:bad-gateway?'],
    ['(status:404', 1, 'The filter is wrong at column 1: this bracket is never closed. Did you mean (status:404)?'],
    ['a )', 3, 'The filter is wrong at column 3: this bracket was never opened. Expected a term, or nothing more.'],
    ['body:"abc', 6, 'The filter is wrong at column 6: the quotation mark is never closed. Did you mean "abc"?'],
    ['duration:5 minutes', 10, 'The filter is wrong at column 10: 5 has no unit. Did you mean duration:5m?'],
    ['duration:>5', 10, 'The filter is wrong at column 10: 5 has no unit. Did you mean duration:>5ms?'],
    ['duration:>5seconds', 10, 'The filter is wrong at column 10: "seconds" is not a unit. Did you mean duration:>5s?'],
    [
      'duration:>9999999999999s',
      10,
      'The filter is wrong at column 10: "9999999999999s" is not a number with a unit. Expected a duration such as 500ms, >2s or 1m..5m (ms, s, m, h, d).',
    ],
    ['size:3 megabytes', 6, 'The filter is wrong at column 6: 3 has no unit. Did you mean size:3mb?'],
    [
      'status:',
      8,
      'The filter is wrong at column 8: the value is missing. Expected a status such as 404, 4xx, >=400, 400..499 or none.',
    ],
    [
      'status:(500 or 502)',
      8,
      'The filter is wrong at column 8: a field has no brackets. Expected values with commas, such as status:2xx,3xx.',
    ],
    [
      'status:500..400',
      8,
      'The filter is wrong at column 8: the range ends before it begins. Did you mean status:400..500?',
    ],
    ['a or', 3, 'The filter is wrong at column 3: nothing follows this "or". Expected a term behind it.'],
    [
      'or a',
      1,
      'The filter is wrong at column 1: nothing stands before this "or". Expected a term before it; the word itself is searched for in quotes.',
    ],
    ['a and', 3, 'The filter is wrong at column 3: nothing follows this "and". Expected a term behind it.'],
    ['()', 2, 'The filter is wrong at column 2: there is nothing in these brackets. Expected a term.'],
    [
      'a -',
      3,
      'The filter is wrong at column 3: nothing follows this negation. Expected a term right behind it, such as -status:200.',
    ],
    [
      'method:>POST',
      8,
      'The filter is wrong at column 8: this field is not compared by size. Did you mean method:POST?',
    ],
    ['host:https://a.test/x', 6, 'The filter is wrong at column 6: a host has no scheme. Did you mean host:a.test?'],
    [
      'since:2026-02-30',
      7,
      'The filter is wrong at column 7: "2026-02-30" is not a date. Expected a time such as 10m (ago), 10:30, today, 2026-11-26 or 2026-11-26T10:00.',
    ],
    [
      'grpc:NOT_FUND',
      6,
      'The filter is wrong at column 6: "NOT_FUND" is not a gRPC status. Did you mean grpc:NOT_FOUND?',
    ],
    ['type:jsn', 6, 'The filter is wrong at column 6: "jsn" is not a media type. Did you mean type:json?'],
    ['""', 1, 'The filter is wrong at column 1: there is nothing to search for. Expected a word or a term.'],
  ])('%s', (text, column, sentence) => {
    const problem = problemOf(text);
    expect(`${problem.message} ${problem.nextStep}`).toBe(sentence);
    expect(problem.column).toBe(column);
    expect(problem.exitCode).toBe(2);
  });

  test('what is suggested is understood', () => {
    for (const text of [
      'status:4x',
      'is:fialed',
      'duration:>5',
      'size:3 megabytes',
      'method:>POST',
      '(a',
      'staus:404',
    ]) {
      expect(() => parseFilter(problemOf(text).suggestion!, NOW)).not.toThrow();
    }
  });

  test('the place is shown below the filter', () => {
    expect(problemOf('host:a.test is:fialed').pointer()).toEqual(['host:a.test is:fialed', '               ^^^^^^']);
  });

  test('of a long filter the part around the place is shown, and nothing that a terminal would obey', () => {
    const [line, carets] = problemOf(`${'a'.repeat(300)} \x1b[2J is:fialed ${'b'.repeat(300)}`).pointer(40);
    expect(line).not.toContain('\x1b');
    const caret = carets.indexOf('^');
    expect(line.slice(caret, caret + carets.trim().length)).toBe('fialed');
  });
});

describe('bounds', () => {
  test.each([
    ['it is too long', 'a'.repeat(LIMITS.characters + 1)],
    ['brackets are nested too deeply', '('.repeat(200)],
    ['there are too many terms', 'a '.repeat(LIMITS.terms + 1)],
    ['the list is too long', `status:${'404,'.repeat(LIMITS.values)}404`],
  ])('%s', (problem, text) => {
    expect(problemOf(text).problem).toBe(problem);
  });

  test('up to them everything is understood', () => {
    expect(() => parseFilter('a '.repeat(LIMITS.terms), NOW)).not.toThrow();
    expect(() => parseFilter(`${'('.repeat(LIMITS.depth)}a${')'.repeat(LIMITS.depth)}`, NOW)).not.toThrow();
  });

  test('whatever is typed is understood or refused with a place in it', () => {
    const pieces = [
      'status',
      ':',
      '"',
      "'",
      '(',
      ')',
      '-',
      '*',
      ',',
      '..',
      '>',
      '=',
      ' ',
      'or',
      'é',
      '\\',
      '4xx',
      'is:',
      '|',
      '&&',
      '\ud800',
    ];
    let seed = 7;
    const next = (limit: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % limit;
    };
    for (let round = 0; round < 2000; round += 1) {
      const text = Array.from({ length: 1 + next(9) }, () => pieces[next(pieces.length)]).join('');
      try {
        parseFilter(text, NOW);
      } catch (error) {
        if (!(error instanceof FilterError)) throw error;
        expect(error.column).toBeGreaterThan(0);
        expect(error.column).toBeLessThanOrEqual(text.length + 1);
      }
    }
  });
});
