import { expect, test } from 'vitest';
import { enter, leave, takeBrokenExchange } from '../../src/proxy/current-exchange.ts';
import { callThrough, startProxy } from '../support/proxy.ts';
import { httpServer } from '../support/servers.ts';

const A = { method: 'GET', url: 'http://a.test/x?token=secret' };
const B = { method: 'POST', url: 'http://b.test/\u001b[31m' };

test('the exchange in whose step it was thrown is named once, without its query', () => {
  // `leave` is not reached for A, as where a step throws.
  enter(A);
  const within = enter(B);
  leave(within);
  expect(takeBrokenExchange()).toBe('GET http://a.test/x');
  expect(takeBrokenExchange()).toBeUndefined();
});

test('after a step that went well no exchange is named', () => {
  leave(enter(A));
  expect(takeBrokenExchange()).toBeUndefined();
});

test('control characters of a URL are not printed', () => {
  enter(B);
  expect(takeBrokenExchange()).not.toContain('\u001b');
});

test('a bug in what a response brings about is told with its exchange, and other calls go on', async () => {
  const origin = await httpServer((request, response) => response.end(request.url));
  const proxy = await startProxy();
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  try {
    const broken = new Promise<[string, string | undefined]>((resolve) => {
      process.once('uncaughtException', ({ message }) => resolve([message, takeBrokenExchange()]));
    });
    const emit = proxy.sink.emit.bind(proxy.sink);
    proxy.sink.emit = (event) => {
      if (event.kind === 'response') {
        proxy.sink.emit = emit;
        throw new Error('a bug in recording');
      }
      emit(event);
    };
    const url = `http://127.0.0.1:${origin.port}/one`;
    callThrough(proxy.port, `${url}?a=1`).catch(() => undefined);
    expect(await broken).toEqual(['a bug in recording', `GET ${url}`]);
    expect((await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/two`)).status).toBe(200);
  } finally {
    for (const listener of others) process.on('uncaughtException', listener);
    await proxy.close();
    await origin.close();
  }
});
