import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProxyEvent } from '../../src/exchange/events.ts';
import { ExchangeLog } from '../../src/proxy/exchange-log.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function start() {
  const events: ProxyEvent[] = [];
  const sink = {
    emit: (event: ProxyEvent) => void events.push(event),
    isFull: false,
    onceReady: (f: () => void) => f(),
  };
  const head = { method: 'GET', url: 'http://a.test/', httpVersion: '1.1', rawHeaders: [] };
  const log = new ExchangeLog(sink, 10, { client: null, clientTls: null, ...head });
  const reports = () =>
    events.flatMap((event) => (event.kind === 'progress' ? [[event.requestBytes, event.responseBytes]] : []));
  return { events, log, reports };
}

test('how much has passed is said at once, then twice a second at most, and the last of it as well', () => {
  const { log, reports } = start();
  for (let i = 0; i < 100; i += 1) {
    // The last one at 990 ms, told of at 1000 ms.
    log.countRequest(1);
    log.countResponse(2);
    log.progress();
    vi.advanceTimersByTime(10);
  }
  const expected = [
    [1, 2],
    [50, 100],
    [100, 200],
  ];
  expect(reports()).toEqual(expected);
  vi.advanceTimersByTime(10_000);
  expect(reports()).toEqual(expected);
});

test('the end says what is missing of it, before all else, and nothing follows', () => {
  const { events, log, reports } = start();
  log.requestEnd();
  log.countResponse(1);
  log.progress();
  log.countResponse(1);
  log.progress();
  log.end();
  log.progress();
  log.message({ at: 1, from: 'server', type: 'text', bytes: new Uint8Array(0), totalBytes: 0, closeCode: null });
  vi.advanceTimersByTime(10_000);
  expect(events.map(({ kind }) => kind)).toEqual(['request', 'request-end', 'progress', 'progress', 'ended']);
  expect(reports()).toEqual([
    [0, 1],
    [0, 2],
  ]);
});

test('an exchange that gives no reports gets none at its end', () => {
  const { log, reports } = start();
  log.countResponse(5);
  log.end();
  expect(reports()).toEqual([]);
});
