import { describe, expect, test } from 'vitest';
import { engineSign } from '../../../src/classifier/readers/engine-signs.ts';

describe('what engines and old APIs say in a way of their own', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['the end of a watch', { type: 'ERROR', object: { kind: 'Status', code: 410, message: 'too old' } }, '/object'],
    [
      'a partial failure',
      { partialFailureError: { code: 3, message: 'Too short.' }, results: [{}] },
      '/partialFailureError',
    ],
    [
      'errors beside no results',
      { results: [], errors: [{ code: 'Neo.ClientError.Statement.SyntaxError', message: 'Invalid input' }] },
      '/errors/0',
    ],
    [
      'an exception as the last row',
      { 'result-set': { docs: [{ id: 1 }, { EXCEPTION: 'Collection not found: b', EOF: true }] } },
      '/result-set/docs/1/EXCEPTION',
    ],
    ['a remark', { elements: [], remark: 'runtime error: Query timed out' }, '/remark'],
    ['a name, a number and a sentence', { name: 'Invalid Session ID', number: 11, description: 'invalid' }, '/name'],
    [
      'a code in the data',
      { data: { error_code: 10008, description: 'expired' }, message: 'error' },
      '/data/error_code',
    ],
    ['a status alone', { status: { message: 'the daily limit has been exceeded', value: 18 } }, '/status'],
    ['a query that failed, with a sentence', { status: 'failed', class: 'x', error: 'ERROR: no relation' }, '/error'],
    ['messages alone', { messages: [{ type: 'ERROR', text: "Unknown search command 'bad'." }] }, '/messages/0'],
    [
      'a query that failed before the answer',
      { id: 'q', stats: { state: 'FAILED' }, error: { message: 'x', errorCode: 1 } },
      '/error',
    ],
  ])('%s', (_name, json, pointer) => {
    expect(engineSign(json, false)?.where).toBe(`response.body#${pointer}`);
  });

  test.each<[string, Readonly<Record<string, unknown>>, boolean]>([
    ['an event of a watch', { type: 'ADDED', object: { kind: 'Event', message: 'Back-off' } }, true],
    ['no partial failure', { partialFailureError: null, results: [{}] }, false],
    ['a thing with errors and results of its own', { id: 7, results: [], errors: [{ code: 1, message: 'x' }] }, false],
    ['a check of something', { valid: false, results: [], errors: [{ code: 1, message: 'x' }] }, false],
    ['found, and what was not, when read', { results: [{}], errors: [{ code: 1, message: 'x' }] }, true],
    ['rows', { 'result-set': { docs: [{ id: 1 }, { EOF: true }] } }, false],
    ['a remark of another kind', { elements: [], remark: 'data are from yesterday' }, false],
    ['a street', { name: 'Invalid street', number: 11, description: 'closed', zip: '1' }, false],
    ['a code that is good', { data: { error_code: 0, description: '' }, message: 'error' }, false],
    ['a status alone that is good', { status: { message: 'all is well', value: 0 } }, false],
    ['a state of its own, when read', { status: 'failed', id: 7, error: 'out of memory' }, true],
    ['findings of a validator', { messages: [{ type: 'error', message: 'no doctype' }] }, false],
    ['a job that failed, when read', { id: 'q', status: 'failed', error: { message: 'x', code: 'y' } }, true],
  ])('%s is none', (_name, json, isGet) => {
    expect(engineSign(json, isGet)).toBeUndefined();
  });
});
