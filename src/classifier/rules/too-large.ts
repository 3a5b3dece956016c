import { formatBytes } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { hasBody } from '../refusal/body-format.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { statedMaximum } from '../refusal/stated-maximum.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, headerEvidence } from '../shown.ts';
import { bodySize, headerBytes, largestHeader } from '../statuses/sizes.ts';

/** Is the body, the URI, a header, or the number of items or tokens over a limit? */
export const rule: RuleDefinition = { causes: ['too-large'], find };

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'too-large');
  if (verdict === undefined) return undefined;
  const said = facts.errorMessage() ?? '';
  const maximum = statedMaximum(facts);
  const isHeader = /header|cookie/i.test(said) && facts.status !== 413;
  const isUri = !isHeader && /\bur[il]\b|query string/i.test(said);
  const isCount =
    !isHeader &&
    !isUri &&
    /token|context|items?|entries|records|batch|elements|documents|operations|recipients|complexity|depth|length less/i.test(
      said,
    );
  const size = isHeader
    ? largestHeader(facts)
    : isUri
      ? `${facts.exchange.request.url.length} characters`
      : isCount || !hasBody(facts)
        ? undefined
        : bodySize(facts);
  const details = [
    ...(size === undefined || size === 'the request body' ? [] : [size]),
    ...(maximum === undefined || said.includes(maximum) ? [] : [`limit ${clip(maximum, 30)}`]),
  ];
  // "Exceeds the limit of 5 MB" is a limit on one call, not on many.
  const isSize = /\b(?:size|length|bytes|tokens?|[kmg]i?b|\d+[kmg]i?b)\b/i.test(said);
  const base = finding(facts, verdict, {
    ...(isSize ? { explains: ['quota-exhausted' as const] } : {}),
    summary: quoted(facts, `${size ?? 'the request'} is too large: ${callOnHost(facts)}`, undefined, details),
    advice: isHeader
      ? 'Remove or shorten cookies and tokens.'
      : isUri
        ? 'Put the parameters into the body of a POST, or ask in several calls.'
        : isCount
          ? 'Split the call into several smaller ones.'
          : 'Send less at once, compress or upload in parts, or raise the limit of server and gateway.',
  });
  const length = facts.request.header('content-length');
  const own = isHeader
    ? [{ where: 'request.headers', what: formatBytes(headerBytes(facts)) }]
    : length === undefined || isUri
      ? []
      : [headerEvidence('request', 'content-length', length)];
  return { ...base, evidence: [...own, ...base.evidence] };
}
