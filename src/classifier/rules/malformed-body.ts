import { mediaType } from '../../exchange/body.ts';
import type { Facts } from '../facts.ts';
import { isAnnouncedJson } from '../readers/json-format.ts';
import { announcedFormat, hasBody } from '../refusal/body-format.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import type { Verdict } from '../refusal/verdict-type.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Can the server not parse the body (form, XML, multipart, GraphQL, protobuf), or is it missing altogether? */
export const rule: RuleDefinition = { causes: ['malformed-body'], find };

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'malformed-body');
  if (verdict === undefined) return unexplained(facts);
  const type = facts.request.header('content-type');
  const boundary = boundaryFault(facts);
  if (boundary !== undefined) {
    return finding(facts, verdict, {
      confidence: 'certain',
      summary: quoted(facts, `${boundary}: ${callOnHost(facts)}`, boundary),
      advice: 'Let the HTTP library set Content-Type for multipart bodies: it adds the boundary that the body uses.',
    });
  }
  if (!hasBody(facts)) {
    return finding(facts, verdict, {
      confidence: isProvenEmpty(facts, verdict) ? 'certain' : 'likely',
      summary: quoted(facts, `no body was sent: ${callOnHost(facts)}`, 'no body was sent'),
      advice: 'Send the body; a GET or a redirect to GET drops it, and some clients need the content length.',
    });
  }
  const format = announcedFormat(facts);
  return finding(facts, verdict, {
    summary: quoted(facts, `the body cannot be parsed: ${callOnHost(facts)}`, undefined, [
      ...(type === undefined || format === 'json' ? [] : [clip(type, 60)]),
    ]),
    advice:
      format === 'xml'
        ? 'Check the document with an XML parser: encoding, escaped & and <, closing tags, namespace and order of elements.'
        : format === 'multipart'
          ? 'Compare the boundary in Content-Type with the one in the body, and close the last part with two hyphens.'
          : 'Check syntax and encoding of the body against what the endpoint takes.',
  });
}

/** A bare 400 to a body that nobody could read, or that is not there, is explained by the bytes. */
function unexplained(facts: Facts): Finding | undefined {
  if (facts.status !== 400 || facts.errorMessage() !== undefined) return undefined;
  const boundary = boundaryFault(facts);
  const evidence = [{ where: 'request.headers.content-type', what: facts.request.header('content-type') ?? '' }];
  if (boundary !== undefined) {
    return {
      cause: 'malformed-body',
      confidence: 'certain',
      summary: `${boundary}: ${callOnHost(facts)}`,
      evidence,
      advice: 'Let the HTTP library set Content-Type for multipart bodies: it adds the boundary that the body uses.',
    };
  }
  const { headers } = facts.exchange.request;
  const isSilent =
    (facts.request.header('content-length') ?? '0') === '0' && facts.request.header('transfer-encoding') === undefined;
  if (hasBody(facts) || !isSilent || !isAnnouncedJson(mediaType(headers))) return undefined;
  if (!/^(?:POST|PUT|PATCH)$/.test(facts.exchange.request.method)) return undefined;
  return {
    cause: 'malformed-body',
    confidence: 'guess',
    summary: `no body was sent, though Content-Type announces JSON: ${callOnHost(facts)}`,
    evidence,
    advice: 'Send the body; a redirect to GET drops it, and some clients need the content length.',
  };
}

/** Without a boundary nobody can read a multipart body (RFC 2046 §5.1.1). */
function boundaryFault(facts: Facts): string | undefined {
  const type = facts.request.header('content-type') ?? '';
  return /^multipart\//i.test(type) && !/;\s*boundary\s*=\s*["']?[^\s"';]/i.test(type) && facts.status !== 415
    ? `Content-Type: ${clip(type, 60)} has no boundary`
    : undefined;
}

function isProvenEmpty(facts: Facts, { match }: Verdict): boolean {
  const isSaid = match !== undefined && match.weight === 3 && /body|payload|content/i.test(match.text);
  return (
    isSaid &&
    facts.status === 400 &&
    (isAnnouncedJson(mediaType(facts.exchange.request.headers)) ||
      /body is missing|missing.{0,20}body|body.{0,20}(?:empty|required|missing)/i.test(match.sentence))
  );
}
