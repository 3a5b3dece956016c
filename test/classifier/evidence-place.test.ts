import { expect, test } from 'vitest';
import { placed } from '../../src/classifier/evidence-place.ts';
import { createFacts } from '../../src/classifier/facts.ts';
import { exchange } from './build.ts';

const facts = (body: unknown) => createFacts(exchange({ status: 400, body: JSON.stringify(body) }));
const placeOf = (body: unknown, where: string, what: string) => placed([{ where, what }], facts(body))[0]?.where;

test('evidence that leads to nothing is put where the body says the same', () => {
  const body = { Response: { Error: { Message: 'Quota  exceeded.', Code: 7 } }, details: [{ issue: 'DENIED' }] };
  expect(placeOf(body, 'response.body#/error/Message', 'Quota exceeded.')).toBe(
    'response.body#/Response/Error/Message',
  );
  expect(placeOf(body, 'response.body#/error/Code', '7')).toBe('response.body#/Response/Error/Code');
  expect(placeOf(body, 'response.body#/details/issue', 'DENIED')).toBe('response.body#/details/0/issue');
});

test('a sentence is not found in the code beside it', () => {
  const body = { code: 50013, message: 'Missing Permissions' };
  expect(placeOf(body, 'response.body#/code', 'Missing Permissions')).toBe('response.body#/message');
  expect(placeOf(body, 'response.body#/code', 'made of many')).toBe('response.body#/code');
});

test('where it says nothing of the kind the whole body is meant', () => {
  expect(placeOf({ a: 1 }, 'response.body#/error/message', 'made of many')).toBe('response.body');
});

test('a place that is there stays, whatever is said of it, and so does one outside of the body', () => {
  expect(placeOf({ parts: [{ ok: false }] }, 'response.body#/parts/0', 'failed')).toBe('response.body#/parts/0');
  expect(placeOf({ 'a/b': 'x' }, 'response.body#/a~1b', 'x')).toBe('response.body#/a~1b');
  expect(placeOf({ message: '400' }, 'response.status', '400')).toBe('response.status');
});
