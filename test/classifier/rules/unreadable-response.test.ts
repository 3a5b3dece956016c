import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { rule } from '../../../src/classifier/rules/unreadable-response.ts';
import { NO_HISTORY } from '../../../src/exchange/history.ts';
import { CONNECTION } from '../../support/exchanges.ts';
import { type Difference, exchange, find } from '../build.ts';

const JSON_TYPE: [string, string] = ['Content-Type', 'application/json; charset=utf-8'];

const json = (body: string | null, difference: Difference = {}) =>
  find(rule, { headers: [JSON_TYPE], body, ...difference });

/** As our own proxy recorded it. */
function recorded(difference: Difference) {
  const own = exchange(difference);
  return rule.find(createFacts({ ...own, connection: { ...own.connection, server: CONNECTION } }), NO_HISTORY);
}

describe('a body announced as JSON', () => {
  test('that breaks off is told with line and column', () => {
    expect(json('{"id":1,\n "name":"Lam')).toMatchObject({
      cause: 'truncated-response',
      confidence: 'likely',
      summary:
        'line 2, column 13 of the response body: the body ends inside a string (the JSON breaks off, GET /v1/orders on api.example.com)',
    });
  });

  test('that is long and breaks off is seen by its end', () => {
    const list = `[${'{"id":4711,"name":"Lamp"},'.repeat(200)}`;
    expect(json(`${list}{"id":1}]`)).toBeUndefined();
    expect(json(list)).toMatchObject({ cause: 'truncated-response' });
  });

  test.each([
    ['a number of Python’s', '{"price":NaN}', 'invalid-response'],
    ['a trailing comma', '{"price":1,}', 'invalid-response'],
    ['a warning before it', 'Warning: mysqli {"a":1}', 'invalid-response'],
    ['a notice behind it', '{"a":1}\nNotice: Undefined index', 'invalid-response'],
    ['a page', '<!DOCTYPE html><html><head><title>Sorry</title></head></html>', 'unexpected-html'],
    ['PHP’s markup', '<br />\n<b>Warning</b>: x {"a":1}', 'invalid-response'],
  ])('is not read: %s', (_what, body, cause) => {
    expect(json(body)).toMatchObject({ cause, confidence: 'likely' });
  });

  test.each([
    ['JSON', '{"a":1}'],
    ['one value a line', '{"a":1}\n{"a":2}\n'],
    ['values one behind the other', '{"a":1}{"a":2}'],
    ['a word of a lax server', 'OK'],
    ['a guard against scripts', ')]}\'\n{"a":1}'],
    ['a call of JSONP', 'callback({"a":1});'],
  ])('may be %s', (_what, body) => {
    expect(json(body)).toBeUndefined();
  });

  test('that is empty fails who asked for it, and nobody who only sent something', () => {
    const empty = { headers: [JSON_TYPE, ['Content-Length', '0']] as [string, string][], body: null };
    expect(find(rule, empty)).toMatchObject({
      cause: 'invalid-response',
      summary: 'the body is empty, though Content-Type announces JSON: GET /v1/orders on api.example.com',
    });
    expect(find(rule, { ...empty, method: 'POST' })).toBeUndefined();
    expect(find(rule, { ...empty, method: 'HEAD' })).toBeUndefined();
    expect(find(rule, { ...empty, status: 204 })).toBeUndefined();
    // An import may have lost the body.
    expect(json(null)).toBeUndefined();
    expect(recorded({ headers: [JSON_TYPE], body: null })).toMatchObject({ cause: 'invalid-response' });
  });

  test('is left alone where the exchange broke off, or failed by its status', () => {
    const error = { phase: 'response', code: 'ECONNRESET', message: 'aborted' } as const;
    expect(json('{"id":', { error })).toBeUndefined();
    expect(json('{"id":', { status: 500 })).toBeUndefined();
    expect(json('{"id":', { status: 206 })).toBeUndefined();
  });

  test('is not looked into under another type', () => {
    expect(find(rule, { headers: [['Content-Type', 'text/plain']], body: '{"id":' })).toBeUndefined();
  });
});

describe('a compressed body', () => {
  const whole = gzipSync('a text that is compressed, '.repeat(20));
  const gzip = (body: Uint8Array) => ({
    headers: [
      ['Content-Type', 'text/plain'],
      ['Content-Encoding', 'gzip'],
    ] as [string, string][],
    body,
  });

  test('that breaks off or is damaged cannot be read', () => {
    expect(find(rule, gzip(whole))).toBeUndefined();
    expect(find(rule, gzip(whole.subarray(0, whole.length - 12)))).toMatchObject({ cause: 'truncated-response' });
    const damaged = Buffer.from(whole);
    damaged[damaged.length - 6] = (damaged[damaged.length - 6] ?? 0) ^ 0xff;
    expect(find(rule, gzip(damaged))).toMatchObject({ cause: 'invalid-response' });
  });

  test('is read as JSON where that is announced', () => {
    const list = `[${'{"id":4711,"name":"Lamp"},'.repeat(200)}`;
    const coded = (text: string) =>
      find(rule, { headers: [JSON_TYPE, ['Content-Encoding', 'gzip']], body: gzipSync(text) });
    expect(coded(`${list}{"id":1}]`)).toBeUndefined();
    expect(coded(list)).toMatchObject({ cause: 'truncated-response' });
  });

  test('that is not compressed at all is believed of our own recordings only', () => {
    const plain = gzip(Buffer.from('{"a":1}'));
    expect(find(rule, plain)).toBeUndefined();
    expect(recorded(plain)).toMatchObject({
      cause: 'invalid-response',
      summary: 'Content-Encoding says gzip, and the body is not compressed so: GET /v1/orders on api.example.com',
    });
  });
});

describe('a gRPC call', () => {
  const call: Difference = {
    method: 'POST',
    httpVersion: '2.0',
    headers: [['content-type', 'application/grpc']],
    body: Buffer.from([0, 0, 0, 0, 1, 8]),
  };

  test('that ends without its status has broken off', () => {
    expect(recorded(call)).toMatchObject({
      cause: 'truncated-response',
      summary:
        'the gRPC call ended without grpc-status: 6 bytes came, and no trailers (POST /v1/orders on api.example.com)',
    });
  });

  test('has its status in the headers, or in trailers that an import lost', () => {
    expect(recorded({ ...call, headers: [...call.headers!, ['grpc-status', '0']] })).toBeUndefined();
    expect(find(rule, call)).toBeUndefined();
    expect(recorded({ ...call, headers: [['content-type', 'application/grpc-web+proto']] })).toBeUndefined();
  });
});
