import { formatBytes } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { callOf, clip, hostOf, pathOf } from '../shown.ts';
import { notFound, refusedCaller, refusedPermission } from './refusals.ts';
import { bodySize, headerBytes, largestHeader, totalSize } from './sizes.ts';
import { requestHeader, responseHeader, type StatusReading, type StatusTable } from './status-reading.ts';
import { tooMany } from './too-many.ts';

/** Meanings beyond the RFCs are nginx's (444, 494 to 499), AWS's (460, 463), Laravel's (419) and as named. */
export const CLIENT_ERROR: StatusTable = {
  400: refusedAsWhole,
  401: refusedCaller,
  402: (facts) => ({
    cause: 'payment-required',
    summary: `${hostOf(facts)} wants a payment, balance or plan before it serves ${callOf(facts)}`,
    advice: 'Check billing, credit and plan of the account; a retry cannot help before that.',
  }),
  403: refusedPermission,
  404: notFound,
  405: (facts) => ({
    cause: 'method-not-allowed',
    summary: `${pathOf(facts)} on ${hostOf(facts)} does not take ${facts.exchange.request.method}, and no Allow header says what it takes`,
    advice:
      'Check method and path in the documentation: a POST that reaches static files or the wrong route ends like this.',
  }),
  406: (facts) => ({
    cause: 'not-acceptable',
    summary: `${hostOf(facts)} cannot answer ${callOf(facts)} ${accept(facts)}`,
    advice: 'Ask for a format that the API offers, for example Accept: application/json.',
    evidence: requestHeader(facts, 'accept'),
  }),
  407: (facts) => ({
    cause: facts.request.header('proxy-authorization') === undefined ? 'missing-credentials' : 'invalid-credentials',
    summary: `a proxy on the way to ${hostOf(facts)} wants ${clip(facts.response.header('proxy-authenticate') ?? 'credentials', 60)} in Proxy-Authorization`,
    advice: 'Give the upstream proxy’s user and password in its URL.',
    evidence: responseHeader(facts, 'proxy-authenticate'),
  }),
  408: (facts) => ({
    cause: 'request-timeout',
    summary: `${hostOf(facts)} stopped waiting for the whole of ${callOf(facts)}${seconds(facts)}`,
    advice: 'Send the body faster or in smaller parts; where the connection was idle, just retry.',
    evidence: requestHeader(facts, 'content-length'),
  }),
  409: (facts) => ({
    cause: 'unspecified',
    summary: `${callOf(facts)} conflicts with what ${hostOf(facts)} holds: a duplicate, a newer version or a state that forbids it`,
    advice: 'Read the resource as it is now and compare it with the request.',
  }),
  410: (facts) => ({
    cause: 'gone',
    summary: `${pathOf(facts)} existed on ${hostOf(facts)} and was removed for good`,
    advice: 'Stop calling it; look for its successor in the documentation.',
  }),
  411: lengthRequired,
  412: precondition,
  413: (facts) => ({
    cause: 'too-large',
    summary: `the request body${bodySize(facts)} is larger than ${hostOf(facts)} takes for ${callOf(facts)}`,
    advice: 'Send less at once, compress or upload in parts, or raise the limit of server and gateway.',
    evidence: requestHeader(facts, 'content-length'),
  }),
  414: (facts) => ({
    cause: 'too-large',
    summary: `the URI of ${facts.exchange.request.url.length} characters is longer than ${hostOf(facts)} takes`,
    advice: 'Put the parameters into the body of a POST, or ask in several calls.',
    evidence: [{ where: 'request.url', what: `${facts.exchange.request.url.length} characters` }],
  }),
  415: (facts) => ({
    cause: 'wrong-content-type',
    summary: `${hostOf(facts)} does not take ${clip(facts.request.header('content-type') ?? 'a body without Content-Type', 80)} for ${callOf(facts)}`,
    advice: 'Set Content-Type to what the body is and the API takes, usually application/json.',
    evidence: [...requestHeader(facts, 'content-type'), ...responseHeader(facts, 'accept')],
  }),
  416: (facts) => ({
    cause: 'range-not-satisfiable',
    confidence: 'certain',
    summary: `the range ${clip(facts.request.header('range') ?? 'asked for', 60)} lies outside ${pathOf(facts)}${totalSize(facts)}`,
    advice: 'Compare the range with the size: a download that asks from its very end is already complete.',
    evidence: [...requestHeader(facts, 'range'), ...responseHeader(facts, 'content-range')],
  }),
  417: (facts) => ({
    cause: 'malformed-request',
    summary: `${hostOf(facts)} cannot do what Expect: ${clip(facts.request.header('expect') ?? '(not sent)', 40)} asks for`,
    advice: 'Send the request without Expect (curl: -H "Expect:").',
    evidence: requestHeader(facts, 'expect'),
  }),
  419: (facts) => ({
    cause: 'csrf-failed',
    summary: `the session or CSRF token of ${callOf(facts)} has expired or is missing (419 is Laravel's)`,
    advice: 'Fetch a fresh page or token with the same cookies, and send it as X-CSRF-TOKEN or X-XSRF-TOKEN.',
  }),
  420: tooMany,
  421: (facts) => ({
    cause: 'malformed-request',
    summary: `421: this connection leads to a server that is not responsible for ${hostOf(facts)}`,
    advice: 'Retry on a connection of its own; compare SNI, Host and the names in the certificate.',
    evidence: requestHeader(facts, 'host'),
    retry: 'safe',
  }),
  422: refusedAsWhole,
  423: (facts) => ({
    cause: 'resource-locked',
    summary: `${pathOf(facts)} on ${hostOf(facts)} is locked, or an operation on it is still running`,
    advice: 'Retry after the lock is released; look who holds it.',
  }),
  424: (facts) => ({
    cause: 'dependency-failed',
    summary: `${callOf(facts)} failed because another operation or service that it depends on failed`,
    advice: `Find the first failure in the response of ${hostOf(facts)} and fix that.`,
  }),
  425: (facts) => ({
    cause: 'unspecified',
    summary: `${hostOf(facts)} does not process ${callOf(facts)} from TLS early data, which can be replayed`,
    advice: 'Retry after the handshake is complete.',
    retry: 'safe',
  }),
  426: (facts) => ({
    cause: 'malformed-request',
    confidence: facts.response.header('upgrade') === undefined ? 'guess' : 'likely',
    summary: `${hostOf(facts)} wants ${clip(facts.response.header('upgrade') ?? 'another protocol', 60)} instead of HTTP/${facts.exchange.request.httpVersion}`,
    advice: 'Let the client use the protocol in Upgrade, or a newer HTTP version.',
    evidence: [
      ...responseHeader(facts, 'upgrade'),
      { where: 'request.httpVersion', what: facts.exchange.request.httpVersion },
    ],
  }),
  428: (facts) => ({
    cause: 'malformed-request',
    summary: `${hostOf(facts)} takes ${callOf(facts)} only with a condition such as If-Match`,
    advice: 'Read the resource first, then send its ETag as If-Match, so that no change of others is lost.',
  }),
  429: tooMany,
  430: tooMany,
  431: (facts) => ({
    cause: 'too-large',
    summary: `the request header of ${formatBytes(headerBytes(facts))} is larger than ${hostOf(facts)} takes${largestHeader(facts)}`,
    advice: 'Remove or shorten cookies and tokens.',
    evidence: [{ where: 'request.headers', what: formatBytes(headerBytes(facts)) }],
  }),
  440: (facts) => ({
    cause: 'expired-credentials',
    summary: `the session behind ${callOf(facts)} has ended (440 is IIS's)`,
    advice: 'Sign in again.',
  }),
  444: (facts) => ({
    cause: 'blocked-by-firewall',
    summary: `nginx at ${hostOf(facts)} drops ${callOf(facts)} without an answer by a rule`,
    advice: 'Look in the nginx configuration for return 444; Host, method or user agent usually decide.',
  }),
  450: (facts) => ({
    cause: 'blocked-by-firewall',
    summary: `a parental or content filter blocks ${hostOf(facts)}`,
    advice: 'Allow the host in the filter of this network or computer.',
  }),
  451: (facts) => ({
    cause: 'legal-block',
    summary: `${hostOf(facts)} may not serve ${pathOf(facts)} for legal reasons`,
    advice: 'Read the response: it should say who demanded the block and where it applies.',
    evidence: responseHeader(facts, 'link'),
  }),
  460: clientLeft,
  463: (facts) => ({
    cause: 'malformed-request',
    summary: `X-Forwarded-For of ${callOf(facts)} holds more addresses than the load balancer takes`,
    advice: 'Look for a loop of proxies, or trim X-Forwarded-For.',
    evidence: requestHeader(facts, 'x-forwarded-for'),
  }),
  494: (facts) => ({
    cause: 'too-large',
    summary: `a header of ${callOf(facts)} is larger than nginx at ${hostOf(facts)} takes${largestHeader(facts)}`,
    advice: 'Remove or shorten cookies and tokens.',
  }),
  495: (facts) => ({
    cause: 'invalid-credentials',
    summary: `${hostOf(facts)} does not accept the client certificate`,
    advice: 'Send a certificate that is valid and issued by a CA that this server trusts.',
  }),
  496: (facts) => ({
    cause: 'missing-credentials',
    summary: `${hostOf(facts)} wants a client certificate and got none`,
    advice: 'Configure a client certificate for this host.',
  }),
  497: (facts) => ({
    cause: 'malformed-request',
    summary: `plain HTTP was sent to the HTTPS port of ${hostOf(facts)}`,
    advice: 'Use https:// in the URL.',
  }),
  498: (facts) => ({
    cause: 'invalid-credentials',
    summary: `${hostOf(facts)} says that the token of ${callOf(facts)} is invalid or expired (498)`,
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
    summary:
      facts.errorMessage() === undefined
        ? `${hostOf(facts)} refused ${callOf(facts)} and gives no reason; ${what} may be at fault`
        : `${hostOf(facts)} refused ${callOf(facts)}`,
    advice: `Compare ${what} with the documentation, and with a call that worked.`,
  };
}

function accept(facts: Facts): string {
  const wanted = facts.request.header('accept');
  return wanted === undefined
    ? 'in a form that suits its Accept-* headers'
    : `in the form that Accept asks for: ${clip(wanted, 80)}`;
}

function seconds({ exchange: { durationMs } }: Facts): string {
  return durationMs === null ? '' : ` after ${(durationMs / 1000).toFixed(1)} s`;
}

function lengthRequired(facts: Facts): StatusReading {
  const isMissing = facts.request.header('content-length') === undefined;
  return {
    cause: 'malformed-request',
    confidence: isMissing ? 'certain' : 'guess',
    summary: isMissing
      ? `${hostOf(facts)} does not take ${callOf(facts)} without a Content-Length`
      : `${hostOf(facts)} does not accept the Content-Length of ${callOf(facts)}`,
    advice: 'Send Content-Length (0 for an empty body) instead of a chunked or open-ended body.',
    evidence: requestHeader(facts, 'transfer-encoding'),
  };
}

const CONDITIONS = ['if-match', 'if-unmodified-since', 'if-none-match', 'if-modified-since', 'if-range'];

function precondition(facts: Facts): StatusReading {
  const name = CONDITIONS.find((condition) => facts.request.header(condition) !== undefined);
  return {
    cause: 'version-conflict',
    confidence: name === undefined ? 'guess' : 'likely',
    summary:
      name === undefined
        ? `a condition of ${callOf(facts)} does not hold on ${hostOf(facts)}`
        : `${pathOf(facts)} has changed: ${name}: ${clip(facts.request.header(name) ?? '', 80)} no longer holds`,
    advice: 'Read the resource again, merge your change and send its new ETag.',
    evidence: [...(name === undefined ? [] : requestHeader(facts, name)), ...responseHeader(facts, 'etag')],
  };
}

function clientLeft(facts: Facts): StatusReading {
  return {
    cause: 'client-aborted',
    summary: `the gateway at ${hostOf(facts)} says that its client closed ${callOf(facts)} before the answer${seconds(facts)}`,
    advice: 'Look at the time limits of the client and of each proxy between.',
  };
}
