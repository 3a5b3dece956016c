import type { RequestMessage } from '../exchange/exchange.ts';
import { type Header, headerValue, headerValues } from '../exchange/headers.ts';
import { printable } from '../exchange/printable.ts';
import { UserError } from '../exchange/user-error.ts';

/** Where requests go in place of the server that they were recorded with. */
export interface Destination {
  /** Null keeps the scheme of each request. */
  readonly scheme: 'http' | 'https' | null;
  /** Host and port as in a URL, an IPv6 address in brackets. */
  readonly authority: string;
  /** Path and query in place of those recorded; null keeps them. */
  readonly target: string | null;
}

/**
 * `https://staging.example.com`, `localhost:3000`, `[::1]:8080`, or a URL with a path, which takes the place of the recorded
 * path and query.
 * @throws UserError `replay-to`
 */
export function parseDestination(text: string): Destination {
  const match = /^(?:(https?):\/\/)?(\[[0-9a-f:.]+\](?::\d{1,5})?|[^/?#\\@\s:[\]]+(?::\d{1,5})?)([/?][^#\s]*)?$/i.exec(
    text,
  );
  const [, scheme, authority = '', rest = ''] = match ?? [];
  if (match === null || !URL.canParse(`http://${authority}/`) || new URL(`http://${authority}/`).hostname === '') {
    throw new UserError(
      'replay-to',
      `--to ${printable(text).slice(0, 100)} is neither a URL nor a host.`,
      'Give it like https://staging.example.com or localhost:3000.',
      2,
    );
  }
  return {
    scheme: scheme === undefined ? null : (scheme.toLowerCase() as 'http' | 'https'),
    authority,
    target: rest === '' || rest === '/' ? null : rest.startsWith('?') ? `/${rest}` : rest,
  };
}

/** The request as its client would have sent it there: in `Host`, too. */
export function sentTo(request: RequestMessage, { scheme, authority, target }: Destination): RequestMessage {
  const match = /^(https?):\/\/[^/?#]*([^#]*)/i.exec(request.url);
  const [, recordedScheme = 'https', ownTarget = ''] = match ?? [];
  const ownScheme = recordedScheme.toLowerCase();
  const headers = request.headers.map(([name, value]) => {
    return name.toLowerCase() === 'host' ? ([name, authority] as const) : ([name, value] as const);
  });
  const sent = { ...request, url: `${scheme ?? ownScheme}://${authority}${target ?? ownTarget}`, headers };
  // TLS is where clients and servers agree on HTTP/2; without it they speak HTTP/1.1, unless they know of each other.
  const isAgreed = ownScheme === 'https' && scheme === 'http' && request.httpVersion === '2.0';
  return isAgreed && !isGrpc(request) ? overHttp1(sent) : sent;
}

function isGrpc({ headers }: RequestMessage): boolean {
  return /^application\/grpc(?!-web)/i.test(headerValue(headers, 'content-type') ?? '');
}

/** Cookies in one field, which HTTP/2 alone may send in crumbs (RFC 9113 §8.2.3). */
function overHttp1(request: RequestMessage): RequestMessage {
  const cookies = headerValues(request.headers, 'cookie').join('; ');
  const first = request.headers.findIndex(([name]) => name.toLowerCase() === 'cookie');
  const headers = request.headers.flatMap(([name, value], index): readonly Header[] => {
    if (name.toLowerCase() !== 'cookie') return [[name, value]];
    return index === first ? [[name, cookies]] : [];
  });
  return { ...request, httpVersion: '1.1', headers };
}

/** `api.example.com`, `localhost:3000`: the server of a URL, for sentences. */
export function serverOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
