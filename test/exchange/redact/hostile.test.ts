import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { redactExchange } from '../../../src/exchange/redact.ts';
import { exchange } from '../../support/exchanges.ts';

/** Large enough that quadratic work runs into the limit of a test; linear work takes a fraction of a second. */
const SIZE = 160 * 1024;
const TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=b', 'text/plain', ''];
const SECRET = 'planted-secret-4711';

const UNITS: Readonly<Record<string, string>> = {
  letters: 'a',
  quotes: '"',
  'opening brackets': '[',
  'opened objects': '{"a":',
  'arrays under a secret name': '{"password":[',
  'beginnings of a JWT': 'eyJ',
  'headers of a JWT': 'eyJhbGciOi.',
  'names with an equals sign': 'password=',
  'names with an open quote': 'password="',
  'names with the other quote on each line': "password='\n",
  'names with an escaped quote': 'password=\\"',
  'parameters that may be secret': '?code=',
  'equals signs': '=',
  colons: ':',
  ampersands: '&',
  pairs: 'a=1&',
  'percent-encoding': '%25',
  'broken percent-encoding': '%41%zz',
  'unicode escapes': '\\u0041',
  entities: '&#x27;',
  backslashes: '\\',
  'open strings that end in a backslash': '"\\',
  'prefixes of keys': 'sk-',
  'longer prefixes of keys': 'sk-ant-',
  'keys with dots': 'SG.aaaaaaaaaaaaaaaaaaaaa.',
  'private keys without an end': '-----BEGIN PRIVATE KEY-----',
  schemes: 'bearer ',
  'open tags': '<a ',
  'secret tags': '<password>',
  'URLs without an end': 'http://a',
  blanks: ' ',
  'line feeds': '\n',
  delimiters: '--b\r\n',
  'webhook paths': '/webhooks/1234567890/',
  'words joined by underscores': 'a_password_',
  humps: 'aB',
  'authorization lines': 'authorization: ',
  'the secret without its end': SECRET.slice(0, -1),
  placeholders: '<token, 8+ characters>',
  digits: '1234567890',
  'groups of digits': '1234 ',
  'beginnings of an account number': 'DE89 3704 ',
  'base64 of text': 'cGFzc3dvcmQ9',
  'runs joined by underscores': 'a1B2c3D4_',
  'anchors of keys': 'Q~-us:AA.atlasv1.AZDO',
  'elements with a label': '<input name="password" ',
  'sections of character data': '<password><![CDATA[',
  'keys of a property list': '<key>password</key>',
  'words that announce': 'token is ',
  'codes that are announced': 'your code is 1234 ',
  'documents in strings': '{"a":"{\\"a\\":',
  'arrays of documents in strings': '["[1]",',
};

function redactedEcho(text: string, type: string): Buffer {
  const bytes = Buffer.from(text);
  const given = exchange({
    request: { headers: [['Authorization', `Bearer ${SECRET}`]] },
    response: { headers: [['Content-Type', type]], body: { bytes, totalBytes: bytes.length } },
  });
  return Buffer.from(redactExchange(given).exchange.response?.body?.bytes ?? []);
}

describe('a hostile body is read in linear time, and still hides nothing', () => {
  test.each(Object.entries(UNITS))('%s', (_what, unit) => {
    const filling = unit.repeat(Math.ceil(SIZE / unit.length));
    const redacted = redactedEcho(`${filling} ${SECRET} ${filling.slice(0, 100)}`, 'application/json');
    expect(redacted.includes(SECRET)).toBe(false);
  });

  test.each(TYPES)('of type %j', (type) => {
    for (const unit of Object.values(UNITS)) {
      const filling = unit.repeat(500);
      expect(redactedEcho(`${filling} ${SECRET} ${filling}`, type).includes(SECRET), unit).toBe(false);
    }
  });

  test('a dump of thirty thousand keys is masked one by one', () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `k${(index * 7919).toString(36).padStart(9, 'x')}9z`);
    const bytes = Buffer.from(JSON.stringify({ items: keys.map((key) => ({ token: key })), echo: keys.slice(-3) }));
    const given = exchange({ response: { body: { bytes, totalBytes: bytes.length } } });
    const { exchange: redacted, masked } = redactExchange(given);
    const text = Buffer.from(redacted.response?.body?.bytes ?? []).toString();
    expect(keys.filter((_, index) => index % 1000 === 0 || index > 29_990).filter((key) => text.includes(key))).toEqual(
      [],
    );
    expect(JSON.parse(text).items).toHaveLength(keys.length);
    expect(masked.length).toBeLessThanOrEqual(500);
  });

  test('text made to make the search expensive is withheld as a whole', () => {
    const secrets = Array.from({ length: 400 }, (_, index) => `b${index}${'a'.repeat(200)}1`);
    const bytes = Buffer.from(`${'a'.repeat(200)}1`.repeat(5000));
    const given = exchange({
      request: { headers: secrets.map((secret) => ['X-Api-Key', secret] as const) },
      response: { headers: [['Content-Type', 'text/plain']], body: { bytes, totalBytes: bytes.length } },
    });
    const text = Buffer.from(redactExchange(given).exchange.response?.body?.bytes ?? []).toString();
    expect(text).toBe('<text withheld, 8+ characters>');
  });

  test('headers and URLs of any kind are survived', () => {
    for (const value of [
      '=;=;;',
      ';',
      '\u0000',
      '"',
      '\ud800',
      'a'.repeat(100_000),
      'Bearer '.repeat(5000),
      '%'.repeat(9999),
    ]) {
      const given = exchange({
        request: {
          url: value,
          headers: [
            ['Cookie', value],
            ['Set-Cookie', value],
            ['Authorization', value],
            ['', value],
            ['X', value],
          ],
        },
      });
      expect(redactExchange(given).exchange.request.headers).toHaveLength(5);
    }
  });
});
