/**
 * Fields that concern one connection only and are not forwarded (RFC 9110 §7.6.1), with those that
 * clients send to proxies. `Trailer` is end-to-end in RFC 9110 and stays.
 */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** The flat list `[name, value, …]` without hop-by-hop fields and without those that `Connection` names. */
export function endToEndHeaders(rawHeaders: readonly string[]): string[] {
  const named = connectionOptions(rawHeaders);
  const kept: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    if (HOP_BY_HOP.has(name) || named?.has(name)) continue;
    kept.push(rawHeaders[i]!, rawHeaders[i + 1]!);
  }
  return kept;
}

/** Field names listed in `Connection`, beyond `close` and `keep-alive`; undefined where there are none. */
function connectionOptions(rawHeaders: readonly string[]): Set<string> | undefined {
  let named: Set<string> | undefined;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]!.length !== 10 || rawHeaders[i]!.toLowerCase() !== 'connection') continue;
    for (const option of rawHeaders[i + 1]!.toLowerCase().split(',')) {
      const name = option.trim();
      if (name === 'close' || name === 'keep-alive' || name === '') continue;
      // A client that lists a framing or routing field as an option would have us change the message itself.
      if (name === 'host' || name === 'content-length') continue;
      named ??= new Set();
      named.add(name);
    }
  }
  return named;
}
