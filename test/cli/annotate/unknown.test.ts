import { expect, test } from 'vitest';
import { asFarAsKnown } from '../../../src/cli/annotate/unknown.ts';
import type { Annotation } from '../../../src/exchange/annotation.ts';
import { exchange } from '../../classifier/build.ts';

const annotation = (difference: Partial<Annotation>): Annotation => ({
  class: 'client_error',
  cause: 'missing-credentials',
  fault: 'client',
  confidence: 'certain',
  summary: 'no credential sent; the server wants Bearer in Authorization for GET / on unknown.invalid',
  evidence: [
    { where: 'request.headers', what: 'no credential in headers, query or cookies' },
    { where: 'response.status', what: '401' },
  ],
  advice: 'Send Authorization: Bearer … with the call.',
  retry: 'after_fix',
  ...difference,
});
const unnamed = exchange({ url: 'https://unknown.invalid/', status: 401, reason: 'Unauthorized' });

test('of a request that was not recorded nothing is denied', () => {
  expect(asFarAsKnown(annotation({}), 'request', unnamed)).toMatchObject({
    cause: 'missing-credentials',
    confidence: 'guess',
    summary: 'the server wants a credential that it accepts (401 Unauthorized); what was sent is not in this output',
    evidence: [{ where: 'response.status', what: '401' }],
  });
  const sign = { where: 'response.headers.www-authenticate', what: 'Bearer realm="api"' };
  const challenged = annotation({ evidence: [...annotation({}).evidence, sign] });
  expect(asFarAsKnown(challenged, 'request', unnamed).summary).toBe(
    'the server wants a credential that it accepts: Bearer realm="api" (401 Unauthorized); what was sent is not in this output',
  );
});

test('what the server says about it stays, without the call that nobody named', () => {
  const said = annotation({
    cause: 'missing-field',
    confidence: 'certain',
    summary: '"name" is required (422, GET / on unknown.invalid)',
    evidence: [{ where: 'response.body#/errors/name/0', what: 'is required' }],
  });
  expect(asFarAsKnown(said, 'request', unnamed)).toMatchObject({
    confidence: 'likely',
    summary: '"name" is required (422)',
  });
});

test('a call that the person named is named, and other causes do not speak in their own words', () => {
  const runnersUp = [{ cause: 'insufficient-scope', confidence: 'guess', summary: 'no credential sent' }] as const;
  const named = asFarAsKnown(annotation({ runnersUp }), 'request', exchange({ method: 'POST', status: 401 }));
  expect(named.summary).toContain('(401, POST api.example.com)');
  expect(JSON.stringify(named)).not.toContain('no credential');
});

test('the address that the person named speaks for itself', () => {
  const missing = annotation({
    cause: 'resource-not-found',
    confidence: 'guess',
    summary: 'no 17 at /v1/orders/17 on api.example.com (404)',
    evidence: [
      { where: 'response.status', what: '404' },
      { where: 'request.url', what: '/v1/orders/17' },
    ],
  });
  expect(asFarAsKnown(missing, 'request', exchange({ status: 404 }))).toEqual(missing);
  expect(asFarAsKnown(missing, 'request', unnamed).summary).toContain('what was sent is not in this output');
});

test('the server may tell what was sent', () => {
  const evidence = [{ where: 'response.body#/error', what: 'token expired' }];
  const expired = annotation({ cause: 'expired-credentials', evidence: [...annotation({}).evidence, ...evidence] });
  expect(asFarAsKnown(expired, 'request', unnamed)).toMatchObject({ confidence: 'likely' });
});

test('the host that stands for one nobody named is not shown', () => {
  const shown = (summary: string, difference: Partial<Annotation>) =>
    asFarAsKnown(annotation({ ...difference, evidence: [], summary }), 'request', unnamed).summary;
  expect(shown('nothing listens on unknown.invalid:443', { class: 'no_response' })).toBe(
    'nothing listens on the server',
  );
  expect(shown('success in name only: no (200, GET / on unknown.invalid)', { class: 'success' })).toBe(
    'success in name only: no (200)',
  );
});

test('a recorded request, and a failure of the server, stay as they are', () => {
  expect(asFarAsKnown(annotation({}), null, unnamed)).toEqual(annotation({}));
  const crash = annotation({ class: 'server_error', summary: 'no valid answer', evidence: [], confidence: 'likely' });
  expect(asFarAsKnown(crash, 'request', unnamed)).toEqual(crash);
});
