import type { IncomingMessage } from 'node:http';
import { endToEndHeaders } from './hop-by-hop.ts';
import { rawHeader, rawPairs, withoutHeader } from './raw-headers.ts';
import type { UpstreamResponse } from './upstream.ts';

/** Node demands chunks where `Trailer` announces trailers; without chunks there can be none, so the field says nothing. */
export function sendableHeaders(
  { status, rawHeaders }: UpstreamResponse,
  request: Pick<IncomingMessage, 'httpVersion' | 'method'>,
): string[] {
  const headers = endToEndHeaders(rawHeaders);
  const isChunked =
    request.httpVersion !== '1.0' &&
    request.method !== 'HEAD' &&
    status !== 204 &&
    status !== 304 &&
    rawHeader(headers, 'content-length') === undefined;
  return isChunked ? headers : withoutHeader(headers, 'trailer');
}

/**
 * undici reads the reason phrase as UTF-8, Node sends it as ISO 8859-1: turned back into its bytes. What was no UTF-8 is
 * lost by then, and control characters would be refused.
 */
export function sendableReason(reason: string): string {
  return Buffer.from(reason.replaceAll('\ufffd', '?'))
    .toString('latin1')
    .replace(/[^\t -~\x80-\xff]/g, '?');
}

/** The fields of a 103 response (RFC 8297) as Node takes them. */
export function earlyHints(rawHeaders: readonly string[]): Record<string, string | string[]> {
  const hints: Record<string, string | string[]> = {};
  const links: string[] = [];
  for (const [name, value] of rawPairs(rawHeaders)) {
    if (name.toLowerCase() === 'link') links.push(value);
    else hints[name] = value;
  }
  return { ...hints, link: links };
}
