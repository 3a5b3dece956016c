import type { Phase, TransportError } from '../../exchange/transport-error.ts';

/** Exit codes of curl (libcurl-errors(3)) in the words of Node.js. */
const ERRORS: ReadonlyMap<number, readonly [phase: Phase, code: string]> = new Map([
  [1, ['response', 'HPE_INVALID_CONSTANT']], // "Received HTTP/0.9 when not allowed"
  [5, ['connect', 'ERR_UPSTREAM_PROXY']],
  [6, ['dns', 'ENOTFOUND']],
  [7, ['connect', 'ECONNREFUSED']],
  [8, ['response', 'HPE_INVALID_CONSTANT']],
  [16, ['response', 'NGHTTP2_PROTOCOL_ERROR']],
  [18, ['response', 'ECONNRESET']],
  [28, ['response', 'ETIMEDOUT']],
  [35, ['tls-upstream', 'ERR_SSL_HANDSHAKE_FAILURE']],
  [52, ['response', 'ECONNRESET']],
  [55, ['request', 'ECONNRESET']],
  [56, ['response', 'ECONNRESET']],
  [60, ['tls-upstream', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY']],
  [92, ['response', 'NGHTTP2_PROTOCOL_ERROR']],
  [97, ['connect', 'ERR_UPSTREAM_PROXY']],
]);

/** What the words of an error tell beyond its number; the first that fits. */
const FINER: readonly (readonly [exit: number, words: RegExp, phase: Phase, code: string])[] = [
  [7, /timed out|timeout/i, 'connect', 'ETIMEDOUT'],
  [7, /no route|unreachable/i, 'connect', 'EHOSTUNREACH'],
  [28, /resolving timed out/i, 'dns', 'EAI_AGAIN'],
  [28, /ssl connection timeout/i, 'tls-upstream', 'ETIMEDOUT'],
  [28, /connection timed out|connection timeout|failed to connect/i, 'connect', 'ETIMEDOUT'],
  [35, /wrong version number|packet length too long/i, 'tls-upstream', 'ERR_SSL_WRONG_VERSION_NUMBER'],
  [60, /has expired|expired/i, 'tls-upstream', 'CERT_HAS_EXPIRED'],
  [60, /not yet valid/i, 'tls-upstream', 'CERT_NOT_YET_VALID'],
  [60, /self[- ]signed certificate in/i, 'tls-upstream', 'SELF_SIGNED_CERT_IN_CHAIN'],
  [60, /self[- ]signed/i, 'tls-upstream', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [60, /subject name|does not match|no alternative/i, 'tls-upstream', 'ERR_TLS_CERT_ALTNAME_INVALID'],
];

/** From `curl: (6) Could not resolve host: api.example.com`; undefined for failures that are none of the connection. */
export function curlError(exit: number, words: string): TransportError | undefined {
  const message = words.slice(0, 300);
  const finer = FINER.find(([number, pattern]) => number === exit && pattern.test(message));
  if (finer !== undefined) return { phase: finer[2], code: finer[3], message };
  const known = ERRORS.get(exit);
  return known && { phase: known[0], code: known[1], message };
}
