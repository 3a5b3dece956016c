import type { RequestMessage } from './exchange.ts';
import { headerValue } from './headers.ts';

/** The protocol that a CONNECT asks for on one stream of HTTP/2 (RFC 8441), `websocket` mostly; undefined for all else. */
export function protocolOf({ method, headers }: Pick<RequestMessage, 'method' | 'headers'>): string | undefined {
  return method === 'CONNECT' ? headerValue(headers, ':protocol') : undefined;
}

/** A CONNECT that asks for a connection to an authority, of which nothing was read. */
export function isTunnel(request: Pick<RequestMessage, 'method' | 'headers'>): boolean {
  return request.method === 'CONNECT' && protocolOf(request) === undefined;
}
