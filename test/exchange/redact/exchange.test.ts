import { Buffer } from 'node:buffer';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Body, Exchange, RequestMessage, ResponseMessage } from '../../../src/exchange/exchange.ts';
import { headerValue } from '../../../src/exchange/headers.ts';
import { redactExchange } from '../../../src/exchange/redact.ts';
import { exchange, textBody } from '../../support/exchanges.ts';

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const FORM_TYPE = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

function requestBody(text: string | Uint8Array, ...headers: RequestMessage['headers']): Exchange {
  const body = typeof text === 'string' ? textBody(text) : { bytes: text, totalBytes: text.length };
  return exchange({ request: { method: 'POST', headers, body } });
}

function responseBody(text: string, response: Partial<ResponseMessage> = {}): Exchange {
  return exchange({ response: { body: textBody(text), ...response } });
}

const text = (body: Body | null | undefined) => Buffer.from(body?.bytes ?? []).toString('utf8');
const redactedRequest = (given: Exchange) => text(redactExchange(given).exchange.request.body);
const redactedResponse = (given: Exchange) => text(redactExchange(given).exchange.response?.body);

describe('JSON bodies', () => {
  test('secret fields are masked at any depth, everything else keeps its bytes', () => {
    const body = `{"user":{"name":"Ada","password":"hunter22x"},\r\n "big":12345678901234567890, "a":[{"apiKey" : "k-123456"}],
      "dup":1,"dup":2,"e":1.50,"u":"\\u00e9\\/"}`;
    expect(redactedRequest(requestBody(body, JSON_TYPE))).toBe(
      body.replace('hunter22x', '<password-1, 8+ characters>').replace('k-123456', '<api key-1, 8+ characters>'),
    );
  });

  test.each([
    ['{"tokens":{"access":"abc123"}}', '{"tokens":{"access":"abc123"}}'],
    [
      '{"access_tokens":["abc123","def456"]}',
      '{"access_tokens":["<token-1, under 8 characters>","<token-2, under 8 characters>"]}',
    ],
    [
      '{"token":{"value":"abc123","type":"bearer","expires_in":3600}}',
      '{"token":{"value":"<token-1, under 8 characters>","type":"bearer","expires_in":3600}}',
    ],
    [
      '{"credentials":{"login":"ada","pw":["x1"]}}',
      '{"credentials":{"login":"<credential-1, under 8 characters>","pw":["<password-1, under 8 characters>"]}}',
    ],
    ['{"pin":1234,"cvc":"123"}', '{"pin":"<pin-1, under 8 digits>","cvc":"<card code-1, under 8 digits>"}'],
    ['{"password":null,"secret":true,"token":""}', '{"password":null,"secret":true,"token":""}'],
    ['{"token":"undefined"}', '{"token":"undefined"}'],
    ['{"token":"Bearer abc12345"}', '{"token":"Bearer <token-1, 8+ characters>"}'],
    [
      '{"env":[{"name":"DB_PASSWORD","value":"s3cret"},{"name":"PORT","value":"8080"}]}',
      '{"env":[{"name":"DB_PASSWORD","value":"<password-1, under 8 characters>"},{"name":"PORT","value":"8080"}]}',
    ],
    ['{"message":"wrong password=hunter22"}', '{"message":"wrong password=<password-1, 8+ characters>"}'],
    [
      '{"payload":"{\\"password\\":\\"hunter22\\"}"}',
      '{"payload":"{\\"password\\":\\"<password-1, 8+ characters>\\"}"}',
    ],
    [
      '{"a":"line\\nAuthorization: Bearer abc12345\\nHost: x"}',
      '{"a":"line\\nAuthorization: Bearer <token-1, 8+ characters>\\nHost: x"}',
    ],
    ['"sk_live_4eC39HqLyjWDarjtT1zdp7dc"', '"<stripe live key-1 sk_live_…, 30+ characters>"'],
    ['{"a":1}\n{"password":"hunter22"}\n', '{"a":1}\n{"password":"<password-1, 8+ characters>"}\n'],
    ['data: {"password":"hunter22"}\n\n', 'data: {"password":"<password-1, 8+ characters>"}\n\n'],
  ])('%s', (body, masked) => {
    expect(redactedRequest(requestBody(body, JSON_TYPE))).toBe(masked);
  });

  test.each([
    '{"token_type":"bearer","max_tokens":100,"usage":{"prompt_tokens":12,"total_tokens":1234},"next_page_token":"CAUQAA=="}',
    '{"code":"card_declined","key":"PROJ-1","primary_key":"id","keys":["a"],"public_key":"ssh-ed25519 AAAAC3"}',
    '{"sid":"SM1234567890abcdef1234567890abcdef","session_timeout":3600,"auth_type":"oauth","state":"open"}',
    '{"password_required":true,"password_policy":"strong","secret_name":"db","tokenizer":"bpe","passed":12,"pass":3}',
    '{"idempotency_key":"8e03978e-40d5-43dd-bc93-6894a57f9324","author":"Ada","authority":"x","compass":"north"}',
  ])('harmless fields stay: %s', (body) => {
    expect(redactedRequest(requestBody(body, JSON_TYPE))).toBe(body);
  });

  test('a complaint about a secret field is not the secret, but only where a response reports a failure', () => {
    const complaints = [
      '{"errors":{"password":["is too short (minimum is 8 characters)","can\'t be blank"],"token":"invalid"}}',
      '{"password":["This field is required."]}',
      '{"api_key":"missing_api_key"}',
    ];
    for (const body of complaints) {
      expect(redactedResponse(responseBody(body, { status: 422 }))).toBe(body);
      expect(redactedResponse(responseBody(body, { status: 200 }))).not.toBe(body);
    }
    expect(redactedResponse(responseBody('{"password":"hunter22"}', { status: 422 }))).toBe(
      '{"password":"<password-1, 8+ characters>"}',
    );
  });

  test('the echo of a password of several words is masked in a complaint all the same', () => {
    const given = exchange({
      request: { method: 'POST', headers: [JSON_TYPE], body: textBody('{"password":"correct horse battery"}') },
      response: { status: 422, body: textBody('{"password":"correct horse battery"}') },
    });
    expect(redactedResponse(given)).toBe('{"password":"<password-1, 20+ characters, with a space>"}');
  });

  test.each([
    ['cut in a secret', '{"a":1,"password":"hunter22-and-mo'],
    ['cut in a secret list', '{"access_tokens":["hunter22", "hunter22'],
    ['without its closing brace', '{"password":"hunter22"'],
    ['with a missing quote', '{"password: "hunter22", "b":1}'],
    ['with single quotes', "{'password': 'hunter22'}"],
    ['with bare names', '{password: "hunter22"}'],
    ['with a trailing comma', '{"password":"hunter22",}'],
    ['with a comment', '{/* " */ "password":"hunter22"}'],
    ['with a bare word', '{"password":hunter22}'],
    ['with a raw line break in a string', '{"note":"a\nb","password":"hunter22"}'],
    ['behind a guard', `)]}',\n{"password":"hunter22"}`],
    ['in a callback', 'cb({"password":"hunter22"})'],
    ['with a byte-order mark', '\ufeff{"password":"hunter22"}'],
  ])('broken JSON leaks nothing: %s', (_what, body) => {
    expect(redactedRequest(requestBody(body, JSON_TYPE))).not.toContain('hunter22');
    expect(redactedRequest(requestBody(body))).not.toContain('hunter22');
  });

  test('a hundred thousand levels of nesting hide nothing', () => {
    const deep = 100_000;
    const body = `${'{"a":['.repeat(deep)}{"password":"hunter22"}${']}'.repeat(deep)}`;
    expect(redactedRequest(requestBody(body, JSON_TYPE))).toBe(body.replace('hunter22', '<password-1, 8+ characters>'));
  });

  test('valid JSON stays valid, whatever the secret is', () => {
    for (const secret of [
      'a"b\\c\nd\u2028e',
      '"quoted1"',
      '  padded1  ',
      '</script>12',
      '\ud83d\ude00-12345678',
      '\u0000\u0001abcdefg',
    ]) {
      const body = JSON.stringify({ password: secret, echo: `<${secret}>`, [secret]: 1 });
      const masked = redactedRequest(requestBody(body, JSON_TYPE));
      expect(Object.keys(JSON.parse(masked))).toHaveLength(3);
      expect(masked).not.toContain(JSON.stringify(secret.trim()).slice(1, -1));
    }
  });
});

describe('form and multipart bodies', () => {
  test('form fields are masked by name, the rest keeps its spelling', () => {
    const body =
      'grant_type=password&username=ada&password=hunter%202%2B2&client%5Fsecret=abc&x=%7e+&scope=a+b&code=invalid';
    expect(redactedRequest(requestBody(body, FORM_TYPE))).toBe(
      'grant_type=password&username=ada&password=<password-1, 8+ characters, with a space>&client%5Fsecret=<secret-1, under 8 characters>&x=%7e+&scope=a+b&code=invalid',
    );
  });

  test('a form is recognised without a content type, and JSON under the type of a form', () => {
    expect(redactedRequest(requestBody('a=1&user%5Bpassword%5D=hunter22'))).toBe(
      'a=1&user%5Bpassword%5D=<password-1, 8+ characters>',
    );
    expect(redactedRequest(requestBody('{"password":"hunter22"}', FORM_TYPE))).toBe(
      '{"password":"<password-1, 8+ characters>"}',
    );
    expect(redactedRequest(requestBody('password=hunter22&a=1', JSON_TYPE))).toBe(
      'password=<password-1, 8+ characters>&a=1',
    );
  });

  test('JSON inside of a form field is read, too', () => {
    const body = `payload=${encodeURIComponent('{"password":"hunter22"}')}`;
    expect(decodeURIComponent(redactedRequest(requestBody(body, FORM_TYPE)))).toBe(
      'payload={"password":"<password-1, 8+ characters>"}',
    );
  });

  test('multipart text fields are masked by name, files by pattern, and the framing stays', () => {
    const part = (disposition: string, content: string, type = '') =>
      `--b1\r\nContent-Disposition: form-data; ${disposition}\r\n${type}\r\n${content}\r\n`;
    const key = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc';
    const parts = (password: string, stripe: string) =>
      part('name="user"', 'Ada') +
      part('name="password"', password) +
      part('name="meta"', `{"api_key":"${password}"}`, 'Content-Type: application/json\r\n') +
      part('name="file"; filename=".env"', `A=1\nSTRIPE=${stripe}\n`, 'Content-Type: text/plain\r\n') +
      '--b1--\r\n';
    const given = requestBody(parts('hunter22', key), ['Content-Type', 'multipart/form-data; boundary="b1"']);
    expect(redactedRequest(given)).toBe(
      parts('<password-1, 8+ characters>', '<stripe live key-1 sk_live_…, 30+ characters>'),
    );
  });

  test('a multipart body that is partly binary keeps its other bytes', () => {
    const head =
      '--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nabcdef123456\r\n--b\r\nContent-Disposition: form-data; name="f"; filename="a.bin"\r\n\r\n';
    const file = Buffer.from([0x00, 0xff, 0xfe, 0x80, 0x0d, 0x0a]);
    const body = Buffer.concat([Buffer.from(head), file, Buffer.from('\r\n--b--\r\n')]);
    const { exchange: redacted } = redactExchange(
      requestBody(body, ['Content-Type', 'multipart/form-data; boundary=b']),
    );
    const masked = Buffer.from(redacted.request.body?.bytes ?? []);
    expect(masked.includes('abcdef123456')).toBe(false);
    expect(masked.includes(file)).toBe(true);
  });
});

describe('bytes', () => {
  test('a body without secrets keeps its very bytes', () => {
    for (const bytes of [
      Buffer.from([0, 255, 128, 10]),
      Buffer.from('caf\u00e9', 'latin1'),
      Buffer.from('\ufeffcaf\u00e9'),
    ]) {
      const { exchange: redacted, masked } = redactExchange(requestBody(bytes));
      expect(Buffer.from(redacted.request.body?.bytes ?? []).equals(bytes)).toBe(true);
      expect(masked).toEqual([]);
    }
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('%s is undone, and the header that names it goes', (coding, encode) => {
    const bytes = encode(Buffer.from('{"password":"hunter22"}'));
    const given = requestBody(bytes, JSON_TYPE, ['Content-Encoding', coding], ['X-A', 'b']);
    const { request } = redactExchange(given).exchange;
    expect(text(request.body)).toBe('{"password":"<password-1, 8+ characters>"}');
    expect(request.body?.totalBytes).toBe(request.body?.bytes.length);
    expect(request.headers).toEqual([JSON_TYPE, ['X-A', 'b']]);
  });

  test('a body whose coding cannot be undone is withheld: nobody can tell what it holds', () => {
    for (const coding of ['snappy', 'gzip']) {
      const bytes = Buffer.from('\u0000password=hunter22');
      const { exchange: redacted, masked } = redactExchange(requestBody(bytes, ['Content-Encoding', coding]));
      expect(text(redacted.request.body)).toBe('<body withheld, 18+ characters>');
      const [entry] = masked;
      expect(entry).toMatchObject({
        where: 'request.body',
        rule: 'content coding that could not be undone',
        placeholder: '<body withheld, 18+ characters>',
      });
    }
  });

  test('plain text is read whatever coding a header claims, and the header stays', () => {
    for (const coding of ['snappy', 'gzip', 'identity']) {
      const { request } = redactExchange(requestBody('password=hunter22', ['Content-Encoding', coding])).exchange;
      expect(text(request.body)).toBe('password=<password-1, 8+ characters>');
      expect(request.headers).toEqual([['Content-Encoding', coding]]);
    }
  });

  test('UTF-16 is read as such, and written as such', () => {
    const bytes = Buffer.from('\ufeff{"password":"hunter22"}', 'utf16le');
    const { exchange: redacted } = redactExchange(requestBody(bytes, JSON_TYPE));
    expect(Buffer.from(redacted.request.body?.bytes ?? []).toString('utf16le')).toBe(
      '\ufeff{"password":"<password-1, 8+ characters>"}',
    );
  });

  test('a body that was cut stays marked as cut', () => {
    const given = exchange({ request: { body: { bytes: Buffer.from('{"a":"b'), totalBytes: 5000 } } });
    expect(redactExchange(given).exchange.request.body?.totalBytes).toBe(5000);
  });

  test('a known secret that the end of the recording cuts is masked', () => {
    const given = exchange({
      request: { headers: [['Authorization', 'Bearer abcdef-123456-ghijkl']] },
      response: {
        headers: [['Content-Type', 'text/plain']],
        body: { bytes: Buffer.from('you sent abcdef-1234'), totalBytes: 99 },
      },
    });
    expect(redactedResponse(given)).toBe('you sent <token-1, 20+ characters>');
  });
});

describe('a secret found anywhere is masked everywhere', () => {
  const SECRET = 'p/w+d "q\u00e9" 7&x=<y>';

  test.each([
    ['as it is', SECRET],
    ['percent-encoded', encodeURIComponent(SECRET)],
    ['percent-encoded in lower case', encodeURIComponent(SECRET).toLowerCase()],
    [
      'percent-encoded throughout',
      [...Buffer.from(SECRET)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    ],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(SECRET))],
    ['as a form spells it', new URLSearchParams({ a: SECRET }).toString().slice(2)],
    ['JSON-escaped', JSON.stringify(SECRET).slice(1, -1)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(SECRET)).slice(3, -3)],
    ['with escaped slashes', JSON.stringify(SECRET).slice(1, -1).replaceAll('/', '\\/')],
    ['in \\u escapes', [...SECRET].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')],
    [
      'in HTML entities',
      SECRET.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;'),
    ],
  ])('%s', (_what, spelling) => {
    const given = exchange({
      request: { method: 'POST', headers: [JSON_TYPE], body: textBody(JSON.stringify({ password: SECRET })) },
      response: {
        headers: [
          ['Content-Type', 'text/plain'],
          ['X-Echo', 'none'],
        ],
        body: textBody(`you sent ${spelling}, sorry`),
      },
    });
    expect(redactedResponse(given)).toBe('you sent <password-1, 16+ characters, with a space>, sorry');
  });

  test.each([0, 1, 2, 3])('in base64 behind %i other bytes', (shift) => {
    const encoded = Buffer.from(`${'x'.repeat(shift)}abcdef-123456-ghijkl:tail`).toString('base64');
    for (const spelling of [encoded, encoded.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')]) {
      const given = exchange({
        request: { headers: [['X-Api-Key', 'abcdef-123456-ghijkl']] },
        response: { body: textBody(JSON.stringify({ echo: `got ${spelling} !` })) },
      });
      expect(redactedResponse(given)).toMatch(/^\{"echo":"got <base64 of a secret-1, \d+\+ characters> !"\}$/);
    }
  });

  test('the password of Basic credentials, in the clear', () => {
    const given = exchange({
      request: { headers: [['Authorization', `Basic ${btoa('ada:hunter22-x')}`]] },
      response: { body: textBody('{"debug":"ada / hunter22-x"}') },
    });
    expect(redactedResponse(given)).toBe('{"debug":"ada / <password-1, 8+ characters>"}');
  });

  test('the user of Basic credentials only where it is the key', () => {
    const url = (credentials: string) =>
      redactExchange(
        exchange({
          request: {
            url: 'https://h/Accounts/AC0123456789abcdef',
            headers: [['Authorization', `Basic ${btoa(credentials)}`]],
          },
        }),
      ).exchange.request.url;
    expect(url('AC0123456789abcdef:hunter22')).toBe('https://h/Accounts/AC0123456789abcdef');
    expect(url('AC0123456789abcdef:')).toBe('https://h/Accounts/<user-1, 16+ characters>');
    expect(url('AC0123456789abcdef:x')).toBe('https://h/Accounts/<user-1, 16+ characters>');
  });

  test('what only the response names is masked in the request, too', () => {
    const given = exchange({
      request: { url: 'https://h/x?trace=abcdef123456' },
      response: { body: textBody('{"access_token":"abcdef123456"}') },
    });
    expect(redactExchange(given).exchange.request.url).toBe('https://h/x?trace=<token-1, 12+ characters>');
  });

  test('in names of members, numbers, trailers, reason and the message of an error', () => {
    const given = exchange({
      request: { headers: [['X-Api-Key', '123456789012']], trailers: [['X-Sum', 'a-123456789012-b']] },
      response: { reason: 'Bad 123456789012', body: textBody('{"123456789012":123456789012}') },
      error: { phase: 'response', code: 'ECONNRESET', message: 'reset by 123456789012' },
    });
    expect(JSON.stringify({ ...redactExchange(given).exchange, body: redactedResponse(given) })).not.toContain(
      '123456789012',
    );
    expect(JSON.parse(redactedResponse(given))).toEqual({ '<api key-1, 12+ digits>': '<api key-1, 12+ digits>' });
  });

  test('the same secret has the same placeholder, another one of its kind has another', () => {
    const given = exchange({
      request: {
        url: 'https://h/x?token=abcdef123456',
        headers: [
          ['X-Auth-Token', 'abcdef123456'],
          ['X-Csrf-Token', 'abcdef999999'],
        ],
      },
    });
    const { request } = redactExchange(given).exchange;
    expect(request.url).toBe('https://h/x?token=<token-1, 12+ characters>');
    expect(request.headers.map(([, value]) => value)).toEqual([
      '<token-1, 12+ characters>',
      '<token-2, 12+ characters>',
    ]);
  });

  test('a URL with the second of two secrets can still be taken apart', () => {
    const given = exchange({
      request: { url: 'https://h/x?token=abcdef123456&csrf_token=abcdef999999&page=2', headers: [] },
    });
    const { url } = redactExchange(given).exchange.request;
    expect(url).toBe('https://h/x?token=<token-1, 12+ characters>&csrf_token=<token-2, 12+ characters>&page=2');
    expect(new URL(url).searchParams.get('page')).toBe('2');
  });

  test('a short or ordinary word is not hunted through the exchange', () => {
    const given = exchange({
      request: {
        headers: [
          ['Cookie', 'theme=accepted; lang=en'],
          ['X-Api-Key', 'order'],
        ],
      },
      response: { body: textBody('{"status":"accepted","order":"en"}') },
    });
    expect(redactedResponse(given)).toBe('{"status":"accepted","order":"en"}');
  });

  test('a proven secret of six letters is found as a word, not inside of one', () => {
    const given = exchange({
      request: { headers: [['Authorization', 'Bearer banana']] },
      response: { body: textBody('{"a":"banana","b":"bananas","c":"(banana)"}') },
    });
    expect(redactedResponse(given)).toBe(
      '{"a":"<token-1, under 8 characters>","b":"bananas","c":"(<token-1, under 8 characters>)"}',
    );
  });

  test('a host name does not lose a syllable, unless it holds the secret itself', () => {
    const url = (host: string) => `https://${host}/example1`;
    const of = (host: string, key: string) =>
      redactExchange(
        exchange({
          request: {
            url: url(host),
            headers: [
              ['Host', host],
              ['X-Api-Key', key],
            ],
          },
        }),
      ).exchange.request;
    expect(of('api.example1.com', 'example1').url).toBe('https://api.example1.com/<api key-1, 8+ characters>');
    expect(headerValue(of('api.example1.com', 'example1').headers, 'host')).toBe('api.example1.com');
    expect(of('abcdef1234567890.tunnel.example', 'abcdef1234567890').url).toBe(
      'https://<api key-1, 16+ characters>.tunnel.example/example1',
    );
  });
});

describe('what was masked is listed', () => {
  test('by place and rule', () => {
    const given = exchange({
      request: {
        method: 'POST',
        url: 'https://h/x?api_key=abcdef123456',
        headers: [JSON_TYPE, ['Authorization', 'Bearer topsecret']],
        body: textBody('{"user":[{"pass/word":"hunter22"}]}'),
      },
      response: { body: textBody('"got topsecret"') },
    });
    expect(redactExchange(given).masked).toEqual([
      {
        where: 'request.headers.authorization',
        rule: 'header authorization',
        kind: 'token',
        placeholder: '<token-1, 8+ characters>',
        count: 2,
        places: [
          { item: 0, where: 'request.headers.authorization', rule: 'header authorization' },
          { item: 0, where: 'response.body', rule: 'same as in request.headers.authorization' },
        ],
      },
      {
        where: 'request.body#/user/0/pass~1word',
        rule: 'json field pass/word',
        kind: 'password',
        placeholder: '<password-1, 8+ characters>',
        count: 1,
        places: [{ item: 0, where: 'request.body#/user/0/pass~1word', rule: 'json field pass/word' }],
      },
      {
        where: 'request.url?api_key',
        rule: 'query parameter api_key',
        kind: 'api key',
        placeholder: '<api key-1, 12+ characters>',
        count: 1,
        places: [{ item: 0, where: 'request.url?api_key', rule: 'query parameter api_key' }],
      },
    ]);
  });

  test('nothing is listed, and nothing changes, where there is no secret', () => {
    const given = exchange();
    const { exchange: redacted, masked } = redactExchange(given);
    expect(masked).toEqual([]);
    expect(redacted).toEqual(given);
  });

  test('the original is not touched', () => {
    const given = exchange({
      request: { headers: [['Authorization', 'Bearer topsecret']], body: textBody('{"password":"hunter22"}') },
    });
    const before = JSON.stringify(given);
    redactExchange(given);
    expect(JSON.stringify(given)).toBe(before);
  });

  test('text about the exchange is masked with the same placeholders', () => {
    const given = exchange({ request: { headers: [['Authorization', 'Bearer topsecret']] } });
    const { text: mask } = redactExchange(given);
    expect(mask('the token topsecret expired; password=hunter22')).toBe(
      'the token <token-1, 8+ characters> expired; password=<password-1, 8+ characters>',
    );
  });
});
