import type { Annotation, Evidence } from '../../exchange/annotation.ts';
import { type CauseId, causeOf } from '../../exchange/causes.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { UNKNOWN_HOST, type Unknown } from './recorded.ts';

/** The annotation, no surer than it can be where a part of the exchange was never recorded, and without a word about that part. */
export function asFarAsKnown(annotation: Annotation, unknown: Unknown | null, exchange: Exchange): Annotation {
  if (unknown === null || annotation.cause === null) return annotation;
  if (unknown === 'credentials') return withoutCredentials(annotation);
  return withoutStandIn(withoutUnseen(annotation, annotation.cause, exchange));
}

/** The host that stands for one nobody named is not shown. */
function withoutStandIn(annotation: Annotation): Annotation {
  const summary = annotation.summary.replace(UNNAMED_CALL, '').replaceAll(STAND_IN, 'the server');
  return summary === annotation.summary ? annotation : { ...annotation, summary };
}

const STAND_IN = new RegExp(`\\b${UNKNOWN_HOST.replace('.', '\\.')}(?::\\d{1,5})?`, 'g');

function withoutUnseen(annotation: Annotation, cause: CauseId, exchange: Exchange): Annotation {
  const { confidence } = annotation;
  if (annotation.class === 'client_error') return withoutRequest(annotation, cause, exchange);
  if (annotation.evidence.some(isAboutRequest)) return { ...annotation, confidence: 'guess' };
  return confidence === 'certain' && annotation.class !== 'no_response'
    ? { ...annotation, confidence: 'likely' }
    : annotation;
}

function withoutCredentials(annotation: Annotation): Annotation {
  return annotation.cause === 'missing-credentials'
    ? {
        ...annotation,
        confidence: 'guess',
        summary: annotation.summary.replace(/^no credential sent\b/, 'no credential in this file'),
      }
    : annotation;
}

function isAboutRequest({ where }: Evidence): boolean {
  return where.startsWith('request.');
}

/** Only what the server said: what the request had or lacked is not recorded. */
function withoutRequest(annotation: Annotation, cause: CauseId, { request, response }: Exchange): Annotation {
  const isNamed = !request.url.includes(UNKNOWN_HOST);
  const evidence = annotation.evidence.filter(
    (item) => !isAboutRequest(item) || (isNamed && IS_NAMED.test(item.where)),
  );
  const sign = evidence.find(({ where }) => where.startsWith('response.') && where !== 'response.status');
  const status = `${response?.status ?? ''} ${response?.reason ?? ''}`.trim();
  const place = isNamed ? `${status}, ${request.method} ${new URL(request.url).host}` : status;
  const wanted = WANTED[cause] ?? meaningOf(cause);
  const words =
    sign === undefined
      ? wanted
      : sign.where.startsWith('response.headers.')
        ? `${wanted}: ${sign.what}`
        : `"${sign.what}"`;
  const isOfRequest =
    ABOUT_REQUEST.has(cause) ||
    annotation.evidence.length > evidence.length ||
    (sign === undefined && !(isNamed && OF_ADDRESS.has(cause)));
  return {
    ...annotation,
    confidence:
      isOfRequest && !SAYS_WHAT_WAS_SENT.has(cause)
        ? 'guess'
        : annotation.confidence === 'certain'
          ? 'likely'
          : annotation.confidence,
    summary: isOfRequest ? `${words} (${place}); what was sent is not in this output` : annotation.summary,
    evidence,
    ...(annotation.runnersUp === undefined
      ? {}
      : { runnersUp: annotation.runnersUp.map((other) => ({ ...other, summary: meaningOf(other.cause) })) }),
  };
}

/** What follows from the URL and the status. */
const OF_ADDRESS: ReadonlySet<CauseId> = new Set<CauseId>([
  'resource-not-found',
  'wrong-url',
  'placeholder-in-url',
  'gone',
  'method-not-allowed',
]);

/** What the person names with `--request`. */
const IS_NAMED = /^request\.(?:method|url)\b/;

/** Of a credential that nobody saw the server itself says that it came, and what is wrong with it. */
const SAYS_WHAT_WAS_SENT: ReadonlySet<CauseId> = new Set<CauseId>(['expired-credentials', 'invalid-signature']);

/** What stands in a summary for a call that nobody named. */
const UNNAMED_CALL = /(?:, |: | for )?(?:GET \/ )?on unknown\.invalid(?!:\d)/;

/** What can only be said of a request that was seen. */
const ABOUT_REQUEST: ReadonlySet<CauseId> = new Set<CauseId>([
  'missing-credentials',
  'malformed-credentials',
  'malformed-body',
  'wrong-content-type',
]);

/** What a bare status wants, without a claim that it was or was not there. */
const WANTED: Readonly<Partial<Record<CauseId, string>>> = {
  'missing-credentials': 'the server wants a credential that it accepts',
  'invalid-credentials': 'the server wants a credential that it accepts',
  'expired-credentials': 'the server says that the credential has expired',
  'method-not-allowed': 'the address takes other methods',
  'legal-block': 'unavailable for legal reasons',
  'range-not-satisfiable': 'the range lies outside of what there is',
  'request-timeout': 'the server did not get the whole request in time',
  'insufficient-scope': 'the caller may not do this',
  'payment-required': 'a payment, balance or plan is wanted first',
  unspecified: 'the server refuses and does not say why',
  'malformed-body': 'the server cannot read the body, or got none',
  'wrong-content-type': 'the server does not take the body in this Content-Type',
  'not-acceptable': 'the server has no form of the answer that suits the Accept-* headers',
  'version-conflict': 'a condition of the request does not hold',
  'missing-field': 'something that is required is missing',
  'malformed-request': 'the server does not take the request as it came',
};

/** The first clause of what the cause means: `no such route`. */
function meaningOf(cause: CauseId): string {
  return causeOf(cause).when.split(/[:;]/, 1)[0]!.trim();
}
