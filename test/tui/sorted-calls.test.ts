import { describe, expect, test } from 'vitest';
import { SortedCalls } from '../../src/tui/sorted-calls.ts';
import { memorySource, pendingRow, reader, row } from './support.ts';

/** The first is the slowest, the second the largest. */
const MANY = Array.from({ length: 1200 }, (_, index) =>
  row(index + 1, { durationMs: index === 0 ? 9000 : index % 100, responseBytes: index === 1 ? 10_000_000 : index }),
);

function names(sorted: SortedCalls, order: 'slowest' | 'largest') {
  return sorted.menu(order).items.map(({ name }) => Number(name));
}

describe('calls in another order', () => {
  test('are those of the whole log, looked through from its end', () => {
    const sorted = new SortedCalls(reader(memorySource(...MANY)));
    expect(sorted.step(500)).toBe(true);
    expect(sorted.menu('slowest').title).toBe('the slowest of the latest 500 calls, looking further …');
    expect(names(sorted, 'slowest')[0]).toBe(1200);
    while (sorted.step(500));
    expect(sorted.isWhole).toBe(true);
    expect(sorted.menu('slowest').title).toBe('the slowest of 1,200 calls');
    expect(names(sorted, 'slowest').slice(0, 3)).toEqual([1, 1200, 1100]);
    expect(names(sorted, 'largest').slice(0, 3)).toEqual([2, 1200, 1199]);
  });

  test('are kept only as far as somebody reads', () => {
    const sorted = new SortedCalls(reader(memorySource(...MANY)));
    while (sorted.step(500));
    expect(names(sorted, 'slowest')).toHaveLength(200);
  });

  test('have ended', () => {
    const sorted = new SortedCalls(reader(memorySource(row(1), pendingRow(2), row(3))));
    expect(sorted.step(500)).toBe(false);
    expect(names(sorted, 'slowest')).toEqual([3, 1]);
  });

  test('say where they went, and why they failed', () => {
    const failed = row(1, {
      cause: 'bad-gateway',
      class: 'server_error',
      status: 502,
      fault: 'server',
      summary: 'no good answer',
    });
    const sorted = new SortedCalls(
      reader(memorySource(failed, row(2, { url: 'https://api.dev/a?token=abcdefgh12345678' }))),
    );
    sorted.step(500);
    expect(sorted.menu('slowest').items.map(({ help }) => help)).toEqual([
      '#2 · https://api.dev/a?token=<token, 16+ characters>',
      '#1 · no good answer · https://api.shop.dev/v1/me',
    ]);
  });
});
