import { Buffer } from 'node:buffer';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Exchange, RequestMessage } from '../../src/exchange/exchange.ts';
import { NO_CONTEXT } from '../../src/export/bundle.ts';
import type { DocumentFormat } from '../../src/export/format.ts';
import { format as fetchFormat } from '../../src/export/formats/fetch.ts';
import { format as httpieFormat } from '../../src/export/formats/httpie.ts';
import { format as pythonFormat } from '../../src/export/formats/python.ts';
import { writeDocument } from '../../src/export/write.ts';
import { exchange, textBody } from '../support/exchanges.ts';
import {
  bodyOf,
  type EchoServer,
  echoServer,
  findProgram,
  HOSTILE_BODIES,
  itemOf,
  type ReceivedRequest,
  runScript,
} from './support.ts';

const SECRET = 'abcdef-123456-ghijkl';
const PYTHON = findProgram('python3');

/** Whether the library is there is known only to the interpreter. */
async function hasRequests(): Promise<boolean> {
  return PYTHON !== undefined && (await runScript(PYTHON, 'import requests', tmpdir())).code === 0;
}

let server: EchoServer;
let folder: string;
beforeAll(async () => {
  server = await echoServer();
  folder = await mkdtemp(join(tmpdir(), 'httpwhy-snippet-'));
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

function write(format: DocumentFormat, exchanges: readonly Exchange[], redact = false): string {
  return writeDocument({ items: exchanges.map((each) => itemOf(each)), context: NO_CONTEXT }, format, { redact }).text;
}

interface Client {
  readonly format: DocumentFormat;
  readonly program: string | undefined;
  readonly isThere: boolean;
  /** Each field is sent once, the values joined. */
  readonly joins: boolean;
  readonly lowersNames: boolean;
}

/** Puts a value where a person would: in the place of the only placeholder. */
const fillIn = (script: string, secret: string) =>
  script.replace(/('?)<[^\n>]*>('?)/, (_whole, before: string, after: string) => `${before}${secret}${after}`);

const CLIENTS: readonly (readonly [string, Client])[] = [
  [
    'fetch in Node.js',
    { format: fetchFormat, program: process.execPath, isThere: true, joins: true, lowersNames: true },
  ],
  [
    'requests in Python',
    {
      format: pythonFormat,
      program: PYTHON,
      isThere: await hasRequests(),

      joins: true,
      lowersNames: false,
    },
  ],
  [
    'HTTPie',
    {
      format: httpieFormat,
      program: findProgram('sh'),
      isThere: findProgram('http') !== undefined && findProgram('sh') !== undefined,

      joins: false,
      lowersNames: false,
    },
  ],
];

for (const [name, client] of CLIENTS) {
  describe.skipIf(!client.isThere)(name, () => {
    async function sent(script: string, count: number): Promise<readonly ReceivedRequest[]> {
      const before = server.received.length;
      const { code, stderr } = await runScript(client.program!, script, folder);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      expect(await readdir(folder)).toEqual(['secret.txt']);
      const received = server.received.slice(before);
      expect(received.length).toBe(count);
      return received;
    }

    test('bodies arrive byte for byte, whatever they hold', async () => {
      // Each call of HTTPie starts an interpreter: it gets those that a shell could break.
      const bodies = Object.entries(HOSTILE_BODIES).filter((_, index) => name !== 'HTTPie' || index % 4 === 1);
      const given = bodies.map(([, bytes], index) =>
        request({ method: 'POST', headers: [['Content-Type', 'text/x-a']], body: bodyOf(bytes) }, `/${index}`),
      );
      const received = await sent(write(client.format, given), bodies.length);
      for (const [index, [what, bytes]] of bodies.entries()) {
        const { method, target, body, headers } = received[index]!;
        const type = headers.find(([field]) => field.toLowerCase() === 'content-type')?.[1];
        expect({ what, method, target, type, isSame: body.equals(bytes) }).toEqual({
          what,
          method: 'POST',
          target: `/${index}`,
          type: 'text/x-a',
          isSame: true,
        });
      }
    }, 60_000);

    test('methods, headers and an empty body arrive, and a missing content type stays missing', async () => {
      const headers = [
        ['X-Text', 'it\'s "q" $(touch owned) `id` !! \\ %s $1'],
        ['X-At', '@secret.txt'],
        ['X-Equals', '=1'],
        ['X-Utf8', Buffer.from('caf\u00e9 \u2713', 'utf8').toString('latin1')],
        ['X-Empty', ''],
        ['X-Twice', 'a'],
        ['X-Twice', 'b'],
        ['Accept', 'application/x-a'],
        ['User-Agent', 'shop/1.0'],
        ['Connection', 'keep-alive, X-Hop'],
        ['X-Hop', '1'],
        ['Transfer-Encoding', 'chunked'],
        ['Expect', '100-continue'],
      ] as const;
      const given = [
        request({ headers }),
        request({ method: 'PATCH', body: textBody('a=1') }),
        request({ method: 'DELETE', headers: [['Content-Length', '0']], body: textBody('') }),
        request({ method: 'HEAD' }),
      ];
      const received = await sent(write(client.format, given), given.length);
      expect(received.map(({ method, body }) => [method, body.toString()])).toEqual([
        ['GET', ''],
        ['PATCH', 'a=1'],
        ['DELETE', ''],
        ['HEAD', ''],
      ]);
      const fold = (field: string) => (client.lowersNames ? field.toLowerCase() : field);
      for (const [field, value] of headers.slice(0, 9).filter(([field]) => field !== 'X-Twice')) {
        expect(received[0]!.headers.map(([a, b]) => [fold(a), b])).toContainEqual([fold(field), value]);
      }
      const twice = received[0]!.headers.filter(([field]) => /^x-twice$/i.test(field)).map(([, value]) => value);
      expect(twice).toEqual(client.joins ? ['a, b'] : ['a', 'b']);
      const names = received.flatMap((each) => each.headers.map(([field]) => field.toLowerCase()));
      for (const absent of ['x-hop', 'transfer-encoding', 'expect']) expect(names).not.toContain(absent);
      expect(received[1]!.headers.map(([field]) => field.toLowerCase())).not.toContain('content-type');
    });

    test('secrets are variables on top, and what is filled in arrives in header, URL and bodies of all kinds', async () => {
      const bytes = Buffer.concat([
        Buffer.from([0, 255, 39, 37, 10]),
        Buffer.from(`token=${SECRET} `),
        Buffer.from([200, 10, 0]),
      ]);
      const given = [
        request(
          { method: 'POST', headers: [['Authorization', `Bearer ${SECRET}`]], body: textBody(`{"token":"${SECRET}"}`) },
          `/v1?token=${SECRET}&page=2`,
        ),
        request({ method: 'POST', headers: [['Content-Type', 'application/x-a']], body: bodyOf(bytes) }),
      ];
      const script = write(client.format, given, true);
      expect(script).not.toContain(SECRET);
      const [text, binary] = await sent(fillIn(script, SECRET), 2);
      expect(text!.target).toBe(`/v1?token=${SECRET}&page=2`);
      expect(text!.body.toString()).toBe(`{"token":"${SECRET}"}`);
      expect(text!.headers.map(([, value]) => value)).toContain(`Bearer ${SECRET}`);
      expect(binary!.body.equals(bytes)).toBe(true);
    });
  });
}

describe('what a client cannot send', () => {
  test.each(CLIENTS)('%s: only the URLs of HTTP, and methods that it knows', (_name, { format }) => {
    for (const url of ['file:///etc/passwd', '-K/etc/passwd', 'javascript:alert(1)']) {
      const text = write(format, [exchange({ request: { url } })]);
      expect(text).toMatch(/(?:\/\/|#) No (?:call|command): /);
      expect(text).not.toMatch(/^(?:http |const response|response =)/m);
    }
    expect(write(format, [exchange({ request: { method: 'CONNECT', url: 'https://h:443' } })])).toMatch(
      /No (?:call|command)/,
    );
    expect(write(format, [exchange({ request: { method: '--output=x' } })])).not.toMatch(/^http /m);
  });

  test('a header whose name would be an option of HTTPie is left out', () => {
    const text = write(httpieFormat, [
      exchange({
        request: {
          headers: [
            ['-ofile', 'x'],
            ['X-A', '\\:b'],
          ],
        },
      }),
    ]);
    expect(text).toContain('# Left out, because HTTPie cannot send them: -ofile, X-A\n');
    expect(text).not.toContain("'-ofile");
  });

  test('a body of a GET is left out of fetch, with a word', () => {
    const text = write(fetchFormat, [exchange({ request: { body: textBody('a') } })]);
    expect(text).toContain('// The body is left out: fetch sends none with GET.\n');
  });

  test('a path that libraries normalise is said to be so, an ordinary one is not', () => {
    const remark = (url: string) =>
      write(pythonFormat, [exchange({ request: { url } })]).includes('# The library may spell this URL differently');
    expect(['https://h/a/../b', 'https://h/%7Ea', 'https://h/{x}', 'https://h/%'].map(remark)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['https://h/v1/orders?page=2&q=a%20b', 'https://h/~a/%2F'].map(remark)).toEqual([false, false]);
  });
});
