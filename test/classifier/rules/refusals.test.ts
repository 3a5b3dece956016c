import { describe, expect, test } from 'vitest';
import type { RuleDefinition } from '../../../src/classifier/rule.ts';
import { rule as alreadyExists } from '../../../src/classifier/rules/already-exists.ts';
import { rule as gone } from '../../../src/classifier/rules/gone.ts';
import { rule as idempotency } from '../../../src/classifier/rules/idempotency-conflict.ts';
import { rule as invalidState } from '../../../src/classifier/rules/invalid-state.ts';
import { rule as malformedBody } from '../../../src/classifier/rules/malformed-body.ts';
import { rule as malformedRequest } from '../../../src/classifier/rules/malformed-request.ts';
import { rule as notAcceptable } from '../../../src/classifier/rules/not-acceptable.ts';
import { rule as locked } from '../../../src/classifier/rules/resource-locked.ts';
import { rule as tooLarge } from '../../../src/classifier/rules/too-large.ts';
import { rule as unreadableJson } from '../../../src/classifier/rules/unreadable-json.ts';
import { rule as apiVersion } from '../../../src/classifier/rules/unsupported-api-version.ts';
import { rule as versionConflict } from '../../../src/classifier/rules/version-conflict.ts';
import { rule as contentType } from '../../../src/classifier/rules/wrong-content-type.ts';
import { type Difference, find } from '../build.ts';
import { historyOf, JSON_TYPE } from '../capture.ts';

const HERE = 'POST /v1/orders on api.example.com';
const post = (status: number, body: string, more: Difference = {}): Difference => ({
  method: 'POST',
  status,
  requestHeaders: [JSON_TYPE],
  requestBody: '{"name":"lamp"}',
  body,
  ...more,
});

describe('rules that quote the server', () => {
  test.each<[string, RuleDefinition, Difference, string]>([
    [
      'already-exists',
      alreadyExists,
      post(409, '{"error":"Name is already in use"}'),
      `"Name is already in use" (409, name "lamp", ${HERE})`,
    ],
    [
      'gone',
      gone,
      post(410, '{"error":"This order has been deleted"}'),
      `"This order has been deleted" (410, ${HERE})`,
    ],
    [
      'invalid-state',
      invalidState,
      post(409, '{"error":"Order is already cancelled","currentState":"closed"}'),
      `"Order is already cancelled" (409, currentState closed, ${HERE})`,
    ],
    [
      'idempotency-conflict',
      idempotency,
      post(409, '{"error":"Idempotency key already in use"}', {
        requestHeaders: [JSON_TYPE, ['Idempotency-Key', 'k-7']],
      }),
      `"Idempotency key already in use" (409, Idempotency-Key: k-7, ${HERE})`,
    ],
    [
      'malformed-body',
      malformedBody,
      post(400, '{"error":"Request body is empty"}', { requestBody: null }),
      `no body was sent: Request body is empty (400, ${HERE})`,
    ],
    [
      'malformed-request',
      malformedRequest,
      post(400, '{"error":"HTTPS is required"}'),
      `"HTTPS is required" (400, ${HERE})`,
    ],
    [
      'not-acceptable',
      notAcceptable,
      post(406, '{"error":"Could not satisfy the request Accept header"}', {
        requestHeaders: [['Accept', 'text/csv']],
      }),
      `"Could not satisfy the request Accept header" (406, Accept: text/csv, ${HERE})`,
    ],
    [
      'resource-locked',
      locked,
      post(423, '{"error":"Order is locked by Jane"}'),
      `"Order is locked by Jane" (423, ${HERE})`,
    ],
    [
      'too-large',
      tooLarge,
      post(413, '{"error":"Upload exceeds the maximum size","limit":102400}'),
      `"Upload exceeds the maximum size" (413, a request body of 15 B, limit 102400, ${HERE})`,
    ],
    [
      'malformed-json',
      unreadableJson,
      post(400, '{"error":"Invalid JSON"}', {
        requestBody: null,
        requestHeaders: [JSON_TYPE, ['Content-Length', '9']],
      }),
      `"Invalid JSON" (400, ${HERE})`,
    ],
    [
      'unsupported-api-version',
      apiVersion,
      post(400, '{"error":"Unsupported API version"}', { requestHeaders: [['X-Api-Version', '99']] }),
      `"Unsupported API version" (400, x-api-version: 99, ${HERE})`,
    ],
    [
      'version-conflict',
      versionConflict,
      post(412, '{"error":"Precondition failed: the ETag is stale"}', { requestHeaders: [['If-Match', '"a"']] }),
      `"Precondition failed: the ETag is stale" (412, If-Match: "a", ${HERE})`,
    ],
    [
      'wrong-content-type',
      contentType,
      post(415, '{"error":"Unsupported media type"}', { requestHeaders: [['Content-Type', 'text/plain']] }),
      `the body is JSON, announced as text/plain (415, ${HERE})`,
    ],
  ])('%s', (cause, rule, call, summary) => {
    expect(find(rule, call)).toMatchObject({ cause, summary });
    // Who is calling goes before what is asked for.
    expect(find(rule, { ...call, status: 401 })).toBeUndefined();
    expect(find(rule, { ...call, body: null, status: 400 })?.confidence ?? 'guess').toBe('guess');
  });

  test('only valid JSON that the server cannot read is a guess', () => {
    expect(find(unreadableJson, post(400, '{"error":"Invalid JSON"}'))).toMatchObject({ confidence: 'guess' });
    expect(find(unreadableJson, post(400, '{"error":"Invalid JSON"}', { requestBody: '"{\\"a\\":1}"' }))).toMatchObject(
      {
        confidence: 'likely',
        advice: 'Encode the value once: the client serialised a text that was JSON already.',
      },
    );
  });

  test('a multipart body without a boundary cannot be read by anybody', () => {
    const call = post(400, '{"error":"Multipart: Boundary not found"}', {
      requestHeaders: [['Content-Type', 'multipart/form-data']],
      requestBody: '--x',
    });
    expect(find(malformedBody, call)).toMatchObject({
      confidence: 'certain',
      summary: `Content-Type: multipart/form-data has no boundary: Multipart: Boundary not found (400, ${HERE})`,
    });
  });

  test('a URL that no parser can decode explains a silent 400', () => {
    const broken = { url: 'https://api.example.com/files/%E0%A4%A', status: 400 };
    expect(find(malformedRequest, broken)).toMatchObject({ confidence: 'likely' });
    expect(find(malformedRequest, { ...broken, url: 'https://api.example.com/files/%E2%82%AC' })).toBeUndefined();
    expect(find(malformedRequest, { ...broken, status: 404 })).toBeUndefined();
  });

  test('an earlier change of this capture proves the version conflict', () => {
    const url = 'https://api.example.com/docs/5';
    const history = historyOf({ method: 'PUT', url, status: 200, headers: [['ETag', '"b"']] });
    const stale: Difference = { id: 2, method: 'PUT', url, status: 412, requestHeaders: [['If-Match', '"a"']] };
    expect(find(versionConflict, stale, history)).toMatchObject({
      confidence: 'certain',
      summary: expect.stringContaining('If-Match sent "a", but #1 changed it to "b"'),
    });
    expect(find(versionConflict, { ...stale, requestHeaders: [['If-Match', '"b"']] }, history)).toBeUndefined();
  });
});

describe('plain HTTP where TLS is spoken', () => {
  const plain = (body: string, url = 'http://api.example.com:8443/v1/orders') =>
    find(malformedRequest, { url, status: 400, body });

  test.each([
    'Client sent an HTTP request to an HTTPS server.',
    'Bad Request\r\nThis combination of host and port requires TLS.\r\n',
    '<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head><body><h1>400 Bad Request</h1></body></html>',
    "<html><head><title>400 Bad Request</title></head><body><h1>Bad Request</h1><p>Your browser sent a request that this server could not understand.<br />Reason: You're speaking plain HTTP to an SSL-enabled server port.</p></body></html>",
  ])('is named: %s', (body) => {
    expect(plain(body)).toMatchObject({
      summary: expect.stringMatching(/^plain HTTP was sent to api\.example\.com:8443, which speaks TLS: /),
      advice: 'Use https:// in the URL.',
    });
  });

  test('is a matter of the proxy in front where the client did speak TLS', () => {
    expect(plain('Client sent an HTTP request to an HTTPS server.', 'https://api.example.com/')?.advice).toBe(
      'Let the proxy in front speak TLS to the server, or tell it so in X-Forwarded-Proto: https.',
    );
  });
});
