import { STATUS_CODES } from 'node:http';
import type { TransportError } from '../exchange/transport-error.ts';
import { answerFailure } from './answer.ts';
import type { ClientCall, Framing, RequestHead, ResponseHead } from './call.ts';
import { now } from './event-sink.ts';
import type { ExchangeLog } from './exchange-log.ts';
import { rawHeader } from './raw-headers.ts';

/** Says to the client what went wrong and ends the exchange. With `until-close` the client's connection ends with it. */
export function answer(
  log: ExchangeLog,
  call: ClientCall,
  error: TransportError,
  url: string,
  framing?: Framing,
): void {
  const { method } = call.head;
  const { head, bytes } = failureAnswer(log, call.head, error, url);
  call.respond({
    ...head,
    framing: framing ?? (method === 'HEAD' ? { kind: 'none' } : { kind: 'length', bytes: bytes.length }),
  });
  if (method !== 'HEAD') call.write(bytes);
  call.end([]);
  log.end(error, head.status);
}

/** What the client is told in the server's place. */
export function failureAnswer(
  log: ExchangeLog,
  { method, rawHeaders: asked }: RequestHead,
  error: TransportError,
  url: string,
): { readonly head: Omit<ResponseHead, 'framing'>; readonly bytes: Buffer } {
  const call = { method, url, durationMs: now() - log.startedAt };
  const { status, rawHeaders, body } = answerFailure(error, call, rawHeader(asked, 'accept'));
  const head = { status, reason: STATUS_CODES[status] ?? '', httpVersion: '1.1', rawHeaders } as const;
  return { head, bytes: Buffer.from(body) };
}

/** Where the proxy answers by itself, nobody wants the body. */
export const NOBODY = {
  onData: () => true,
  onEnd: () => undefined,
  onDrain: () => undefined,
  onHalfClosed: () => true,
  onFailed: () => undefined,
};
