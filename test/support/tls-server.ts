import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import type { TestServer } from './servers.ts';

export interface TestTlsServer extends TestServer {
  /** TCP connections that are open at this moment. */
  readonly openCount: number;
  /** Resolves when no connection is open. */
  idle(): Promise<void>;
}

/** TLS that speaks whatever the test wants inside. */
export async function tlsServer(
  options: TlsOptions,
  serve: (socket: TLSSocket) => void = (socket) => socket.resume(),
): Promise<TestTlsServer> {
  const sockets = new Set<Socket>();
  const waiting: (() => void)[] = [];
  const server = createServer(options, (socket) => {
    socket.on('error', () => undefined);
    serve(socket);
  });
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) for (const resolve of waiting.splice(0)) resolve();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get openCount() {
      return sockets.size;
    },
    async idle() {
      if (sockets.size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
