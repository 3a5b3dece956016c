import type { Evidence, Retry } from '../../exchange/annotation.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { type Phase, TRANSPORT_CAUSES } from '../../exchange/transport-error.ts';
import { explainTransportError } from '../../exchange/transport-words.ts';
import type { Facts } from '../facts.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { counted } from '../shown.ts';

/** Did the exchange break below HTTP? Then that is the reason, whatever status had been seen. */
export const rule: RuleDefinition = {
  causes: TRANSPORT_CAUSES,
  find,
};

/** In these phases no byte of the request has been sent. */
const BEFORE_THE_REQUEST: ReadonlySet<Phase> = new Set(['dns', 'connect', 'tls-upstream', 'tls-client']);

function find(facts: Facts): Finding | undefined {
  const { exchange } = facts;
  const { error, response, request } = exchange;
  if (error === null) return undefined;
  const receivedBytes = response?.body?.totalBytes ?? 0;
  const promisedBytes = contentLength(facts);
  const { cause, isProven, fault, summary, advice } = explainTransportError(error, {
    method: request.method,
    url: request.url,
    status: facts.status,
    durationMs: exchange.durationMs,
    receivedBytes,
    promisedBytes,
  });
  const evidence: Evidence[] = [
    { where: 'error.code', what: `${error.code} (${error.phase})` },
    { where: 'error.message', what: error.message },
  ];
  if (response !== null && promisedBytes !== null) {
    evidence.push({ where: 'response.headers.content-length', what: String(promisedBytes) });
    evidence.push({ where: 'response.body', what: `${counted(receivedBytes, 'byte')} received` });
  }
  return {
    cause,
    confidence: isProven ? 'certain' : 'likely',
    fault,
    summary,
    advice,
    evidence,
    ...retryOf(exchange, cause),
  };
}

function retryOf(exchange: Exchange, cause: string): { readonly retry?: Retry } {
  const isUnsent = exchange.error !== null && BEFORE_THE_REQUEST.has(exchange.error.phase);
  return isUnsent && cause === 'connection-reset' ? { retry: 'safe' } : {};
}

/** The promised length, where the response announced a plausible one. */
function contentLength(facts: Facts): number | null {
  const text = facts.response.header('content-length') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
