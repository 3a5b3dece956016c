import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../src/classifier/classify.ts';
import { loadRules } from '../../src/classifier/load-rules.ts';
import { MemoryHistory } from '../../src/classifier/memory-history.ts';
import type { Headers } from '../../src/exchange/headers.ts';
import { type Difference, exchange } from './build.ts';

const classify = createClassifier(await loadRules(), (rule, error) => {
  throw new Error(`the rule ${rule} failed`, { cause: error });
});
const causeOf = (difference: Difference) => classify(exchange(difference), new MemoryHistory()).cause;

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const KEYED: Headers = [['Authorization', 'Bearer lamp-0123456789'], JSON_TYPE];
const REPEATABLE: Headers = [...KEYED, ['Idempotency-Key', 'order-7']];
const LINES: Headers = [['Content-Type', 'text/plain']];

/** A call with a key and a body that is refused with that status and body. */
const refused = (status: number, body: unknown, more: Difference = {}): Difference => ({
  method: 'POST',
  requestHeaders: KEYED,
  requestBody: '{"name":"lamp"}',
  status,
  headers: [JSON_TYPE],
  body: typeof body === 'string' ? JSON.stringify({ message: body }) : JSON.stringify(body),
  ...more,
});
const repeated = (message: string) => refused(409, message, { requestHeaders: REPEATABLE });
const atPath = (path: string, message: string, more: Difference = {}) =>
  refused(404, message, { url: `https://api.example.com${path}`, ...more });
const get: Difference = { method: 'GET', requestBody: null };
const lines = (text: string, message: string) => refused(400, message, { requestHeaders: LINES, requestBody: text });

describe('a request that the server has seen before', () => {
  test.each<[string, Difference]>([
    ['idempotency-conflict', repeated('The request was already processed or is in progress')],
    ['idempotency-conflict', repeated('The original request is still being processed')],
    [
      'idempotency-conflict',
      refused(409, { type: 'invalid_state', message: 'already made with this idempotency key' }),
    ],
    // Without a key nobody can tell, and other things are processed as well.
    ['invalid-state', refused(409, 'This request has already been processed')],
    ['invalid-state', repeated('The charge has already been captured')],
  ])('%s', (cause, difference) => {
    expect(causeOf(difference)).toBe(cause);
  });
});

describe('a 404 whose words name nothing', () => {
  test.each<[string, Difference]>([
    ['wrong-url', atPath('/api/lapms', 'Page not found: /api/lapms')],
    ['wrong-url', atPath('/api/lapms', 'Page not found: /api/lapms', get)],
    ['wrong-url', atPath('/api/lapms', 'The requested resource could not be found.')],
    ['wrong-url', atPath('/api/lapms', 'Unable to find matching target resource method')],
    // An id in the path, or a thing in the words, and it is that which is missing.
    ['resource-not-found', atPath('/api/lamps/7', 'Not found: /api/lamps/7', get)],
    ['resource-not-found', atPath('/api/lamps/7', 'The requested resource could not be found.')],
    ['related-resource-missing', atPath('/api/lamps', 'The warehouse could not be found.')],
    ['related-resource-missing', atPath('/api/lamps', 'No article matches "lamp"')],
  ])('%s', (cause, difference) => {
    expect(causeOf(difference)).toBe(cause);
  });
});

describe('a body that is no JSON', () => {
  const LINE = 'lamp,room=hall 1 on=1';
  test.each<[string, Difference]>([
    ['malformed-body', lines(LINE, `unable to parse '${LINE}': invalid field format`)],
    ['malformed-body', lines(LINE, 'text format parsing error in line 1: invalid metric name')],
    ['malformed-body', lines(LINE, 'snappy: corrupt input')],
    ['malformed-body', refused(400, 'The bulk request must be terminated by a newline')],
    // A value that is quoted is a value, in JSON as in a form.
    [
      'invalid-type',
      refused(400, "unable to parse 'lamp-and-more' as a number", { requestBody: '{"a":"lamp-and-more"}' }),
    ],
    ['invalid-type', lines(LINE, 'field type conflict: input field "on" is type string, already exists as type float')],
  ])('%s', (cause, difference) => {
    expect(causeOf(difference)).toBe(cause);
  });
});

describe('what a code says widely, and the words beside it closely', () => {
  const field = (messages: readonly string[]) => ({
    error: {
      code: 'invalid_input',
      message: "invalid input in field 'room'",
      details: { fields: [{ name: 'room', messages }] },
    },
  });
  test.each<[string, Difference]>([
    ['missing-field', refused(422, field(['Missing data for required field.']))],
    ['already-exists', refused(422, field(['room is already used']))],
    ['invalid-value', refused(422, field(['room must be lit']))],
    [
      'unknown-field',
      refused(400, { type: 'parsing_exception', reason: 'Unknown key for a START_OBJECT in [qurey].' }),
    ],
    ['malformed-request', refused(400, { type: 'parsing_exception', reason: 'Failed to parse query [a b (]' })],
    ['unknown-field', refused(400, "Could not find the 'nmae' column of 'lamps' in the schema cache")],
    ['related-resource-missing', refused(400, "Could not find the warehouse 'lamp'")],
    ['already-exists', refused(400, { code: 'USERNAME_IN_USE' })],
    ['invalid-state', refused(409, { code: 'VOLUME_IN_USE' })],
    ['invalid-state', refused(409, { code: 'REFUND_NOT_ALLOWED' })],
    ['gone', refused(410, { code: 'syncStateNotFound', message: 'The sync state generation is not found' })],
  ])('%s', (cause, difference) => {
    expect(causeOf(difference)).toBe(cause);
  });
});

describe('what a value may consist of', () => {
  test.each<[string, Difference]>([
    ['invalid-value', refused(422, 'Name Only valid hostname characters are allowed.')],
    ['invalid-value', refused(400, { name: ['can contain only letters. Cannot start with a hyphen.'] })],
    ['invalid-value', refused(400, { errors: { name: ['Invalid string: must start with "https://"'] } })],
    ['invalid-type', refused(400, { errors: { name: ['Invalid string'] } })],
    ['invalid-value', refused(400, { errors: { name: ['Expected ("hall" | "yard") but received "lamp"'] } })],
    ['invalid-type', refused(400, { errors: { name: ['Expected number but received "lamp"'] } })],
    ['missing-field', refused(400, '"value" must contain at least one of [email, phone]')],
    ['invalid-state', refused(409, 'The job cannot start: the lamp is on')],
  ])('%s', (cause, difference) => {
    expect(causeOf(difference)).toBe(cause);
  });
});

describe('rows that were not found', () => {
  test.each<[string, Difference]>([
    [
      'resource-not-found',
      refused(406, { code: 'X1', message: 'Not one object', details: 'The result contains 0 rows' }, get),
    ],
    ['not-acceptable', refused(406, 'The Accept header cannot be satisfied', get)],
    ['resource-not-found', refused(404, 'sql: no rows in result set', get)],
  ])('%s', (cause, difference) => {
    expect(causeOf(difference)).toBe(cause);
  });
});
