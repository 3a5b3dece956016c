import type { TransportError } from '../exchange/transport-error.ts';
import type { Unfinished } from './first-bytes.ts';
import { toTransportError } from './network-error.ts';

/** OpenSSL's names for alerts (RFC 8446 §6.2) by which a client finds fault with something else than the certificate. */
const OTHER_ALERTS = new Set([
  'BAD_RECORD_MAC',
  'DECODE_ERROR',
  'HANDSHAKE_FAILURE',
  'ILLEGAL_PARAMETER',
  'INAPPROPRIATE_FALLBACK',
  'INSUFFICIENT_SECURITY',
  'MISSING_EXTENSION',
  'NO_APPLICATION_PROTOCOL',
  'NO_RENEGOTIATION',
  'PROTOCOL_VERSION',
  'UNEXPECTED_MESSAGE',
  'UNRECOGNIZED_NAME',
  'UNSUPPORTED_EXTENSION',
  'USER_CANCELLED',
]);

/** The code of an alert that came from the client, as against a refusal of OpenSSL's own. */
const ALERT = /^ERR_SSL_(?:SSLV3|TLSV1|TLSV13|SSL\/TLS)_(?:ALERT_)?(\w+)$/;

/**
 * Why a client's handshake came to nothing, once its ClientHello was there. What OpenSSL itself refuses is a request that
 * we reject; an alert about anything but the certificate is a client that leaves. All else, a silent close included, is
 * about the certificate, for all that can be known.
 */
export function rejectionOf(error: Error): TransportError {
  const transport = toTransportError(error, 'tls-client');
  const { code, message, phase } = transport;
  const alert = ALERT.exec(code)?.[1];
  if (alert !== undefined) {
    if (!OTHER_ALERTS.has(alert)) return transport;
    return { phase, code: 'ERR_CLIENT_ABORTED', message: `the client broke off the TLS handshake (${message})` };
  }
  if (!code.startsWith('ERR_SSL_')) return transport;
  const reason = code.slice('ERR_SSL_'.length).toLowerCase().replaceAll('_', ' ');
  const said = `the TLS handshake of the client cannot be accepted: ${reason}`;
  return { phase, code: 'ERR_PROXY_BAD_REQUEST', message: said };
}

export const UNFINISHED_HELLO: Readonly<Record<Unfinished, TransportError>> = {
  'cut-hello': {
    phase: 'tls-client',
    code: 'ERR_CLIENT_ABORTED',
    message: 'the client closed the connection before its TLS ClientHello was complete',
  },
  'late-hello': {
    phase: 'tls-client',
    code: 'ERR_PROXY_BAD_REQUEST',
    message: 'the TLS ClientHello of the client did not arrive in time',
  },
};
