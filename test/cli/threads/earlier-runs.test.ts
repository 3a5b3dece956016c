import { expect, test } from 'vitest';
import { historyOfEarlierRuns } from '../../../src/cli/threads/earlier-runs.ts';
import { exchange } from '../../classifier/build.ts';
import { captureOf } from '../replay/capture.ts';

const call = (id: number, authorization: string) =>
  exchange({ id, url: 'https://api.example.com/v1/orders/7', requestHeaders: [['Authorization', authorization]] });

test('a call is compared with the last success of an earlier run', () => {
  const capture = captureOf([{ exchange: call(1, 'Bearer opaque-0123456789') }]);
  try {
    const [success] = historyOfEarlierRuns(capture.file).successesLike(call(2, 'Bearer other-0123456789').request);
    expect(success?.call).toMatchObject({ id: 1, status: 200 });
  } finally {
    capture.remove();
  }
});

test('not with one whose credential was masked before it was stored', () => {
  const capture = captureOf([{ exchange: call(1, 'Bearer <token-1, 16+ characters>') }]);
  try {
    expect(historyOfEarlierRuns(capture.file).successesLike(call(2, 'Bearer a').request)).toEqual([]);
  } finally {
    capture.remove();
  }
});

test('a capture that cannot be read is no past, and no failure', () => {
  expect(historyOfEarlierRuns('/nowhere/capture.db').tokenCalls()).toEqual([]);
});
