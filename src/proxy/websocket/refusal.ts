import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { ResponseHead } from '../call.ts';
import type { EventSink } from '../event-sink.ts';
import type { ExchangeLog } from '../exchange-log.ts';
import { CLIENT_LEFT } from '../http1/client-side.ts';
import { closeGently } from '../http1/close-gently.ts';
import { framedFields } from '../http1/framed-fields.ts';
import { Outgoing } from '../http1/outgoing.ts';
import { responseHead } from '../http1/write.ts';
import { networkError, toTransportError } from '../network-error.ts';
import { rawHeader } from '../raw-headers.ts';
import { refusalFields } from './handshake-fields.ts';

export type FinalHead = Omit<ResponseHead, 'framing'>;

/**
 * A server that does not switch protocols answers like any other, and so its answer is passed on and recorded. The
 * connection ends with it, on both sides. Throws `RangeError` for a head that cannot be passed on.
 */
export function passRefusal(
  response: IncomingMessage,
  head: FinalHead,
  client: Socket,
  { log, sink }: { readonly log: ExchangeLog; readonly sink: EventSink },
): void {
  const isChunked = /\bchunked\b/i.test(rawHeader(head.rawHeaders, 'transfer-encoding') ?? '');
  const fields = framedFields(refusalFields(head), isChunked);
  fields.push('Connection', rawHeader(fields, 'upgrade') === undefined ? 'close' : 'Upgrade, close');
  // A body that lasts until the connection closes needs the version in which that was usual.
  const text = responseHead(head.status, head.reason, head.httpVersion === '1.0' ? '1.0' : '1.1', fields);
  log.response(head);
  const out = new Outgoing(client);
  out.begin(text, isChunked);
  const proceed = () => sink.onceReady(() => response.resume());
  response.on('data', (bytes: Buffer) => {
    const isRoom = out.write(bytes);
    log.responseChunk(bytes);
    if (isRoom && !sink.isFull) return;
    response.pause();
    if (isRoom) proceed();
    else client.once('drain', proceed);
  });
  response.once('end', () => {
    out.end(response.rawTrailers);
    log.responseEnd(response.rawTrailers);
    log.end();
    closeGently(client);
  });
  response.once('error', (error) => {
    log.end(toTransportError(error, 'response'));
    client.destroy(); // The one honest way to say "this is not all".
  });
  client.once('close', () => {
    log.end(networkError('response', 'ERR_CLIENT_ABORTED', CLIENT_LEFT).transport);
    response.destroy();
  });
}
