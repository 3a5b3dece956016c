import type { IncomingMessage } from 'node:http';
import type { EventSink } from '../event-sink.ts';
import type { ExchangeLog } from '../exchange-log.ts';
import { toTransportError } from '../network-error.ts';
import { refusalFields } from './handshake-fields.ts';
import type { FinalHead, UpgradeClient } from './upgrade-client.ts';

/**
 * A server that does not switch protocols answers like any other, and so its answer is passed on and recorded. Throws
 * where `UpgradeClient.refuse` does.
 */
export function passRefusal(
  response: IncomingMessage,
  head: FinalHead,
  client: UpgradeClient,
  { log, sink }: { readonly log: ExchangeLog; readonly sink: EventSink },
): void {
  const body = client.refuse({ ...head, rawHeaders: refusalFields(head) });
  log.response(head);
  const proceed = () => sink.onceReady(() => response.resume());
  response.on('data', (bytes: Buffer) => {
    const isRoom = body.write(bytes);
    log.responseChunk(bytes);
    if (isRoom && !sink.isFull) return;
    response.pause();
    if (isRoom) proceed();
    else body.onceRoom(proceed);
  });
  response.once('end', () => {
    body.end(response.rawTrailers);
    log.responseEnd(response.rawTrailers);
    log.end();
  });
  response.once('error', (error) => {
    log.end(toTransportError(error, 'response'));
    body.breakOff();
  });
}
