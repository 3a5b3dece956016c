import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { type Difference, exchange } from '../build.ts';

const failure = (body: unknown, difference: Difference = {}) =>
  createFacts(
    exchange({
      method: 'POST',
      status: 200,
      headers: [['Content-Type', typeof body === 'string' ? 'text/plain' : 'application/json']],
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...difference,
    }),
  ).failedSuccess();

describe('a success that says no in a dialect of its own', () => {
  test.each<[string, unknown, string]>([
    [
      'sentences beside a status of 0',
      { errors: ['exists already'], status: 0, data: null, metadata: {} },
      '#/errors/0',
    ],
    ['sentences in the result', { result: { status: 0, errors: ['exists already'], data: null } }, '#/result'],
    ['stat', { stat: 'fail', code: 1, message: 'no such photo' }, '#/stat'],
    [
      'a state in the wrapper of every answer',
      { response: { status: 'fail', code: '4011', message: 'bad' } },
      '#/response/status',
    ],
    ['a sentence in place of the data', { status: 'error', data: 'over the limit' }, '#/status'],
    ['a state and a text', { status: 'ERROR', status_code: 201, status_text: 'no money' }, '#/status'],
    [
      'a code with its sentences',
      { info: { statuscode: 400, messages: ['no location'] }, results: [] },
      '#/info/statuscode',
    ],
    ['a class of exceptions', { __type: 'com.lamps#ThrottledException' }, '#/__type'],
    ['a method of JMAP', { methodResponses: [['error', { type: 'forbidden' }, 'a']] }, '#/methodResponses/0/1'],
    [
      'a list of what was rejected',
      { code: 0, data: { ok: [], rejected: [{ error: { message: 'bad' } }] } },
      '#/data/rejected/0',
    ],
    [
      'a state for each message',
      { data: { messages: [{ to: '1', status: 'INSUFFICIENT_CREDIT' }] } },
      '#/data/messages/0',
    ],
    [
      'a state for each recipient',
      { Report: { Recipients: [{ status: 'InvalidNumber', statusCode: 403 }] } },
      '#/Report/Recipients/0',
    ],
    ['a result for each', { plans: [{ plan: 'p', result: 'error', error: { plan: 'Not found' } }] }, '#/plans/0'],
  ])('%s', (_name, body, pointer) => {
    expect(failure(body)?.where).toBe(`response.body${pointer}`);
  });

  test.each(['error=1&text=Cannot create&details=That user already exists', 'ErrCode=E01&ErrInfo=E01030002'])(
    'a form: %s',
    (text) => expect(failure(text)).toMatchObject({ where: 'response.body' }),
  );

  test.each<[string, unknown, Difference?]>([
    ['no errors', { errors: null, status: 1, data: [], metadata: {} }],
    ['the faults of a text', { result: { id: 7, status: 0, errors: ['line 4: unused'] } }],
    ['faults beside data', { result: { valid: false, status: 0, errors: ['a b'], data: { lines: 4 } } }],
    ['stat ok', { stat: 'ok', message: 'not cached' }],
    ['the success of the wrapper', { response: { status: 'success', code: '200', message: 'OK' } }],
    ['a result that is a test of something', { result: { status: 'failed', message: '2 tests failed' }, id: '7' }],
    ['a status code of 0', { info: { statuscode: 0, messages: [] }, results: [] }],
    ['a type of GraphQL', { __typename: 'LampException', name: 'x' }],
    ['methods of JMAP that worked', { methodResponses: [['Email/get', { list: [{ subject: 'error' }] }, 'a']] }],
    ['nothing rejected', { code: 0, data: { accepted: [{ number: '1' }], rejected: [] } }],
    [
      'messages of a mailbox',
      {
        data: {
          messages: [
            { id: '1', status: 'not_replied' },
            { id: '2', status: 'unread' },
          ],
        },
      },
      { method: 'GET' },
    ],
    [
      'rows with an error of their own',
      {
        rows: [
          { time: 1, error: 'timeout' },
          { time: 2, error: '' },
        ],
      },
    ],
    ['applications that were rejected', { data: { rejected: [{ id: 2 }] } }, { method: 'GET' }],
  ])('not: %s', (_name, body, difference) => {
    expect(failure(body, difference)).toBeUndefined();
  });

  test.each(['error=0&text=Saved&details=', 'errors=1&text=teh', 'name=error&value=1'])('not a form: %s', (text) => {
    expect(failure(text)).toBeUndefined();
  });
});
