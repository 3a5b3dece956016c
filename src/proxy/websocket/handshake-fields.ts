import type { RequestHead, ResponseHead } from '../call.ts';
import { endToEndHeaders } from '../hop-by-hop.ts';
import { rawHeader } from '../raw-headers.ts';
import type { Target } from '../target.ts';
import { upstreamFields } from '../upstream-fields.ts';

/**
 * The fields of a handshake as they go to the server: those of any request, with `Upgrade` and `Connection` where the
 * client put them. The server is asked as the client asked, because both ends of the switch are theirs.
 */
export function handshakeFields(head: RequestHead, target: Target): string[] {
  return withOwn(head.rawHeaders, upstreamFields(head, target), ['connection', 'upgrade']);
}

/** The fields of a server's refusal: `Upgrade` says what it would accept (426, RFC 9110 §15.5.22). */
export function refusalFields({ rawHeaders }: Pick<ResponseHead, 'rawHeaders'>): string[] {
  return withOwn(rawHeaders, endToEndHeaders(rawHeaders), ['upgrade']);
}

/** `passing`, which came out of `rawHeaders` in the same order, with the named fields put back in their places. */
function withOwn(rawHeaders: readonly string[], passing: readonly string[], own: readonly string[]): string[] {
  const fields: string[] = [];
  let next = 0;
  // A field that was put at the front has no counterpart.
  while (next < passing.length && rawHeader(rawHeaders, passing[next]!.toLowerCase()) === undefined) {
    fields.push(passing[next]!, passing[next + 1]!);
    next += 2;
  }
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (next < passing.length && passing[next] === name) {
      fields.push(name, passing[next + 1]!);
      next += 2;
    } else if (own.includes(name.toLowerCase())) fields.push(name, rawHeaders[i + 1]!);
  }
  return fields;
}
