import type { TransportError } from '../exchange/transport-error.ts';
import { explainTransportError } from '../exchange/transport-words.ts';

/** An answer that the proxy gives in place of a server. */
export interface ProxyAnswer {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

const REJECTION_STATUS: Readonly<Record<string, number>> = {
  ERR_PROXY_BLOCKED: 403,
  ERR_PROXY_LOOP: 400,
  ERR_PROXY_BAD_REQUEST: 400,
  ERR_PROXY_LIMIT: 431,
  // RFC 9220 §3
  ERR_PROXY_UNKNOWN_PROTOCOL: 501,
};

/** What a client is told when its call cannot be forwarded: JSON where it accepts JSON, else plain text. */
export function answerFailure(
  error: TransportError,
  call: { readonly method: string; readonly url: string; readonly durationMs: number },
  accept: string | undefined,
): ProxyAnswer {
  const { cause, summary, advice } = explainTransportError(error, {
    ...call,
    status: null,
    receivedBytes: 0,
    promisedBytes: null,
  });
  const status =
    REJECTION_STATUS[error.code] ?? (cause === 'connect-timeout' || cause === 'response-timeout' ? 504 : 502);
  const isJson = acceptsJson(accept);
  const body = isJson
    ? `${JSON.stringify({ error: { source: 'httpwhy', cause, message: summary, advice, code: error.code } }, null, 2)}\n`
    : `httpwhy: ${summary}\n${advice}\n(${cause}, ${error.code})\n`;
  return {
    status,
    body,
    rawHeaders: [
      'content-type',
      isJson ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8',
      'content-length',
      String(Buffer.byteLength(body)),
      'x-httpwhy-cause',
      cause,
      'cache-control',
      'no-store',
    ],
  };
}

/** JSON is asked for by name; a bare wildcard is what clients without a preference send, and they get text. */
function acceptsJson(accept: string | undefined): boolean {
  return accept !== undefined && /\b(?:application|text)\/(?:[\w.+-]{1,60}\+)?json\b/i.test(accept);
}
