import { expect, test } from 'vitest';
import { createFacts } from '../../src/classifier/facts.ts';
import { isPlainSuccess } from '../../src/classifier/plain-success.ts';
import { exchange } from './build.ts';

test.each([
  'refused',
  'declined',
  '"ok"',
  '"nok"',
  '"notok"',
  'notok:',
  'is required',
  'already exists',
  '"ko"',
  'zero',
  'empty',
  'limit',
  'expired',
  'missing',
  'not_found',
  'not valid',
  '"no_such_user"',
  '"noResult"',
  'unable',
  'cannot',
  'could not',
  "couldn't",
  'sorry',
  'problem',
  'warning',
  'notice',
  'deprecated',
  'blocked',
  'banned',
  'suspended',
  'unavailable',
  'timed out',
  'time_out',
  'timeout',
  'incomplete',
  'partial',
  '"code"',
  '"ret"',
  '"rc"',
  '"errno"',
  '"err"',
])('a success in whose body %s stands is not certainly plain', (word) => {
  for (const said of [word, word.toUpperCase()]) {
    const body = `{"id": 1, "note": ${said}, "name": "Ada"}`;
    expect(isPlainSuccess(createFacts(exchange({ status: 200, body }))), said).toBe(false);
  }
});

test.each(['{}', '[]', ' { } '])('a body of nothing but %s is not certainly plain', (body) => {
  expect(isPlainSuccess(createFacts(exchange({ status: 200, body })))).toBe(false);
});

test('a success with ordinary data is plain', () => {
  const body = '{"id": 1, "state": "paid", "name": "Ada"}';
  expect(isPlainSuccess(createFacts(exchange({ status: 200, body })))).toBe(true);
  expect(isPlainSuccess(createFacts(exchange({ status: 200, body: '[1, 2]' })))).toBe(true);
});
