import { formatBytes, formatDuration } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { callOf, callOnHost, clip, counted, hostOf, pathOnHost } from '../shown.ts';
import { credentialName, sentCredential } from './credential-name.ts';
import { readingByName } from './named-status.ts';
import { notFound, refusedCaller, refusedPermission } from './refusals.ts';
import { bodySize, headerBytes, largestHeader, totalSize } from './sizes.ts';
import { requestHeader, responseHeader, type StatusReading, type StatusTable, sentHeader } from './status-reading.ts';
import { tooMany } from './too-many.ts';

/** Meanings beyond the RFCs are nginx's (444, 494 to 499), AWS's (460, 463), Laravel's (419) and as named. */
export const CLIENT_ERROR: StatusTable = {
  400: (facts) => readingByName(facts) ?? refusedAsWhole(facts),
  401: refusedCaller,
  402: (facts) => ({
    cause: 'payment-required',
    summary: `a payment, balance or plan is wanted first: ${callOnHost(facts)}`,
    advice: 'Check billing, credit and plan of the account; a retry cannot help before that.',
  }),
  403: refusedPermission,
  404: notFound,
  405: (facts) => ({
    cause: 'method-not-allowed',
    summary: `${clip(facts.exchange.request.method, 20)} is not allowed, and no Allow header says what is: ${pathOnHost(facts)}`,
    advice:
      'Check method and path in the documentation: a POST that reaches static files or the wrong route ends like this.',
  }),
  406: (facts) => ({
    cause: 'not-acceptable',
    summary: `${accept(facts)}: ${callOnHost(facts)}`,
    details: sentHeader(facts, 'Accept'),
    advice: 'Ask for a format that the API offers, for example Accept: application/json.',
    evidence: requestHeader(facts, 'accept'),
  }),
  407: (facts) => ({
    cause: facts.request.header('proxy-authorization') === undefined ? 'missing-credentials' : 'invalid-credentials',
    summary: `a proxy wants ${clip(facts.response.header('proxy-authenticate') ?? 'credentials', 60)} in Proxy-Authorization on the way to ${hostOf(facts)}`,
    advice: 'Give the upstream proxy’s user and password in its URL.',
    evidence: responseHeader(facts, 'proxy-authenticate'),
  }),
  408: (facts) => ({
    cause: 'request-timeout',
    summary: `not complete${seconds(facts)}: ${hostOf(facts)} stopped waiting for the rest of ${callOf(facts)}`,
    advice: 'Send the body faster or in smaller parts; where the connection was idle, just retry.',
    evidence: requestHeader(facts, 'content-length'),
  }),
  409: (facts) => ({
    cause: 'unspecified',
    summary: `a duplicate, a newer version or a state forbids it: ${callOnHost(facts)}`,
    advice: 'Read the resource as it is now and compare it with the request.',
  }),
  410: (facts) => ({
    cause: 'gone',
    summary: `removed for good: ${pathOnHost(facts)}`,
    advice: 'Stop calling it; look for its successor in the documentation.',
  }),
  411: lengthRequired,
  412: precondition,
  413: (facts) => ({
    cause: 'too-large',
    summary: `${bodySize(facts)} is too large for ${callOnHost(facts)}`,
    ...bodyDetails(facts),
    advice: 'Send less at once, compress or upload in parts, or raise the limit of server and gateway.',
    evidence: requestHeader(facts, 'content-length'),
  }),
  414: (facts) => ({
    cause: 'too-large',
    summary: `a URI of ${counted(facts.exchange.request.url.length, 'character')} is too long for ${hostOf(facts)}`,
    advice: 'Put the parameters into the body of a POST, or ask in several calls.',
    evidence: [{ where: 'request.url', what: `${facts.exchange.request.url.length} characters` }],
  }),
  415: (facts) => ({
    cause: 'wrong-content-type',
    summary: `${clip(facts.request.header('content-type') ?? 'a body without Content-Type', 80)} is not taken${taken(facts)}: ${callOnHost(facts)}`,
    advice: 'Set Content-Type to what the body is and the API takes, usually application/json.',
    evidence: [...requestHeader(facts, 'content-type'), ...responseHeader(facts, 'accept')],
  }),
  416: (facts) => ({
    cause: 'range-not-satisfiable',
    confidence: 'certain',
    summary: `${rangeOutside(facts)} of ${pathOnHost(facts)}`,
    before: rangeOutside(facts),
    advice: 'Compare the range with the size: a download that asks from its very end is already complete.',
    evidence: [...requestHeader(facts, 'range'), ...responseHeader(facts, 'content-range')],
  }),
  417: (facts) => ({
    cause: 'malformed-request',
    summary: `${expectation(facts)} cannot be met: ${callOnHost(facts)}`,
    advice: 'Send the request without Expect (curl: -H "Expect:").',
    evidence: requestHeader(facts, 'expect'),
  }),
  419: (facts) => ({
    cause: 'csrf-failed',
    summary: `the session or CSRF token has expired or is missing (419 is Laravel's): ${callOnHost(facts)}`,
    advice: 'Fetch a fresh page or token with the same cookies, and send it as X-CSRF-TOKEN or X-XSRF-TOKEN.',
  }),
  420: tooMany,
  421: (facts) => ({
    cause: 'malformed-request',
    summary: `connected to a server that is not responsible for ${hostOf(facts)} (421 to ${callOf(facts)})`,
    advice: 'Retry on a connection of its own; compare SNI, Host and the names in the certificate.',
    evidence: requestHeader(facts, 'host'),
    retry: 'safe',
  }),
  422: refusedAsWhole,
  423: (facts) => ({
    cause: 'resource-locked',
    summary: `locked, or an operation on it is still running: ${pathOnHost(facts)}`,
    advice: 'Retry after the lock is released; look who holds it.',
  }),
  424: (facts) => ({
    cause: 'dependency-failed',
    summary: `another operation or service that it depends on failed: ${callOnHost(facts)}`,
    advice: `Find the first failure in the response of ${hostOf(facts)} and fix that.`,
  }),
  425: (facts) => ({
    cause: 'unspecified',
    summary: `TLS early data, which can be replayed, is not processed: ${callOnHost(facts)}`,
    advice: 'Retry after the handshake is complete.',
    retry: 'safe',
  }),
  426: (facts) => ({
    cause: 'malformed-request',
    confidence: facts.response.header('upgrade') === undefined ? 'guess' : 'likely',
    summary: `${clip(facts.response.header('upgrade') ?? 'another protocol', 60)} is wanted instead of HTTP/${facts.exchange.request.httpVersion}: ${callOnHost(facts)}`,
    advice: 'Let the client use the protocol in Upgrade, or a newer HTTP version.',
    evidence: [
      ...responseHeader(facts, 'upgrade'),
      { where: 'request.httpVersion', what: facts.exchange.request.httpVersion },
    ],
  }),
  428: (facts) => ({
    cause: 'malformed-request',
    summary: `no condition such as If-Match sent, and ${hostOf(facts)} takes ${callOf(facts)} only with one`,
    advice: 'Read the resource first, then send its ETag as If-Match, so that no change of others is lost.',
  }),
  429: tooMany,
  430: tooMany,
  431: (facts) => ({
    cause: 'too-large',
    summary: `${largest(facts)}the request header of ${formatBytes(headerBytes(facts))} is too large for ${hostOf(facts)}`,
    advice: 'Remove or shorten cookies and tokens.',
    evidence: [{ where: 'request.headers', what: formatBytes(headerBytes(facts)) }],
  }),
  440: (facts) => ({
    cause: 'expired-credentials',
    summary: `the session has ended (440 is IIS's): ${callOnHost(facts)}`,
    advice: 'Sign in again.',
  }),
  444: (facts) => ({
    cause: 'blocked-by-firewall',
    summary: `dropped without an answer by a rule of nginx: ${callOnHost(facts)}`,
    advice: 'Look in the nginx configuration for return 444; Host, method or user agent usually decide.',
  }),
  450: (facts) => ({
    cause: 'blocked-by-firewall',
    summary: `blocked by a parental or content filter: ${callOnHost(facts)}`,
    advice: 'Allow the host in the filter of this network or computer.',
  }),
  451: (facts) => ({
    cause: 'legal-block',
    summary: `blocked for legal reasons: ${pathOnHost(facts)}`,
    advice: 'Read the response: it should say who demanded the block and where it applies.',
    evidence: responseHeader(facts, 'link'),
  }),
  460: clientLeft,
  463: (facts) => ({
    cause: 'malformed-request',
    summary: `X-Forwarded-For holds more addresses than the load balancer takes: ${callOnHost(facts)}`,
    advice: 'Look for a loop of proxies, or trim X-Forwarded-For.',
    evidence: requestHeader(facts, 'x-forwarded-for'),
  }),
  494: (facts) => ({
    cause: 'too-large',
    summary: `${largest(facts)}a request header is too large for nginx: ${callOnHost(facts)}`,
    advice: 'Remove or shorten cookies and tokens.',
  }),
  495: (facts) => ({
    cause: 'invalid-credentials',
    summary: `the client certificate is not accepted: ${callOnHost(facts)}`,
    advice: 'Send a certificate that is valid and issued by a CA that this server trusts.',
  }),
  496: (facts) => ({
    cause: 'missing-credentials',
    summary: `no client certificate sent, and ${hostOf(facts)} wants one for ${callOf(facts)}`,
    advice: 'Configure a client certificate for this host.',
  }),
  497: (facts) => ({
    cause: 'malformed-request',
    summary: `plain HTTP sent to the HTTPS port of ${hostOf(facts)} (${callOf(facts)})`,
    advice: 'Use https:// in the URL.',
  }),
  498: (facts) => ({
    cause: 'invalid-credentials',
    summary: `${credentialOf(facts)} is invalid or expired (498): ${callOnHost(facts)}`,
    advice: 'Get a new token.',
  }),
  499: clientLeft,
};

/** 400 and 422 without another word. */
function refusedAsWhole(facts: Facts): StatusReading {
  const type = facts.request.header('content-type');
  const what =
    facts.exchange.request.body === null ? 'its path, query and headers' : `its ${clip(type ?? 'body', 60)} body`;
  return {
    cause: 'unspecified',
    summary: `refused without a reason; ${what} may be at fault: ${callOnHost(facts)}`,
    advice: `Compare ${what} with the documentation, and with a call that worked.`,
  };
}

function accept(facts: Facts): string {
  const wanted = facts.request.header('accept');
  return wanted === undefined
    ? 'no form of the answer suits the Accept-* headers'
    : `Accept: ${clip(wanted, 80)} cannot be satisfied`;
}

/** What the server takes instead, where a header says so (RFC 9110 §15.5.16, `Accept-Post` of LDP). */
function taken(facts: Facts): string {
  const name = ['Accept-Post', 'Accept-Patch', 'Accept'].find((field) => facts.response.header(field) !== undefined);
  return name === undefined ? '' : `, ${clip(facts.response.header(name) ?? '', 60)} is (${name})`;
}

function rangeOutside(facts: Facts): string {
  const range = clip(facts.request.header('range') ?? 'the range asked for', 60);
  return `${range} lies outside the ${totalSize(facts) ?? 'bytes'}`;
}

function expectation(facts: Facts): string {
  const expect = facts.request.header('expect');
  return expect === undefined ? 'an expectation that was not recorded' : `Expect: ${clip(expect, 40)}`;
}

/** Names the body's size beside the server's words, where it is known. */
function bodyDetails(facts: Facts): Pick<StatusReading, 'details'> {
  const size = bodySize(facts);
  return size === 'the request body' ? {} : { details: [size] };
}

function largest(facts: Facts): string {
  const header = largestHeader(facts);
  return header === undefined ? '' : `${header} is the largest header; `;
}

function credentialOf(facts: Facts): string {
  const credential = sentCredential(facts);
  return credential === undefined ? 'the token' : credentialName(credential);
}

function seconds({ exchange: { durationMs } }: Facts): string {
  return durationMs === null ? '' : ` after ${formatDuration(durationMs)}`;
}

function lengthRequired(facts: Facts): StatusReading {
  const isMissing = facts.request.header('content-length') === undefined;
  return {
    cause: 'malformed-request',
    confidence: isMissing ? 'certain' : 'guess',
    summary: isMissing
      ? `no Content-Length sent, and ${hostOf(facts)} does not take ${callOf(facts)} without it`
      : `Content-Length: ${clip(facts.request.header('content-length') ?? '', 30)} is not accepted: ${callOnHost(facts)}`,
    advice: 'Send Content-Length (0 for an empty body) instead of a chunked or open-ended body.',
    evidence: requestHeader(facts, 'transfer-encoding'),
  };
}

const CONDITIONS = ['If-Match', 'If-Unmodified-Since', 'If-None-Match', 'If-Modified-Since', 'If-Range'];

function precondition(facts: Facts): StatusReading {
  const name = CONDITIONS.find((condition) => facts.request.header(condition) !== undefined);
  return {
    cause: 'version-conflict',
    confidence: name === undefined ? 'guess' : 'likely',
    summary:
      name === undefined
        ? `a condition does not hold, although no If-* header was sent: ${callOnHost(facts)}`
        : `${name}: ${clip(facts.request.header(name) ?? '', 80)} no longer holds: ${pathOnHost(facts)} has changed`,
    details: name === undefined ? [] : sentHeader(facts, name),
    advice: 'Read the resource again, merge your change and send its new ETag.',
    evidence: [...(name === undefined ? [] : requestHeader(facts, name)), ...responseHeader(facts, 'etag')],
  };
}

function clientLeft(facts: Facts): StatusReading {
  return {
    cause: 'client-aborted',
    summary: `closed by the client${seconds(facts)}, before the answer, says the gateway: ${callOnHost(facts)}`,
    advice: 'Look at the time limits of the client and of each proxy between.',
  };
}
