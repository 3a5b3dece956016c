import { isJson } from '../../exchange/json-text.ts';
import type { Facts } from '../facts.ts';
import { hasBody } from '../refusal/body-format.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { mentionInWords, requestValues } from '../refusal/mentioned.ts';
import type { Verdict } from '../refusal/verdict-type.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, hostOf } from '../shown.ts';

/** Is something wrong with the request itself: query, header, encoding of the URL, host, TLS, length, condition? */
export const rule: RuleDefinition = { causes: ['malformed-request'], find };

function find(facts: Facts): Finding | undefined {
  return bySaying(facts) ?? byEncoding(facts);
}

interface Hint {
  readonly pattern: RegExp;
  readonly advice: string;
}

const HINTS: readonly Hint[] = [
  {
    pattern: /plain http|https? (?:is )?required|use https|requires (?:https|ssl|tls)|http request to an? https/i,
    advice: 'Use https:// in the URL.',
  },
  {
    pattern: /content-?length|length required/i,
    advice: 'Send Content-Length (0 for an empty body) instead of a chunked or open-ended body.',
  },
  {
    pattern: /if-match|precondition required|conditional/i,
    advice: 'Read the resource first, then send its ETag as If-Match.',
  },
  { pattern: /\bhosts?\b/i, advice: 'Check the Host header, and add the name to the hosts that the server accepts.' },
  {
    pattern: /jql|soql|cql|kql|sql|filter|quer|syntax|expression|expecting|viable/i,
    advice: 'Correct the expression in the query at the place that the message names; quote and escape values.',
  },
  {
    pattern: /decod|encod|percent|escape|character|uri|url/i,
    advice: 'Percent-encode the value as UTF-8 before it goes into the URL.',
  },
];

function bySaying(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'malformed-request');
  if (verdict === undefined) return undefined;
  const said = facts.errorMessage() ?? '';
  if (PLAIN_HTTP.test(`${said} ${verdict.what}`)) return plainHttp(facts, verdict);
  const mention = verdict.mention;
  const isNew = mention !== undefined && !said.includes(mention.value);
  return finding(facts, verdict, {
    summary: quoted(
      facts,
      `the request is malformed: ${callOnHost(facts)}`,
      undefined,
      isNew ? [mentionInWords(mention)] : notJson(facts, said),
    ),
    advice:
      HINTS.find(({ pattern }) => pattern.test(said.slice(0, 400)))?.advice ??
      'Correct what the message names; look at URL, headers and encoding.',
  });
}

/** Parameters that a server reads as JSON, and which are none: `startkey "2026-01-01"` lacks quotes of its own. */
function notJson(facts: Facts, said: string): readonly string[] {
  if (!/\bjson\b/i.test(said.slice(0, 400)) || hasBody(facts)) return [];
  return requestValues(facts)
    .filter(({ place, value }) => place === 'query' && !isJson(value))
    .slice(0, 3)
    .map(mentionInWords);
}

const PLAIN_HTTP =
  /plain http|\bhttp request (?:was )?(?:sent )?to an? https|requires? (?:tls|ssl|https)\b|https is required|only supports https/i;

/** The port speaks TLS; or the server takes nothing else, and a proxy in front of it has removed it. */
function plainHttp(facts: Facts, verdict: Verdict): Finding {
  const isPlain = facts.url()?.protocol === 'http:';
  const before = isPlain ? `plain HTTP was sent to ${hostOf(facts)}, which speaks TLS` : undefined;
  return finding(facts, verdict, {
    summary: quoted(facts, before ?? `plain HTTP is not taken: ${callOnHost(facts)}`, before),
    advice: isPlain
      ? 'Use https:// in the URL.'
      : 'Let the proxy in front speak TLS to the server, or tell it so in X-Forwarded-Proto: https.',
  });
}

/** A path or query that no parser can decode, or with characters that belong encoded, and a 400 that gives no reason. */
function byEncoding(facts: Facts): Finding | undefined {
  if (facts.status !== 400 || facts.signals().some(({ score }) => score >= 20) || facts.fields().length > 0)
    return undefined;
  const raw = facts.exchange.request.url.slice(0, 4000);
  const broken = /%(?![0-9a-f]{2})[^/&?]{0,2}/i.exec(raw)?.[0] ?? /[\s"<>\\^`{|}]/.exec(raw)?.[0];
  const invalid = broken ?? notUtf8(facts);
  if (invalid === undefined) return undefined;
  const words = /^\s$/.test(invalid) ? 'white space' : clip(invalid, 20);
  return {
    cause: 'malformed-request',
    confidence: 'likely',
    summary: `${words} in the URL is not percent-encoded as it must be (400, ${callOnHost(facts)})`,
    evidence: [
      { where: 'request.url', what: raw.slice(Math.max(0, raw.indexOf(invalid) - 20), raw.indexOf(invalid) + 20) },
      { where: 'response.status', what: '400' },
    ],
    advice: 'Percent-encode the value as UTF-8 before it goes into the URL.',
  };
}

function notUtf8(facts: Facts): string | undefined {
  const path = facts.url()?.pathname ?? '';
  try {
    decodeURIComponent(path.slice(0, 4000));
    return undefined;
  } catch {
    return /%[89a-f][0-9a-f]/i.exec(path)?.[0];
  }
}
