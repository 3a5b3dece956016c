import type { Socket } from 'node:net';
import type { TransportError } from '../exchange/transport-error.ts';
import type { Connector } from './connector.ts';
import type { ExchangeLog } from './exchange-log.ts';
import { networkError, toNetworkError, toTransportError } from './network-error.ts';
import { asStep, type Breakable, callName } from './steps.ts';
import type { Authority } from './target.ts';

/**
 * Joins a client to an authority without reading what they say; how much it is, is counted. `lastWords` were taken out of the
 * socket of a client that has closed its side.
 */
export async function passUnread(
  connector: Connector,
  log: ExchangeLog,
  client: Socket,
  { host, port }: Authority,
  lastWords: Buffer = Buffer.alloc(0),
): Promise<void> {
  let hasLeft = false;
  client.once('close', () => {
    hasLeft = true;
  });
  client.pause();
  let server: Socket;
  try {
    const connected = await connector.connectTcp(host, port);
    server = connected.socket;
    log.connected(connected.connection, false);
  } catch (error) {
    log.end(toNetworkError(error, 'connect').transport);
    client.destroy();
    return;
  }
  if (hasLeft) {
    server.destroy();
    log.end(networkError('connect', 'ERR_CLIENT_ABORTED', 'the client closed the tunnel before it was open').transport);
    return;
  }
  log.response({ status: 200, reason: 'Connection Established', httpVersion: '1.1', rawHeaders: [] });
  const step: Breakable = {
    name: callName(log.method, log.url),
    giveUp({ transport }) {
      client.destroy();
      server.destroy();
      log.end(transport);
    },
  };
  const onRequest = (bytes: Buffer) => {
    log.countRequest(bytes.length);
    log.progress();
  };
  const onResponse = (bytes: Buffer) => {
    log.countResponse(bytes.length);
    log.progress();
  };
  client.on('data', asStep(step, onRequest));
  server.on('data', asStep(step, onResponse));
  let failure: TransportError | null = null;
  if (client.readableEnded) {
    log.countRequest(lastWords.length);
    server.end(lastWords);
  } else client.pipe(server);
  server.pipe(client);
  // An orderly end would make what has passed look complete.
  server.once('error', (error) => {
    failure ??= toTransportError(error, 'response');
    client.resetAndDestroy();
  });
  client.once('error', () => {
    failure ??= networkError('response', 'ERR_CLIENT_ABORTED', 'the client broke the tunnel off').transport;
    server.resetAndDestroy();
  });
  client.once('close', () => server.destroySoon());
  const onClose = () => {
    client.destroySoon();
    log.requestEnd();
    log.responseEnd();
    log.end(failure);
  };
  server.once('close', asStep(step, onClose));
}
