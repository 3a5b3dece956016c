import { describe, expect, test } from 'vitest';
import { type ExportReader, exportContext } from '../../src/cli/export-context.ts';
import { selectedItems, selectionOf, takeAtMost } from '../../src/cli/export-selection.ts';
import type { AnnotatedExchange } from '../../src/exchange/annotation.ts';
import type { ExchangeRow } from '../../src/exchange/row.ts';
import { EXPIRED, exchange, textBody } from '../support/exchanges.ts';

/** A capture of these exchanges, in this order, numbered from 1. */
function readerOf(stored: readonly AnnotatedExchange[]): ExportReader {
  const rows = stored.map(({ exchange: { id, startedAt, durationMs, request, response }, annotation }): ExchangeRow => {
    const { method, url } = request;
    const status = response?.status ?? null;
    const said = {
      class: annotation?.class ?? null,
      cause: annotation?.cause ?? null,
      confidence: null,
      fault: null,
      summary: '',
    };
    return {
      id,
      startedAt,
      durationMs,
      method,
      url,
      status,
      ...said,
      responseBytes: 0,
      messageCount: 0,
      grpcStatus: null,
    };
  });
  return {
    page(start, limit, filter = '') {
      const matching = rows.filter(({ url }) => url.includes(filter));
      if (start.kind === 'from') return matching.filter(({ id }) => id >= start.id).slice(0, limit);
      return matching.filter(({ id }) => start.kind === 'last' || id < start.id).slice(-limit);
    },
    exchange: (id) => stored.find((each) => each.exchange.id === id),
    messages: () => [],
  };
}

const START = Date.UTC(2026, 10, 22, 9);

function call(id: number, given: Parameters<typeof exchange>[0] = {}, annotation = EXPIRED): AnnotatedExchange {
  return { exchange: exchange({ id, startedAt: START + id * 1000, ...given }), annotation };
}

const failed = { response: { status: 401, headers: [['X-Request-Id', 'req']] as const } };

describe('what is known around an exchange', () => {
  test('the same failure of the same route is counted, with the first and the last', () => {
    const url = (id: string) => `https://api.example.com/v1/orders/${id}`;
    const stored = [
      call(1, { ...failed, request: { url: url('1') } }),
      call(2, { response: { status: 403 }, request: { url: url('2') } }),
      call(3, { ...failed, request: { url: url('3') } }),
      call(4, { ...failed, request: { url: 'https://api.example.com/v1/users/3' } }),
      call(5, { ...failed, request: { url: 'https://other.example/v1/orders/3' } }),
      call(6, { ...failed, request: { url: url('4') } }, { ...EXPIRED, cause: 'invalid-credentials' }),
      call(7, { ...failed, request: { url: url('5') } }),
    ];
    expect(exportContext(readerOf(stored), stored[2]!).incident).toEqual({
      count: 3,
      isAtLeast: false,
      firstAt: START + 1000,
      lastAt: START + 7000,
      others: [
        { id: 1, at: START + 1000, requestId: 'req' },
        { id: 7, at: START + 7000, requestId: 'req' },
      ],
    });
  });

  test('thousands are counted across pages, and a few of them listed', () => {
    const stored = Array.from({ length: 1203 }, (_, index) => call(index + 1, failed));
    const { incident } = exportContext(readerOf(stored), stored[600]!);
    expect(incident).toMatchObject({ count: 1203, isAtLeast: false });
    expect(incident!.others.map(({ id }) => id)).toEqual([
      591, 592, 593, 594, 595, 596, 597, 598, 599, 600, 602, 603, 604, 605, 606, 607, 608, 609, 610, 611,
    ]);
  });

  test('the same request sent again is told, another body or a later day is not', () => {
    const post = (body: string, status: number) => ({
      request: { method: 'POST', body: textBody(body) },
      response: { status },
    });
    const stored = [
      call(1, post('a', 503)),
      call(2, post('b', 503)),
      call(3, post('a', 503)),
      call(4, post('a', 200)),
      call(5, { ...post('a', 200), startedAt: START + 86_400_000 }),
    ];
    expect(exportContext(readerOf(stored), stored[0]!).repeats).toEqual([
      { id: 3, at: START + 3000, status: 503 },
      { id: 4, at: START + 4000, status: 200 },
    ]);
  });

  test('the last success is the one with which it was compared', () => {
    const difference = { against: { id: 1, at: START + 1000 }, items: [] };
    const stored = [call(1), call(2, failed, { ...EXPIRED, difference })];
    expect(exportContext(readerOf(stored), stored[1]!).lastSuccess?.exchange.id).toBe(1);
    expect(exportContext(readerOf(stored), stored[0]!).lastSuccess).toBeNull();
  });

  test('the environment follows from the key or the host, else it is not known', () => {
    const environment = (name: string, value: string, host = 'api.example.com') => {
      const given = call(1, { request: { url: `https://${host}/v1`, headers: [[name, value]] } });
      return exportContext(readerOf([given]), given).environment;
    };
    expect(environment('Authorization', 'Bearer sk_test_4eC39HqLyjWDarjtT1zdp7dc')).toBe('test');
    expect(environment('Authorization', `Basic ${btoa('sk_live_4eC39HqLyjWDarjtT1zdp7dc:')}`)).toBe('live');
    expect(environment('X-Api-Key', 'rzp_test_abcdefghijklmn')).toBe('test');
    expect(environment('Accept', 'x', 'api.sandbox.example.com')).toBe('test');
    expect(environment('Authorization', 'Bearer abcdef')).toBeNull();
  });

  test('nothing is searched for a call that has nothing to explain', () => {
    const given = call(1, {}, { ...EXPIRED, cause: null });
    const reader = { ...readerOf([given]), page: () => expect.unreachable() };
    expect(exportContext(reader, given)).toMatchObject({ incident: null, repeats: [] });
  });
});

describe('what is exported', () => {
  test('words that are all numbers are exchanges, once each; others are a filter', () => {
    expect(selectionOf(['17', '#18', '17'])).toEqual({ kind: 'ids', ids: [17, 18] });
    expect(selectionOf(['status:5xx', '17'])).toEqual({ kind: 'filter', filter: 'status:5xx 17' });
  });

  test('a filter gives all that match in order, page by page, and not what is recorded later', () => {
    const stored = Array.from({ length: 450 }, (_, index) => call(index + 1));
    const growing = [...stored];
    const reader = readerOf(stored);
    const items = selectedItems(
      { ...reader, exchange: (id) => growing.find((each) => each.exchange.id === id) },
      { kind: 'filter', filter: 'orders' },
    );
    const ids = () => Array.from(items(), (item) => item.exchange.id);
    expect(ids()).toEqual(stored.map((each) => each.exchange.id));
    growing.splice(10, 1);
    expect(ids()).toEqual([...stored.keys()].map((index) => index + 1).filter((id) => id !== 11));
  });

  test('numbers and filters that match nothing are said', () => {
    const reader = readerOf([call(1)]);
    expect(() => selectedItems(reader, { kind: 'filter', filter: 'nothing' })).toThrow('No exchange matches nothing.');
    expect(() => [...selectedItems(reader, { kind: 'ids', ids: [1, 2] })()]).toThrow(
      'There is no exchange 2 in this capture.',
    );
  });

  test('a document refuses more than it can hold', () => {
    const reader = readerOf([call(1), call(2), call(3)]);
    const items = selectedItems(reader, { kind: 'ids', ids: [1, 2, 3] });
    expect(takeAtMost(items(), 3, 'report').length).toBe(3);
    expect(() => takeAtMost(items(), 2, 'report')).toThrow(
      'These are more than 2 exchanges, the most that --format report takes.',
    );
  });
});
