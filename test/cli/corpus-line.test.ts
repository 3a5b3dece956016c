import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { annotationToJson } from '../../src/cli/annotation-json.ts';
import { parseCorpusLine } from '../../src/cli/corpus-line.ts';
import type { Annotation } from '../../src/exchange/annotation.ts';
import { UserError } from '../../src/exchange/user-error.ts';

const request = {
  method: 'POST',
  url: 'https://api.example.com/v1/orders',
  httpVersion: '1.1',
  headers: [['Content-Type', 'application/json']],
  body: '{"größe":1}',
};
const response = {
  status: 201,
  reason: 'Created',
  headers: [
    ['X-A', '1'],
    ['x-a', '2'],
  ],
  body: null,
};
const line = {
  id: 'a-1',
  request,
  response,
  error: null,
  timing: { startedAt: '2026-11-05T12:00:00.250Z', durationMs: 31 },
  history: [],
};

const parse = (difference: object = {}) => parseCorpusLine(JSON.stringify({ ...line, ...difference }));
const problem = (text: string) => {
  try {
    parseCorpusLine(text);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a line of exchanges', () => {
  test('becomes an exchange with bodies as bytes and headers as they were', () => {
    const { id, exchange, history } = parse();
    expect(id).toBe('a-1');
    expect(history).toEqual([]);
    expect(exchange).toMatchObject({
      id: 1,
      startedAt: Date.UTC(2026, 10, 5, 12, 0, 0, 250),
      durationMs: 31,
      error: null,
      proxyStatus: null,
    });
    expect(exchange.request.body).toEqual({ bytes: Buffer.from('{"größe":1}'), totalBytes: 13 });
    expect(exchange.response).toMatchObject({
      status: 201,
      headers: [
        ['X-A', '1'],
        ['x-a', '2'],
      ],
      body: null,
    });
  });

  test('decodes binary bodies', () => {
    const { exchange } = parse({ response: { ...response, bodyBase64: '3q2+7w==' } });
    expect(exchange.response!.body).toEqual({ bytes: Buffer.from([0xde, 0xad, 0xbe, 0xef]), totalBytes: 4 });
  });

  test('takes a body shorter than its Content-Length for abridged, unless the exchange broke off or was coded', () => {
    const long = { ...response, headers: [['Content-Length', '5120']], body: 'abc' };
    expect(parse({ response: long }).exchange.response!.body!.totalBytes).toBe(5120);
    const error = { phase: 'response', code: 'ECONNRESET', message: 'aborted' };
    expect(parse({ response: long, error }).exchange.response!.body!.totalBytes).toBe(3);
    const coded = { ...long, headers: [...long.headers, ['Content-Encoding', 'gzip']] };
    expect(parse({ response: coded }).exchange.response!.body!.totalBytes).toBe(3);
  });

  test('takes messages where there are some: the last few, with the reason of a close as its text', () => {
    const messages = [
      ...Array.from({ length: 4 }, () => ({ from: 'client', type: 'text', text: 'hello' })),
      { at: '2026-11-05T12:00:03Z', from: 'server', type: 'close', text: 'Invalid token', closeCode: 4401 },
    ];
    const { exchange } = parse({ messages });
    expect(exchange.messageCount).toBe(5);
    expect(exchange.lastMessages).toHaveLength(4);
    expect(exchange.lastMessages?.at(-1)).toEqual({
      at: Date.parse('2026-11-05T12:00:03Z'),
      from: 'server',
      type: 'close',
      bytes: Buffer.from('Invalid token'),
      totalBytes: 13,
      closeCode: 4401,
    });
    expect(parse({}).exchange.lastMessages).toBeUndefined();
  });

  test('numbers the history before the exchange', () => {
    const { exchange, history } = parse({ history: [line, line] });
    expect([...history.map(({ id }) => id), exchange.id]).toEqual([1, 2, 3]);
  });

  test('keeps labels and unknown keys away from the exchange', () => {
    const { exchange } = parse({ source: 'SOURCE', note: 'NOTE', expect: { cause: 'gone' }, extra: 1 });
    expect(Object.keys(exchange).sort()).toEqual(
      [
        'connection',
        'durationMs',
        'error',
        'id',
        'messageCount',
        'proxyStatus',
        'request',
        'response',
        'startedAt',
        'timing',
      ].sort(),
    );
    expect(JSON.stringify(exchange)).not.toMatch(/SOURCE|NOTE|gone/);
  });

  test.each<[string, object | string, string]>([
    [
      'broken JSON',
      '{"id":"a",}',
      'This is not a recorded exchange: not valid JSON at column 11: a trailing comma before }.',
    ],
    ['a missing part', { ...line, timing: undefined }, 'timing is missing'],
    ['a wrong header', { ...line, request: { ...request, headers: [['A', '1'], ['B']] } }, 'request.headers[1]'],
    ['an unknown phase', { ...line, error: { phase: 'lunch', code: 'X', message: '' } }, 'error.phase: '],
    ['a wrong time', { ...line, timing: { startedAt: 'noon', durationMs: 1 } }, 'timing.startedAt: '],
    ['neither response nor error', { ...line, response: null }, 'response: must not be null where error is null too'],
    [
      'a fault in the history',
      { ...line, history: [{ ...line, request: { ...request, method: 5 } }] },
      'history[0].request.method: ',
    ],
    ['no object', '7', 'the line: '],
  ])('says what is wrong where: %s', (_what, bad, message) => {
    const error = problem(typeof bad === 'string' ? bad : JSON.stringify(bad));
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'bad-exchange' });
    expect((error as UserError).message).toContain(message);
  });
});

describe('the object for an annotation', () => {
  const annotation: Annotation = {
    class: 'client_error',
    cause: 'rate-limited',
    fault: 'client',
    confidence: 'certain',
    summary: 's',
    evidence: [{ where: 'response.status', what: '429' }],
    advice: 'a',
    retry: 'safe',
    retryAfterSeconds: 30,
  };

  test('has the documented keys in the documented order', () => {
    const object = annotationToJson('a-1', annotation);
    expect(Object.keys(object)).toEqual([
      'id',
      'class',
      'cause',
      'fault',
      'confidence',
      'summary',
      'evidence',
      'advice',
      'retry',
      'after_s',
    ]);
    expect(object).toMatchObject({ id: 'a-1', after_s: 30 });
  });

  test('leaves out a delay that is not known, and inner but for error-in-success', () => {
    const { retryAfterSeconds: _, ...without } = annotation;
    expect(annotationToJson('a', without)).not.toHaveProperty('after_s');
    expect(annotationToJson('a', { ...without, inner: null })).not.toHaveProperty('inner');
    expect(annotationToJson('a', { ...without, cause: 'error-in-success' })).toMatchObject({ inner: null });
    expect(annotationToJson('a', { ...without, cause: 'error-in-success', inner: 'gone' })).toMatchObject({
      inner: 'gone',
    });
  });
});
