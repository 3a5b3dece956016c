import { type RuleChange, ruleChange } from '../../exchange/applied-rule.ts';
import type { ReadyChange } from '../../mock/ready-change.ts';
import type { UpstreamRequest } from '../call.ts';
import { withoutHeader } from '../raw-headers.ts';
import { formatAuthority, type Target } from '../target.ts';
import { withLength } from './response-flow.ts';

/** The request as a rule wants it to go to the server. `body` is the whole body, where the rule changes it. */
export function changedRequest(
  request: UpstreamRequest,
  change: ReadyChange,
  body: Buffer | undefined,
): { readonly request: UpstreamRequest; readonly body: Buffer | undefined; readonly changes: readonly RuleChange[] } {
  const path = change.path(request.target.path);
  const target = changedTarget({ ...request.target, path: path.path }, change);
  const changes: RuleChange[] = [...path.changes];
  let { rawHeaders, framing } = request;
  if (change.to !== null) {
    const before = originOf(request.target);
    const after = originOf(target);
    if (before !== after) changes.unshift(ruleChange('request.origin', before, after));
    if (!change.keepsHost) rawHeaders = withHost(rawHeaders, formatAuthority(target, target.scheme));
  }
  const changed = change.request(rawHeaders);
  rawHeaders = changed.rawHeaders;
  changes.push(...changed.changes);
  const written = body && change.body('request', request.rawHeaders, body);
  if (change.changesRequestBody && written === undefined) {
    changes.push(ruleChange('request.body', null, 'left as it is: it is no JSON, or larger than 1 MiB'));
  }
  if (written !== undefined) {
    changes.push(...written.changes);
    rawHeaders = withLength(withoutHeader(rawHeaders, 'content-encoding'), written.bytes.length);
    framing = { kind: 'length', bytes: written.bytes.length };
  }
  return {
    request: { ...request, target, rawHeaders, framing },
    body: written && Buffer.from(written.bytes),
    changes,
  };
}

function changedTarget(target: Target, { to, keepsHost }: ReadyChange): Target {
  if (to === null) return target;
  const hostField = keepsHost ? target.hostField : formatAuthority(to, to.scheme);
  return { ...target, scheme: to.scheme, host: to.host, port: to.port, serverName: to.host, hostField };
}

function originOf(target: Target): string {
  return `${target.scheme}://${formatAuthority(target, target.scheme)}`;
}

function withHost(rawHeaders: readonly string[], host: string): readonly string[] {
  return rawHeaders.map((text, index) =>
    index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === 'host' ? host : text,
  );
}
