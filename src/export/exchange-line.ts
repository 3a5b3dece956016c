import { Buffer, isUtf8 } from 'node:buffer';
import type { Body, Exchange, StreamMessage } from '../exchange/exchange.ts';
import type { ExportItem } from './bundle.ts';
import { isoTime } from './iso-time.ts';
import { payloadText } from './message-text.ts';

/**
 * One line of the format that `httpwhy annotate` reads: what happened, without what was said about it. Undefined
 * for an exchange that has not ended, which the format cannot hold.
 */
export function exchangeLine({ exchange, messages }: ExportItem): string | undefined {
  if (exchange.response === null && exchange.error === null) return undefined;
  return JSON.stringify(lineOf(exchange, messages));
}

function lineOf({ id, startedAt, durationMs, request, response, error }: Exchange, messages: readonly StreamMessage[]) {
  return {
    id: id === 0 ? 'exchange' : id,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: request.httpVersion,
      headers: request.headers,
      ...bodyMembers(request.body),
    },
    response: response && {
      status: response.status,
      reason: response.reason,
      httpVersion: response.httpVersion,
      headers: response.headers,
      ...bodyMembers(response.body),
    },
    error,
    timing: { startedAt: isoTime(startedAt), durationMs: Math.max(0, durationMs ?? 0) },
    ...(messages.length === 0 ? {} : { messages: messages.map(messageOf) }),
    history: [],
  };
}

/** The bytes of the wire, so that what is read back is the same body: as text where they are UTF-8. */
function bodyMembers(body: Body | null): { readonly body: string | null; readonly bodyBase64?: string } {
  if (body === null) return { body: null };
  const bytes = Buffer.from(body.bytes);
  return isUtf8(bytes) ? { body: bytes.toString('utf8') } : { body: null, bodyBase64: bytes.toString('base64') };
}

function messageOf({ at, from, type, bytes, closeCode }: StreamMessage): object {
  return { at: isoTime(at), from, type, text: type === 'binary' ? '' : (payloadText(bytes) ?? ''), closeCode };
}
