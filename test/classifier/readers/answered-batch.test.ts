import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { type Difference, exchange } from '../build.ts';

const failure = (body: unknown, difference: Difference = {}) =>
  createFacts(
    exchange({
      method: 'POST',
      url: 'https://api.example.com/v1/things',
      status: 200,
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify(body),
      ...difference,
    }),
  ).failedSuccess();

describe('parts of a batch that failed', () => {
  test.each<[string, unknown, string, Difference?]>([
    ['statements of a query', { results: [{ error: 'no such table: a' }] }, '/results/0', { method: 'GET' }],
    [
      'a status one step deeper',
      { responses: [{ status: { statusCode: 400 }, body: { errors: [], message: 'x' } }] },
      '/responses/0',
    ],
    [
      'FHIR',
      { entry: [{ response: { status: '404 Not Found', outcome: { issue: [{ diagnostics: 'x' }] } } }] },
      '/entry/0',
    ],
    [
      'codes in words',
      { Records: [{ SequenceNumber: '1' }, { ErrorCode: 'Throttled', ErrorMessage: 'x' }] },
      '/Records/1',
    ],
    ['google.rpc.Status', { status: [{}, { code: 6, message: 'exists' }] }, '/status/1'],
    ['a recipient', [{ email: 'a@b.example', status: 'rejected', reject_reason: 'hard-bounce' }], '/0'],
    [
      'a group of states',
      { messages: [{ status: { groupName: 'REJECTED', description: 'bad number' } }] },
      '/messages/0',
    ],
    ['by number', { sms: { '7900': { status: 'ERROR', status_text: 'bad number' } } }, '/sms/7900'],
    [
      'beside those that worked',
      { issues: [{ id: 1 }], errors: [{ status: 400, elementErrors: { errors: { a: 'x' } } }] },
      '/errors/0',
    ],
    ['by id', { results: { '1': {} }, errors: { '2': { status: 404, message: 'x' } } }, '/errors/2', { method: 'GET' }],
    [
      'a batch that is read',
      [{ '200': {} }, { statusCode: 404, message: 'x' }],
      '/1',
      { method: 'GET', url: 'https://api.example.com/1/batch?urls=a' },
    ],
    [
      'marked ones',
      { Contacts: [{ HasValidationErrors: true, ValidationErrors: [{ Message: 'must be unique' }] }] },
      '/Contacts/0',
    ],
    ['an answer quoted as a text', [{ code: 400, body: '{"error":{"message":"bad field"}}' }], '/0'],
  ])('%s', (_name, body, pointer, difference) => {
    expect(failure(body, difference)?.where).toBe(`response.body#${pointer}`);
  });

  test('the quoted answer is read', () => {
    expect(failure([{ code: 400, body: '{"error":{"message":"bad field"}}' }])?.report.message).toBe('bad field');
  });

  test.each<[string, unknown, Difference?]>([
    ['rows about errors', { results: [{ error: 'timeout', count: 3 }] }, { method: 'GET' }],
    [
      'a search of calls',
      { results: [{ status: 'failed', errorCode: 'busy', errorMessage: 'User busy' }] },
      { url: 'https://api.example.com/v1/calls/search' },
    ],
    [
      'a list of jobs',
      { items: [{ id: 1, status: 'failed', error: 'out of memory' }] },
      { url: 'https://api.example.com/v1/jobs/list' },
    ],
    ['recipients rejected before', [{ email: 'a@b.example', status: 'rejected', reason: 'x' }], { method: 'GET' }],
    ['marked ones that are good', { Contacts: [{ HasValidationErrors: false, ValidationErrors: [] }] }],
    ['components by name', { services: { db: { status: 'ERROR', message: 'down' } } }],
    ['errors of a whole that has none', { documents: [{ id: '1' }], errors: [] }],
    [
      'a message on its way',
      { messages: [{ status: { groupName: 'PENDING', description: 'Message sent, error free' } }] },
    ],
  ])('%s are none', (_name, body, difference) => {
    expect(failure(body, difference)).toBeUndefined();
  });
});
