import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../src/exchange/exchange.ts';
import { NO_CONTEXT } from '../../src/export/bundle.ts';
import { format } from '../../src/export/formats/http.ts';
import { writeDocument } from '../../src/export/write.ts';
import { exchange, textBody } from '../support/exchanges.ts';
import { bodyOf, HOSTILE_BODIES, itemOf } from './support.ts';

const file = (exchanges: readonly Exchange[], redact = false) =>
  writeDocument({ items: exchanges.map((each) => itemOf(each)), context: NO_CONTEXT }, format, { redact }).text;

interface ReadRequest {
  readonly line: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Reads as the clients do: `###` ends a request, `#` and `//` are comments, `@x = …` variables, `<` files, `{{x}}` values. */
function readFile(text: string): readonly ReadRequest[] {
  const variables = new Map([...text.matchAll(/^@(\w+) = (.*)$/gm)].map(([, name, value]) => [name!, value!]));
  const filled = text.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => variables.get(name) ?? '(unknown)');
  return filled
    .split(/^###.*\n/m)
    .slice(1)
    .map((part) => {
      const lines = part.replace(/^(?:#.*\n)*/, '').split('\n');
      const blank = lines.indexOf('');
      const [line = '', ...headers] = lines.slice(0, blank < 0 ? undefined : blank);
      const body =
        blank < 0
          ? ''
          : lines
              .slice(blank + 1)
              .join('\n')
              .trimEnd();
      if (/^\s*(?:<(?:@\w*)?\s|<>|>|\?\?|#|\/\/)/m.test(body))
        throw new Error(`a client would take this for a command: ${body}`);
      return { line, headers, body };
    });
}

test('a request as REST clients read it, secrets as variables', () => {
  const given = exchange({
    id: 17,
    request: {
      method: 'POST',
      headers: [
        ['Host', 'api.example.com'],
        ['Authorization', 'Bearer abcdef-123456-ghijkl'],
        ['Content-Type', 'application/json'],
        ['Connection', 'close'],
      ],
      body: textBody('{"a":1}'),
    },
  });
  expect(file([given], true)).toBe(`# request.headers.authorization
@TOKEN = <token-1, 20+ characters>

### 17: POST https://api.example.com/v1/orders/87
# @no-redirect
# @no-cookie-jar
POST https://api.example.com/v1/orders/87?page=2 HTTP/1.1
Authorization: Bearer {{TOKEN}}
Content-Type: application/json

{"a":1}
`);
});

test('what is read back is what was recorded, or the body is left out with a reason', () => {
  const bodies = [
    ...Object.values(HOSTILE_BODIES),
    ...[
      '### x',
      '{"a":"{{x}}"}',
      '> {% x %}',
      '< ./f',
      '<@latin1 ./f',
      '<a b="c">d</a>',
      '<> f',
      '?? status == 200',
      '// c\na',
      'a',
      '{\n  "a": [1]\n}',
    ].map((text) => Buffer.from(text)),
  ];
  const text = file(bodies.map((bytes) => exchange({ request: { method: 'POST', headers: [], body: bodyOf(bytes) } })));
  const requests = readFile(text);
  expect(requests.length).toBe(bodies.length);
  const kept = requests.filter(({ body }, index) => {
    if (body !== '') expect(body).toBe(bodies[index]!.toString());
    return body !== '';
  });
  expect(kept.length).toBeGreaterThan(10);
  expect(text.match(/^# The body of .* is left out: /gm)!.length).toBe(bodies.length - kept.length);
});

describe('what would be taken for something else is left out, with a word', () => {
  test('headers with {{ or bytes that are no text', () => {
    const text = file([
      exchange({
        request: {
          headers: [
            ['X-A', '{{x}}'],
            ['X-B', '\u00ff'],
            ['X-C', 'c'],
          ],
        },
      }),
    ]);
    expect(text).toContain('# Left out, because a .http file cannot hold them: X-A, X-B\n');
    expect(text).toContain('\nX-C: c\n');
  });

  test('URLs that are not of HTTP or hold {{, and methods that are unknown', () => {
    for (const request of [{ url: 'file:///etc/passwd' }, { url: 'https://h/{{x}}' }, { method: 'FROBNICATE' }]) {
      expect(file([exchange({ request })])).toMatch(/^### [^\n]*\n# No request: [^\n]*\n$/);
    }
  });
});
