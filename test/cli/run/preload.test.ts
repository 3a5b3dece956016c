import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueLeaf, makeLeafKey } from '../../../src/ca/leaf.ts';
import { openRoot } from '../../../src/ca/root.ts';
import { parseServerName } from '../../../src/ca/server-name.ts';
import { startTunnelProxy } from './tunnel-proxy.ts';

const PRELOAD = fileURLToPath(new URL('../../../src/cli/run/preload/preload.cjs', import.meta.url));

const [MAJOR = 0, MINOR = 0] = process.versions.node.split('.').map(Number);
const HAS_ENV_PROXY = MAJOR === 22 ? MINOR >= 21 : MAJOR > 24 || (MAJOR === 24 && MINOR >= 5);

const folder = mkdtempSync(join(tmpdir(), 'httpwhy-preload-'));
const root = openRoot(folder, new Date());
const leaf = issueLeaf(root, makeLeafKey(), parseServerName('localhost')!, new Date());
const plain = createServer((request, response) => response.end(`plain ${request.method} ${request.url}`));
const secure = createTlsServer({ key: leaf.keyPem, cert: leaf.certPem }, (request, response) =>
  response.end(`secure ${request.method} ${request.url}`),
);
const portOf = (server: typeof plain | typeof secure): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  await Promise.all([plain, secure].map((server) => once(server.listen(0, '127.0.0.1'), 'listening')));
});

afterAll(() => {
  for (const server of [plain, secure]) {
    server.close();
    server.closeAllConnections();
  }
  rmSync(folder, { recursive: true });
});

const GET = `
  const get = (url, options = {}) => new Promise((resolve, reject) => {
    const { get } = require(url.startsWith('https:') ? 'https' : 'http');
    get(url, options, (response) => {
      let text = '';
      response.on('data', (chunk) => { text += chunk; }).on('end', () => resolve(text));
    }).on('error', (error) => resolve('failed: ' + (error.code || error.message)));
  });
  const print = (...values) => console.log(JSON.stringify(values));
`;

/** Runs a program with the preload, as `httpwhy run` would on a Node.js that knows no proxy variables. */
async function run(program: string, env: Readonly<Record<string, string>>) {
  const { PATH, SystemRoot } = process.env;
  const child = spawn(process.execPath, ['--require', PRELOAD, '-e', GET + program], {
    env: { ...(PATH && { PATH }), ...(SystemRoot && { SystemRoot }), NODE_EXTRA_CA_CERTS: root.certFile, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, ...output };
}

async function withProxy(program: string, env: (proxyUrl: string) => Record<string, string>) {
  const proxy = await startTunnelProxy();
  try {
    const { code, stdout, stderr } = await run(program.replaceAll('PROXY', proxy.url), env(proxy.url));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return { answers: JSON.parse(stdout) as string[], asked: proxy.asked };
  } finally {
    proxy.close();
  }
}

const both = (url: string) => ({ HTTP_PROXY: url, HTTPS_PROXY: url });

describe('with the preload', () => {
  test('node:http and node:https go through the proxy', async () => {
    const [http, https] = [portOf(plain), portOf(secure)];
    const { answers, asked } = await withProxy(
      `(async () => print(await get('http://localhost:${http}/a?b'), await get('https://localhost:${https}/c')))()`,
      both,
    );
    expect(answers).toEqual(['plain GET /a?b', 'secure GET /c']);
    expect(asked).toEqual([`CONNECT localhost:${http}`, `CONNECT localhost:${https}`]);
  });

  test('the built-in fetch goes through the proxy', async () => {
    const [http, https] = [portOf(plain), portOf(secure)];
    const { answers, asked } = await withProxy(
      `(async () => print(
        await (await fetch('http://localhost:${http}/a')).text(),
        await (await fetch('https://localhost:${https}/c', { method: 'POST', body: 'x'.repeat(100000) })).text(),
      ))()`,
      both,
    );
    expect(answers).toEqual(['plain GET /a', 'secure POST /c']);
    expect(asked).toEqual([`CONNECT localhost:${http}`, `CONNECT localhost:${https}`]);
  });

  test('an agent that the program makes goes through the proxy, too', async () => {
    const [http, https] = [portOf(plain), portOf(secure)];
    const { answers, asked } = await withProxy(
      `(async () => print(
        await get('http://localhost:${http}/a', { agent: new (require('http').Agent)() }),
        await get('https://localhost:${https}/c', { agent: new (require('https').Agent)() }),
        await get('http://localhost:${http}/d', { agent: false }),
      ))()`,
      both,
    );
    expect(answers).toEqual(['plain GET /a', 'secure GET /c', 'plain GET /d']);
    expect(asked).toEqual([`CONNECT localhost:${http}`, `CONNECT localhost:${https}`, `CONNECT localhost:${http}`]);
  });

  test('a connection that the program makes itself, as ws does, goes through the proxy, too', async () => {
    const [http, https] = [portOf(plain), portOf(secure)];
    const { answers, asked } = await withProxy(
      `(async () => print(
        await get('http://localhost:${http}/a', { createConnection: (options) => require('net').connect(options) }),
        await get('https://localhost:${https}/c', { createConnection: (options) => require('tls').connect({ servername: options.host, ...options }) }),
      ))()`,
      both,
    );
    expect(answers).toEqual(['plain GET /a', 'secure GET /c']);
    expect(asked).toEqual([`CONNECT localhost:${http}`, `CONNECT localhost:${https}`]);
  });

  test('a socket of the file system is no destination for the proxy', async () => {
    const socket = join(folder, 'plain.sock');
    const atSocket = createServer((_request, response) => response.end('from the socket'));
    await once(atSocket.listen(socket), 'listening');
    try {
      const { answers, asked } = await withProxy(
        `get('http://localhost/x', { socketPath: ${JSON.stringify(socket)} }).then(print)`,
        both,
      );
      expect({ answers, asked }).toEqual({ answers: ['from the socket'], asked: [] });
    } finally {
      atSocket.close();
    }
  });

  test('modules get the same functions as scripts', async () => {
    const http = portOf(plain);
    const { answers, asked } = await withProxy(
      `import('http').then(({ request }) => request('http://localhost:${http}/a', { createConnection: (options) => require('net').connect(options) }, (response) => response.on('data', (text) => print(String(text)))).end())`,
      both,
    );
    expect({ answers, asked }).toEqual({ answers: ['plain GET /a'], asked: [`CONNECT localhost:${http}`] });
  });

  test('the package undici, which has a dispatcher of its own, goes through the proxy', async () => {
    const [http, https] = [portOf(plain), portOf(secure)];
    const undici = JSON.stringify(createRequire(import.meta.url).resolve('undici'));
    const { answers, asked } = await withProxy(
      `(async () => {
        const { request } = require(${undici});
        const text = async (url) => (await request(url)).body.text();
        print(await text('http://localhost:${http}/a'), await text('https://localhost:${https}/c'));
      })()`,
      both,
    );
    expect(answers).toEqual(['plain GET /a', 'secure GET /c']);
    expect(asked).toEqual([`CONNECT localhost:${http}`, `CONNECT localhost:${https}`]);
  });

  test('agents, pools and clients of undici that the program makes go through the proxy, too', async () => {
    const [http, https] = [portOf(plain), portOf(secure)];
    const undici = JSON.stringify(createRequire(import.meta.url).resolve('undici'));
    const { answers, asked } = await withProxy(
      `(async () => {
        const { Agent, Client, Pool, request, fetch: ownFetch, setGlobalDispatcher } = require(${undici});
        class Mine extends Agent {}
        const text = async (url, dispatcher) => (await request(url, { dispatcher })).body.text();
        const path = (client) => client.request({ method: 'GET', path: '/p' }).then(({ body }) => body.text());
        const agents = [new Agent(), new Mine({ connect: { timeout: 5000 } })];
        const clients = [new Client('http://localhost:${http}'), new Pool('https://localhost:${https}', { allowH2: false })];
        const answers = [
          await text('http://localhost:${http}/a', agents[0]), await text('https://localhost:${https}/b', agents[1]),
          await path(clients[0]), await path(clients[1]),
        ];
        setGlobalDispatcher(agents[1]);
        answers.push(await (await ownFetch('http://localhost:${http}/c')).text());
        print(...answers, String(agents[0] instanceof Agent && agents[1] instanceof Mine));
        await Promise.all([...agents, ...clients].map((each) => each.close()));
      })()`,
      both,
    );
    expect(answers).toEqual(['plain GET /a', 'secure GET /b', 'plain GET /p', 'secure GET /p', 'plain GET /c', 'true']);
    expect(asked.toSorted()).toEqual(
      [http, http, http, https, https].map((port) => `CONNECT localhost:${port}`).toSorted(),
    );
  });

  test('what the program connects by itself, or through a proxy of its choice, stays', async () => {
    const http = portOf(plain);
    const undici = JSON.stringify(createRequire(import.meta.url).resolve('undici'));
    const other = await startTunnelProxy();
    try {
      const { answers, asked } = await withProxy(
        `(async () => {
          const { request, Agent, ProxyAgent, buildConnector, setGlobalDispatcher } = require(${undici});
          const text = async (dispatcher) => (await request('http://localhost:${http}/a', { dispatcher })).body.text();
          const own = new Agent({ connect: buildConnector({}) });
          setGlobalDispatcher(own);
          require(${undici});
          const chosen = new ProxyAgent('${other.url}');
          print(await text(own), await text(), await text(chosen));
          await Promise.all([own.close(), chosen.close()]);
        })()`,
        both,
      );
      expect({ answers, asked }).toEqual({
        answers: ['plain GET /a', 'plain GET /a', 'answered by the proxy'],
        asked: [],
      });
      expect(other.asked).toEqual([`GET http://localhost:${http}/a`]);
    } finally {
      other.close();
    }
  });

  test('node:http2 goes through the proxy, and a session that is let go does not keep the process', async () => {
    const h2 = createSecureServer({ key: leaf.keyPem, cert: leaf.certPem });
    h2.on('stream', (stream, headers) => {
      stream.respond({ ':status': 200 });
      stream.end(`h2 ${headers[':path']} ${'x'.repeat(200_000)}`);
    });
    await once(h2.listen(0, '127.0.0.1'), 'listening');
    const port = (h2.address() as AddressInfo).port;
    try {
      const { answers, asked } = await withProxy(
        `const session = require('http2').connect('https://localhost:${port}');
        const read = (path) => new Promise((resolve, reject) => {
          let text = '';
          session.request({ ':path': path }).setEncoding('utf8').on('data', (chunk) => { text += chunk; })
            .on('end', () => resolve(text)).on('error', reject).end();
        });
        Promise.all(['/a', '/b'].map(read)).then((texts) => {
          print(...texts.map((text) => text.slice(0, 6) + text.length));
          session.unref();
        });`,
        both,
      );
      expect({ answers, asked }).toEqual({
        answers: ['h2 /a 200006', 'h2 /b 200006'],
        asked: [`CONNECT localhost:${port}`],
      });
    } finally {
      h2.close();
    }
  });

  test('TLS that may lead to another proxy, or has its own connection, is left alone', async () => {
    const port = portOf(secure);
    const { answers, asked } = await withProxy(
      `const ask = (socket) => new Promise((resolve) => {
        socket.on('secureConnect', () => socket.write('GET /raw HTTP/1.0\\r\\n\\r\\n'));
        socket.setEncoding('utf8').once('data', (text) => { socket.destroy(); resolve(text.split('\\r')[0]); });
      });
      const tls = require('tls');
      (async () => print(
        await ask(tls.connect(${port}, 'localhost', { servername: 'localhost' })),
        await ask(tls.connect(${port}, 'localhost', { servername: 'localhost', ALPNProtocols: ['http/1.1'] })),
        await ask(tls.connect({ socket: require('net').connect(${port}, 'localhost'), servername: 'localhost', ALPNProtocols: ['http/1.1'] })),
      ))()`,
      both,
    );
    expect({ answers, asked }).toEqual({ answers: Array(3).fill('HTTP/1.1 200 OK'), asked: [] });
  });

  test('a program that trusts certain CAs only trusts ours besides', async () => {
    const other = openRoot(mkdtempSync(join(folder, 'other-')), new Date());
    const port = portOf(secure);
    const program = `
      const { Agent } = require('https');
      const { createSecureContext } = require('tls');
      const ca = ${JSON.stringify(other.certPem)};
      (async () => print(
        await get('https://localhost:${port}/a', { ca }),
        await get('https://localhost:${port}/b', { ca: [ca], agent: new Agent() }),
        await get('https://localhost:${port}/c', { secureContext: createSecureContext({ ca }) }),
      ))()`;
    const { answers } = await withProxy(program, (url) => ({ ...both(url), HTTPWHY_CA_FILE: root.certFile }));
    expect(answers).toEqual(['secure GET /a', 'secure GET /b', 'secure GET /c']);
    const refused = 'failed: UNABLE_TO_VERIFY_LEAF_SIGNATURE';
    expect((await withProxy(program, both)).answers).toEqual([refused, refused, refused]);
  });

  test('connections are kept alive through their tunnel', async () => {
    const port = portOf(secure);
    const { answers, asked } = await withProxy(
      `(async () => {
        const answers = [];
        for (const path of ['/1', '/2', '/3']) {
          answers.push(await get('https://localhost:${port}' + path));
          answers.push(await (await fetch('https://localhost:${port}' + path)).text());
          await new Promise((resolve) => setTimeout(resolve, 50)); // a socket is free again soon after its response
        }
        print(...answers);
      })()`,
      both,
    );
    expect(answers).toEqual(['/1', '/1', '/2', '/2', '/3', '/3'].map((path) => `secure GET ${path}`));
    expect(asked).toEqual([`CONNECT localhost:${port}`, `CONNECT localhost:${port}`]);
  });

  test('a client that speaks to the proxy by itself is left alone', async () => {
    const { answers, asked } = await withProxy(`get('PROXY', { path: 'http://api.test/x' }).then(print)`, both);
    expect(answers).toEqual(['answered by the proxy']);
    expect(asked).toEqual(['GET http://api.test/x']);
  });

  test('a client that speaks to the proxy by itself is left alone by the support of Node.js, too', async () => {
    const { answers, asked } = await withProxy(
      `(async () => print(
        await get('PROXY', { path: 'http://api.test/x' }),
        await get('PROXY'),
        await new Promise((resolve) => require('http').get({ host: new URL('PROXY').hostname, port: new URL('PROXY').port, path: 'https://api.test/y' }, (response) => response.on('data', (text) => resolve(String(text))))),
      ))()`,
      (url) => ({ ...both(url), NODE_USE_ENV_PROXY: '1' }),
    );
    expect(answers).toEqual(Array(3).fill('answered by the proxy'));
    expect(asked).toEqual(['GET http://api.test/x', 'GET /', 'GET https://api.test/y']);
  });

  test('a host in NO_PROXY is reached directly, another one is not', async () => {
    const port = portOf(plain);
    const { answers, asked } = await withProxy(
      `(async () => print(await get('http://localhost:${port}/1'), await get('http://127.0.0.1:${port}/2')))()`,
      (url) => ({ ...both(url), NO_PROXY: 'example.com, .localhost' }),
    );
    expect(answers).toEqual(['plain GET /1', 'plain GET /2']);
    expect(asked).toEqual([`CONNECT 127.0.0.1:${port}`]);
  });

  test.skipIf(!HAS_ENV_PROXY)('where Node.js has its own support, that is left to do it', async () => {
    const port = portOf(plain);
    const { answers, asked } = await withProxy(
      `(async () => print(await get('http://localhost:${port}/a'), await (await fetch('http://localhost:${port}/b')).text()))()`,
      (url) => ({ ...both(url), NODE_USE_ENV_PROXY: '1' }),
    );
    // The absolute form shows that the built-in agent asked, not the preload.
    expect(answers[0]).toBe('answered by the proxy');
    expect(asked[0]).toBe(`GET http://localhost:${port}/a`);
  });

  test('a proxy that is not there is an error of the call, not of the process', async () => {
    const proxy = await startTunnelProxy();
    proxy.close();
    const { code, stdout, stderr } = await run(
      `(async () => print(await get('http://localhost:${portOf(plain)}/'), await fetch('http://localhost:${portOf(plain)}/').catch((error) => error.cause.code)))()`,
      both(proxy.url),
    );
    expect({ code, stderr, answers: JSON.parse(stdout) }).toEqual({
      code: 0,
      stderr: '',
      answers: ['failed: ECONNREFUSED', 'ECONNREFUSED'],
    });
  });

  test.each([{}, { HTTP_PROXY: 'no url' }, { HTTP_PROXY: 'socks5://127.0.0.1:1' }])(
    'without a usable proxy (%j) the program runs as before, in silence',
    async (env) => {
      const result = await run(
        `(async () => print(await get('http://127.0.0.1:${portOf(plain)}/a'), await (await fetch('http://127.0.0.1:${portOf(plain)}/b')).text()))()`,
        env as Record<string, string>,
      );
      expect(result).toEqual({ code: 0, stdout: '["plain GET /a","plain GET /b"]\n', stderr: '' });
    },
  );
});
