import { describe, expect, test } from 'vitest';
import { annotateLast, type Call, FORM_TYPE, JSON_TYPE } from '../capture.ts';

const sent = (type: readonly [string, string], body: string, difference: Call = {}): Call => ({
  method: 'POST',
  requestHeaders: [type],
  requestBody: body,
  status: 201,
  headers: [['Location', '/v1/orders/1']],
  ...difference,
});
const refused = (body: string): Call => ({ status: 400, headers: [], body });
const MULTIPART = ['Content-Type', 'multipart/form-data; boundary=xx'] as const;
const part = (name: string) => `--xx\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nLamp\r\n--xx--`;

describe('wrong-content-type, by the history', () => {
  test('names the format that worked', async () => {
    expect(
      await annotateLast(sent(JSON_TYPE, '{"a":1}'), sent(FORM_TYPE, 'a=1', refused('{"error":"Bad Request"}'))),
    ).toMatchObject({
      cause: 'wrong-content-type',
      confidence: 'likely',
      summary:
        'the body came as application/x-www-form-urlencoded, and application/json worked in #1, 900 ms before (400, POST /v1/orders on api.example.com)',
      advice: 'Send the body as application/json with that Content-Type, as in #1.',
    });
  });

  test('explains that a server misses what was sent in another format', async () => {
    const misses = refused('{"error":"invalid_request","error_description":"Missing form parameter: grant_type"}');
    const grant = sent(FORM_TYPE, 'grant_type=x');
    expect((await annotateLast(grant, sent(JSON_TYPE, '{"grant_type":"x"}', misses))).cause).toBe('wrong-content-type');
    const required = refused('{"errors":{"name":["The name field is required."]}}');
    const lamp = sent(JSON_TYPE, '{"name":"Lamp"}');
    expect((await annotateLast(lamp, sent(MULTIPART, part('name'), required))).cause).toBe('wrong-content-type');
    expect((await annotateLast(lamp, sent(MULTIPART, part('title'), required))).cause).toBe('missing-field');
  });

  test.each<[string, readonly Call[]]>([
    [
      'this format worked as well',
      [sent(FORM_TYPE, 'a=1'), sent(JSON_TYPE, '{"a":1}'), sent(FORM_TYPE, 'a=2', refused(''))],
    ],
    [
      'only a parameter of the type differs',
      [sent(JSON_TYPE, '{"a":1}'), sent(['Content-Type', 'application/json; charset=utf-8'], '{"a":2}', refused(''))],
    ],
    [
      'the server has read the body',
      [sent(JSON_TYPE, '{"a":1}'), sent(FORM_TYPE, 'a=-1', refused('{"error":"a must be positive"}'))],
    ],
    [
      'the success was on another route',
      [{ ...sent(JSON_TYPE, '{"a":1}'), url: 'https://api.example.com/v1/carts' }, sent(FORM_TYPE, 'a=1', refused(''))],
    ],
  ])('says nothing where %s', async (_name, list) => {
    expect((await annotateLast(...list)).cause).not.toBe('wrong-content-type');
  });
});
