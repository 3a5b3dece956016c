import { expect, test } from 'vitest';
import type { ProxyEvent } from '../../src/exchange/events.ts';
import { ANALYSED_BYTES, Recorder } from '../../src/recorder/recorder.ts';

const request = (key: number, at = 1000): ProxyEvent => ({
  kind: 'request',
  key,
  at,
  client: '127.0.0.1:5000',
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
    { kind: 'connected', key: 1, at: 1010, server: '10.0.0.1:80', isReused: true, tlsProtocol: 'TLSv1.3' },
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
    connection: { client: '127.0.0.1:5000', server: '10.0.0.1:80', isReused: true, tlsProtocol: 'TLSv1.3' },
    timing: { connectedMs: 10, requestSentMs: 5, responseStartMs: 20 },
  });
  expect(changes[0]?.chunks.map(({ side, index }) => `${side} ${index}`)).toEqual([
    'request 0',
    'request 1',
    'response 0',
  ]);
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
