import type { Phase, TransportError } from '../../exchange/transport-error.ts';

type Known = readonly [phase: Phase, code: string];

/**
 * What a browser says where no response came, in the words of Node.js: Chromium's `net::ERR_…`
 * (net/base/net_error_list.h) and Firefox's `NS_ERROR_…` (xpcom/base/ErrorList.py), without these prefixes.
 */
const ERRORS: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['NAME_NOT_RESOLVED', ['dns', 'ENOTFOUND']],
  ['UNKNOWN_HOST', ['dns', 'ENOTFOUND']],
  ['ICANN_NAME_COLLISION', ['dns', 'ENOTFOUND']],
  ['NAME_RESOLUTION_FAILED', ['dns', 'EAI_AGAIN']],
  ['DNS_TIMED_OUT', ['dns', 'EAI_AGAIN']],
  ['DNS_SERVER_FAILED', ['dns', 'EAI_AGAIN']],
  ['CONNECTION_REFUSED', ['connect', 'ECONNREFUSED']],
  ['CONNECTION_FAILED', ['connect', 'EHOSTUNREACH']],
  ['CONNECTION_TIMED_OUT', ['connect', 'ETIMEDOUT']],
  ['ADDRESS_UNREACHABLE', ['connect', 'EHOSTUNREACH']],
  ['INTERNET_DISCONNECTED', ['connect', 'ENETUNREACH']],
  ['OFFLINE', ['connect', 'ENETUNREACH']],
  ['NETWORK_ACCESS_DENIED', ['connect', 'ENETUNREACH']],
  ['PROXY_CONNECTION_FAILED', ['connect', 'ERR_UPSTREAM_PROXY']],
  ['TUNNEL_CONNECTION_FAILED', ['connect', 'ERR_UPSTREAM_PROXY']],
  ['PROXY_CONNECTION_REFUSED', ['connect', 'ERR_UPSTREAM_PROXY']],
  ['CONNECTION_RESET', ['response', 'ECONNRESET']],
  ['CONNECTION_CLOSED', ['response', 'ECONNRESET']],
  ['CONNECTION_ABORTED', ['response', 'ECONNRESET']],
  ['EMPTY_RESPONSE', ['response', 'ECONNRESET']],
  ['SOCKET_NOT_CONNECTED', ['response', 'ECONNRESET']],
  ['NETWORK_CHANGED', ['response', 'ECONNRESET']],
  ['NET_RESET', ['response', 'ECONNRESET']],
  ['NET_INTERRUPT', ['response', 'ECONNRESET']],
  ['CONTENT_LENGTH_MISMATCH', ['response', 'ECONNRESET']],
  ['INCOMPLETE_CHUNKED_ENCODING', ['response', 'ECONNRESET']],
  ['NET_PARTIAL_TRANSFER', ['response', 'ECONNRESET']],
  ['TIMED_OUT', ['response', 'ETIMEDOUT']],
  ['NET_TIMEOUT', ['response', 'ETIMEDOUT']],
  ['INVALID_HTTP_RESPONSE', ['response', 'HPE_INVALID_CONSTANT']],
  ['INVALID_CHUNKED_ENCODING', ['response', 'HPE_INVALID_CHUNK_SIZE']],
  ['RESPONSE_HEADERS_TOO_BIG', ['response', 'HPE_HEADER_OVERFLOW']],
  ['HTTP2_PROTOCOL_ERROR', ['response', 'NGHTTP2_PROTOCOL_ERROR']],
  ['CERT_AUTHORITY_INVALID', ['tls-upstream', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY']],
  ['CERT_INVALID', ['tls-upstream', 'CERT_REJECTED']],
  ['CERT_WEAK_SIGNATURE_ALGORITHM', ['tls-upstream', 'CERT_REJECTED']],
  ['CERT_REVOKED', ['tls-upstream', 'CERT_REVOKED']],
  ['CERT_DATE_INVALID', ['tls-upstream', 'CERT_HAS_EXPIRED']],
  ['CERT_COMMON_NAME_INVALID', ['tls-upstream', 'ERR_TLS_CERT_ALTNAME_INVALID']],
  ['SSL_PROTOCOL_ERROR', ['tls-upstream', 'ERR_SSL_PROTOCOL_ERROR']],
  ['SSL_VERSION_OR_CIPHER_MISMATCH', ['tls-upstream', 'ERR_SSL_NO_PROTOCOLS_AVAILABLE']],
  ['SSL_CLIENT_AUTH_CERT_NEEDED', ['tls-upstream', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED']],
  ['BAD_SSL_CLIENT_AUTH_CERT', ['tls-upstream', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED']],
  ['ABORTED', ['response', 'ERR_CLIENT_ABORTED']],
  ['BINDING_ABORTED', ['response', 'ERR_CLIENT_ABORTED']],
  ['BLOCKED_BY_CLIENT', ['request', 'ERR_CLIENT_ABORTED']],
  ['BLOCKED_BY_ADMINISTRATOR', ['request', 'ERR_CLIENT_ABORTED']],
]);

const LONGEST_MESSAGE = 300;

/** Undefined where the text says nothing that is known, such as `net::ERR_FAILED`. */
export function browserError(text: string): TransportError | undefined {
  const name = /(?:^|::|\b)(?:ERR|NS_ERROR)_([A-Z0-9_]{3,60})\b/.exec(text.slice(0, LONGEST_MESSAGE))?.[1];
  const known = name === undefined ? undefined : ERRORS.get(name);
  return known && { phase: known[0], code: known[1], message: text.slice(0, LONGEST_MESSAGE) };
}
