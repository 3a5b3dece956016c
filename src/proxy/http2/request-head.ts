import type { Framing, RequestHead } from '../call.ts';
import { type NetworkError, networkError } from '../network-error.ts';
import { fieldBytes } from './fields.ts';

/** The head of a request, and what is wrong with it by our own measures; the protocol's rules are Node.js's to check. */
export interface ReceivedHead {
  readonly head: RequestHead;
  readonly problem: NetworkError | undefined;
}

/** `rawHeaders` with pseudo-header fields, as Node.js hands them over. `hasEnded`: no body follows. */
export function readRequestHead(
  rawHeaders: readonly string[],
  hasEnded: boolean,
  maxHeaderBytes: number,
): ReceivedHead {
  const fields: string[] = [];
  let method = '';
  let path: string | undefined;
  let protocol: string | undefined;
  let authority: string | undefined;
  let host: string | undefined;
  let contentLength: string | undefined;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    const value = rawHeaders[i + 1]!;
    if (name.startsWith(':')) {
      if (name === ':method') method = value;
      else if (name === ':path') path = value;
      else if (name === ':protocol') protocol = value;
      else if (name === ':authority') authority = value;
      continue;
    }
    if (name === 'host') host ??= value;
    else if (name === 'content-length') contentLength ??= value;
    fields.push(name, value);
  }
  return {
    head: {
      method,
      // CONNECT has no path (RFC 9113 §8.5).
      target: path ?? authority ?? '',
      ...(protocol !== undefined && { protocol }),
      authority: authority ?? host,
      httpVersion: '2.0',
      rawHeaders: fields,
      framing: hasEnded ? { kind: 'none' } : framingOf(contentLength),
    },
    problem:
      problemOf(fieldBytes(rawHeaders), maxHeaderBytes, authority, host) ??
      (protocol !== undefined && contentLength !== undefined ? LENGTH_OF_CONNECT : undefined),
  };
}

/** What follows is no body (RFC 9110 §9.3.6), and in the handshake that is made of it the server would wait for one. */
const LENGTH_OF_CONNECT = networkError('request', 'ERR_PROXY_BAD_REQUEST', 'an extended CONNECT has a Content-Length');

/** How the end of a body that does follow is known. */
export function framingOf(contentLength: string | undefined): Framing {
  return contentLength !== undefined && /^\d{1,15}$/.test(contentLength)
    ? { kind: 'length', bytes: Number(contentLength) }
    : { kind: 'chunked' };
}

function problemOf(
  bytes: number,
  maxHeaderBytes: number,
  authority: string | undefined,
  host: string | undefined,
): NetworkError | undefined {
  if (bytes > maxHeaderBytes) {
    return networkError('request', 'ERR_PROXY_LIMIT', `the request headers are larger than ${maxHeaderBytes} bytes`);
  }
  // One of the two would be dropped on the way, and the next reader might go by the other (RFC 9113 §8.3.1).
  if (authority !== undefined && host !== undefined && authority.toLowerCase() !== host.toLowerCase()) {
    return networkError('request', 'ERR_PROXY_BAD_REQUEST', 'the Host field differs from :authority');
  }
  return undefined;
}
