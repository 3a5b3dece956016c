import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface TunnelProxy {
  readonly url: string;
  /** What clients asked for: `CONNECT localhost:443`, or `GET http://…` in absolute form. */
  readonly asked: readonly string[];
  close(): void;
}

/** A bare proxy: opens every tunnel, all of them to `target` where it is given, and answers plain requests itself. */
export async function startTunnelProxy(target?: number): Promise<TunnelProxy> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end('answered by the proxy');
  });
  server.on('connect', (request, client) => {
    asked.push(`CONNECT ${request.url}`);
    const upstream = connect(target ?? Number(request.url!.split(':').at(-1)), '127.0.0.1');
    upstream.once('connect', () => client.write('HTTP/1.1 200 Connection Established\r\n\r\n'));
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
