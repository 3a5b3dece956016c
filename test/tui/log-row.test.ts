import { expect, test } from 'vitest';
import type { ExchangeRow } from '../../src/exchange/row.ts';
import { columnsFor } from '../../src/tui/columns.ts';
import { textOf } from '../../src/tui/line.ts';
import { progressText, rowLine } from '../../src/tui/log-row.ts';
import { EXPIRED, pendingRow, row, SURROUNDINGS } from './support.ts';

const shown = (each: ExchangeRow, width = 120) =>
  textOf(
    rowLine(each, { columns: columnsFor(width), isSelected: false, now: 0, timeOfDay: SURROUNDINGS.timeOfDay }),
  ).trimEnd();

test('a gRPC call that needs no explanation shows its own status', () => {
  expect(shown(row(1, { grpcStatus: 0 }))).toMatch(/ grpc 0 OK$/);
  expect(shown(row(1, { grpcStatus: 5, messageCount: 2 }))).toMatch(/ grpc 5 NOT_FOUND · 2 messages$/);
  expect(shown(row(1, { grpcStatus: 0 }), 60)).toMatch(/ grpc 0 OK$/);
});

test('a cause stands before it', () => {
  expect(shown(row(1, { ...EXPIRED, grpcStatus: 16 }))).not.toContain('grpc');
});

test('an ordinary success shows nothing beside its status', () => {
  expect(shown(row(1))).toMatch(/1\.2 kB$/);
});

test('a stream shows how many messages have passed so far', () => {
  const stream = pendingRow(1, { status: 101, messageCount: 12, responseBytes: 3000 });
  expect(progressText(stream)).toBe('12 messages, 3.0 kB so far');
  expect(progressText({ ...stream, messageCount: 1 })).toBe('1 message, 3.0 kB so far');
  expect(progressText({ ...stream, messageCount: 0 })).toBe('receiving, 3.0 kB so far');
  expect(shown(stream)).toMatch(/ 12 messages, 3\.0 kB so far$/);
});

test('a success in name only says what its body reports', () => {
  const failed = row(1, {
    ...EXPIRED,
    status: 200,
    cause: 'error-in-success',
    inner: 'rate-limited',
    summary: 'slow down',
  });
  expect(shown(failed, 160)).toMatch(/error-in-success\s+rate-limited · slow down$/);
  expect(shown({ ...failed, inner: null }, 160)).toMatch(/error-in-success\s+slow down$/);
});

test('a key in the query is not shown', () => {
  const url = 'https://api.example.com/v1/now?api_key=wx11112222aaaabbbb&q=Bonn';
  const line = shown(row(1, { url }), 200);
  expect(line).toContain('api.example.com/v1/now?api_key=');
  expect(line).not.toContain('wx11112222aaaabbbb');
});

test('what a rule of the person answered and what is pinned is marked beside the sign, failed or not', () => {
  const marks = { isPinned: true, labels: [], note: null };
  expect(shown(row(1, { ...EXPIRED, mockedBy: 'card declined' }))).toMatch(/^ ✗m/);
  expect(shown(row(1, { mockedBy: 'card declined' }))).toMatch(/^ ✓m.* rule card declined$/);
  expect(shown(row(1, { marks }))).toMatch(/^ ✓\*/);
  expect(shown(row(1, { marks, mockedBy: 'card declined' }))).toMatch(/^ ✓m/);
  expect(shown(row(1, { marks: { ...marks, isPinned: false, labels: ['checkout'] } }))).toMatch(/^ ✓ /);
});

test('what does not fit beside a long cause is said to be cut once', () => {
  const long = row(1, { ...EXPIRED, cause: 'created-without-location', summary: 'no Location' });
  for (let width = 40; width < 90; width += 1) expect(shown(long, width)).not.toContain('……');
  expect(shown(long, 60)).toMatch(/created-without-location ?…$/);
});
