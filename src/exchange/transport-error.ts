import type { CauseId } from './causes.ts';

/** How far an exchange had come when it broke. `tls-client` is the handshake with the app, `tls-upstream` with the server. */
export type Phase = 'dns' | 'connect' | 'tls-upstream' | 'tls-client' | 'request' | 'response';

/**
 * What broke below HTTP. Codes are Node.js's and undici's, plus our own:
 * `ERR_PROXY_LOOP`, `ERR_PROXY_BLOCKED`, `ERR_PROXY_BAD_REQUEST`, `ERR_PROXY_UNKNOWN_PROTOCOL`, `ERR_PROXY_LIMIT`,
 * `ERR_PROXY_STOPPED`, `ERR_PROXY_BUG`, `ERR_CLIENT_ABORTED`.
 */
export interface TransportError {
  readonly phase: Phase;
  readonly code: string;
  /** The library's or system's own words, kept as evidence; decisions are made on `code` and `phase`. */
  readonly message: string;
}

/** The causes that follow from a transport error alone. */
export const TRANSPORT_CAUSES = [
  'dns-failure',
  'connection-refused',
  'connect-timeout',
  'connection-reset',
  'response-timeout',
  'tls-untrusted-certificate',
  'tls-certificate-expired',
  'tls-hostname-mismatch',
  'tls-handshake-failed',
  'client-rejects-proxy-ca',
  'client-aborted',
  'truncated-response',
  'invalid-response',
  'proxy-rejected',
] as const satisfies readonly CauseId[];

export type TransportCause = (typeof TRANSPORT_CAUSES)[number];

export const TIMEOUT_CODES = new Set([
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What is said of a server whose frames or heads break the protocol (RFC 9113 §7). */
const BROKEN_HTTP2_CODES = new Set([
  'NGHTTP2_PROTOCOL_ERROR',
  'NGHTTP2_FLOW_CONTROL_ERROR',
  'NGHTTP2_FRAME_SIZE_ERROR',
  'NGHTTP2_COMPRESSION_ERROR',
  'NGHTTP2_ENHANCE_YOUR_CALM',
]);

/** Httpwhy itself, or the machine, has no descriptor left for a connection. */
export const DESCRIPTOR_CODES = new Set(['EMFILE', 'ENFILE']);

/** OpenSSL's verification errors that mean "no path to a root we trust". */
const UNTRUSTED_CODES = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'INVALID_CA',
  'CERT_CHAIN_TOO_LONG',
  'CERT_SIGNATURE_FAILURE',
  'CERT_REVOKED',
  'INVALID_PURPOSE',
]);

const DATE_CODES = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** The cause of a transport error. The phase decides before the code: a reset means another thing in each. */
export function transportCause(error: TransportError, status: number | null): TransportCause {
  const { phase, code } = error;
  if (code === 'ERR_CLIENT_ABORTED') return 'client-aborted';
  if (code.startsWith('ERR_PROXY_')) return 'proxy-rejected';
  switch (phase) {
    case 'dns':
      return 'dns-failure';
    case 'connect':
      if (code === 'ECONNREFUSED') return 'connection-refused';
      if (DESCRIPTOR_CODES.has(code)) return 'proxy-rejected';
      if (code === 'ECONNRESET' || code === 'EPIPE') return 'connection-reset';
      if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns-failure';
      return 'connect-timeout';
    case 'tls-client':
      return 'client-rejects-proxy-ca';
    case 'tls-upstream':
      if (UNTRUSTED_CODES.has(code)) return 'tls-untrusted-certificate';
      if (DATE_CODES.has(code)) return 'tls-certificate-expired';
      if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') return 'tls-hostname-mismatch';
      if (TIMEOUT_CODES.has(code)) return 'connect-timeout';
      return 'tls-handshake-failed';
    case 'request':
    case 'response':
      // In TLS 1.3 the server's verdict on the client's certificate arrives after the handshake (RFC 8446 §4.4.2.4).
      if (status === null && code.startsWith('ERR_SSL_')) return 'tls-handshake-failed';
      if (status !== null) return 'truncated-response';
      if (BROKEN_HTTP2_CODES.has(code)) return 'invalid-response';
      if (code.startsWith('HPE_')) return code === 'HPE_INVALID_EOF_STATE' ? 'connection-reset' : 'invalid-response';
      if (TIMEOUT_CODES.has(code)) return 'response-timeout';
      return 'connection-reset';
  }
}
