import { printable } from '../../exchange/printable.ts';
import { UserError } from '../../exchange/user-error.ts';
import { formatAuthority } from '../target.ts';
import type { ProxyCredentials, UpstreamProxy } from './upstream-proxy.ts';

/**
 * In all forms of SOCKS5 the proxy resolves the names, so that names work which only its network knows; for curl,
 * `socks5` without the `h` means names resolved here.
 */
const PROTOCOLS: Readonly<Record<string, UpstreamProxy['protocol']>> = {
  http: 'http',
  https: 'https',
  socks5: 'socks5',
  socks5h: 'socks5',
  socks: 'socks5',
};
const DEFAULT_PORTS = { http: 80, https: 443, socks5: 1080 } as const;

/** Where a URL was found: `--upstream-proxy`, or the name of an environment variable. */
export type ProxySource = '--upstream-proxy' | (string & {});

/**
 * A proxy's URL: `http://user:password@proxy.example:3128`; without a scheme it is `http`.
 * @throws UserError for what is none.
 */
export function parseProxyUrl(text: string, source: ProxySource): UpstreamProxy {
  const [, scheme = 'http', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text.trim()) ?? [];
  const protocol = PROTOCOLS[scheme.toLowerCase()];
  if (protocol === undefined) throw invalid(text, source, `proxies of the kind ${printable(scheme)} are not supported`);
  // Of the schemes only `http` has its host checked and normalized by the parser.
  const url = URL.parse(`http://${rest}`);
  if (url === null || url.hostname === '') throw invalid(text, source, 'it is not a URL');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw invalid(text, source, 'a proxy’s URL ends after the port');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // The parser leaves 80 out.
  const isPortGiven = /:\d+\/?$/.test(rest);
  const port = url.port !== '' ? Number(url.port) : isPortGiven ? 80 : DEFAULT_PORTS[protocol];
  if (port === 0) throw invalid(text, source, 'its port is 0');
  const credentials = credentialsOf(url);
  if (protocol === 'socks5' && credentials !== null && !fitsSocks(credentials)) {
    throw invalid(text, source, 'SOCKS5 takes user name and password of 1 to 255 bytes each');
  }
  return { protocol, host, port, credentials, url: `${protocol}://${formatAuthority({ host, port })}` };
}

function credentialsOf({ username, password }: URL): ProxyCredentials | null {
  return username === '' && password === '' ? null : { username: decoded(username), password: decoded(password) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A percent sign that begins no escape.
  }
}

function fitsSocks({ username, password }: ProxyCredentials): boolean {
  return [username, password].every((text) => text !== '' && Buffer.byteLength(text) <= 255);
}

function invalid(text: string, source: ProxySource, problem: string): UserError {
  // What stands before the last @ may be a password, in a URL that is none too.
  const shown = text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1…@').slice(0, 80);
  const isOption = source === '--upstream-proxy';
  return new UserError(
    'upstream-proxy-invalid',
    `${source} names no usable proxy, "${printable(shown)}": ${problem}.`,
    isOption
      ? 'Write http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ before the host for a login.'
      : `Correct or unset the environment variable ${source}, or ignore it with --upstream-proxy none.`,
    isOption ? 2 : 1,
  );
}
