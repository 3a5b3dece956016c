import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { TransportError } from '../../src/exchange/transport-error.ts';
import { Connector, type ConnectorOptions, type Destination } from '../../src/proxy/connector.ts';
import { NetworkError } from '../../src/proxy/network-error.ts';

/** A connector that is closed whatever happens. */
export async function withConnector(
  options: Partial<ConnectorOptions>,
  use: (connector: Connector) => Promise<void>,
): Promise<void> {
  const connector = new Connector({
    rootCertificates: [],
    verifiesServers: true,
    connectTimeoutMs: 10_000,
    ...options,
  });
  try {
    await use(connector);
  } finally {
    connector.close();
  }
}

export function destination(scheme: 'http' | 'https', host: string, port: number, serverName = host): Destination {
  return { scheme, host, port, serverName };
}

/** The failure of what must not succeed. */
export async function failureOf(attempt: Promise<unknown>): Promise<TransportError> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof NetworkError) return error.transport;
    throw error;
  }
  throw new Error('it did not fail');
}

/** Everything that arrives until the end of the connection. */
export async function receive(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (piece: Buffer) => {
    text += piece.toString('latin1');
  });
  await once(socket, 'end');
  return text;
}
