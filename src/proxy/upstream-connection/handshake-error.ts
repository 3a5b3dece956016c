import type { CertificateFacts } from '../../exchange/connection.ts';
import { NetworkError, networkError, toTransportError } from '../network-error.ts';

/** How far a handshake had come when it broke. */
export interface HandshakeProgress {
  /** The server had shown its certificate: versions and ciphers were agreed on. */
  readonly sawCertificate: boolean;
  /** We have a client certificate for this server. */
  readonly hasClientCertificate: boolean;
}

/** Alerts of a server about a certificate, which can only be the client's (RFC 8446 §6.2). */
const CERTIFICATE_ALERT =
  /_ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA)$/;

const MAX_MISMATCH = 1000;
const DATE_CODES = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

/**
 * Whatever broke a handshake, as phase `tls-upstream`. Codes are OpenSSL's and the system's, and two of our own:
 * `ERR_TLS_CLIENT_CERTIFICATE_REQUIRED` and, where one was sent, `ERR_TLS_CLIENT_CERTIFICATE_REFUSED`.
 */
export function handshakeError(error: unknown, progress: HandshakeProgress): NetworkError {
  const { code, message } = toTransportError(error, 'tls-upstream');
  // Its message wraps the reason in addresses and source lines of OpenSSL.
  const { reason } = error as { reason?: unknown };
  const words = typeof reason === 'string' ? reason : message;
  // Up to TLS 1.2 there is no alert for a missing client certificate, and most servers send handshake_failure
  // (RFC 5246 §7.4.6). Where ciphers or versions do not fit, it comes before the server's certificate.
  const isAboutCertificate =
    CERTIFICATE_ALERT.test(code) || (/_ALERT_HANDSHAKE_FAILURE$/.test(code) && progress.sawCertificate);
  if (!isAboutCertificate) return new NetworkError({ phase: 'tls-upstream', code, message: words });
  return progress.hasClientCertificate
    ? networkError('tls-upstream', 'ERR_TLS_CLIENT_CERTIFICATE_REFUSED', `client certificate refused: ${words}`)
    : networkError('tls-upstream', 'ERR_TLS_CLIENT_CERTIFICATE_REQUIRED', `client certificate required: ${words}`);
}

/** A chain that was not accepted, with the certificate that is at fault as far as the code tells. */
export function distrustError(
  code: string,
  chain: readonly CertificateFacts[],
  mismatch: string | undefined,
  now: number,
): NetworkError {
  // It lists all names of the certificate, which may be thousands.
  if (mismatch !== undefined) return networkError('tls-upstream', code, mismatch.slice(0, MAX_MISMATCH));
  const isOutdated = ({ validFrom, validTo }: CertificateFacts) =>
    Date.parse(validFrom) > now || Date.parse(validTo) < now;
  const culprit = (DATE_CODES.includes(code) ? chain.find(isOutdated) : undefined) ?? chain[0];
  const words =
    culprit === undefined
      ? 'the server showed no certificate'
      : `${culprit.subject || 'a certificate without a name'}, issued by ${culprit.issuer || 'nobody'}, valid from ${culprit.validFrom} to ${culprit.validTo}`;
  return networkError('tls-upstream', code, words);
}
