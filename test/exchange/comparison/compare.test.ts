import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  type Comparison,
  changingPlaces,
  compareExchanges,
  comparisonLines,
  isEqual,
} from '../../../src/exchange/comparison.ts';
import type { Exchange } from '../../../src/exchange/exchange.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { printable } from '../../../src/exchange/printable.ts';
import { exchange, textBody } from '../../support/exchanges.ts';

const answer = (text: string, headers: Headers = [['Content-Type', 'application/json']]) =>
  exchange({ response: { headers, body: textBody(text) } });

/** `how place: before → after`, of what counts; noise in brackets. */
const told = ({ changes }: Comparison) =>
  changes.map(({ how, part, name, before, after, from, noise }) => {
    const place = `${how} ${part}${name === '' ? '' : ` ${name}`}${from === undefined ? '' : ` from ${from}`}`;
    return `${place}: ${before} → ${after}${noise === null ? '' : ` [${noise}]`}`;
  });

const json = (before: unknown, after: unknown) =>
  told(compareExchanges(answer(JSON.stringify(before)), answer(JSON.stringify(after))));

describe('two exchanges', () => {
  test('that are the same have no difference', () => {
    const comparison = compareExchanges(answer('{"a":1}'), answer('{"a":1}'));
    expect(comparison.changes).toEqual([]);
    expect(isEqual(comparison)).toBe(true);
  });

  test('differ in method, address, query and status', () => {
    const before = exchange();
    const after = exchange({
      request: { method: 'POST', url: 'http://staging.example.com/v2/orders/87?page=3&size=5&page=4' },
      response: { status: 404, reason: 'Not Found' },
    });
    const comparison = compareExchanges(before, after);
    expect(told(comparison)).toEqual([
      'changed method: GET → POST',
      'changed scheme: https → http',
      'changed host: api.example.com → staging.example.com',
      'changed path: /v1/orders/87 → /v2/orders/87',
      'changed query page: 2 → 3, 4',
      'added query size: null → 5',
      'changed status: 200 OK → 404 Not Found',
    ]);
    expect(isEqual(comparison)).toBe(false);
  });

  test('of which one has no response differ in the status alone', () => {
    const error = { phase: 'connect', code: 'ECONNREFUSED', message: 'refused' } as const;
    expect(told(compareExchanges(exchange(), exchange({ response: null, error })))).toEqual([
      'changed status: 200 OK → no response',
      'added error: null → ECONNREFUSED: refused',
    ]);
  });

  test('say of which body a part was not recorded', () => {
    const cut = exchange({ id: 9, response: { body: { bytes: Buffer.from('ab'), totalBytes: 70 } } });
    expect(compareExchanges(cut, cut).remarks[0]).toBe(
      'Of the response body of #9 only the first 2 of 70 bytes were recorded.',
    );
  });
});

describe('fields', () => {
  const fields = (before: Headers, after: Headers) =>
    told(compareExchanges(exchange({ request: { headers: before } }), exchange({ request: { headers: after } })));

  test('are a set whose names ignore case; the order is told and does not count', () => {
    expect(
      fields(
        [
          ['Accept', '*/*'],
          ['X-A', '1'],
        ],
        [
          ['x-a', '1'],
          ['accept', '*/*'],
        ],
      ),
    ).toEqual(['reordered header: Accept, X-A → x-a, accept [order]']);
  });

  test('that are added, removed, changed, or have their values in another order count', () => {
    expect(
      fields(
        [
          ['X-Old', 'a'],
          ['X-Both', 'a'],
          ['Via', '1'],
          ['Via', '2'],
        ],
        [
          ['X-Both', 'b'],
          ['Via', '2'],
          ['Via', '1'],
          ['X-New', 'c'],
        ],
      ),
    ).toEqual([
      'removed header X-Old: a → null',
      'changed header X-Both: a → b',
      'reordered header Via: 1, 2 → 2, 1',
      'added header X-New: null → c',
    ]);
  });

  test('of cookies are compared cookie by cookie', () => {
    expect(fields([['Cookie', 'sid=1; theme=dark']], [['Cookie', 'theme=dark; sid=2']])).toEqual([
      'changed header Cookie: sid: 1 → 2',
      'reordered header: Cookie: sid, Cookie: theme → Cookie: theme, Cookie: sid [order]',
    ]);
  });
});

describe('JSON', () => {
  test('is compared by path: changed, added, removed, another type', () => {
    expect(json({ a: 1, b: { 'c/d': 'x' }, gone: true }, { a: 2, b: { 'c/d': 7 }, fresh: null })).toEqual([
      'changed body /a: 1 → 2',
      'retyped body /b/c~1d: string "x" → number 7',
      'removed body /gone: true → null',
      'added body /fresh: null → null',
    ]);
  });

  test('that moved is the same thing in another place', () => {
    expect(json({ name: 'Ada Lovelace', x: {} }, { x: { full: 'Ada Lovelace' } })).toEqual([
      'moved body /x/full from /name: "Ada Lovelace" → "Ada Lovelace"',
    ]);
    // Short values are equal by chance.
    expect(json({ a: 1 }, { b: 1 })).toEqual(['removed body /a: 1 → null', 'added body /b: null → 1']);
  });

  test('whose members stand in another order is equal', () => {
    const comparison = compareExchanges(answer('{"a":1,"b":2}'), answer('{ "b": 2, "a": 1.0 }'));
    expect(isEqual(comparison)).toBe(true);
    expect(told(comparison)).toEqual(['reordered body: the same values, written in another way → null [order]']);
  });

  test('lists are matched by id, so that an element that moved or changed is itself', () => {
    const before = [{ id: 1 }, { id: 2, n: 'a' }, { id: 3 }];
    expect(json(before, [{ id: 0 }, { id: 1 }, { id: 2, n: 'b' }, { id: 3 }])).toEqual([
      'changed body /2/n: "a" → "b"',
      'added body /0: null → {"id":0}',
    ]);
    expect(json(before, [{ id: 3 }, { id: 1 }, { id: 2, n: 'a' }])).toEqual([
      'moved body /0 from /2: {"id":3} → {"id":3}',
    ]);
  });

  test('lists without ids are matched by what is the same', () => {
    expect(json([1, 2, 3, 4, 5], [1, 3, 4, 9, 5])).toEqual(['removed body /1: 2 → null', 'added body /3: null → 9']);
    expect(json([[1], [2]], [[1], [3]])).toEqual(['changed body /1/0: 2 → 3']);
  });

  test('tells numbers apart that a double does not', () => {
    const id = (digits: string) => answer(`{"id":${digits}}`);
    expect(told(compareExchanges(id('9007199254740993'), id('9007199254740992')))).toEqual([
      'changed body /id: 9007199254740993 → 9007199254740992',
    ]);
    expect(isEqual(compareExchanges(id('9007199254740993'), id('9007199254740993')))).toBe(true);
  });

  test('with names of the language itself is data like any other', () => {
    expect(
      told(compareExchanges(answer('{"__proto__":1,"constructor":2}'), answer('{"__proto__":3,"toString":"other"}'))),
    ).toEqual([
      'changed body /__proto__: 1 → 3',
      'removed body /constructor: 2 → null',
      'added body /toString: null → "other"',
    ]);
  });

  test('that is compressed on one side only is compared decoded', () => {
    const zipped = gzipSync('{"a":1}');
    const headers: Headers = [
      ['Content-Type', 'application/json'],
      ['Content-Encoding', 'gzip'],
    ];
    const coded = exchange({ response: { headers, body: { bytes: zipped, totalBytes: zipped.length } } });
    expect(told(compareExchanges(answer('{"a":1}'), coded))).toEqual(['added header Content-Encoding: null → gzip']);
  });

  test('nested beyond all measure is compared as text, and nothing breaks', () => {
    const deep = (depth: number) => answer(`${'['.repeat(depth)}${']'.repeat(depth)}`);
    expect(compareExchanges(deep(200_000), deep(200_001)).changes[0]).toMatchObject({ part: 'body', how: 'changed' });
  });

  test('with thousands of changes lists a thousand, and counts', () => {
    const list = (n: number) => Array.from({ length: 3000 }, (_, index) => ({ id: index, n }));
    const { changes, leftOut } = compareExchanges(answer(JSON.stringify(list(1))), answer(JSON.stringify(list(2))));
    expect([changes.length, leftOut]).toEqual([1000, 2000]);
  });
});

describe('other bodies', () => {
  test('of text are compared by lines, with their surroundings', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);
    const after = [...lines.slice(0, 10), 'new', ...lines.slice(10, 29), 'other', ...lines.slice(30)];
    const plain: Headers = [['Content-Type', 'text/plain']];
    const [change] = compareExchanges(answer(lines.join('\n'), plain), answer(after.join('\r\n'), plain)).changes;
    expect(change!.text).toEqual({
      addedLines: 2,
      removedLines: 1,
      leftOut: 0,
      hunks: [
        {
          beforeLine: 8,
          afterLine: 8,
          lines: [
            ...[8, 9, 10].map((n) => ({ how: 'same', text: `line ${n}` })),
            { how: 'added', text: 'new' },
            ...[11, 12, 13].map((n) => ({ how: 'same', text: `line ${n}` })),
          ],
        },
        {
          beforeLine: 27,
          afterLine: 28,
          lines: [
            ...[27, 28, 29].map((n) => ({ how: 'same', text: `line ${n}` })),
            { how: 'removed', text: 'line 30' },
            { how: 'added', text: 'other' },
            ...[31, 32, 33].map((n) => ({ how: 'same', text: `line ${n}` })),
          ],
        },
      ],
    });
  });

  test('of one long line are shown where they differ', () => {
    const html: Headers = [['Content-Type', 'text/html']];
    const page = (word: string) => answer(`<p>${'x'.repeat(5000)}${word}${'y'.repeat(5000)}`, html);
    const [change] = compareExchanges(page('before'), page('after')).changes;
    const [removed, added] = change!.text!.hunks[0]!.lines;
    expect(removed!.text).toMatch(/^…x{30}beforey+…$/);
    expect(added!.text).toMatch(/^…x{30}aftery+…$/);
  });

  test('of forms are compared by field', () => {
    const form: Headers = [['Content-Type', 'application/x-www-form-urlencoded']];
    expect(told(compareExchanges(answer('a=1&b=2', form), answer('b=3&a=1', form)))).toEqual([
      'changed body b: 2 → 3',
      'reordered body: a, b → b, a [order]',
    ]);
  });

  test('of bytes say how far they are the same; of another kind say which', () => {
    const png: Headers = [['Content-Type', 'image/png']];
    const bytes = (values: number[]) =>
      exchange({ response: { headers: png, body: { bytes: Buffer.from(values), totalBytes: values.length } } });
    expect(told(compareExchanges(bytes([1, 0, 2]), bytes([1, 0, 3])))).toEqual([
      'changed body: image/png, 3 B, binary → image/png, 3 B, binary; the first 2 bytes are the same',
    ]);
    expect(told(compareExchanges(answer('{"a":1}'), answer('<html>', [['Content-Type', 'text/html']])))).toContain(
      'retyped body: application/json, 7 B → text/html, 6 B',
    );
  });
});

describe('noise', () => {
  const call = (minute: number, body: object, headers: Headers = []): Exchange =>
    exchange({
      startedAt: Date.UTC(2026, 10, 2, 12, minute),
      response: { headers: [['Content-Type', 'application/json'], ...headers], body: textBody(JSON.stringify(body)) },
    });

  test('are the clock, names of the call, and a length that follows from the body', () => {
    const at = (minute: number, n: number, id: string) =>
      call(minute, { n, at: `2026-11-02T12:0${minute}:00.5Z`, exp: Date.UTC(2026, 10, 2, 13, minute) / 1000 }, [
        ['Date', `Mon, 02 Nov 2026 12:0${minute}:00 GMT`],
        ['X-Request-Id', id],
        ['Content-Length', String(60 + n)],
      ]);
    expect(told(compareExchanges(at(1, 1, 'a'), at(2, 1, 'b')))).toEqual([
      'changed header Date: Mon, 02 Nov 2026 12:01:00 GMT → Mon, 02 Nov 2026 12:02:00 GMT [time-of-call]',
      'changed header X-Request-Id: a → b [request-id]',
      'changed body /at: "2026-11-02T12:01:00.5Z" → "2026-11-02T12:02:00.5Z" [time-of-call]',
      'changed body /exp: 1793624460 → 1793624520 [time-of-call]',
    ]);
  });

  test('is no time that went on otherwise than the clock', () => {
    expect(
      told(compareExchanges(call(1, { at: '2026-11-02T12:01:00Z' }), call(2, { at: '2026-11-09T12:02:00Z' }))),
    ).toEqual(['changed body /at: "2026-11-02T12:01:00Z" → "2026-11-09T12:02:00Z"']);
  });

  test('are ids that differed in every call of the route, but not what a person chose', () => {
    const ids = ['ord_8fk2Lq91', 'ord_77aPq0x2', 'ord_k29fQq3z', 'ord_x8w7Yt55'];
    const calls = ids.map((id, index) => call(index, { id, amount: index * 7, state: index === 3 ? 'paid' : 'open' }));
    const changing = changingPlaces(calls);
    expect(told(compareExchanges(calls[0]!, calls[3]!, changing))).toEqual([
      'changed body /id: "ord_8fk2Lq91" → "ord_x8w7Yt55" [differs-always]',
      'changed body /amount: 0 → 21',
      'changed body /state: "open" → "paid"',
    ]);
    // Two calls prove nothing.
    expect(changingPlaces(calls.slice(0, 2)).size).toBe(0);
  });

  test('is folded into lines that name it, and shown on demand', () => {
    const comparison = compareExchanges(call(1, { n: 1 }, [['Date', 'Mon, 02 Nov 2026 12:01:00 GMT']]), {
      ...call(2, { n: 1 }, [['Date', 'Mon, 02 Nov 2026 12:02:00 GMT']]),
      id: 5,
    });
    expect(isEqual(comparison)).toBe(true);
    expect(comparisonLines(comparison).map(({ text }) => text)).toEqual([
      '- #0  GET  https://api.example.com/v1/orders/87?page=2  200  2026-11-02T12:01:00.000Z',
      '+ #5  GET  https://api.example.com/v1/orders/87?page=2  200  2026-11-02T12:02:00.000Z',
      '',
      'No difference that counts.',
      '',
      'folded, times of the call: response header Date',
    ]);
    expect(comparisonLines(comparison, true).map(({ text }) => text)).toContain(
      '  ~ header Date: Mon, 02 Nov 2026 12:01:00 GMT → Mon, 02 Nov 2026 12:02:00 GMT',
    );
  });
});

test('what is shown is on one line, and nothing in it reaches the terminal', () => {
  const evil = '\u001b[2J\u202e\n'.repeat(200);
  const comparison = compareExchanges(
    answer(JSON.stringify({ [evil]: 1 })),
    answer(evil, [
      ['Content-Type', evil],
      [evil, evil],
    ]),
  );
  for (const { text } of comparisonLines(comparison, true)) {
    expect(text).toBe(printable(text));
    expect(text.length).toBeLessThan(2500);
  }
});
