import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { EventSink } from './event-sink.ts';
import type { ExchangeLog } from './exchange-log.ts';
import { networkError } from './network-error.ts';
import { rawHeader } from './raw-headers.ts';

export const CLIENT_LEFT = 'the client closed the connection before the response was complete';

/** A request has a body when a header announces one (RFC 9112 §6.3). */
export function hasBody(rawHeaders: readonly string[]): boolean {
  if (rawHeader(rawHeaders, 'transfer-encoding') !== undefined) return true;
  const length = rawHeader(rawHeaders, 'content-length');
  return length !== undefined && length !== '0';
}

/** The request's body as undici reads it, recorded on the way. */
export function recordedBody(request: IncomingMessage, log: ExchangeLog, sink: EventSink): Readable {
  const goOn = () => {
    if (sink.isFull) sink.onceReady(() => request.resume());
    else request.resume();
  };
  const body = new Readable({ read: goOn });
  request.on('data', (bytes: Buffer) => {
    // The server has answered and reads no more: the rest is let through to nowhere, so that the client gets to reading.
    if (body.destroyed) return;
    log.requestChunk(bytes);
    if (!body.push(bytes) || sink.isFull) request.pause();
  });
  request.once('end', () => {
    log.requestEnd(request.rawTrailers);
    body.push(null);
  });
  request.once('close', () => {
    if (!request.readableEnded) body.destroy(networkError('request', 'ERR_CLIENT_ABORTED', CLIENT_LEFT));
  });
  body.once('close', () => request.resume());
  // undici reports the failure of the request; this keeps the stream's own event from being unhandled.
  body.on('error', () => undefined);
  return body;
}
