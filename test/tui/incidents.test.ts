import { describe, expect, test } from 'vitest';
import type { ExchangeRow } from '../../src/exchange/row.ts';
import { withoutFolded } from '../../src/tui/folded-page.ts';
import { IncidentBook } from '../../src/tui/incidents.ts';
import { EXPIRED, memorySource, NOON, REFUSED, reader, row } from './support.ts';

const expired = (id: number, differences: Partial<ExchangeRow> = {}) => row(id, { ...EXPIRED, ...differences });

function book(...rows: readonly ExchangeRow[]): IncidentBook {
  const incidents = new IncidentBook();
  incidents.note(rows);
  return incidents;
}

describe('an incident', () => {
  test('is folded from the third failure on, into the latest', () => {
    const two = book(expired(1), expired(2));
    expect([1, 2].map((id) => two.isFolded(id))).toEqual([false, false]);
    const three = book(expired(1), expired(2), expired(3));
    expect([1, 2, 3].map((id) => three.isFolded(id))).toEqual([true, true, false]);
  });

  test('is one over ids and numbers that differ, and counts the addresses', () => {
    const rows = [87, 88, 89].map((order, index) =>
      expired(index + 1, {
        url: `https://api.shop.dev/v1/orders/${order}`,
        summary: `the token expired ${order} s before`,
      }),
    );
    expect(book(...rows).repetitionOf(rows[2]!)).toEqual({
      position: 3,
      count: 3,
      forMs: 2000,
      addresses: 3,
      isUnfolded: false,
    });
  });

  test.each<[string, Partial<ExchangeRow>]>([
    ['another cause', { cause: 'invalid-credentials' }],
    ['another route', { url: 'https://api.shop.dev/v1/carts/87' }],
    ['another method', { method: 'DELETE' }],
    ['another thing that is wrong', { summary: 'the token was revoked' }],
    ['more than two minutes later', { startedAt: NOON + 10 * 60_000 }],
  ])('does not take in %s', (_what, differences) => {
    const incidents = book(expired(1), expired(2), expired(3, differences));
    expect([1, 2, 3].some((id) => incidents.isFolded(id))).toBe(false);
  });

  test('takes in a slow call that began before the others', () => {
    const incidents = book(expired(5), expired(6), expired(2));
    expect([2, 5, 6].map((id) => incidents.isFolded(id))).toEqual([true, true, false]);
  });

  test('counts what is told twice once', () => {
    const incidents = book(expired(1), expired(2), expired(2), expired(2));
    expect(incidents.repetitionOf(expired(2))).toBeUndefined();
  });

  test('shows all of itself when it is unfolded, until it is folded again', () => {
    const incidents = book(expired(1), expired(2), expired(3), row(4, REFUSED));
    expect(incidents.unfold(3, true)).toBe(true);
    expect(incidents.isFolded(1)).toBe(false);
    expect(incidents.unfold(3, false)).toBe(true);
    expect(incidents.isFolded(1)).toBe(true);
    expect(incidents.unfold(4, true)).toBe(false);
  });

  test('stays bounded, and what is forgotten stands by itself', () => {
    const incidents = book(
      ...Array.from({ length: 25_000 }, (_, index) => expired(index + 1, { startedAt: NOON + index })),
    );
    expect(incidents.knows(1)).toBe(false);
    expect(incidents.isFolded(1)).toBe(false);
    expect(incidents.isFolded(24_999)).toBe(true);
  });
});

test('incidents are listed with the one that came last in front', () => {
  const listed = book(expired(1), row(2, REFUSED), expired(3)).incidents(10);
  expect(listed.map(({ cause, count, latest }) => [cause, count, latest.id])).toEqual([
    ['expired-credentials', 2, 3],
    ['connection-refused', 1, 2],
  ]);
});

describe('a page without folded rows', () => {
  const rows = Array.from({ length: 60 }, (_, index) => row(index + 1));
  const isFolded = (id: number) => id > 10 && id < 55;
  const read = withoutFolded(reader(memorySource(...rows)), isFolded);
  const ids = (page: readonly ExchangeRow[]) => page.map(({ id }) => id);

  test('is as long as was asked for, in both directions', () => {
    expect(ids(read({ kind: 'last' }, 8))).toEqual([9, 10, 55, 56, 57, 58, 59, 60]);
    expect(ids(read({ kind: 'before', id: 57 }, 4))).toEqual([9, 10, 55, 56]);
    expect(ids(read({ kind: 'from', id: 9 }, 4))).toEqual([9, 10, 55, 56]);
  });

  test('ends where the log ends', () => {
    expect(ids(read({ kind: 'before', id: 3 }, 8))).toEqual([1, 2]);
    expect(ids(read({ kind: 'from', id: 59 }, 8))).toEqual([59, 60]);
  });
});
