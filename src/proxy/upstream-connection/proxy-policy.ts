import { UserError } from '../../exchange/user-error.ts';
import type { Authority } from '../target.ts';
import { isLoopback } from './host-name.ts';
import { readNoProxy } from './no-proxy.ts';
import { parseProxyUrl } from './proxy-url.ts';
import type { UpstreamProxy } from './upstream-proxy.ts';

/** Which destinations are reached through which proxy. */
export interface ProxyPolicy {
  /** The proxy of a destination; null: connect directly. */
  proxyFor(destination: ProxiedDestination): UpstreamProxy | null;
}

export interface ProxiedDestination extends Authority {
  readonly scheme: 'http' | 'https';
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface ProxySettings {
  /** Value of `--upstream-proxy`: a URL, or `none` to ignore what the environment says. */
  readonly option?: string | undefined;
  readonly environment: Environment;
}

export const DIRECT: ProxyPolicy = { proxyFor: () => null };

/**
 * The policy that a person expects:
 * - `--upstream-proxy` is for everything, loopback included; without it `HTTP_PROXY`, `HTTPS_PROXY` and `ALL_PROXY`
 *   count as for curl, lower case before upper case, an empty one like none.
 * - `NO_PROXY` makes exceptions from both.
 * - A proxy in the environment is never asked for loopback destinations, which it would seek on its own machine.
 * - A proxy in the environment that is this very process is ignored: shells set up for httpwhy start it, too.
 *
 * `self` is where this proxy listens; null while that is not known.
 * @throws UserError for a URL that cannot be used.
 */
export function readProxyPolicy({ option, environment }: ProxySettings, self: Authority | null): ProxyPolicy {
  if (option !== undefined && /^none$/i.test(option.trim())) return DIRECT;
  const isException = readNoProxy(firstOf(environment, ['no_proxy', 'NO_PROXY'])?.value ?? '');
  if (option !== undefined) {
    const proxy = parseProxyUrl(option, '--upstream-proxy');
    if (isSelf(proxy, self)) {
      throw new UserError(
        'upstream-proxy-is-self',
        '--upstream-proxy names the address on which httpwhy itself listens.',
        'Name the proxy that comes after httpwhy, or leave the option out.',
        2,
      );
    }
    return { proxyFor: ({ host, port }) => (isException(host, port) ? null : proxy) };
  }
  const fromEnvironment = (names: readonly string[]): UpstreamProxy | null => {
    const found = firstOf(environment, names);
    if (found === undefined) return null;
    const proxy = parseProxyUrl(found.value, found.name);
    return isSelf(proxy, self) ? null : proxy;
  };
  // To a CGI program HTTP_PROXY is the header `Proxy` of whoever called it (CVE-2016-5385).
  const isCgi = environment.REQUEST_METHOD !== undefined;
  const proxies = {
    http: fromEnvironment(['http_proxy', ...(isCgi ? [] : ['HTTP_PROXY']), 'all_proxy', 'ALL_PROXY']),
    https: fromEnvironment(['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']),
  };
  return {
    proxyFor: ({ scheme, host, port }) => (isLoopback(host) || isException(host, port) ? null : proxies[scheme]),
  };
}

function firstOf(environment: Environment, names: readonly string[]): { name: string; value: string } | undefined {
  const name = names.find((candidate) => environment[candidate]?.trim());
  return name === undefined ? undefined : { name, value: environment[name]!.trim() };
}

function isSelf(proxy: UpstreamProxy, self: Authority | null): boolean {
  return self !== null && proxy.port === self.port && (isLoopback(proxy.host) || proxy.host === self.host);
}
