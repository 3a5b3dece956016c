import type { Evidence } from '../../exchange/annotation.ts';
import type { History } from '../../exchange/history.ts';
import { refusalOf } from '../access/refusal.ts';
import { saidBy, saidFinding, sentence } from '../access/sentence.ts';
import type { Facts } from '../facts.ts';
import { agoInWords, pastCallInWords } from '../past-words.ts';
import { quoteServer } from '../quote.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Is the token against cross-site request forgery missing or wrong? */
export const rule: RuleDefinition = { causes: ['csrf-failed'], find };

const TOKEN_FIELD = /csrf|xsrf|^x-requested-with$|request-?verification|^x-wp-nonce$|apollo-require-preflight/;
const TOKEN_PARAMETER =
  /(?:^|[&?"])(?:_csrf|csrf[-_]?token|csrfmiddlewaretoken|authenticity_token|_token|__requestverificationtoken|_wpnonce|csrf)(?:=|"\s?:)/i;
const TOKEN_COOKIE = /(?:^|;\s?)([^=;\s]{0,40}(?:csrf|xsrf|antiforgery)[^=;\s]{0,40})=/i;

function find(facts: Facts, history: History): Finding | undefined {
  const refusal = refusalOf(facts);
  if (refusal?.cause !== 'csrf-failed') {
    if (facts.status === 419) return pageExpired(facts);
    return refusal === undefined ? missingSince(facts, history) : undefined;
  }
  const said = saidBy(facts, refusal) ?? refusal.what;
  const header = sentHeader(facts);
  const isInBody = TOKEN_PARAMETER.test((facts.request.body()?.text ?? '').slice(0, 64 * 1024));
  const isAbsent = header === undefined && !isInBody && isBodyKnown(facts);
  const cookie = TOKEN_COOKIE.exec((facts.request.header('cookie') ?? '').slice(0, 8192))?.[1];
  const origin = facts.request.header('origin');
  const isOfOrigin = /\b(?:origin|referer|referrer)\b/i.test(said);
  const isOfToken = !isOfOrigin && !/cross-site request forgery.{0,200}header/is.test(said);
  const saysMissing = /\bmissing\b|\bnot (?:found|present|provided|set)\b|\brequired\b|\bwas not\b/i.test(said);
  const before = !isOfToken
    ? isOfOrigin && origin !== undefined
      ? `CSRF check of Origin ${origin}`
      : neededHeaders(said)
    : isAbsent
      ? `no CSRF token was sent${cookie === undefined ? '' : `, though the cookie ${cookie} holds one`}`
      : header !== undefined || isInBody
        ? `the CSRF token in ${header ?? 'the body'} was not accepted`
        : undefined;
  const evidence: Evidence[] = isAbsent
    ? [{ where: 'request.headers', what: 'no CSRF token in headers or body' }]
    : header === undefined
      ? []
      : [{ where: `request.headers.${header.toLowerCase()}`, what: 'sent' }];
  return saidFinding(facts, refusal, {
    before: before ?? (/csrf|xsrf/i.test(said) ? undefined : 'CSRF check failed'),
    evidence,
    confidence: isAbsent && saysMissing && isOfToken ? 'certain' : 'likely',
    advice: adviceOf(facts, isOfToken, cookie),
  });
}

/** `one of the following headers: x-apollo-operation-name, apollo-require-preflight` */
function neededHeaders(said: string): string | undefined {
  const names = /\bheaders?:\s?([a-z][\w-]{2,40}(?:, [a-z][\w-]{2,40}){0,4})/i.exec(said.slice(0, 600))?.[1];
  return names === undefined ? undefined : `needs the header ${names.replaceAll(', ', ' or ')}`;
}

function adviceOf(facts: Facts, isOfToken: boolean, cookie: string | undefined): string {
  if (!isOfToken) {
    return 'Send the header that the answer names, and an Origin or Referer of the site itself; a client that is no browser should not send Origin.';
  }
  if (cookie !== undefined)
    return `Copy the value of the cookie ${cookie} into the header that the framework reads (X-CSRFToken, X-XSRF-TOKEN, X-CSRF-Token).`;
  return facts.request.header('cookie') === undefined
    ? 'Fetch a page or token first, keep its cookies, and send the token with this call; or use an API token in place of the session.'
    : 'Fetch a fresh token with the same cookies and send it as X-CSRF-Token or in the form; or use an API token in place of the session.';
}

/** A refusal that says nothing more, of a call without the header that every success of this route carried. */
function missingSince(facts: Facts, history: History): Finding | undefined {
  const { status, exchange } = facts;
  if (status !== 403 || SAFE.has(exchange.request.method) || sentHeader(facts) !== undefined) return undefined;
  const successes = history.successesLike(exchange.request);
  const [latest] = successes;
  const name = latest?.request.headers.find(([header]) => /csrf|xsrf/i.test(header))?.[0];
  if (latest === undefined || name === undefined) return undefined;
  const lower = name.toLowerCase();
  if (!successes.every(({ request }) => request.headers.some(([header]) => header.toLowerCase() === lower)))
    return undefined;
  const { call } = latest;
  const before = `no ${clip(name, 60)} sent, and #${call.id}, which worked ${agoInWords(call, facts)}, had it`;
  const said = facts.errorMessage();
  return {
    cause: 'csrf-failed',
    confidence: 'likely',
    summary: said === undefined ? `${before} (403, ${callOnHost(facts)})` : quoteServer(facts, said, { before }),
    evidence: [
      { where: 'request.headers', what: `no ${name}` },
      { where: `history:${call.id}`, what: `${pastCallInWords(call, facts)} got ${call.status} with ${name}` },
      { where: 'response.status', what: '403' },
    ],
    advice: `Send ${clip(name, 60)} with the token of the session, as in #${call.id}.`,
    explains: ['insufficient-scope'],
  };
}

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** 419 is Laravel's, and means nothing else. */
function pageExpired(facts: Facts): Finding {
  const header = sentHeader(facts);
  const before = `the session or CSRF token has expired or is missing (419 is Laravel’s)`;
  return {
    cause: 'csrf-failed',
    confidence: 'likely',
    summary:
      saidBy(facts, undefined) === undefined
        ? `${before}: ${callOnHost(facts)}`
        : sentence(facts, undefined, { before }),
    evidence: [
      { where: 'response.status', what: '419' },
      { where: 'request.headers', what: header === undefined ? 'no CSRF token in headers' : `${header} was sent` },
    ],
    advice: 'Fetch a fresh page or token with the same cookies, and send it as X-CSRF-TOKEN or X-XSRF-TOKEN.',
  };
}

function sentHeader(facts: Facts): string | undefined {
  return facts.exchange.request.headers.find(
    ([name, value]) => value !== '' && TOKEN_FIELD.test(name.toLowerCase()),
  )?.[0];
}

function isBodyKnown(facts: Facts): boolean {
  const { body } = facts.exchange.request;
  return body === null || body.totalBytes === 0 || (facts.request.body() !== undefined && body.totalBytes <= 64 * 1024);
}
