import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, hostOf } from '../shown.ts';
import { CLIENT_ERROR } from '../statuses/client-error.ts';
import { SERVER_ERROR } from '../statuses/server-error.ts';
import type { StatusReading } from '../statuses/status-reading.ts';
import { SUCCESS_AND_REDIRECTION } from '../statuses/success-and-redirection.ts';

/** What does the status mean when nothing else speaks? */
export const rule: RuleDefinition = {
  causes: [
    'partial-content',
    'temporary-redirect',
    'moved-permanently',
    'not-modified',
    'unspecified',
    'missing-credentials',
    'invalid-credentials',
    'expired-credentials',
    'payment-required',
    'insufficient-scope',
    'resource-not-found',
    'wrong-url',
    'method-not-allowed',
    'not-acceptable',
    'request-timeout',
    'gone',
    'malformed-request',
    'version-conflict',
    'too-large',
    'wrong-content-type',
    'range-not-satisfiable',
    'csrf-failed',
    'cors-rejected',
    'resource-locked',
    'dependency-failed',
    'rate-limited',
    'quota-exhausted',
    'concurrency-limited',
    'blocked-by-firewall',
    'legal-block',
    'client-aborted',
    'unhandled-exception',
    'not-implemented',
    'bad-gateway',
    'overloaded',
    'gateway-timeout',
    'server-storage',
    'network-authentication',
    'invalid-response',
  ],
  ofSuccesses: true,
  find,
};

function find(facts: Facts): Finding | undefined {
  const { status } = facts;
  if (status === null) return undefined;
  const reading = readingOf(facts, status);
  if (reading === undefined) return undefined;
  const { before, details } = reading;
  const said = status >= 400 ? facts.errorMessage() : undefined;
  return {
    confidence: 'guess',
    ...reading,
    summary: said === undefined ? withStatus(reading.summary, status) : quoteServer(facts, said, { before, details }),
    evidence: [
      { where: 'response.status', what: `${status} ${facts.exchange.response?.reason ?? ''}`.trim() },
      ...(said === undefined ? [] : [{ where: 'response.body', what: said }]),
      ...(reading.evidence ?? []),
    ],
  };
}

/** `refused without a reason: POST /orders on api.example.com (400)` */
function withStatus(summary: string, status: number): string {
  return status < 400 || summary.includes(String(status)) ? summary : `${summary} (${status})`;
}

function readingOf(facts: Facts, status: number): StatusReading | undefined {
  if (status < 100 || status > 599) {
    return {
      cause: 'invalid-response',
      summary: `${status} is no HTTP status: ${callOnHost(facts)}`,
      advice: 'Check that host and port belong to an HTTP server; some clients record 0 for a call that failed.',
    };
  }
  if (facts.isPreflight() && status >= 400 && status < 500) return refusedPreflight(facts, status);
  return (CLIENT_ERROR[status] ?? SERVER_ERROR[status] ?? SUCCESS_AND_REDIRECTION[status] ?? unknown(status))?.(facts);
}

function refusedPreflight(facts: Facts, status: number): StatusReading {
  const origin = facts.request.header('origin') ?? '';
  const method = facts.request.header('access-control-request-method') ?? '';
  const mayNot = `${clip(origin, 100)} may not send ${clip(method, 20)}`;
  return {
    cause: 'cors-rejected',
    summary: `${mayNot}: the preflight to ${hostOf(facts)} was refused with ${status}`,
    before: mayNot,
    advice:
      'Have the server answer OPTIONS without credentials, with the Access-Control-Allow-* headers for this origin, method and header list.',
    evidence: [{ where: 'request.headers.origin', what: origin }],
  };
}

/** A code without a meaning of its own is read by its first digit (RFC 9110 §15). */
function unknown(status: number): ((facts: Facts) => StatusReading) | undefined {
  if (status < 300) return undefined;
  return (facts) => {
    if (status < 400) {
      return {
        cause: 'temporary-redirect',
        summary: `${status}, a redirection of an unregistered kind: ${callOnHost(facts)}`,
        advice: 'Look at Location and the body.',
      };
    }
    return status < 500
      ? {
          cause: 'unspecified',
          summary: `${status} is not registered; it blames the request: ${callOnHost(facts)}`,
          advice: 'Look the code up in the documentation of this API.',
        }
      : {
          cause: 'unhandled-exception',
          summary: `${status} is not registered; the server failed: ${callOnHost(facts)}`,
          advice: 'Look in the server log; the code is the server’s own.',
        };
  };
}
