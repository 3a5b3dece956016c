import { once } from 'node:events';
import { type ClientHttp2Stream, connect as connectHttp2, createServer } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import type { ProxyEvent } from '../../src/exchange/events.ts';
import type { NetworkError } from '../../src/proxy/network-error.ts';
import { asStep, callName, endBrokenExchange, enter, keepStep, leave } from '../../src/proxy/steps.ts';
import { hearingBugs, type ToldBug } from '../support/bugs.ts';
import { callThrough, openTunnel, startProxy, type TestProxy } from '../support/proxy.ts';
import { httpServer, tcpServer } from '../support/servers.ts';

const A = { name: callName('GET', 'http://a.test/x?token=secret'), giveUp: () => undefined };
const B = { name: callName('POST', 'http://b.test/\u001b[31m'), giveUp: () => undefined };

test('the exchange in whose step it was thrown is named once, without its query', () => {
  // `leave` is not reached for A, as where a step throws.
  enter(A);
  const within = enter(B);
  leave(within);
  expect(endBrokenExchange()).toBe('the call GET http://a.test/x');
  expect(endBrokenExchange()).toBeUndefined();
});

test('after a step that went well no exchange is named', () => {
  leave(enter(A));
  expect(endBrokenExchange()).toBeUndefined();
});

test('what a handler or a timer breaks is named like the step in which it was set up', () => {
  const broken = () => {
    throw new Error('a bug');
  };
  expect(asStep(A, broken)).toThrow('a bug');
  expect(endBrokenExchange()).toBe('the call GET http://a.test/x');
  const later = asStep(A, () => keepStep(broken))();
  expect(endBrokenExchange()).toBeUndefined();
  expect(later).toThrow('a bug');
  expect(endBrokenExchange()).toBe('the call GET http://a.test/x');
});

test('control characters of a URL are not printed', () => {
  enter(B);
  expect(endBrokenExchange()).not.toContain('\u001b');
});

test('an exchange that was broken is given up once, and one that went well is not', () => {
  const givenUp: string[] = [];
  const named = (name: string) => ({
    ...A,
    giveUp: (bug: NetworkError) => givenUp.push(`${name} ${bug.transport.code}`),
  });
  enter(named('broken'));
  leave(enter(named('well')));
  endBrokenExchange();
  endBrokenExchange();
  expect(givenUp).toEqual(['broken ERR_PROXY_BUG']);
});

test('an exchange that cannot be given up is named all the same', () => {
  enter({
    ...A,
    giveUp: () => {
      throw new Error('a second bug');
    },
  });
  expect(endBrokenExchange()).toBe('the call GET http://a.test/x');
  expect(endBrokenExchange()).toBeUndefined();
});

/** Lets recording throw at the first event of a kind. */
async function withBugAt(
  kind: ProxyEvent['kind'],
  use: (proxy: TestProxy, told: Promise<ToldBug>) => Promise<void>,
): Promise<void> {
  const proxy = await startProxy();
  try {
    const emit = proxy.sink.emit.bind(proxy.sink);
    proxy.sink.emit = (event) => {
      if (event.kind === kind) {
        proxy.sink.emit = emit;
        throw new Error('a bug in recording');
      }
      emit(event);
    };
    await hearingBugs((told) => use(proxy, told));
  } finally {
    await proxy.close();
  }
}

test('a client whose call a bug breaks before its response gets a 502 that says so, and other calls go on', async () => {
  const origin = await httpServer((request, response) => response.end(request.url));
  try {
    await withBugAt('connected', async (proxy, told) => {
      const url = `http://127.0.0.1:${origin.port}/one`;
      const answer = await callThrough(proxy.port, `${url}?a=1`, { headers: { connection: 'keep-alive' } });
      expect(await told).toEqual(['a bug in recording', `the call GET ${url}`]);
      expect([answer.status, answer.headers['x-httpwhy-cause']]).toEqual([502, 'proxy-rejected']);
      expect(String(answer.body)).toBe(
        'httpwhy: a bug in httpwhy broke this call\n' +
          'Please report what httpwhy printed at this moment; the server may have completed the call.\n' +
          '(proxy-rejected, ERR_PROXY_BUG)\n',
      );
      expect((await proxy.sink.finished()).error?.code).toBe('ERR_PROXY_BUG');
      expect((await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/two`)).status).toBe(200);
    });
  } finally {
    await origin.close();
  }
});

test('a connection on which a bug broke a call carries no further one', async () => {
  const origin = await httpServer((_, response) => response.end('x'));
  try {
    await withBugAt('connected', async (proxy) => {
      const url = `http://127.0.0.1:${origin.port}/`;
      const asked = `GET ${url} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
      const heard = await hearUntilClosed(proxy.port, asked + asked);
      expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 502']);
    });
  } finally {
    await origin.close();
  }
});

test.for<ProxyEvent['kind']>(['response', 'response-chunk', 'response-end', 'ended'])(
  'a client does not wait for what a bug at %s broke',
  async (kind) => {
    const origin = await httpServer((_, response) => {
      response.write('x'); // In chunks, whose end can be missed.
      response.end();
    });
    try {
      await withBugAt(kind, async (proxy, told) => {
        const url = `http://127.0.0.1:${origin.port}/one`;
        await expect(callThrough(proxy.port, url)).rejects.toThrow();
        expect(await told).toEqual(['a bug in recording', `the call GET ${url}`]);
        expect((await callThrough(proxy.port, url)).status).toBe(200);
      });
    } finally {
      await origin.close();
    }
  },
);

test('a client whose upload a bug breaks sees its connection closed', async () => {
  const origin = await httpServer((request, response) => request.resume().on('end', () => response.end('x')));
  try {
    await withBugAt('request-chunk', async (proxy) => {
      const url = `http://127.0.0.1:${origin.port}/`;
      const begun = `POST ${url} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nabc`;
      expect(await hearUntilClosed(proxy.port, begun)).toBe('');
      expect((await proxy.sink.finished()).error).toMatchObject({ phase: 'request', code: 'ERR_PROXY_BUG' });
    });
  } finally {
    await origin.close();
  }
});

test('a stream that a bug breaks is answered or reset, and the next on its connection goes on', async () => {
  const origin = createServer();
  origin.on('stream', (stream) => {
    stream.respond();
    stream.end('x');
  });
  origin.listen(0, '127.0.0.1');
  await once(origin, 'listening');
  const { port } = origin.address() as AddressInfo;
  try {
    for (const [kind, outcome] of [
      ['connected', 502],
      ['response', 'ERR_HTTP2_STREAM_ERROR'],
    ] as const) {
      await withBugAt(kind, async (proxy) => {
        const tunnel = await openTunnel(proxy.port, `127.0.0.1:${port}`);
        const session = connectHttp2(`http://127.0.0.1:${port}`, { createConnection: () => tunnel });
        session.on('error', () => undefined);
        try {
          expect(await outcomeOf(session.request())).toBe(outcome);
          expect(await outcomeOf(session.request())).toBe(200);
        } finally {
          session.destroy();
        }
      });
    }
  } finally {
    origin.close();
  }
});

/** The status, or the code of the error in its place. */
async function outcomeOf(stream: ClientHttp2Stream): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  stream.on('response', (headers) => resolve(headers[':status']));
  stream.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  stream.resume();
  return promise;
}

test('both ends of an upgraded connection are closed when a bug breaks it', async () => {
  const hasLeft = Promise.withResolvers<void>();
  const origin = await tcpServer((socket) => {
    socket.on('close', () => hasLeft.resolve());
    socket.once('data', () => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
      setImmediate(() => socket.write('more'));
    });
  });
  try {
    await withBugAt('progress', async (proxy, told) => {
      const url = `http://127.0.0.1:${origin.port}/`;
      const asked = `GET ${url} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n`;
      await hearUntilClosed(proxy.port, asked);
      await hasLeft.promise;
      expect(await told).toEqual(['a bug in recording', `the call GET ${url}`]);
      expect((await proxy.sink.finished()).error?.code).toBe('ERR_PROXY_BUG');
    });
  } finally {
    await origin.close();
  }
});

function hearUntilClosed(port: number, said: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let heard = '';
  const socket = connect(port, '127.0.0.1', () => socket.write(said));
  socket.on('data', (bytes) => {
    heard += String(bytes);
  });
  socket.on('error', () => undefined);
  socket.on('close', () => resolve(heard));
  return promise;
}
