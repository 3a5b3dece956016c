import { expect, test } from 'vitest';
import { EventDecoder } from '../../src/cli/threads/event-decoder.ts';
import { EventEncoder } from '../../src/cli/threads/event-encoder.ts';
import type { ServerConnection, TlsFacts } from '../../src/exchange/connection.ts';
import type { ProxyEvent } from '../../src/exchange/events.ts';
import { CONNECTION } from '../support/exchanges.ts';

const TLS: TlsFacts = { protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', alpn: null, serverName: 'a.test' };

const request = (differing: Partial<Extract<ProxyEvent, { kind: 'request' }>> = {}): ProxyEvent => ({
  kind: 'request',
  key: 1,
  at: 1_795_000_000_000.125,
  client: '127.0.0.1:5000',
  clientTls: TLS,
  method: 'POST',
  url: 'https://a.test/x',
  httpVersion: '1.1',
  rawHeaders: ['Host', 'a.test', 'X-Empty', ''],
  ...differing,
});

const connected = (connection: ServerConnection): ProxyEvent => ({
  kind: 'connected',
  key: 1,
  at: 1,
  connection,
  isReused: false,
});

/** Over to the other thread and back into events, batch by batch. */
function passed(...batches: readonly (readonly ProxyEvent[])[]): ProxyEvent[] {
  const encoder = new EventEncoder();
  const decoder = new EventDecoder();
  const events: ProxyEvent[] = [];
  for (const batch of batches) {
    for (const event of batch) encoder.add(event);
    const { bytes, pieces } = encoder.take();
    const transfer = [bytes.buffer, ...pieces.map(({ buffer }) => buffer)];
    decoder.decode(structuredClone({ bytes, pieces }, { transfer }), (event) => events.push(event));
  }
  return events;
}

/** Bytes compare by content, whatever class they are of. */
function plain(events: readonly ProxyEvent[]): unknown[] {
  return events.map((event) => {
    if ('bytes' in event) return { ...event, bytes: [...event.bytes] };
    if (event.kind !== 'message') return event;
    return { ...event, message: { ...event.message, bytes: [...event.message.bytes] } };
  });
}

const EVERY_KIND: readonly ProxyEvent[] = [
  request(),
  request({ key: 2 ** 40, client: null, clientTls: null, rawHeaders: [] }),
  { kind: 'request-chunk', key: 1, bytes: Buffer.from('{"a":1}') },
  { kind: 'request-end', key: 1, at: 2.5, totalBytes: 2 ** 45, rawTrailers: ['X-Sum', '1'] },
  connected(CONNECTION),
  { kind: 'response', key: 1, at: 3, status: 200, reason: '', httpVersion: '2.0', rawHeaders: ['a', 'b'] },
  { kind: 'response-chunk', key: 1, bytes: new Uint8Array() },
  {
    kind: 'message',
    key: 1,
    message: { at: 4, from: 'client', type: 'close', bytes: Buffer.from('bye'), totalBytes: 3, closeCode: 1000 },
  },
  {
    kind: 'message',
    key: 1,
    message: { at: 5, from: 'server', type: 'event', bytes: Buffer.from('data: 1'), totalBytes: 9000, closeCode: null },
  },
  {
    kind: 'message',
    key: 1,
    message: { at: 5.5, from: 'server', type: 'ping', bytes: new Uint8Array(), totalBytes: 0, closeCode: null },
    skipped: 1_000_000,
  },
  { kind: 'progress', key: 1, requestBytes: 1, responseBytes: 2 ** 33 },
  { kind: 'response-end', key: 1, at: 6, totalBytes: 0, rawTrailers: [] },
  { kind: 'ended', key: 1, at: 7, error: null, proxyStatus: null },
  {
    kind: 'ended',
    key: 2,
    at: 7,
    error: { phase: 'tls-client', code: 'E', message: 'cut\noff' },
    proxyStatus: 502,
  },
];

test('every kind of event comes out as it went in', () => {
  expect(plain(passed(EVERY_KIND))).toEqual(plain(EVERY_KIND));
  expect(plain(passed(EVERY_KIND, EVERY_KIND))).toEqual(plain([...EVERY_KIND, ...EVERY_KIND]));
});

test('strings of any characters come out exactly as they went in, halves of surrogate pairs too', () => {
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  // Ranges that need one, two, three and four bytes in UTF-8, and the halves that UTF-8 does not have.
  const limits = [0x80, 0x100, 0x800, 0x10000];
  const text = () => {
    const limit = limits[random(limits.length)]!;
    return String.fromCharCode(...Array.from({ length: random(40) }, () => random(limit)));
  };
  const events = Array.from({ length: 500 }, (_, key) =>
    request({ key, url: text(), method: text(), rawHeaders: Array.from({ length: random(6) }, text) }),
  );
  expect(passed(events)).toEqual(events);
});

test('a header list that holds line feeds keeps its strings apart', () => {
  const rawHeaders = ['X-A', 'one\ntwo', 'X-B', '\n'];
  expect(passed([request({ rawHeaders })])).toEqual([request({ rawHeaders })]);
  expect(passed([request({ rawHeaders: [''] })])).toEqual([request({ rawHeaders: [''] })]);
});

test('a message whose fields have the same names as an earlier one goes over without the names of its fields', () => {
  const first = ['Content-Type', 'text/plain', 'X-Request-Id', 'one'];
  const second = ['Content-Type', 'text/html', 'X-Request-Id', ''];
  const encoder = new EventEncoder();
  encoder.add(request({ rawHeaders: first }));
  encoder.take();
  encoder.add(request({ rawHeaders: second }));
  expect(Buffer.from(encoder.take().bytes).toString('latin1')).not.toContain('Content-Type');
  const events = [first, second, ['content-type', 'a'], first].map((rawHeaders) => request({ rawHeaders }));
  expect(passed(events)).toEqual(events);
  expect(passed(events.slice(0, 1), events.slice(1))).toEqual(events);
});

test('more lists of names than there are places for, and names that are too long to be kept, come out right', () => {
  const events = Array.from({ length: 2200 }, (_, key) =>
    request({ key, rawHeaders: [`x-${key % 1100}`, 'a', 'y'.repeat(key % 3 === 0 ? 3000 : 3), 'b'] }),
  );
  expect(passed(events.slice(0, 900), events.slice(900))).toEqual(events);
});

test('facts that exchanges share go over once and come out as one object', () => {
  const encoder = new EventEncoder();
  encoder.add(connected(CONNECTION));
  const first = encoder.length;
  encoder.take();
  encoder.add(connected(CONNECTION));
  expect(encoder.length).toBeLessThan(first / 10);
  const [one, two] = passed([connected(CONNECTION)], [connected(CONNECTION)]);
  expect(one).toEqual(two);
  expect(one?.kind === 'connected' && two?.kind === 'connected' && one.connection === two.connection).toBe(true);
});

test('more shared facts than there are places for come out right all the same', () => {
  const connections = Array.from({ length: 2500 }, (_, id) => ({ ...CONNECTION, id }));
  const events = [...connections, ...connections.slice(0, 50), ...connections.slice(-50)].map(connected);
  expect(passed(events.slice(0, 700), events.slice(700, 2000), events.slice(2000))).toEqual(events);
});

test('a large piece with memory of its own is given away, a view of shared memory is copied', () => {
  const own = new Uint8Array(100_000).fill(7);
  const shared = Buffer.alloc(200_000, 8);
  const view = shared.subarray(10, 100_010);
  const events = passed([
    { kind: 'request-chunk', key: 1, bytes: own },
    { kind: 'response-chunk', key: 1, bytes: view },
    { kind: 'request-chunk', key: 1, bytes: Buffer.from('after') },
  ]);
  expect(own.length).toBe(0);
  expect(shared.length).toBe(200_000);
  const contents = events.map((event) => 'bytes' in event && Buffer.from(event.bytes).toString('latin1'));
  expect(contents).toEqual(['\x07'.repeat(100_000), '\b'.repeat(100_000), 'after']);
});
