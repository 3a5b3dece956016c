import type { Facts } from '../facts.ts';
import { callOnHost, clip, pathOnHost, shownTarget } from '../shown.ts';
import { requestHeader, responseHeader, type StatusReading, type StatusTable } from './status-reading.ts';

export const SUCCESS_AND_REDIRECTION: StatusTable = {
  206: partialContent,
  300: (facts) => ({
    cause: 'temporary-redirect',
    summary: `several forms exist${target(facts) === undefined ? '' : `, ${target(facts)} among them`}, and the client has to choose: ${pathOnHost(facts)}`,
    advice: 'Pick one of the listed URLs, or narrow Accept.',
    evidence: responseHeader(facts, 'location'),
  }),
  301: movedPermanently,
  302: temporaryRedirect,
  303: (facts) => ({
    cause: 'temporary-redirect',
    confidence: target(facts) === undefined ? 'guess' : 'likely',
    summary: `the result is at ${target(facts) ?? 'another URL, but no Location says where'}, to be fetched with GET: ${callOnHost(facts)}`,
    advice: 'Follow Location with GET.',
    evidence: responseHeader(facts, 'location'),
  }),
  304: (facts) => ({
    cause: 'not-modified',
    summary: `the client's copy is current: ${callOnHost(facts)}`,
    advice: '',
  }),
  305: temporaryRedirect,
  307: temporaryRedirect,
  308: movedPermanently,
};

function partialContent(facts: Facts): StatusReading {
  const range = facts.response.header('content-range');
  const asked = facts.request.header('range');
  return {
    cause: 'partial-content',
    confidence: range === undefined && !isMultipart(facts) ? 'likely' : 'certain',
    summary: `only ${range === undefined ? 'a part' : clip(range, 80)} returned${
      asked === undefined ? ', although no Range was asked for' : ''
    }: ${pathOnHost(facts)}`,
    advice: asked === undefined ? 'Fetch the rest with Range, or ask why a part was sent.' : '',
    evidence: [...responseHeader(facts, 'content-range'), ...requestHeader(facts, 'range')],
  };
}

/** Several ranges come as parts, each with a `Content-Range` of its own (RFC 9110 §15.3.7.2). */
function isMultipart(facts: Facts): boolean {
  return /^multipart\/byteranges/i.test(facts.response.header('content-type') ?? '');
}

function movedPermanently(facts: Facts): StatusReading {
  return {
    cause: 'moved-permanently',
    summary: `moved for good ${newPlace(facts, 'to')}: ${pathOnHost(facts)}`,
    advice:
      target(facts) === undefined ? 'Look for the new address in the response body and headers.' : 'Use the new URL.',
    evidence: responseHeader(facts, 'location'),
  };
}

function temporaryRedirect(facts: Facts): StatusReading {
  return {
    cause: 'temporary-redirect',
    confidence: target(facts) === undefined ? 'guess' : 'likely',
    summary: `answered for now ${newPlace(facts, 'at')}: ${callOnHost(facts)}`,
    advice: adviceForRedirect(facts),
    evidence: responseHeader(facts, 'location'),
  };
}

/** Many clients repeat a POST that was answered with 302 as GET, and drop its body (RFC 9110 §15.4.3). */
function adviceForRedirect(facts: Facts): string {
  const { method } = facts.exchange.request;
  const isKept = facts.status === 307 || method === 'GET' || method === 'HEAD';
  return isKept
    ? 'Let the client follow redirects, and keep using the original URL.'
    : `Follow it with GET if the ${method} was meant to end there; else send the ${method} to the new URL.`;
}

function newPlace(facts: Facts, preposition: 'to' | 'at'): string {
  const region = facts.response.header('x-amz-bucket-region');
  const place = target(facts);
  if (place !== undefined) return `${preposition} ${place}`;
  // S3 answers a call to the wrong region without Location.
  return region === undefined
    ? 'elsewhere, but no Location says where'
    : `${preposition} the region ${clip(region, 40)} (x-amz-bucket-region)`;
}

/** `/v2/orders`, `https://b.example/v2/orders`; undefined where no usable Location was sent. */
function target(facts: Facts): string | undefined {
  const location = facts.response.header('location');
  const base = facts.url();
  if (location === undefined || base === undefined || !URL.canParse(location, base.href)) return undefined;
  return shownTarget(base, new URL(location, base));
}
