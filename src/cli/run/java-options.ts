/** What our options take the place of: they must not stand twice, and a JVM has one proxy and one trust store. */
const OURS =
  /(?:^|\s)-D(?:https?\.proxy(?:Host|Port)|http\.nonProxyHosts|javax\.net\.ssl\.trustStore(?:Password|Type)?)=(?:"[^"]*"|'[^']*'|[^\s"'])*/g;

export const TRUST_PASSWORD = 'changeit';

/**
 * `JAVA_TOOL_OPTIONS` with the proxy and the trust store behind what is there already. Without an empty `nonProxyHosts`
 * a JVM reaches this machine directly.
 */
export function javaOptions(
  before: string | undefined,
  proxyUrl: string,
  trustFile: string,
  bypass: readonly string[],
): string {
  const { hostname, port } = new URL(proxyUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  const others = (before ?? '').replace(OURS, ' ').trim();
  const own = [
    `-Dhttp.proxyHost=${host}`,
    `-Dhttp.proxyPort=${port}`,
    `-Dhttps.proxyHost=${host}`,
    `-Dhttps.proxyPort=${port}`,
    `-Dhttp.nonProxyHosts=${bypass.flatMap(javaPatterns).join('|')}`,
    quoted(`-Djavax.net.ssl.trustStore=${trustFile}`),
    `-Djavax.net.ssl.trustStorePassword=${TRUST_PASSWORD}`,
  ];
  return [...(others === '' ? [] : [others]), ...own].join(' ');
}

/** `NO_PROXY` means the subdomains, too. */
function javaPatterns(host: string): string[] {
  if (host === '*') return ['*'];
  const name = host.replace(/^\*?\./, '');
  return [name, `*.${name}`];
}

/** The JVM splits at white space; either kind of quotes takes it in, and nothing is escaped in them. */
function quoted(option: string): string {
  if (!/[\s'"]/.test(option)) return option;
  return option.includes('"') ? `'${option}'` : `"${option}"`;
}
