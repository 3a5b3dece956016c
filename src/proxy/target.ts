import { printable } from '../exchange/printable.ts';
import { UserError } from '../exchange/user-error.ts';
import { readable } from './wire-text.ts';

/** Where a request goes. */
export interface Target {
  readonly scheme: 'http' | 'https';
  /** Host name or address to connect to; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Name for SNI and for the check of the certificate; differs from `host` only inside a tunnel. */
  readonly serverName: string;
  /** Path and query as on the wire. */
  readonly path: string;
  /** The absolute URL under which the exchange is recorded. */
  readonly url: string;
  /** What `Host` must say whatever the client sent (RFC 9112 §3.2.2); null where the client's word counts. */
  readonly hostField: string | null;
}

/** The tunnel in which a request arrived: what `CONNECT` named, and what the client asked for in its ClientHello. */
export interface Tunnel {
  readonly scheme: 'http' | 'https';
  readonly authority: Authority;
  /** SNI, or null where the client sent none. */
  readonly serverName: string | null;
}

export interface Authority {
  /** IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

export type TargetResult =
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'bad'; readonly reason: string; readonly url: string };

const DEFAULT_PORTS = { http: 80, https: 443 } as const;

/** `host:port` of a CONNECT request (RFC 9110 §9.3.6): the port is required. Undefined for anything else. */
export function parseAuthority(text: string): Authority | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]{2,60}(?:%[\w.~-]{1,30})?)\]|([^\s:/?#@[\]]{1,253})):(\d{1,5})$/.exec(text);
  if (match === null) return undefined;
  const port = Number(match[3]);
  const host = match[1] ?? match[2]!;
  return port > 0 && port < 65_536 ? { host: host.toLowerCase(), port } : undefined;
}

/**
 * The server of reverse mode: `http://localhost:3000`, `https://api.example.com`. A path is refused, because requests bring
 * their own.
 * @throws UserError `reverse-url`
 */
export function parseReverse(text: string): Tunnel {
  const url = URL.canParse(text) && /^https?:\/\//i.test(text) ? new URL(text) : undefined;
  if (url === undefined || url.pathname !== '/' || url.search !== '' || url.username !== '') {
    throw new UserError(
      'reverse-url',
      `--reverse ${printable(text).slice(0, 100)} is not the URL of a server.`,
      'Give scheme, host and port alone, for example http://localhost:3000.',
      2,
    );
  }
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? DEFAULT_PORTS[scheme] : Number(url.port);
  return { scheme, authority: { host, port }, serverName: null };
}

/** `host:port` with IPv6 in brackets, the port left out where it is the scheme's own. */
export function formatAuthority({ host, port }: Authority, scheme?: 'http' | 'https'): string {
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return scheme !== undefined && DEFAULT_PORTS[scheme] === port ? shownHost : `${shownHost}:${port}`;
}

/**
 * The target of a request: absolute-form (RFC 9112 §3.2.2) from its own URL, origin-form from the tunnel in
 * which it came. Origin-form outside a tunnel is addressed to the proxy itself and has no target.
 */
export function targetOf(
  requestTarget: string,
  hostHeader: string | undefined,
  tunnel: Tunnel | undefined,
  method = 'GET',
): TargetResult {
  const absolute = /^(https?):\/\//i.exec(requestTarget);
  if (absolute !== null && tunnel === undefined)
    return absoluteTarget(requestTarget, absolute[1]!.toLowerCase() as 'http' | 'https', method);
  if (tunnel === undefined) {
    return {
      kind: 'bad',
      reason: `"${requestTarget.slice(0, 80)}" is not an absolute URL: this port is a proxy, not a web server`,
      url: `http://${hostHeader ?? ''}${requestTarget.startsWith('/') ? requestTarget : '/'}`,
    };
  }
  const { scheme, authority } = tunnel;
  // In a tunnel the server gets the request line that it would get alone, absolute-form as well (RFC 9112 §3.2.2).
  const path = requestTarget;
  const named = absolute === null ? hostHeader : /^[^/?#]*/.exec(path.slice(absolute[0].length))![0];
  const url = readable(`${scheme}://${shownAuthority(named, tunnel)}${shownPath(path, absolute?.[0])}`);
  if (!path.startsWith('/') && path !== '*' && absolute === null) {
    return { kind: 'bad', reason: `"${path.slice(0, 80)}" is neither a path nor an absolute URL`, url };
  }
  return {
    kind: 'target',
    target: {
      scheme,
      host: authority.host,
      port: authority.port,
      serverName: tunnel.serverName ?? authority.host,
      path,
      url,
      hostField: null,
    },
  };
}

function absoluteTarget(requestTarget: string, scheme: 'http' | 'https', method: string): TargetResult {
  // `URL` would take the first part of the path for the host.
  if (/^https?:\/\/(?:[/\\?#]|$)/i.test(requestTarget)) {
    return { kind: 'bad', reason: 'the URL of the request line names no host', url: requestTarget };
  }
  // To `URL` a backslash ends the host, to RFC 3986 it does not: two readers would call two servers.
  if (/^https?:\/\/[^/?#]*\\/i.test(requestTarget)) {
    return { kind: 'bad', reason: 'the URL of the request line has a backslash in its host', url: requestTarget };
  }
  // A host may be written in UTF-8; the rest stays as it is on the wire.
  const text = readable(requestTarget);
  if (!URL.canParse(text)) {
    return { kind: 'bad', reason: 'the URL of the request line cannot be parsed', url: requestTarget };
  }
  const { hostname, host: hostField, port, pathname, search } = new URL(text);
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    kind: 'target',
    target: {
      scheme,
      host,
      port: port === '' ? DEFAULT_PORTS[scheme] : Number(port),
      serverName: host,
      path: pathAsSent(requestTarget, `${pathname}${search}`, method),
      url: text.replace(/#.*$/s, ''),
      hostField,
    },
  };
}

/** The path exactly as in the request line: `URL` would resolve `..` and re-encode characters. */
function pathAsSent(requestTarget: string, fallback: string, method: string): string {
  const match = /^[a-z]+:\/\/[^/?#]*([^#]*)/i.exec(requestTarget);
  const path = match?.[1] ?? fallback;
  // The server as a whole is meant (RFC 9112 §3.2.4).
  if (path === '') return method === 'OPTIONS' ? '*' : '/';
  return path.startsWith('/') ? path : `/${path}`;
}

/** The name by which the client calls the server, at the port to which the connection goes, whatever the client says of it. */
function shownAuthority(named: string | undefined, { scheme, authority }: Tunnel): string {
  const match = /^(?:\[([0-9a-fA-F:.]{2,60})\]|([^\s:/?#@[\]]{1,253}))(?::\d{0,5})?$/.exec(named ?? '');
  const host = match?.[1] ?? match?.[2] ?? authority.host;
  return formatAuthority({ host, port: authority.port }, scheme);
}

/** `origin`: scheme and slashes of an absolute-form target. */
function shownPath(target: string, origin: string | undefined): string {
  const path =
    origin === undefined
      ? target
      : target
          .slice(origin.length)
          .replace(/^[^/?#]*/, '')
          .replace(/#.*$/s, '');
  return path.startsWith('/') ? path : `/${path}`;
}
