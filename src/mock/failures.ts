import type { TransportError } from '../exchange/transport-error.ts';
import type { Breakage, TlsProblem } from './rule.ts';
import type { RuleRequest } from './rule-request.ts';
import type { Verdict } from './verdict.ts';

/** The codes with which such a failure comes from a real network. */
const TLS_ERRORS: Readonly<Record<TlsProblem, readonly [code: string, message: string]>> = {
  expired: ['CERT_HAS_EXPIRED', 'certificate has expired'],
  untrusted: ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'],
  name: ['ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames"],
  handshake: ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'sslv3 alert handshake failure'],
};

export const BLOCKED = (rule: string): TransportError => ({
  phase: 'request',
  code: 'ERR_PROXY_BLOCKED',
  message: `the rule "${rule}" blocks it`,
});

/** A call that breaks before a response begins; undefined for what breaks the response. */
export function failureOf(breakage: Breakage, { parts: { host } }: RuleRequest): Verdict['course'] | undefined {
  const name = host.replace(/:\d{1,5}$/, '');
  const answered = (phase: TransportError['phase'], code: string, message: string): Verdict['course'] => ({
    kind: 'fail',
    error: { phase, code, message },
    isCutOff: false,
  });
  switch (breakage.kind) {
    case 'reset':
      return {
        kind: 'fail',
        error: { phase: 'response', code: 'ECONNRESET', message: 'read ECONNRESET' },
        isCutOff: true,
      };
    case 'timeout':
      return {
        kind: 'silence',
        afterMs: breakage.afterMs,
        error: { phase: 'response', code: 'UND_ERR_HEADERS_TIMEOUT', message: 'no response in time' },
      };
    case 'refused':
      return answered('connect', 'ECONNREFUSED', `connect ECONNREFUSED ${host}`);
    case 'dns':
      return answered('dns', 'ENOTFOUND', `getaddrinfo ENOTFOUND ${name}`);
    case 'tls':
      return answered('tls-upstream', ...TLS_ERRORS[breakage.problem]);
    case 'not-http':
      return answered('response', 'HPE_INVALID_CONSTANT', 'Expected HTTP/, got "SSH-2.0-OpenSSH_9.6"');
    case 'truncated':
    case 'malformed-json':
    case 'wrong-length':
      return undefined;
  }
}
