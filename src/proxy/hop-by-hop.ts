/**
 * Fields that concern one connection only and are not forwarded (RFC 9110 §7.6.1), with those that
 * clients send to proxies. `Trailer` is end-to-end in RFC 9110 and stays. `Transfer-Encoding` is left to the halves of a
 * call: where the body goes on in chunks, the field keeps its place among the others.
 */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'upgrade',
]);

/** The flat list `[name, value, …]` without hop-by-hop fields and those that `Connection` names, `keptName` excepted. */
export function endToEndHeaders(rawHeaders: readonly string[], keptName?: string): string[] {
  const named = connectionOptions(rawHeaders);
  const kept: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    if (name === keptName) {
      kept.push(rawHeaders[i]!, rawHeaders[i + 1]!);
      continue;
    }
    if (named?.has(name)) continue;
    if (HOP_BY_HOP.has(name) && !(name === 'te' && isTrailersOnly(rawHeaders[i + 1]!))) continue;
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
      if (name === 'host' || name === 'content-length' || name === 'transfer-encoding' || name === 'te') continue;
      named ??= new Set();
      named.add(name);
    }
  }
  return named;
}

/** `TE: trailers` says what the client can read, and it reads what we pass on. */
function isTrailersOnly(value: string): boolean {
  return value.trim().toLowerCase() === 'trailers';
}
