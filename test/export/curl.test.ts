import { Buffer } from 'node:buffer';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServerConnection } from '../../src/exchange/connection.ts';
import { type Exchange, NO_CONNECTION, type RequestMessage } from '../../src/exchange/exchange.ts';
import { exportExchange } from '../../src/export/format.ts';
import { format } from '../../src/export/formats/curl.ts';
import { CONNECTION, exchange, textBody } from '../support/exchanges.ts';
import { type EchoServer, echoServer, type ReceivedRequest, runScript } from './support.ts';

/** `/bin/sh` is one of the others on most systems, and the one that counts. */
const SHELLS = ['/bin/sh', '/bin/bash', '/bin/dash', '/bin/zsh', '/usr/bin/zsh'].filter((shell) => existsSync(shell));

let server: EchoServer;
let folder: string;
beforeAll(async () => {
  server = await echoServer();
  folder = await mkdtemp(join(tmpdir(), 'httpwhy-curl-'));
  // What a command would send that takes `@secret.txt` for a file, and what `*` and globbing would find.
  await writeFile(join(folder, 'secret.txt'), 'contents of a file');
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function request(given: Partial<RequestMessage>, target = '/v1/orders'): Exchange {
  const headers = [['Host', server.authority] as const, ...(given.headers ?? [])];
  return exchange({ request: { url: `http://${server.authority}${target}`, ...given, headers } });
}

const curl = (given: Exchange, redact = false) =>
  exportExchange({ exchange: given, annotation: null }, format, { redact }).text;

/** Runs the command in every shell; what arrived must be the same each time. */
async function sent(command: string): Promise<ReceivedRequest> {
  const results: ReceivedRequest[] = [];
  for (const shell of SHELLS) {
    const before = server.received.length;
    const { code, stderr } = await runScript(shell, command, folder);
    expect({ shell, code, stderr: code === 0 ? '' : stderr }).toEqual({ shell, code: 0, stderr: '' });
    expect(server.received.length - before, `requests by ${shell}`).toBe(1);
    results.push(server.received.at(-1)!);
  }
  expect(await readdir(folder)).toEqual(['secret.txt']);
  const [first, ...others] = results;
  for (const other of others) expect(other).toEqual(first);
  return first!;
}

const without = (received: ReceivedRequest, ...names: string[]) =>
  received.headers.filter(([name]) => !names.includes(name.toLowerCase()));

describe('bodies arrive byte for byte', () => {
  const BODIES: Readonly<Record<string, string | Uint8Array>> = {
    JSON: '{"amount":"12.50","note":"caf\u00e9 \u2713 \ud83d\ude00"}',
    'that begins with @': '@secret.txt',
    'that is a file name behind @-': '@-',
    'that begins with a dash': '-X DELETE',
    'of both kinds of quotes': `it's "so" \`here\` ''" '"'"'`,
    'with exclamation marks': 'wow! !! !$ !-1 "!x"',
    'with line feeds at both ends': '\n\na\nb\n\n\n',
    'of one line feed': '\n',
    'with CRLF': 'a\r\nb\r\n',
    'with tabs': '\ta\tb\t',
    'with NUL': 'a\0b\0',
    'with substitutions': '$(touch owned) `touch owned` $' + '{HOME} $HOME $1 $? $$ $((1+1)) <(id)',
    'with ends of commands': "'; touch owned; ' | touch owned & \n touch owned \n#",
    'with percent signs and backslashes': '100% %s %n %d \\n \\0 \\x41 \\\\ \\',
    'with globs': '* ? [a-z] {a,b} ~ ~root',
    'of the end of its own document': 'END_OF_BODY\nEND_OF_BODY\n',
    'that is not UTF-8': Buffer.from([0x80, 0xff, 0xfe, 0x27, 0x0a, 0x00, 0xc3]),
    'of every byte': Uint8Array.from({ length: 256 }, (_, index) => index),
    'with invisible characters': 'a\u202eb\u200bc\u2028d\ufeff',
    'with escape sequences': '\u001b[31mred\u0007',
    'of 300 kB': 'x\'y"z\n'.repeat(50_000),
    'of 1.5 MB': Buffer.alloc(1_500_000, 'ab\0'),
  };

  test.each(Object.entries(BODIES))(
    '%s',
    async (_what, content) => {
      const bytes = Buffer.from(content as Uint8Array);
      const body = { bytes, totalBytes: bytes.length };
      const given = request({ method: 'POST', headers: [['Content-Type', 'text/x-a']], body });
      const received = await sent(curl(given));
      expect(received.body.equals(bytes)).toBe(true);
      expect(received.method).toBe('POST');
      expect(received.headers).toContainEqual(['Content-Type', 'text/x-a']);
      expect(received.headers).toContainEqual(['Content-Length', String(bytes.length)]);
      expect(received.headers.map(([name]) => name.toLowerCase())).not.toContain('expect');
    },
    30_000,
  );

  test('an empty body has a length, no body has none', async () => {
    const empty = await sent(curl(request({ method: 'POST', headers: [['Content-Length', '0']], body: textBody('') })));
    expect([empty.method, empty.body.length]).toEqual(['POST', 0]);
    expect(empty.headers).toContainEqual(['Content-Length', '0']);
    const none = await sent(curl(request({ method: 'POST' })));
    expect([none.method, none.headers.map(([name]) => name.toLowerCase())]).toEqual(['POST', ['host']]);
  });

  test('a recording that was cut says so, and sends what there is', async () => {
    const command = curl(request({ method: 'PUT', body: { bytes: Buffer.from('abc'), totalBytes: 5000 } }));
    expect(command).toContain(
      '# The recording ends after 3 bytes of the body: the real one is longer than what this sends.\n',
    );
    expect((await sent(command)).body.toString()).toBe('abc');
  });
});

describe('methods', () => {
  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
    '%s with and without a body',
    async (method) => {
      expect((await sent(curl(request({ method })))).method).toBe(method);
      const received = await sent(curl(request({ method, body: textBody('a=1') })));
      expect([received.method, received.body.toString()]).toEqual([method, 'a=1']);
    },
  );

  test('HEAD does not wait for a body', async () => {
    expect((await sent(curl(request({ method: 'HEAD' })))).method).toBe('HEAD');
  });

  test('a CONNECT that never became a request connects in the same way', () => {
    const given = exchange({
      request: { method: 'CONNECT', url: 'https://api.example.com:443', headers: [] },
      response: null,
    });
    expect(curl(given)).toBe(
      `# The client opened a tunnel and sent no request through it; this connects in the same way.\ncurl --http1.1 \\\n  -H 'User-Agent:' \\\n  -H 'Accept:' \\\n  'https://api.example.com:443'\n`,
    );
  });
});

describe('targets', () => {
  test.each([
    '/',
    '/v1/orders?page=2&sort=-created_at',
    '/a[1-3]/{x,y}?filter[name]=a&q={b}',
    '/a/../b/./c/..',
    '/a/%2e%2e/b',
    "/it's?q='$(touch%20owned)'&r=`id`",
    '/!important?a=!!&b=$HOME',
    '/a;b=c|d?e=<f>&g="h"',
    '/caf%C3%A9?q=%00%0a%ff',
    '/a//b?x=?&y=#',
    '?only=query',
  ])('%s', async (target) => {
    const received = await sent(curl(request({}, target)));
    expect(received.target).toBe(target.replace(/#.*$/, '').replace(/^\?/, '/?'));
  });

  test('characters that no request line holds are percent-encoded', async () => {
    expect((await sent(curl(request({}, '/a b\n\u202ec')))).target).toBe('/a%20b%0A%E2%80%AEc');
  });

  test('only the URLs of HTTP become a command: others can read files', () => {
    for (const url of ['file:///etc/passwd', 'gopher://h/x', '-K/etc/passwd', '@/etc/passwd', '']) {
      expect(curl(exchange({ request: { url } }))).toMatch(/^# No command: [^\n]*\n$/);
    }
  });
});

describe('headers', () => {
  test('order, case and duplicates stay, and curl adds none of its own', async () => {
    const headers = [
      ['x-lower', '1'],
      ['X-Dup', 'a'],
      ['x-dup', 'b'],
      ['X-UPPER', 'it\'s "q" $(touch owned) `id` !! \\ %s'],
      ['X-At', '@secret.txt'],
      ['X-Semicolon', 'a;'],
    ] as const;
    const received = await sent(curl(request({ headers })));
    expect(without(received, 'host')).toEqual(headers);
  });

  test('an empty header is sent empty', async () => {
    const received = await sent(
      curl(
        request({
          headers: [
            ['X-Empty', ''],
            ['X-Blank', ' '],
          ],
        }),
      ),
    );
    expect(without(received, 'host')).toEqual([
      ['X-Empty', ''],
      ['X-Blank', ''],
    ]);
  });

  test('User-Agent and Accept are those of the client', async () => {
    const headers = [
      ['User-Agent', 'shop/1.0'],
      ['Accept', 'application/json'],
    ] as const;
    expect(without(await sent(curl(request({ headers }))), 'host')).toEqual(headers);
  });

  test('without a content type none is sent', async () => {
    const received = await sent(curl(request({ method: 'POST', body: textBody('a=1') })));
    expect(without(received, 'host')).toEqual([['Content-Length', '3']]);
  });

  test('what belongs to the connection, or is computed, is left out', async () => {
    const headers = [
      ['Connection', 'keep-alive, X-Hop'],
      ['X-Hop', '1'],
      ['Keep-Alive', 'timeout=5'],
      ['Proxy-Connection', 'keep-alive'],
      ['Proxy-Authorization', 'Basic eDp5'],
      ['TE', 'trailers'],
      ['Transfer-Encoding', 'chunked'],
      ['Content-Length', '999'],
      ['Expect', '100-continue'],
      [':authority', 'h'],
      ['X-Kept', '1'],
    ] as const;
    const command = curl(request({ method: 'POST', headers, body: textBody('abc') }));
    expect(command).not.toMatch(/proxy|eDp5|content-length/i);
    expect(without(await sent(command), 'host')).toEqual([
      ['X-Kept', '1'],
      ['Content-Length', '3'],
    ]);
  });

  test('an upgrade keeps the headers that ask for it', () => {
    const headers = [
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13'],
    ] as const;
    const command = curl(request({ headers }));
    expect(command).toContain(`-H 'Connection: Upgrade'`);
    expect(command).toContain(`-H 'Upgrade: websocket'`);
  });

  test('another Host than that of the URL is sent, the same one is left to curl', async () => {
    const other = exchange({ request: { url: `http://${server.authority}/`, headers: [['Host', 'other.example']] } });
    expect((await sent(curl(other))).headers).toEqual([['Host', 'other.example']]);
    expect(curl(request({}))).not.toContain('Host');
  });

  test('Accept-Encoding becomes --compressed, so that the answer can be read', async () => {
    const command = curl(request({ headers: [['Accept-Encoding', 'gzip, br']] }));
    expect(command).toContain('--compressed');
    expect((await sent(command)).headers.map(([name]) => name)).toEqual(['Host', 'Accept-Encoding']);
    expect(curl(request({ headers: [['Accept-Encoding', 'identity']] }))).toContain(`-H 'Accept-Encoding: identity'`);
  });

  test('bytes outside of ASCII are those of the wire', async () => {
    const utf8 = Buffer.from('caf\u00e9 \u2713', 'utf8').toString('latin1');
    const headers = [
      ['X-Utf8', utf8],
      ['X-Latin1', 'caf\u00e9!'],
      ['X-Raw', '\u0080\u00ff\u0001'],
    ] as const;
    const received = await sent(curl(request({ headers: headers.slice(0, 2) })));
    expect(without(received, 'host')).toEqual(headers.slice(0, 2));
    expect(curl(request({ headers: headers.slice(2) }))).toContain(`-H 'X-Raw: '"$(printf '\\200\\377\\001')"`);
  });

  test('what HTTP does not allow is left out rather than let into the request', () => {
    const command = curl(
      request({
        headers: [
          ['X-A', 'b\r\nX-Injected: 1'],
          ['X B', '1'],
          ['', '1'],
          ["X-'", "1'"],
        ],
      }),
    );
    expect(command).not.toMatch(/Injected|X B/);
    expect(command).toContain(`-H 'X-'\\'': 1'\\'''`);
  });

  test('HTTP/1.0 is spoken where it was', async () => {
    expect((await sent(curl(request({ httpVersion: '1.0' })))).httpVersion).toBe('1.0');
    const noHost = exchange({ request: { httpVersion: '1.0', url: `http://${server.authority}/`, headers: [] } });
    expect((await sent(curl(noHost))).headers).toEqual([]);
  });

  test('over TLS the recorded version is asked for', () => {
    const of = (httpVersion: string) => curl(exchange({ request: { httpVersion } }));
    expect(of('1.1')).toContain('curl --http1.1 ');
    expect(of('2.0')).toContain('curl --http2 ');
    expect(of('2.0')).not.toContain("'Host:'");
  });
});

describe('secrets', () => {
  const SECRET = 'abcdef-123456-ghijkl';

  /** The command as a person would complete it. */
  function filledIn(command: string, secrets: Readonly<Record<string, string>>): string {
    return command.replace(/^([A-Z0-9_]+)='<[^\n]*?>'(?= {2}#)/gm, (whole, name: string) => {
      const value = secrets[name];
      return value === undefined ? whole : `${name}='${value.replaceAll("'", `'\\''`)}'`;
    });
  }

  test('are variables on top, and the command runs once they are filled in', async () => {
    const body = `{"password":"p@$'w0rd!","pin":1234,"token":"${SECRET}"}`;
    const given = request(
      {
        method: 'PUT',
        headers: [
          ['Authorization', `bearer ${SECRET}`],
          ['X-Api-Key', 'k-123456789'],
          ['Cookie', 'sid=a1b2c3d4e5f6; t=dark'],
          ['Content-Type', 'application/json'],
        ],
        body: textBody(body),
      },
      '/v1/orders?sig=c0ffee99&page=2',
    );
    const command = curl(given, true);
    expect(command).toBe(
      [
        `PASSWORD='<password, 8+ characters>'  # request.body#/password, as it is spelled there`,
        `PIN='<pin, under 8 digits>'  # request.body#/pin, as it is spelled there`,
        `TOKEN='<token, 20+ characters>'  # request.headers.authorization`,
        `X_API_KEY='<api key, 8+ characters>'  # request.headers.x-api-key`,
        `COOKIE='<cookie, 12+ characters>'  # request.headers.cookie`,
        `COOKIE_2='<cookie, under 8 characters>'  # request.headers.cookie`,
        `SIG='<signature, 8+ characters>'  # request.url?sig, as it is spelled there`,
        `curl -X 'PUT' \\`,
        `  -H 'Authorization: bearer '"$TOKEN" \\`,
        `  -H 'X-Api-Key: '"$X_API_KEY" \\`,
        `  -H 'Cookie: sid='"$COOKIE"'; t='"$COOKIE_2" \\`,
        `  -H 'Content-Type: application/json' \\`,
        `  -H 'User-Agent:' \\`,
        `  -H 'Accept:' \\`,
        `  --data-raw '{"password":"'"$PASSWORD"'","pin":'"$PIN"',"token":"'"$TOKEN"'"}' \\`,
        `  --globoff \\`,
        `  'http://${server.authority}/v1/orders?sig='"$SIG"'&page=2'`,
        '',
      ].join('\n'),
    );
    const received = await sent(
      filledIn(command, {
        TOKEN: SECRET,
        X_API_KEY: 'k-123456789',
        COOKIE: 'a1b2c3d4e5f6',
        COOKIE_2: 'dark',
        PASSWORD: "p@$'w0rd!",
        PIN: '1234',
        SIG: 'c0ffee99',
      }),
    );
    expect(received.body.toString()).toBe(body);
    expect(received.target).toBe('/v1/orders?sig=c0ffee99&page=2');
    expect(without(received, 'host', 'content-length')).toEqual(given.request.headers.slice(1));
  });

  test('with placeholders the command still runs, and sends them', async () => {
    const received = await sent(curl(request({ headers: [['Authorization', `Bearer ${SECRET}`]] }), true));
    expect(received.headers.map(([, value]) => value).join()).not.toContain(SECRET);
  });

  test.each([
    [
      'a multipart body with CRLF',
      `--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n${SECRET}\r\n--b--\r\n`,
      'multipart/form-data; boundary=b',
    ],
    ['a long body', `${"x% \\n'".repeat(30_000)}\ntoken=${SECRET}\n`, 'text/plain'],
    [
      'a body with NUL and bytes that are no text',
      Buffer.concat([
        Buffer.from([0, 255, 0x25, 0x27, 10]),
        Buffer.from(`token=${SECRET} `),
        Buffer.from([200, 10, 0]),
      ]),
      'application/x-thing',
    ],
  ])('can be filled in where the body needs a pipe: %s', async (_what, content, type) => {
    const bytes = Buffer.from(content as string);
    const command = curl(
      request({ method: 'POST', headers: [['Content-Type', type]], body: { bytes, totalBytes: bytes.length } }),
      true,
    );
    expect(command).not.toContain(SECRET);
    expect((await sent(filledIn(command, { TOKEN: SECRET }))).body.equals(bytes)).toBe(true);
  });

  test('without redaction they stand in the command', async () => {
    const given = request({ headers: [['Authorization', `Bearer ${SECRET}`]] });
    expect((await sent(curl(given))).headers).toContainEqual(['Authorization', `Bearer ${SECRET}`]);
  });

  test('never take the name of a variable that means something', () => {
    const body = '{"pwd":"hunter22x","PATH_secret":"hunter22y","ifs secret":"hunter22z"}';
    const command = curl(
      request({ method: 'POST', headers: [['Content-Type', 'application/json']], body: textBody(body) }),
      true,
    );
    expect(command.match(/^[A-Z_0-9]+(?==)/gm)).toEqual(['PWD_VALUE', 'PATH_SECRET', 'SECRET']);
  });

  test('a comment cannot leave its line, nor hold anything but harmless characters', () => {
    const body = JSON.stringify({ "a\n$(touch owned)'`\u202e": { password: 'hunter22' } });
    const command = curl(
      request({ method: 'POST', headers: [['Content-Type', 'application/json']], body: textBody(body) }),
      true,
    );
    expect(command.split('\n')[0]).toMatch(/^PASSWORD='<password, 8\+ characters>' {2}# [\w .,:;/#?=@+-]+$/);
  });
});

describe('remarks', () => {
  test('the server that answered is named, so that the same one can be reached', () => {
    const to = (server: Partial<ServerConnection>) =>
      curl(exchange({ connection: { ...NO_CONNECTION, server: { ...CONNECTION, ...server } } }));
    expect(to({ server: '[2001:db8::1]:443' })).toContain(
      '# To reach the same server: --resolve api.example.com:443:2001:db8::1\n',
    );
    expect(to({ server: '10.0.0.1:3128', via: 'http://proxy.test:3128' })).not.toContain('--resolve');
    expect(curl(request({}))).not.toContain('--resolve');
  });

  test('redirects are not followed, and trailers are said to be missing', () => {
    const command = curl(request({ trailers: [['X-Sum', '1']] }));
    expect(command).not.toMatch(/ -L|--location/);
    expect(command).toContain('# The trailers are left out: curl sends none.\n');
  });
});
