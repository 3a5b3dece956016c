import { type NetworkError, networkError } from '../network-error.ts';
import { formatAuthority } from '../target.ts';

/** A proxy between us and the servers. */
export interface UpstreamProxy {
  /** `socks5` is SOCKS version 5 (RFC 1928). */
  readonly protocol: 'http' | 'https' | 'socks5';
  /** IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly credentials: ProxyCredentials | null;
  /** Without credentials, for example `http://10.0.0.1:3128`. */
  readonly url: string;
}

export interface ProxyCredentials {
  readonly username: string;
  readonly password: string;
}

/** Whatever goes wrong between us and the proxy; `what` completes a sentence that begins with the proxy's name. */
export function proxyError(proxy: UpstreamProxy, what: string): NetworkError {
  return networkError('connect', 'ERR_UPSTREAM_PROXY', `the upstream proxy ${formatAuthority(proxy)} ${what}`);
}

/** `Proxy-Authorization` of the Basic scheme (RFC 7617), or null without credentials. */
export function proxyAuthorization({ credentials }: UpstreamProxy): string | null {
  if (credentials === null) return null;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}
