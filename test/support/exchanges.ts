import type { Annotation } from '../../src/exchange/annotation.ts';
import type { ServerConnection } from '../../src/exchange/connection.ts';
import {
  type Exchange,
  NO_CONNECTION,
  NO_TIMING,
  type RequestMessage,
  type ResponseMessage,
} from '../../src/exchange/exchange.ts';

/** An ordinary exchange; a test names only what differs. */
export function exchange(
  differing: Partial<Omit<Exchange, 'request' | 'response'>> & {
    request?: Partial<RequestMessage>;
    response?: Partial<ResponseMessage> | null;
  } = {},
): Exchange {
  const { request, response, ...rest } = differing;
  return {
    id: 0,
    startedAt: Date.UTC(2026, 10, 2, 12, 0, 0),
    durationMs: 12.5,
    error: null,
    proxyStatus: null,
    connection: NO_CONNECTION,
    timing: NO_TIMING,
    messageCount: 0,
    ...rest,
    request: {
      method: 'GET',
      url: 'https://api.example.com/v1/orders/87?page=2',
      httpVersion: '1.1',
      headers: [['Host', 'api.example.com']],
      trailers: [],
      body: null,
      ...request,
    },
    response:
      response === null
        ? null
        : {
            status: 200,
            reason: 'OK',
            httpVersion: '1.1',
            headers: [['Content-Type', 'application/json']],
            trailers: [],
            body: textBody('{"ok":true}'),
            ...response,
          },
  };
}

export function textBody(text: string): { bytes: Uint8Array; totalBytes: number } {
  const bytes = Buffer.from(text);
  return { bytes, totalBytes: bytes.length };
}

/** A connection over TLS to a server that showed one certificate. */
export const CONNECTION: ServerConnection = {
  id: 1,
  server: '203.0.113.7:443',
  via: null,
  dnsMs: 2.5,
  tcpMs: 11,
  tlsMs: 14,
  tls: {
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
    alpn: 'h2',
    serverName: 'api.example.com',
    chain: [
      {
        subject: 'CN=api.example.com',
        issuer: 'CN=R12, O=Example',
        names: ['DNS:api.example.com'],
        validFrom: '2026-10-01T00:00:00Z',
        validTo: '2026-12-30T00:00:00Z',
        fingerprint: 'AB:CD',
      },
    ],
    distrust: null,
  },
};

export const QUIET: Annotation = {
  class: 'success',
  cause: null,
  fault: 'nobody',
  confidence: 'certain',
  summary: '200 OK',
  evidence: [],
  advice: '',
  retry: 'never',
};

export const EXPIRED: Annotation = {
  class: 'client_error',
  cause: 'expired-credentials',
  fault: 'client',
  confidence: 'certain',
  summary: 'the token expired 8 s before the call',
  evidence: [{ where: 'request.headers.authorization', what: 'exp 12:00:00' }],
  advice: 'Fetch a new token, then repeat the call.',
  retry: 'after_fix',
  retryAfterSeconds: 3,
};
