import { describe, expect, test } from 'vitest';
import { type Columns, columnsFor } from '../../src/tui/columns.ts';
import { cellsOfLine, textOf } from '../../src/tui/line.ts';
import { headingLine, rowLine } from '../../src/tui/log-row.ts';
import { EXPIRED, NOON, pendingRow, REFUSED, row, SURROUNDINGS } from './support.ts';

const WIDTHS = Array.from({ length: 161 }, (_, index) => 40 + index);
const rows = [
  row(1),
  row(2, EXPIRED),
  row(3, REFUSED),
  pendingRow(4),
  row(5, {
    url: `https://例え.jp/${'日本'.repeat(80)}`,
    method: 'PROPPATCHING',
    cause: 'resource-not-found',
    summary: '見'.repeat(60),
  }),
  row(7, { grpcStatus: 5, messageCount: 1 }),
  pendingRow(8, { status: 101, messageCount: 123_456, responseBytes: 9e15 }),
  row(6, { url: 'not a url', durationMs: 9e12, responseBytes: 9e15 }),
];

describe('columnsFor', () => {
  test('columns go in a fixed order: program, size, duration, time', () => {
    const narrowest = (column: keyof Columns) => WIDTHS.find((width) => columnsFor(width)[column] > 0);
    expect({
      app: narrowest('app'),
      size: narrowest('size'),
      duration: narrowest('duration'),
      time: narrowest('time'),
    }).toEqual({
      app: 150,
      size: 120,
      duration: 90,
      time: 72,
    });
  });

  test('the reason has more room than host and path at every width', () => {
    for (const width of WIDTHS) expect(columnsFor(width).why).toBeGreaterThan(columnsFor(width).target);
  });

  test('at 80 columns the reason keeps 33 cells', () => {
    expect(columnsFor(80).why).toBe(33);
  });
});

test('a long name of a cause does not push what stands behind it', () => {
  const columns = columnsFor(100);
  const shown = (cause: 'gone' | 'client-rejects-proxy-ca') =>
    textOf(
      rowLine(row(1, { ...EXPIRED, cause, summary: 'HERE' }), {
        columns,
        isSelected: false,
        now: 0,
        timeOfDay: SURROUNDINGS.timeOfDay,
      }),
    );
  expect(shown('client-rejects-proxy-ca')).toContain('client-rejects-prox… HERE');
  expect(shown('client-rejects-proxy-ca').indexOf('HERE')).toBe(shown('gone').indexOf('HERE'));
});

test('every row fills exactly the width, whatever it holds', () => {
  for (const width of WIDTHS) {
    const columns = columnsFor(width);
    expect(cellsOfLine(headingLine(columns))).toBe(width);
    for (const each of rows) {
      for (const isSelected of [true, false]) {
        const line = rowLine(each, {
          columns,
          isSelected,
          now: NOON,
          timeOfDay: SURROUNDINGS.timeOfDay,
          repetition: { position: 37, count: 37, forMs: 125_000, addresses: 3, isUnfolded: false },
          retryAt: NOON + 28_000,
        });
        expect({ width, id: each.id, cells: cellsOfLine(line) }).toEqual({ width, id: each.id, cells: width });
      }
    }
  }
});
