import type { TransportCause } from '../transport-error.ts';

export interface TransportCode {
  readonly code: string;
  /** The cause that it leads to where nothing else decides; a reset, for one, means something else in each phase. */
  readonly cause: TransportCause;
  readonly means: string;
}

/** Error codes of Node.js, undici, OpenSSL and llhttp, and those of httpwhy itself, as they stand in `error.code`. */
export const TRANSPORT_CODES: readonly TransportCode[] = [
  { code: 'ENOTFOUND', cause: 'dns-failure', means: 'The resolver says that the name does not exist.' },
  { code: 'EAI_AGAIN', cause: 'dns-failure', means: 'The name server gave no answer; the name may be fine.' },
  { code: 'ECONNREFUSED', cause: 'connection-refused', means: 'The address answered that this port is closed.' },
  { code: 'EHOSTUNREACH', cause: 'connect-timeout', means: 'A router, or this machine, knows no way to the host.' },
  { code: 'ENETUNREACH', cause: 'connect-timeout', means: 'There is no route to the network, often none for IPv6.' },
  { code: 'EADDRNOTAVAIL', cause: 'connect-timeout', means: 'No local address or port is free to connect from.' },
  {
    code: 'ETIMEDOUT',
    cause: 'connect-timeout',
    means: 'Silence: while connecting it is this cause, after the request was sent it is response-timeout.',
  },
  { code: 'UND_ERR_CONNECT_TIMEOUT', cause: 'connect-timeout', means: 'undici’s limit for connecting ran out.' },
  {
    code: 'UND_ERR_HEADERS_TIMEOUT',
    cause: 'response-timeout',
    means: 'undici waited in vain for the response’s head.',
  },
  {
    code: 'UND_ERR_BODY_TIMEOUT',
    cause: 'truncated-response',
    means: 'The body began and then stalled for longer than undici waits.',
  },
  {
    code: 'ECONNRESET',
    cause: 'connection-reset',
    means: 'The peer cut the connection with a reset; once a status had come, it is truncated-response.',
  },
  { code: 'EPIPE', cause: 'connection-reset', means: 'Written to a connection that the peer had closed already.' },
  { code: 'UND_ERR_SOCKET', cause: 'connection-reset', means: 'undici’s word for "other side closed".' },
  {
    code: 'HPE_INVALID_EOF_STATE',
    cause: 'connection-reset',
    means: 'The connection ended in the middle of the response’s head.',
  },
  { code: 'HPE_INVALID_CONSTANT', cause: 'invalid-response', means: 'The answer does not begin with "HTTP/".' },
  {
    code: 'HPE_INVALID_HEADER_TOKEN',
    cause: 'invalid-response',
    means: 'A header name or value contains a character that is not allowed.',
  },
  {
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    cause: 'tls-untrusted-certificate',
    means: 'A single certificate that signed itself.',
  },
  {
    code: 'SELF_SIGNED_CERT_IN_CHAIN',
    cause: 'tls-untrusted-certificate',
    means: 'The chain ends in a root that is not in the trust store, such as a company’s.',
  },
  {
    code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    cause: 'tls-untrusted-certificate',
    means: 'The issuer of the leaf is missing: the server does not send its intermediate.',
  },
  {
    code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    cause: 'tls-untrusted-certificate',
    means: 'An issuer in the chain is not known here.',
  },
  { code: 'CERT_REVOKED', cause: 'tls-untrusted-certificate', means: 'The CA has withdrawn the certificate.' },
  { code: 'CERT_HAS_EXPIRED', cause: 'tls-certificate-expired', means: 'The certificate’s notAfter lies in the past.' },
  { code: 'CERT_NOT_YET_VALID', cause: 'tls-certificate-expired', means: 'Its notBefore lies in the future.' },
  {
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    cause: 'tls-hostname-mismatch',
    means: 'The host is not among the certificate’s names.',
  },
  { code: 'EPROTO', cause: 'tls-handshake-failed', means: 'OpenSSL failed; its reason stands in the message.' },
  {
    code: 'ERR_SSL_WRONG_VERSION_NUMBER',
    cause: 'tls-handshake-failed',
    means: 'What answered is not TLS, most likely plain HTTP.',
  },
  {
    code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    cause: 'tls-handshake-failed',
    means: 'The peer rejects the TLS versions that were offered.',
  },
  {
    code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    cause: 'tls-handshake-failed',
    means: 'The server wants a client certificate.',
  },
  {
    code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
    cause: 'client-rejects-proxy-ca',
    means: 'On the client’s side: it does not know the CA that signed what httpwhy showed it.',
  },
  { code: 'ERR_CLIENT_ABORTED', cause: 'client-aborted', means: 'httpwhy’s code for a client that hung up.' },
  { code: 'ERR_PROXY_LOOP', cause: 'proxy-rejected', means: 'The target of the request is httpwhy itself.' },
  { code: 'ERR_PROXY_BLOCKED', cause: 'proxy-rejected', means: 'A rule in httpwhy blocks the call.' },
  { code: 'ERR_PROXY_BAD_REQUEST', cause: 'proxy-rejected', means: 'The client sent httpwhy something unusable.' },
  {
    code: 'ERR_PROXY_UNKNOWN_PROTOCOL',
    cause: 'proxy-rejected',
    means: 'The client asked for a protocol that httpwhy does not pass.',
  },
  { code: 'ERR_PROXY_LIMIT', cause: 'proxy-rejected', means: 'A limit of httpwhy was reached.' },
  { code: 'ERR_PROXY_BUG', cause: 'proxy-rejected', means: 'A bug in httpwhy broke the call.' },
  { code: 'ERR_PROXY_STOPPED', cause: 'proxy-rejected', means: 'httpwhy was stopped before the call was complete.' },
];
