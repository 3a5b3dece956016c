import { Buffer } from 'node:buffer';
import { realpathSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServerConnection } from '../../src/exchange/connection.ts';
import { type Exchange, NO_CONNECTION, type RequestMessage } from '../../src/exchange/exchange.ts';
import { NO_CONTEXT } from '../../src/export/bundle.ts';
import { format } from '../../src/export/formats/curl.ts';
import { writeDocument } from '../../src/export/write.ts';
import { CONNECTION, exchange, textBody } from '../support/exchanges.ts';
import {
  bodyOf,
  type EchoServer,
  echoServer,
  findProgram,
  HOSTILE_BODIES,
  itemOf,
  type ReceivedRequest,
  runScript,
  without,
} from './support.ts';

const ALL_SHELLS = ['sh', 'bash', 'dash', 'zsh'];
/** Each program once: `sh` is dash on Debian. Where it is bash it is run as well, for it behaves differently under that name. */
const SHELLS = ALL_SHELLS.flatMap((name) => findProgram(name) ?? []).filter((shell, _index, all) => {
  return !(
    shell.endsWith('/dash') && all.some((other) => other.endsWith('/sh') && realpathSync(other) === realpathSync(shell))
  );
});

const OVER_HTTP2: Partial<RequestMessage> = {
  method: 'CONNECT',
  url: 'https://a.test/chat',
  httpVersion: '2.0',
  headers: [
    [':protocol', 'websocket'],
    ['origin', 'https://a.test'],
  ],
};

describe.skipIf(findProgram('curl') === undefined)('curl commands', () => {
  for (const name of ALL_SHELLS) {
    test.skipIf(findProgram(name) === undefined)(`are run by ${name}`, () => {
      expect(SHELLS.map((shell) => realpathSync(shell))).toContain(realpathSync(findProgram(name)!));
    });
  }

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

  const curl = (given: Exchange | readonly Exchange[], redact = false) => {
    const items = ('request' in given ? [given] : given).map((each) => itemOf(each));
    return writeDocument({ items, context: NO_CONTEXT }, format, { redact }).text;
  };

  /** Runs the script in every shell; what arrived must be the same each time. */
  async function allSent(script: string, count: number): Promise<readonly ReceivedRequest[]> {
    const results: (readonly ReceivedRequest[])[] = [];
    for (const shell of SHELLS) {
      const before = server.received.length;
      const { code, stderr } = await runScript(shell, script, folder);
      expect({ shell, code, stderr: code === 0 ? '' : stderr }).toEqual({ shell, code: 0, stderr: '' });
      results.push(server.received.slice(before));
      expect(results.at(-1)!.length, `requests by ${shell}`).toBe(count);
    }
    expect(await readdir(folder)).toEqual(['secret.txt']);
    const [first, ...others] = results;
    for (const other of others) expect(other).toEqual(first);
    return first!;
  }

  async function sent(script: string): Promise<ReceivedRequest> {
    return (await allSent(script, 1))[0]!;
  }

  test('bodies arrive byte for byte, whatever they hold', async () => {
    const bodies = Object.entries(HOSTILE_BODIES);
    const given = bodies.map(([, bytes], index) =>
      request({ method: 'POST', headers: [['Content-Type', 'text/x-a']], body: bodyOf(bytes) }, `/${index}`),
    );
    const received = await allSent(curl(given), bodies.length);
    for (const [index, [name, bytes]] of bodies.entries()) {
      const { method, target, body, ...rest } = received[index]!;
      expect({ name, method, target, isSame: body.equals(bytes) }).toEqual({
        name,
        method: 'POST',
        target: `/${index}`,
        isSame: true,
      });
      expect(rest.headers).toEqual([
        ['Host', server.authority],
        ['Content-Type', 'text/x-a'],
        ['Content-Length', String(bytes.length)],
      ]);
    }
  }, 30_000);

  describe('bodies', () => {
    test('an empty body has a length, no body has none', async () => {
      const given = [
        request({ method: 'POST', headers: [['Content-Length', '0']], body: textBody('') }),
        request({ method: 'POST' }),
      ];
      const [empty, none] = await allSent(curl(given), 2);
      expect([empty!.method, empty!.body.length]).toEqual(['POST', 0]);
      expect(empty!.headers).toContainEqual(['Content-Length', '0']);
      expect([none!.method, none!.headers.map(([name]) => name.toLowerCase())]).toEqual(['POST', ['host']]);
    });

    test('a recording that was cut says so, and sends what there is', async () => {
      const command = curl(request({ method: 'PUT', body: { bytes: Buffer.from('abc'), totalBytes: 5000 } }));
      expect(command).toContain(
        '# The recording ends after 3 bytes of the body: the real one is longer than what this sends.\n',
      );
      expect((await sent(command)).body.toString()).toBe('abc');
    });

    test('a compressed body is sent as it was, with the header that says so', async () => {
      const bytes = gzipSync('{"a":1}');
      const given = request({ method: 'POST', headers: [['Content-Encoding', 'gzip']], body: bodyOf(bytes) });
      const received = await sent(curl(given));
      expect(received.body.equals(bytes)).toBe(true);
      expect(received.headers).toContainEqual(['Content-Encoding', 'gzip']);
    });

    test('older versions of curl are kept from asking with Expect before a longer body', () => {
      const expects = (length: number) =>
        curl(request({ method: 'POST', body: textBody('a'.repeat(length)) })).includes("-H 'Expect:'");
      expect([expects(1024), expects(1025)]).toEqual([false, true]);
    });
  });

  describe('methods', () => {
    test('are sent with and without a body', async () => {
      const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', "x-odd!'method"];
      const given = methods.flatMap((method) => [request({ method }), request({ method, body: textBody('a=1') })]);
      const received = await allSent(curl(given), given.length);
      expect(received.map(({ method, body }) => [method, body.toString()])).toEqual(
        methods.flatMap((method) => [
          [method, ''],
          [method, 'a=1'],
        ]),
      );
    });

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

  test('a WebSocket over HTTP/2 is asked for as over HTTP/1.1', () => {
    const given = exchange({
      request: { ...OVER_HTTP2, body: { bytes: new Uint8Array(), totalBytes: 225 } },
      response: { status: 101 },
    });
    expect(curl(given)).toBe(
      `curl --http1.1 \\\n  -H 'origin: https://a.test' \\\n  -H 'Connection: Upgrade' \\\n  -H 'Upgrade: websocket' \\\n  -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' \\\n  -H 'User-Agent:' \\\n  -H 'Accept:' \\\n  'https://a.test/chat'\n`,
    );
  });

  test('another protocol on a stream of HTTP/2 is asked for by no command', () => {
    const headers: RequestMessage['headers'] = [[':protocol', 'connect-udp']];
    expect(curl(exchange({ request: { ...OVER_HTTP2, headers } }))).toBe(
      '# No command: it asks for another protocol on a stream of HTTP/2.\n',
    );
  });

  describe('targets', () => {
    test('arrive as they were recorded', async () => {
      const targets = [
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
        '/a\\b?c=\\d^e',
      ];
      const received = await allSent(curl(targets.map((target) => request({}, target))), targets.length);
      expect(received.map(({ target }) => target)).toEqual(
        targets.map((target) => target.replace(/#.*$/, '').replace(/^\?/, '/?')),
      );
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
          `PASSWORD='<password-1, 8+ characters>'  # request.body#/password, as it is spelled there`,
          `PIN='<pin-1, under 8 digits>'  # request.body#/pin, as it is spelled there`,
          `TOKEN='<token-1, 20+ characters>'  # request.headers.authorization`,
          `X_API_KEY='<api key-1, 8+ characters>'  # request.headers.x-api-key`,
          `COOKIE='<cookie-1, 12+ characters>'  # request.headers.cookie`,
          `COOKIE_2='<cookie-2, under 8 characters>'  # request.headers.cookie`,
          `SIG='<signature-1, 8+ characters>'  # request.url?sig, as it is spelled there`,
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
      expect(command.split('\n')[0]).toMatch(/^PASSWORD='<password-1, 8\+ characters>' {2}# [\w .,:;/#?=@+-]+$/);
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
      expect(command).toContain('# The trailers are left out: this client sends none.\n');
    });
  });
});
