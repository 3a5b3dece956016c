import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { SecureContext } from 'node:tls';

/** A server on this machine that clients are made to call. */
export interface Endpoint {
  readonly port: number;
  /** Whether a call to this host has arrived, by whatever way. */
  hasSeen(host: string): boolean;
  close(): void;
}

/** Listens with a certificate for whatever name it is called by. */
export async function openEndpoint(contextFor: (serverName: string) => SecureContext | undefined): Promise<Endpoint> {
  const seen = new Set<string>();
  const sockets = new Set<Socket>();
  const server = createServer(
    {
      SNICallback: (name, done) => {
        seen.add(name.toLowerCase());
        done(null, contextFor(name));
      },
    },
    (request, response) => {
      seen.add((request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase());
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    },
  );
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    hasSeen: (host) => seen.has(host),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
