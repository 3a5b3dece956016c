import type { Annotation } from '../../exchange/annotation.ts';
import { type CauseId, causeOf } from '../../exchange/causes.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import type { KeptRequest, PastCall } from '../../exchange/history.ts';
import type { UrlParts } from '../../exchange/routes.ts';

/** A finished exchange on its way into the history, with what several indexes need of it. */
export interface Seen {
  readonly exchange: Exchange;
  readonly annotation: Annotation | null;
  readonly url: UrlParts;
  readonly call: PastCall;
  readonly request: KeptRequest;
}

/** A good status that did not do what was asked for. */
const NOT_DONE: ReadonlySet<CauseId> = new Set(['error-in-success', 'unexpected-html', 'redirect-changes-method']);

export function seenCall(exchange: Exchange, annotation: Annotation | null, { host, path }: UrlParts): PastCall {
  const { id, startedAt, durationMs, request, response } = exchange;
  return {
    id,
    startedAt,
    endedAt: startedAt + (durationMs ?? 0),
    method: request.method,
    host,
    path,
    status: response?.status ?? null,
    cause: annotation?.cause ?? null,
    isSuccess: isSuccess(exchange, annotation),
  };
}

function isSuccess({ response, error }: Exchange, annotation: Annotation | null): boolean {
  if (response === null || error !== null) return false;
  // 304 stands for the success whose body the client has already.
  if ((response.status < 200 || response.status > 299) && response.status !== 304) return false;
  const cause = annotation?.cause ?? null;
  return cause === null || !(NOT_DONE.has(cause) || causeOf(cause).group === 'no-response');
}

/** The caller was not accepted: by a 401, or by what was said about the exchange. */
export function isRefusedCaller({ call, annotation }: Seen): boolean {
  if (call.status === 401) return true;
  const cause = annotation?.inner ?? call.cause;
  return cause !== null && cause !== 'missing-credentials' && causeOf(cause).group === 'authentication';
}
