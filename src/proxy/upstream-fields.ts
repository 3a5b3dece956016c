import type { RequestHead } from './call.ts';
import { endToEndHeaders } from './hop-by-hop.ts';
import { formatAuthority, type Target } from './target.ts';

/**
 * The fields of a request as they go to the server: end-to-end ones in their order, with `Host` where the target demands
 * another (RFC 9112 §3.2.2), or at the front where the client named its server otherwise or not at all.
 */
export function upstreamFields(
  { rawHeaders, authority, httpVersion }: Pick<RequestHead, 'rawHeaders' | 'authority' | 'httpVersion'>,
  target: Target,
): readonly string[] {
  const fields = endToEndHeaders(rawHeaders);
  const at = hostIndex(fields);
  if (at >= 0) {
    if (target.hostField !== null && fields[at + 1] !== target.hostField) fields[at + 1] = target.hostField;
  } else if (httpVersion !== '1.0') {
    fields.unshift('Host', target.hostField ?? authority ?? formatAuthority(target, target.scheme));
  }
  return fields;
}

function hostIndex(fields: readonly string[]): number {
  for (let i = 0; i < fields.length; i += 2) {
    if (fields[i]!.length === 4 && fields[i]!.toLowerCase() === 'host') return i;
  }
  return -1;
}
