import { expect, test } from 'vitest';
import type { Annotation } from '../../src/exchange/annotation.ts';
import { verdictOf } from '../../src/replay/verdict.ts';
import { EXPIRED, exchange, QUIET } from '../support/exchanges.ts';

const item = (annotation: Annotation | null, given = exchange()) => ({ exchange: given, annotation });
const MISSING: Annotation = { ...EXPIRED, cause: 'missing-field' };
const innerOf = (inner: Annotation['cause']): Annotation => ({
  ...EXPIRED,
  class: 'success',
  cause: 'error-in-success',
  inner,
});

test.each([
  ['fixed', EXPIRED, QUIET],
  ['still-fine', QUIET, QUIET],
  ['same-cause', EXPIRED, { ...EXPIRED, summary: 'the token expired 2 min before the call' }],
  ['new-cause', EXPIRED, MISSING],
  ['broke', QUIET, EXPIRED],
  ['new-cause', innerOf('missing-field'), innerOf('invalid-type')],
  ['same-cause', innerOf('missing-field'), innerOf('missing-field')],
  ['still-fine', null, QUIET],
  ['broke', null, EXPIRED],
] as const)('%s', (verdict, before, after) => {
  expect(verdictOf(item(before), item(after))).toBe(verdict);
});

test('a failure with nothing to explain, as a missing favicon, is no failure', () => {
  expect(verdictOf(item({ ...EXPIRED, cause: null }), item({ ...EXPIRED, cause: null }))).toBe('still-fine');
});

test('leaving an event stream is no failure, leaving another call is', () => {
  const left: Annotation = { ...EXPIRED, class: 'success', cause: 'client-aborted' };
  const stream = exchange({ response: { headers: [['Content-Type', 'text/event-stream; charset=utf-8']] } });
  expect(verdictOf(item(left, stream), item(left, stream))).toBe('still-fine');
  expect(verdictOf(item(left), item(left))).toBe('same-cause');
});
