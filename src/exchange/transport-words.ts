import type { Fault } from './annotation.ts';
import { redactUrl } from './redact.ts';
import {
  DESCRIPTOR_CODES,
  TIMEOUT_CODES,
  type TransportCause,
  type TransportError,
  transportCause,
} from './transport-error.ts';
import { certifiedNames, shown, triedAddress } from './transport-message.ts';

/** What the failing call was about, as far as its explanation needs it. */
export interface FailedCall {
  readonly method: string;
  readonly url: string;
  /** Status that had arrived before the exchange broke, or null. */
  readonly status: number | null;
  readonly durationMs: number | null;
  /** Bytes of the response body that came, and the promised number where the server announced one. */
  readonly receivedBytes: number;
  readonly promisedBytes: number | null;
}

export interface TransportExplanation {
  readonly cause: TransportCause;
  readonly isProven: boolean;
  readonly fault: Fault;
  readonly summary: string;
  readonly advice: string;
}

const UNREACHABLE_CODES = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL']);

/** Alerts by which a client says that it does not accept our certificate (RFC 8446 §6.2). */
const CERTIFICATE_ALERT =
  /ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED)/;

/** What happened and what to do, in the words that the log and the proxy's own answer share. */
export function explainTransportError(error: TransportError, call: FailedCall): TransportExplanation {
  const cause = transportCause(error, call.status);
  return { cause, isProven: true, ...WORDS[cause](error, call, targetOf(call.url)) };
}

interface Target {
  readonly host: string;
  readonly port: string;
  /** `host:port`, IPv6 in brackets. */
  readonly authority: string;
}

type Words = (
  error: TransportError,
  call: FailedCall,
  target: Target,
) => Omit<TransportExplanation, 'cause' | 'isProven'> & {
  isProven?: boolean;
};

const WORDS: Record<TransportCause, Words> = {
  'dns-failure': ({ code }, _call, { host }) =>
    code === 'EAI_AGAIN' || TIMEOUT_CODES.has(code)
      ? {
          fault: 'network',
          summary: `the resolver gave no answer for ${host}`,
          advice: 'Check the network or VPN and the name server, then retry: the name itself may be fine.',
        }
      : {
          fault: 'client',
          summary: `the host name ${host} does not exist (${code})`,
          advice: `Check the spelling of ${host}. A private or cluster-internal name resolves only inside its network.`,
        },
  'connection-refused': ({ message }, _call, target) => ({
    fault: 'server',
    summary: `nothing listens on ${target.authority}${triedAddress(message, target.host)}`,
    advice: isLoopback(target.host)
      ? `Start the server on port ${target.port}, or correct the port in the URL.`
      : `Check that the service on ${target.authority} is running and that host and port are right.`,
  }),
  'connect-timeout': ({ phase, code, message }, _call, { authority }) =>
    code === 'ERR_UPSTREAM_PROXY'
      ? {
          fault: 'network',
          summary: `no way to ${authority}: ${shown(message)}`,
          advice: 'Check address and credentials of --upstream-proxy or HTTPS_PROXY; NO_PROXY makes exceptions.',
        }
      : {
          fault: 'network',
          summary:
            phase === 'tls-upstream'
              ? `${authority} accepted the connection but did not finish the TLS handshake in time`
              : UNREACHABLE_CODES.has(code)
                ? `there is no route to ${authority} (${code})`
                : TIMEOUT_CODES.has(code)
                  ? `${authority} did not answer the connection attempt in time`
                  : `no connection to ${authority}: ${shown(message)}`,
          advice: 'Check VPN, firewall and address; no request has been sent, so a retry is safe.',
        },
  'connection-reset': ({ phase, code }, _call, { authority }) =>
    code === 'NGHTTP2_REFUSED_STREAM'
      ? {
          fault: 'server',
          summary: `${authority} refused the stream before it looked at the request (REFUSED_STREAM)`,
          advice:
            'Send it again: the request was not processed (RFC 9113 §8.7). If it goes on, the server is overloaded.',
        }
      : code.startsWith('NGHTTP2_')
        ? {
            fault: 'server',
            summary: `${authority} reset the stream without a response (${code.slice(8)})`,
            advice: 'Look at the server log for this moment; the request may have been processed.',
          }
        : phase === 'connect'
          ? {
              fault: 'server',
              summary: `${authority} reset the connection before it stood`,
              advice:
                'Look for a firewall, a limit or a crash in front of this port; no request has been sent, so a retry is safe.',
            }
          : {
              fault: 'server',
              summary:
                phase === 'request'
                  ? `hung up while the request was being sent: ${authority}`
                  : `hung up without a response: ${authority}`,
              advice:
                'Look at the server log for a crash or limit at this moment; the request may have been processed.',
            },
  'response-timeout': ({ phase }, { durationMs }, { authority }) => ({
    fault: 'server',
    summary: `${authority} took the request but ${phase === 'response' ? 'sent no response' : 'did not read it'}${
      durationMs === null || durationMs === 0 ? ' in time' : ` within ${(durationMs / 1000).toFixed(1)} s`
    }`,
    advice: 'Look at what the server is doing with this call; it may still finish, so check before you repeat it.',
  }),
  'tls-untrusted-certificate': ({ code }, _call, { authority }) => ({
    fault: 'server',
    summary: `the certificate of ${authority} ${UNTRUSTED_WORDS[code] ?? `is not trusted (${code})`}`,
    advice:
      code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'
        ? 'Have the server send its intermediate certificate, or pass the issuing CA with --upstream-ca FILE.'
        : 'If you know this server, pass its CA with --upstream-ca FILE; --insecure-upstream accepts any certificate.',
  }),
  'tls-certificate-expired': ({ code }, _call, { authority }) => ({
    fault: 'server',
    summary: `the certificate of ${authority} ${code === 'CERT_NOT_YET_VALID' ? 'is not valid yet' : 'has expired'}`,
    advice: 'Renew the certificate on the server; if its dates look right, check the clock of this machine.',
  }),
  'tls-hostname-mismatch': ({ message }, _call, { host }) => ({
    fault: 'client',
    summary: `the server's certificate is for ${certifiedNames(message) ?? 'another name'}${certifiedNames(message) === undefined ? ' than' : ', not for'} ${host}`,
    advice: `Call the server by a name that its certificate lists, or give it a certificate for ${host}.`,
  }),
  'tls-handshake-failed': ({ code, message }, _call, { authority }) => {
    const text = `${code} ${message}`;
    if (/CERTIFICATE_REQUIRED|certificate required/i.test(text)) {
      return {
        fault: 'client',
        summary: `${authority} demands a client certificate (TLS alert: certificate required)`,
        advice: 'This server uses mutual TLS: give httpwhy the certificate with --client-cert HOST=FILE.',
      };
    }
    if (code === 'ERR_TLS_CLIENT_CERTIFICATE_REFUSED') {
      return {
        fault: 'client',
        summary: `${authority} does not accept the client certificate`,
        advice: 'Check that --client-cert names the certificate that this server expects, and that it has not expired.',
      };
    }
    if (/wrong.version.number|packet.length.too.long|http.request/i.test(text)) {
      return {
        fault: 'client',
        summary: `${authority} does not speak TLS`,
        advice: 'Use http:// for this port, or the port on which the server speaks TLS.',
      };
    }
    if (/protocol.version|unsupported.protocol/i.test(text)) {
      return {
        fault: 'server',
        summary: `${authority} offers no TLS version that is still safe`,
        advice: 'Enable TLS 1.2 or 1.3 on the server.',
      };
    }
    return {
      fault: 'server',
      summary: `the TLS handshake with ${authority} failed (${code})`,
      advice: 'Compare protocol versions, ciphers and server name (SNI) with what the server accepts.',
    };
  },
  'client-rejects-proxy-ca': ({ code }, _call, { authority, host }) => ({
    isProven: CERTIFICATE_ALERT.test(code),
    fault: 'client',
    summary: /ALERT_UNKNOWN_CA/.test(code)
      ? `the client does not know the CA of httpwhy, and refused the certificate for ${authority}`
      : CERTIFICATE_ALERT.test(code)
        ? `the client refused the certificate of httpwhy for ${authority}: it pins another, or distrusts the CA`
        : `the client left during the TLS handshake with httpwhy for ${authority}: it distrusts the CA or pins certificates`,
    advice: /ALERT_UNKNOWN_CA/.test(code)
      ? `${TRUST_ADVICE} To let ${host} pass unread: t in the log, or --tunnel ${host}.`
      : `${TRUST_ADVICE} If it pins, let ${host} pass unread: t in the log, or --tunnel ${host}.`,
  }),
  'client-aborted': ({ phase, message }, { status, durationMs, receivedBytes }, { authority }) =>
    phase === 'tls-client'
      ? {
          fault: 'client',
          summary: `${message} (${authority})`,
          advice:
            'No request came on this connection. Where a call of the client failed, look in the client for why it closed.',
        }
      : {
          fault: 'client',
          summary: `the client hung up ${
            durationMs === null ? '' : `after ${(durationMs / 1000).toFixed(1)} s, `
          }${status === null ? 'before any response' : `with ${byteCount(receivedBytes)} of the response received`}`,
          advice: 'Look at the time-out or cancellation in the client; the server may have completed the call.',
        },
  'truncated-response': ({ code }, { receivedBytes, promisedBytes }, { authority }) => ({
    fault: 'server',
    summary:
      promisedBytes !== null
        ? `${receivedBytes} of ${promisedBytes} promised bytes came, then ${authority} closed`
        : `broke off after ${byteCount(receivedBytes)}, before the end of the body: ${authority} (${code})`,
    advice: 'Treat the body as incomplete; look for a crash, time-out or proxy limit on the server side.',
  }),
  'invalid-response': ({ message }, { url }, { authority }) => {
    if (url.startsWith('http:') && TLS_RECORD.test(message)) {
      return {
        fault: 'client',
        summary: `${authority} answers in TLS: plain HTTP was sent to a TLS port`,
        advice: 'Use https:// in the URL.',
      };
    }
    return {
      fault: 'server',
      summary: `what ${authority} sent is not valid HTTP: ${shown(message)}`,
      advice: 'Check that host and port belong to an HTTP/1.1 server, and not to another protocol.',
    };
  },
  'proxy-rejected': ({ code, message }) => ({
    fault: OWN_FAULTS.has(code) ? 'proxy' : 'client',
    summary: DESCRIPTOR_CODES.has(code)
      ? `httpwhy has no file descriptor left for a connection (${code})`
      : code === 'ERR_PROXY_STOPPED' || code === 'ERR_PROXY_BUG'
        ? shown(message)
        : `httpwhy refused the request: ${shown(message)}`,
    advice: REJECTION_ADVICE[code] ?? 'Correct the request that the client sends to the proxy.',
  }),
};

/** An alert record, as the proxy quotes what it received: a server that speaks TLS answers with one to plain HTTP (RFC 8446 §5.1). */
const TLS_RECORD = /\\u0015\\u0003\\u000[0-4]|\b15 ?03 ?0[0-4]\b/;

const TRUST_ADVICE =
  'Start the client with `httpwhy run -- …`, or make it trust the CA: `httpwhy ca trust`, or the file that `httpwhy ca path` prints.';

const UNTRUSTED_WORDS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'comes from a private, self-signed CA that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'cannot be verified: an intermediate or its CA is missing',
  UNABLE_TO_GET_ISSUER_CERT: 'has an unknown issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'has an unknown issuer',
  CERT_REVOKED: 'has been revoked',
};

const OWN_FAULTS = new Set([
  'ERR_PROXY_BLOCKED',
  'ERR_PROXY_UNKNOWN_PROTOCOL',
  'ERR_PROXY_STOPPED',
  'ERR_PROXY_BUG',
  ...DESCRIPTOR_CODES,
]);

const REJECTION_ADVICE: Readonly<Record<string, string>> = {
  ERR_PROXY_LOOP: 'Give the URL of the API, not the address of the proxy.',
  ERR_PROXY_BLOCKED: 'Change or disable the rule to let the call through.',
  ERR_PROXY_BUG: 'Please report what httpwhy printed at this moment; the server may have completed the call.',
  ERR_PROXY_STOPPED: 'Start httpwhy again and repeat the call; the server may have completed it.',
  EMFILE: 'Raise the limit of open files (`ulimit -n 65536`) in the shell that starts httpwhy, and repeat the call.',
  ENFILE: 'The whole machine is out of file descriptors: close programs, or raise fs.file-max.',
  ERR_PROXY_UNKNOWN_PROTOCOL: 'Let this host pass unread, with --tunnel, or by t in the log.',
  ERR_PROXY_LIMIT: 'Make the request smaller, or raise the limit of the proxy.',
};

function targetOf(url: string): Target {
  if (!URL.canParse(url)) {
    const name = shown(redactUrl(url));
    return { host: name, port: '', authority: name };
  }
  const { hostname, port, protocol } = new URL(url);
  const shownPort = port || (protocol === 'https:' ? '443' : '80');
  return { host: hostname, port: shownPort, authority: `${hostname}:${shownPort}` };
}

function byteCount(bytes: number): string {
  return bytes === 1 ? '1 byte' : `${bytes} bytes`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.startsWith('127.') || host === '[::1]';
}
