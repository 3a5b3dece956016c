import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Call, ROUTES, Shop, sendError } from './shop.ts';

export interface DemoApi {
  /** For example `http://127.0.0.1:40123`. */
  readonly url: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024;

/** A small shop with payments on a free loopback port of this process. It answers as real services do, failures included. */
export async function startDemoApi(): Promise<DemoApi> {
  const shop = new Shop();
  const server = createServer((request, response) => {
    answer(shop, request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

async function answer(shop: Shop, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://shop.example');
  const now = new Date();
  // Node.js caches this header for up to a second, and an expiry is judged by it.
  response.setHeader('Date', now.toUTCString());
  response.setHeader('X-Request-Id', `req_${shop.nextNumber()}`);
  const call: Call = { request, response, url, body: await readBody(request), now };
  const route = ROUTES.find(([pattern]) => pattern.test(url.pathname));
  if (route === undefined) {
    response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8', 'X-Powered-By': 'Express' });
    response.end(
      `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n` +
        `<body>\n<pre>Cannot ${request.method} ${url.pathname}</pre>\n</body>\n</html>\n`,
    );
    return;
  }
  const [, methods] = route;
  const handle = methods[request.method ?? ''];
  if (handle === undefined) {
    response.setHeader('Allow', Object.keys(methods).join(', '));
    sendError(call, 405, 'method_not_allowed', `${request.method} is not supported for ${url.pathname}.`);
    return;
  }
  handle(shop, call);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('a body of this size is not part of the demo');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
