import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/malformed-json.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { annotate, type Difference, find } from '../build.ts';

const JSON_TYPE: Headers = [['Content-Type', 'application/json']];
const SAYS_SO = '{"error":"Unexpected token in JSON"}';

const sent = (requestBody: string | Uint8Array, difference: Difference = {}) =>
  find(rule, { method: 'POST', status: 400, requestHeaders: JSON_TYPE, requestBody, body: SAYS_SO, ...difference });

describe('malformed-json', () => {
  test('says line, column and what is wrong, with the place and no values as evidence', () => {
    const requestBody = '{\n  "name": "Lamp",\n  "price": 9.5,\n}';
    expect(
      annotate(rule, { method: 'POST', status: 400, requestHeaders: JSON_TYPE, requestBody, body: SAYS_SO }),
    ).toEqual({
      class: 'client_error',
      cause: 'malformed-json',
      fault: 'client',
      confidence: 'certain',
      summary:
        'line 4, column 1 of the request body: a trailing comma before } (invalid JSON, POST /v1/orders on api.example.com) ("Unexpected token in JSON")',
      evidence: [
        { where: 'request.body:4:1', what: '…"…",\\n  "price": 9.5,\\n‹here›}' },
        { where: 'request.headers.content-type', what: 'application/json' },
        { where: 'response.status', what: '400' },
      ],
      advice: 'Remove the comma after the last one.',
      retry: 'after_fix',
    });
  });

  test('does not show the values of strings beside the fault', () => {
    expect(JSON.stringify(sent('{"password":"hunter2",}'))).not.toContain('hunter2');
    expect(JSON.stringify(sent('{"password":"hunter2'))).not.toContain('hunter2');
    expect(JSON.stringify(sent('{"password": hunter2abc}'))).not.toContain('hunter2');
  });

  test('is only likely where the answer is silent, or a status that has other reasons', () => {
    expect(sent('{,}', { body: 'Bad Request' })).toMatchObject({ confidence: 'likely' });
    expect(sent('{,}', { status: 500 })).toMatchObject({ confidence: 'likely' });
    expect(sent('{,}', { status: 422 })).toMatchObject({ confidence: 'certain' });
  });

  test.each([200, 401, 403, 404, 405, 413, 429, 503])(
    'is silent under %i, for which the server did not look at the body',
    (status) => {
      expect(sent('{,}', { status })).toBeUndefined();
    },
  );

  test('is silent about valid JSON, an empty body and another type', () => {
    expect(sent('{"a":1}')).toBeUndefined();
    expect(sent(' \n')).toBeUndefined();
    expect(sent('{,}', { requestHeaders: [['Content-Type', 'text/plain']] })).toBeUndefined();
    expect(sent('{,}', { requestHeaders: [] })).toBeUndefined();
  });

  test('reads JSON under its other names, but not streams of values', () => {
    const typed = (type: string) => sent('{,}', { requestHeaders: [['Content-Type', type]] });
    expect(typed('application/vnd.api+json; charset=utf-8')).toBeDefined();
    expect(typed('application/x-amz-json-1.1')).toBeDefined();
    expect(typed('application/x-ndjson')).toBeUndefined();
    expect(typed('application/json-seq')).toBeUndefined();
    expect(typed('application/stream+json')).toBeUndefined();
  });

  test('does not call a body malformed of which something was not recorded', () => {
    expect(sent('{"a":', { requestBytes: 5000 })).toBeUndefined();
    expect(sent('{"a":', { requestHeaders: [...JSON_TYPE, ['Content-Length', '5000']] })).toBeUndefined();
    expect(sent('{"a":', { timing: { responseStartMs: 5, requestSentMs: null } })).toBeUndefined();
    expect(sent('{"a":', { timing: { responseStartMs: 5, requestSentMs: 4 } })).toBeDefined();
  });

  test('finds a fault near the beginning of a body too long to be read whole, and does not invent one at the cut', () => {
    const long = `"${'x'.repeat(600_000)}"`;
    expect(sent(`{"a":1,,"b":${long}}`)).toMatchObject({ summary: expect.stringContaining('line 1, column 8') });
    expect(sent(`{"a":1,"b":${long}}`)).toBeUndefined();
    expect(sent(`{"a":1,"b":${long}`)).toBeUndefined();
  });

  test('leaves other encodings alone', () => {
    const utf16 = Buffer.from('\ufeff{"a":1}', 'utf16le');
    expect(sent(utf16)).toBeUndefined();
    expect(sent('{,}', { requestHeaders: [['Content-Type', 'application/json; charset=UTF-16']] })).toBeUndefined();
  });

  test('reads through gzip, and is silent where it cannot', () => {
    const requestHeaders: Headers = [...JSON_TYPE, ['Content-Encoding', 'gzip']];
    expect(sent(gzipSync('{"a":1,}'), { requestHeaders })).toMatchObject({
      summary: expect.stringContaining('column 8'),
    });
    expect(sent(gzipSync('{"a":1}'), { requestHeaders })).toBeUndefined();
    expect(
      sent('10;chunk-signature=0', { requestHeaders: [...JSON_TYPE, ['Content-Encoding', 'aws-chunked']] }),
    ).toBeUndefined();
  });

  test.each(['a=1&b=2', '<order/>', '--b1\r\nContent-Disposition: form-data', 'name='])(
    'does not judge %j, which is another format',
    (body) => {
      expect(sent(body)).toBeUndefined();
    },
  );

  test('takes one value a line for a bulk request unless the server objects', () => {
    const lines = '{"index":{}}\n{"a":1}\n';
    expect(sent(lines, { body: '{"error":"index not found"}' })).toBeUndefined();
    expect(sent(lines)).toMatchObject({
      summary: expect.stringContaining(
        'line 2, column 1 of the request body: more text after the end of the JSON value',
      ),
    });
  });

  test('names a byte-order mark and bytes that are not UTF-8, which a decoder hides', () => {
    expect(sent(Buffer.from('\ufeff{"a":1}'))).toMatchObject({
      summary:
        'line 1, column 1 of the request body: a byte-order mark before the value (invalid JSON, POST /v1/orders on api.example.com)',
      advice: 'Send the body as UTF-8 without a byte-order mark.',
    });
    expect(sent(Buffer.from('{"a":"ü"}', 'latin1'))).toMatchObject({
      summary:
        'line 1, column 7 of the request body: a byte that is not UTF-8 (invalid JSON, POST /v1/orders on api.example.com)',
    });
    expect(
      sent(Buffer.from('{"a":"ü"}', 'latin1'), {
        requestHeaders: [['Content-Type', 'application/json; charset=iso-8859-1']],
      }),
    ).toBeUndefined();
  });

  test('points at Content-Length where a body with other than ASCII characters was cut off', () => {
    expect(sent('{"name":"Jürgen"')!.advice).toBe(
      'Close it with }, and check whether the body was cut off. Content-Length counts bytes, not characters.',
    );
    expect(sent('{"name":"Jurgen"')!.advice).toBe('Close it with }, and check whether the body was cut off.');
  });
});
