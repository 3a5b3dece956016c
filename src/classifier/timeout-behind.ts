import type { Facts } from './facts.ts';
import type { ServerFailure } from './server-failure.ts';
import { answeringGateway } from './server-words.ts';

/** Words that put the wait behind the server that answers. */
const BEHIND = /\b(?:upstream|backend|origin|function|task|lambda|integration|query|worker|gateway|stream)\b/i;
const LONG_WAIT_MS = 5000;

/** A 408 to a request that had arrived whole: an intermediary gave up on the server, not on the client. */
export function timeoutBehind(facts: Facts): ServerFailure | undefined {
  if (facts.status !== 408 || !hasArrivedWhole(facts)) return undefined;
  const words = facts.says('gateway-timeout');
  if (words !== undefined && BEHIND.test(words.sentence)) {
    return { cause: 'gateway-timeout', sign: 'words', where: words.where, what: words.text };
  }
  // nginx, HAProxy and the load balancer of AWS send it only to clients that are slow.
  const name = answeringGateway(facts);
  const isSlowClient = name === undefined || /^(?:nginx|HAProxy|AWS load balancer|Apache|IIS)$/.test(name);
  const isLong = (facts.exchange.durationMs ?? 0) >= LONG_WAIT_MS;
  return isSlowClient || !isLong
    ? undefined
    : { cause: 'gateway-timeout', sign: 'status', where: 'response.status', what: '408' };
}

/** As far as the recording tells: no body was announced, or all of it was sent. */
function hasArrivedWhole(facts: Facts): boolean {
  const { request } = facts.exchange;
  const length = Number(facts.request.header('content-length') ?? '0');
  const isChunked = facts.request.header('transfer-encoding') !== undefined;
  if (isChunked) return request.body !== null;
  return !(length > 0) || (request.body !== null && request.body.totalBytes >= length && request.body.bytes.length > 0);
}
