import { expect, test } from 'vitest';
import type { ProxyEvent } from '../../src/exchange/events.ts';
import type { StreamMessage } from '../../src/exchange/exchange.ts';
import { ANALYSED_BYTES } from '../../src/recorder/body-pieces.ts';
import { type Change, Recorder } from '../../src/recorder/recorder.ts';
import { CONNECTION } from '../support/exchanges.ts';

const request = (key: number, at = 1000): ProxyEvent => ({
  kind: 'request',
  key,
  at,
  client: '127.0.0.1:5000',
  clientTls: null,
  method: 'POST',
  url: 'http://a.test/x',
  httpVersion: '1.1',
  rawHeaders: ['Host', 'a.test', 'X-A', '1', 'x-a', '2'],
});
const response = (key: number, at = 1020): ProxyEvent => ({
  kind: 'response',
  key,
  at,
  status: 201,
  reason: 'Created',
  httpVersion: '1.1',
  rawHeaders: ['Location', '/x/1'],
});
const chunk = (key: number, kind: 'request-chunk' | 'response-chunk', text: string): ProxyEvent => ({
  kind,
  key,
  bytes: Buffer.from(text),
});
const end = (key: number, kind: 'request-end' | 'response-end', totalBytes: number, at = 1030): ProxyEvent => ({
  kind,
  key,
  at,
  totalBytes,
  rawTrailers: [],
});
const ended = (key: number, at = 1040): ProxyEvent => ({ kind: 'ended', key, at, error: null, proxyStatus: null });

function piecesOf(changes: readonly Change[]): string[] {
  return changes.flatMap(({ chunks }) =>
    chunks.map(({ side, index, bytes }) => `${side} ${index}: ${Buffer.from(bytes).toString()}`),
  );
}

function recorded(...events: ProxyEvent[]) {
  const recorder = new Recorder();
  for (const event of events) recorder.accept(event);
  return recorder;
}

test('the events of one exchange become one finished exchange', () => {
  const changes = recorded(
    request(1),
    chunk(1, 'request-chunk', 'a'),
    chunk(1, 'request-chunk', 'b'),
    end(1, 'request-end', 2, 1005),
    { kind: 'connected', key: 1, at: 1010, connection: CONNECTION, isReused: true },
    response(1),
    chunk(1, 'response-chunk', 'done'),
    end(1, 'response-end', 4),
    ended(1),
  ).takeChanges();
  expect(changes).toHaveLength(1);
  expect(changes[0]?.exchange).toEqual({
    id: 0,
    startedAt: 1000,
    durationMs: 40,
    request: {
      method: 'POST',
      url: 'http://a.test/x',
      httpVersion: '1.1',
      headers: [
        ['Host', 'a.test'],
        ['X-A', '1'],
        ['x-a', '2'],
      ],
      trailers: [],
      body: { bytes: Buffer.from('ab'), totalBytes: 2 },
    },
    response: {
      status: 201,
      reason: 'Created',
      httpVersion: '1.1',
      headers: [['Location', '/x/1']],
      trailers: [],
      body: { bytes: Buffer.from('done'), totalBytes: 4 },
    },
    error: null,
    proxyStatus: null,
    connection: { client: '127.0.0.1:5000', clientTls: null, server: CONNECTION, isReused: true },
    timing: { connectedMs: 10, requestSentMs: 5, responseStartMs: 20 },
    messageCount: 0,
  });
  expect(piecesOf(changes)).toEqual(['request 0: ab', 'response 0: done']);
});

test('an exchange that lasts is reported as pending, each chunk once, and forgotten when it has ended', () => {
  const recorder = recorded(request(1), chunk(1, 'request-chunk', 'a'));
  const first = recorder.takeChanges();
  expect(first[0]?.exchange.durationMs).toBeNull();
  expect(first[0]?.chunks).toHaveLength(1);
  expect(recorder.takeChanges()).toEqual([]);
  recorder.accept(response(1));
  const second = recorder.takeChanges();
  expect(second[0]?.exchange.response?.status).toBe(201);
  expect(second[0]?.chunks).toEqual([]);
  recorder.accept(ended(1));
  recorder.takeChanges();
  expect(recorder.pendingCount).toBe(0);
});

test('changes come in the order in which requests arrived, whatever ended first', () => {
  const recorder = recorded(request(1), request(2), request(3), ended(3), ended(1));
  expect(recorder.takeChanges().map(({ key }) => key)).toEqual([1, 2, 3]);
});

test('a body keeps its first bytes in memory, and its total', () => {
  const big = Buffer.alloc(ANALYSED_BYTES, 'x');
  const recorder = recorded(
    request(1),
    { kind: 'request-chunk', key: 1, bytes: big },
    { kind: 'request-chunk', key: 1, bytes: big },
    end(1, 'request-end', 5_000_000),
    ended(1),
  );
  const [change] = recorder.takeChanges();
  expect(change?.exchange.request.body?.bytes.length).toBe(ANALYSED_BYTES);
  expect(change?.exchange.request.body?.totalBytes).toBe(5_000_000);
  expect(change?.chunks).toHaveLength(2);
});

test('events of an exchange that is unknown or over change nothing', () => {
  const recorder = recorded(response(7), request(1), ended(1), response(1));
  const changes = recorder.takeChanges();
  expect(changes).toHaveLength(1);
  expect(changes[0]?.exchange.response).toBeNull();
  recorder.accept(response(1));
  expect(recorder.takeChanges()).toEqual([]);
});

test('a failure keeps what had arrived before', () => {
  const error = { phase: 'response', code: 'ECONNRESET', message: 'aborted' } as const;
  const [change] = recorded(request(1), response(1), chunk(1, 'response-chunk', 'half'), {
    kind: 'ended',
    key: 1,
    at: 1050,
    error,
    proxyStatus: null,
  }).takeChanges();
  expect(change?.exchange.error).toEqual(error);
  expect(change?.exchange.response?.body?.totalBytes).toBe(4);
});

test('small pieces of a body are handed out joined, large ones as they came', () => {
  const large = Buffer.alloc(60_000, 'x');
  const recorder = recorded(request(1), chunk(1, 'response-chunk', 'a'), chunk(1, 'response-chunk', 'b'));
  expect(piecesOf(recorder.takeChanges())).toEqual(['response 0: ab']);
  for (let i = 0; i < 3; i += 1) recorder.accept({ kind: 'response-chunk', key: 1, bytes: large });
  const [change] = recorder.takeChanges();
  expect(change?.chunks.map(({ index, bytes }) => [index, bytes.length])).toEqual([
    [1, 60_000],
    [2, 60_000],
    [3, 60_000],
  ]);
});

const message = (text: string, from: StreamMessage['from'] = 'server'): ProxyEvent => ({
  kind: 'message',
  key: 1,
  message: { at: 1030, from, type: 'text', bytes: Buffer.from(text), totalBytes: text.length, closeCode: null },
});

test('messages are counted, and handed out once with their place', () => {
  const recorder = recorded(request(1), response(1), message('a', 'client'), message('b'));
  const [first] = recorder.takeChanges();
  expect(first?.exchange.messageCount).toBe(2);
  expect(first?.messages.map(({ index, message: { from } }) => `${index} ${from}`)).toEqual(['0 client', '1 server']);
  recorder.accept(message('c'));
  const [second] = recorder.takeChanges();
  expect(second?.exchange.messageCount).toBe(3);
  expect(second?.messages.map(({ index }) => index)).toEqual([2]);
});

test('what passes unrecorded is counted while it passes, and never counted back', () => {
  const progress = (requestBytes: number, responseBytes: number): ProxyEvent => ({
    kind: 'progress',
    key: 1,
    requestBytes,
    responseBytes,
  });
  const recorder = recorded(request(1), end(1, 'request-end', 0), response(1), progress(10, 2000));
  const [pending] = recorder.takeChanges();
  expect(pending?.exchange.durationMs).toBeNull();
  expect(pending?.exchange.request.body?.totalBytes).toBe(10);
  expect(pending?.exchange.response?.body?.totalBytes).toBe(2000);
  for (const event of [progress(30, 4000), end(1, 'response-end', 3000), ended(1)]) recorder.accept(event);
  const [whole] = recorder.takeChanges();
  expect(whole?.exchange.request.body?.totalBytes).toBe(30);
  expect(whole?.exchange.response?.body?.totalBytes).toBe(4000);
});

test('an exchange that has only just begun is kept back until it ends or is older', () => {
  const recorder = recorded(request(1, 1000), request(2, 1000), ended(2));
  expect(recorder.takeChanges(900).map(({ key }) => key)).toEqual([2]);
  expect(recorder.youngKeys).toEqual([1]);
  expect(recorder.takeChanges(999)).toEqual([]);
  const [older] = recorder.takeChanges(1000);
  expect(older?.exchange.durationMs).toBeNull();
  expect(recorder.youngKeys).toEqual([]);
  // Known now: what follows is told at once.
  recorder.accept(response(1));
  expect(recorder.takeChanges(900)).toHaveLength(1);
});

test('one that holds much is handed out however young it is', () => {
  const bytes = Buffer.alloc(100_000);
  expect(recorded(request(1), { kind: 'request-chunk', key: 1, bytes }).takeChanges(900)).toHaveLength(1);
  expect(recorded(request(1), chunk(1, 'request-chunk', 'a')).takeChanges(900)).toHaveLength(0);
});

test.each([
  ['kept back', 900],
  ['handed out as pending', Number.POSITIVE_INFINITY],
])(
  'the memory of events may be used again once the changes are done with, for an exchange %s too',
  (_name, youngSince) => {
    const batch = Buffer.from('body|text');
    const recorder = recorded(request(1), response(1), {
      kind: 'response-chunk',
      key: 1,
      bytes: batch.subarray(0, 4),
    });
    recorder.accept({
      kind: 'message',
      key: 1,
      message: { at: 1, from: 'server', type: 'text', bytes: batch.subarray(5), totalBytes: 4, closeCode: null },
    });
    const early = recorder.takeChanges(youngSince);
    const texts = (changes: readonly Change[]) =>
      changes.flatMap(({ messages }) => messages.map(({ message: { bytes } }) => Buffer.from(bytes).toString()));
    expect([...piecesOf(early), ...texts(early)]).toEqual(early.length === 0 ? [] : ['response 0: body', 'text']);
    batch.fill('#');
    recorder.accept(ended(1));
    const late = recorder.takeChanges(youngSince);
    expect(Buffer.from(late[0]!.exchange.response!.body!.bytes).toString()).toBe('body');
    expect([...piecesOf(late), ...texts(late)]).toEqual(early.length === 0 ? ['response 0: body', 'text'] : []);
  },
);

test('a body that comes in many small pieces is whole at the end, whenever changes were taken between', () => {
  const recorder = recorded(request(1), response(1));
  const text = Array.from({ length: 300 }, (_, index) => `${index},`).join('');
  for (const [index, character] of [...text].entries()) {
    recorder.accept(chunk(1, 'response-chunk', character));
    if (index % 7 === 0) recorder.takeChanges();
  }
  recorder.accept(ended(1));
  const [change] = recorder.takeChanges();
  expect(Buffer.from(change!.exchange.response!.body!.bytes).toString()).toBe(text);
});

test('the last messages stay with the exchange, a few of them and of each the beginning', () => {
  const recorder = recorded(request(1), response(1), message('a'), message('b'));
  recorder.takeChanges();
  const borrowed = Buffer.from('c');
  const later: ProxyEvent = {
    kind: 'message',
    key: 1,
    message: { at: 1040, from: 'server', type: 'text', bytes: borrowed, totalBytes: 1, closeCode: null },
  };
  for (const event of [later, message('d'.repeat(5000))]) recorder.accept(event);
  recorder.takeChanges();
  // The memory of events may be used again.
  borrowed.write('x');
  for (const event of [message('e'), ended(1)]) recorder.accept(event);
  const [change] = recorder.takeChanges();
  const last = change?.exchange.lastMessages ?? [];
  expect(
    last.map(({ bytes, totalBytes }) => [Buffer.from(bytes).toString().slice(0, 1), bytes.length, totalBytes]),
  ).toEqual([
    ['b', 1, 1],
    ['c', 1, 1],
    ['d', 4096, 5000],
    ['e', 1, 1],
  ]);
});

test('of many bodies that are under way at once, less is kept in memory, and all of it is handed out', () => {
  const recorder = new Recorder();
  const piece = Buffer.alloc(ANALYSED_BYTES, 'x');
  const keys = Array.from({ length: 40 }, (_, i) => i + 1);
  for (const key of keys) {
    recorder.accept(request(key));
    recorder.accept(response(key));
    recorder.accept({ kind: 'response-chunk', key, bytes: piece });
  }
  const changes = recorder.takeChanges();
  expect(changes.map(({ chunks }) => chunks[0]?.bytes.length)).toEqual(keys.map(() => ANALYSED_BYTES));
  for (const key of keys) recorder.accept(ended(key));
  const kept = recorder.takeChanges().map(({ exchange }) => exchange.response?.body?.bytes.length);
  expect(kept.slice(0, 30)).toEqual(keys.slice(0, 30).map(() => ANALYSED_BYTES));
  expect(kept.slice(-5)).toEqual([1, 2, 3, 4, 5].map(() => 16 * 1024));
  // What has ended leaves its room to others.
  recorder.accept(request(99));
  recorder.accept(response(99));
  recorder.accept({ kind: 'response-chunk', key: 99, bytes: piece });
  recorder.takeChanges();
  recorder.accept(ended(99));
  expect(recorder.takeChanges()[0]?.exchange.response?.body).toMatchObject({
    bytes: { length: ANALYSED_BYTES },
    totalBytes: ANALYSED_BYTES,
  });
});

test('many bodies that end in one go are all whole: their memory is not kept', () => {
  const recorder = new Recorder();
  const piece = Buffer.alloc(ANALYSED_BYTES, 'x');
  for (let key = 1; key <= 40; key += 1) {
    for (const event of [request(key), response(key)]) recorder.accept(event);
    recorder.accept({ kind: 'response-chunk', key, bytes: piece });
    recorder.accept(ended(key));
  }
  const sizes = recorder.takeChanges().map(({ exchange }) => exchange.response?.body?.bytes.length);
  expect(new Set(sizes)).toEqual(new Set([ANALYSED_BYTES]));
});

test('messages that were counted only leave their places empty', () => {
  const message = { from: 'server', type: 'ping', bytes: new Uint8Array(0), totalBytes: 0, closeCode: null } as const;
  const changes = recorded(
    request(1),
    response(1),
    { kind: 'message', key: 1, message: { ...message, at: 1030 } },
    { kind: 'message', key: 1, message: { ...message, at: 1035 }, skipped: 998 },
    ended(1),
  ).takeChanges();
  expect(changes[0]?.messages.map(({ index }) => index)).toEqual([0, 999]);
  expect(changes[0]?.exchange.messageCount).toBe(1000);
});
