import { describe, expect, test } from 'vitest';
import { type Phase, type TransportError, transportCause } from '../../src/exchange/transport-error.ts';
import { explainTransportError, type FailedCall } from '../../src/exchange/transport-words.ts';

const CALL: FailedCall = {
  method: 'POST',
  url: 'https://api.example.com/v1/orders',
  status: null,
  durationMs: 1234,
  receivedBytes: 0,
  promisedBytes: null,
};

const broken = (phase: Phase, code: string, message = `${code} happened`): TransportError => ({ phase, code, message });

describe('phase and code give the cause', () => {
  test.each([
    ['dns', 'ENOTFOUND', 'dns-failure'],
    ['dns', 'EAI_AGAIN', 'dns-failure'],
    ['dns', 'ESERVFAIL', 'dns-failure'],
    ['connect', 'ECONNREFUSED', 'connection-refused'],
    ['connect', 'ECONNRESET', 'connection-reset'],
    ['connect', 'ETIMEDOUT', 'connect-timeout'],
    ['connect', 'UND_ERR_CONNECT_TIMEOUT', 'connect-timeout'],
    ['connect', 'EHOSTUNREACH', 'connect-timeout'],
    ['connect', 'ENETUNREACH', 'connect-timeout'],
    ['connect', 'ENOTFOUND', 'dns-failure'],
    ['tls-upstream', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-untrusted-certificate'],
    ['tls-upstream', 'SELF_SIGNED_CERT_IN_CHAIN', 'tls-untrusted-certificate'],
    ['tls-upstream', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-untrusted-certificate'],
    ['tls-upstream', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls-untrusted-certificate'],
    ['tls-upstream', 'CERT_REVOKED', 'tls-untrusted-certificate'],
    ['tls-upstream', 'CERT_HAS_EXPIRED', 'tls-certificate-expired'],
    ['tls-upstream', 'CERT_NOT_YET_VALID', 'tls-certificate-expired'],
    ['tls-upstream', 'ERR_TLS_CERT_ALTNAME_INVALID', 'tls-hostname-mismatch'],
    ['tls-upstream', 'ETIMEDOUT', 'connect-timeout'],
    ['tls-upstream', 'ECONNRESET', 'tls-handshake-failed'],
    ['tls-upstream', 'ERR_SSL_WRONG_VERSION_NUMBER', 'tls-handshake-failed'],
    ['tls-client', 'ECONNRESET', 'client-rejects-proxy-ca'],
    ['tls-client', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'client-rejects-proxy-ca'],
    ['request', 'ECONNRESET', 'connection-reset'],
    ['request', 'EPIPE', 'connection-reset'],
    ['response', 'ECONNRESET', 'connection-reset'],
    ['response', 'UND_ERR_SOCKET', 'connection-reset'],
    ['response', 'ERR_STREAM_PREMATURE_CLOSE', 'connection-reset'],
    ['response', 'HPE_INVALID_EOF_STATE', 'connection-reset'],
    ['response', 'HPE_INVALID_CONSTANT', 'invalid-response'],
    ['response', 'UND_ERR_HEADERS_TIMEOUT', 'response-timeout'],
    ['request', 'ETIMEDOUT', 'response-timeout'],
    ['response', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls-handshake-failed'],
    ['response', 'ERR_CLIENT_ABORTED', 'client-aborted'],
    ['connect', 'ERR_CLIENT_ABORTED', 'client-aborted'],
    ['request', 'ERR_PROXY_LOOP', 'proxy-rejected'],
    ['request', 'ERR_PROXY_BLOCKED', 'proxy-rejected'],
    ['request', 'ERR_PROXY_LIMIT', 'proxy-rejected'],
    ['request', 'ERR_PROXY_UNKNOWN_PROTOCOL', 'proxy-rejected'],
  ] as const)('%s %s is %s', (phase, code, cause) => {
    expect(transportCause(broken(phase, code), null)).toBe(cause);
  });

  test.each(['ECONNRESET', 'UND_ERR_BODY_TIMEOUT', 'HPE_INVALID_CHUNK_SIZE', 'ERR_STREAM_PREMATURE_CLOSE'])(
    'once a status was seen, %s means a truncated response',
    (code) => {
      expect(transportCause(broken('response', code), 200)).toBe('truncated-response');
    },
  );

  test('who left is known also after a status was seen', () => {
    expect(transportCause(broken('response', 'ERR_CLIENT_ABORTED'), 200)).toBe('client-aborted');
  });
});

describe('the words', () => {
  const explain = (phase: Phase, code: string, call: Partial<FailedCall> = {}, message?: string) => {
    const { fault, summary, advice } = explainTransportError(broken(phase, code, message), { ...CALL, ...call });
    return [fault, summary, advice];
  };

  const LOCAL = { url: 'http://localhost:3000/x' };

  test.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'a name that does not exist',
      explain('dns', 'ENOTFOUND'),
      [
        'client',
        'the host name api.example.com does not exist (ENOTFOUND)',
        'Check the spelling of api.example.com. A private or cluster-internal name resolves only inside its network.',
      ],
    ],
    [
      'a resolver that is silent',
      explain('dns', 'EAI_AGAIN'),
      [
        'network',
        'the resolver gave no answer for api.example.com',
        'Check the network or VPN and the name server, then retry: the name itself may be fine.',
      ],
    ],
    [
      'a refused connection',
      explain('connect', 'ECONNREFUSED'),
      [
        'server',
        'nothing listens on api.example.com:443',
        'Check that the service on api.example.com:443 is running and that host and port are right.',
      ],
    ],
    [
      'a refused connection on this machine',
      explain('connect', 'ECONNREFUSED', LOCAL),
      ['server', 'nothing listens on localhost:3000', 'Start the server on port 3000, or correct the port in the URL.'],
    ],
    [
      'a refused connection on IPv6 loopback',
      explain('connect', 'ECONNREFUSED', { url: 'http://[::1]:8080/' }),
      ['server', 'nothing listens on [::1]:8080', 'Start the server on port 8080, or correct the port in the URL.'],
    ],
    [
      'a reset while connecting',
      explain('connect', 'ECONNRESET'),
      [
        'server',
        'api.example.com:443 reset the connection before it stood',
        'Look for a firewall, a limit or a crash in front of this port; no request has been sent, so a retry is safe.',
      ],
    ],
    [
      'no answer to the connection',
      explain('connect', 'ETIMEDOUT'),
      [
        'network',
        'api.example.com:443 did not answer the connection attempt in time',
        'Check VPN, firewall and address; no request has been sent, so a retry is safe.',
      ],
    ],
    [
      'no route',
      explain('connect', 'EHOSTUNREACH'),
      [
        'network',
        'there is no route to api.example.com:443 (EHOSTUNREACH)',
        'Check VPN, firewall and address; no request has been sent, so a retry is safe.',
      ],
    ],
    [
      'a handshake that hangs',
      explain('tls-upstream', 'ETIMEDOUT'),
      [
        'network',
        'api.example.com:443 accepted the connection but did not finish the TLS handshake in time',
        'Check VPN, firewall and address; no request has been sent, so a retry is safe.',
      ],
    ],
    [
      'a reset while sending',
      explain('request', 'ECONNRESET'),
      [
        'server',
        'hung up while the request was being sent: api.example.com:443',
        'Look at the server log for a crash or limit at this moment; the request may have been processed.',
      ],
    ],
    [
      'a reset instead of a response',
      explain('response', 'ECONNRESET'),
      [
        'server',
        'hung up without a response: api.example.com:443',
        'Look at the server log for a crash or limit at this moment; the request may have been processed.',
      ],
    ],
    [
      'no response in time',
      explain('response', 'UND_ERR_HEADERS_TIMEOUT'),
      [
        'server',
        'api.example.com:443 took the request but sent no response within 1.2 s',
        'Look at what the server is doing with this call; it may still finish, so check before you repeat it.',
      ],
    ],
    [
      'a request that is not read',
      explain('request', 'ETIMEDOUT', { durationMs: null }),
      [
        'server',
        'api.example.com:443 took the request but did not read it in time',
        'Look at what the server is doing with this call; it may still finish, so check before you repeat it.',
      ],
    ],
    [
      'a self-signed certificate',
      explain('tls-upstream', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
      [
        'server',
        'the certificate of api.example.com:443 is self-signed',
        'If you know this server, pass its CA with --upstream-ca FILE; --insecure-upstream accepts any certificate.',
      ],
    ],
    [
      'a missing intermediate',
      explain('tls-upstream', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      [
        'server',
        'the certificate of api.example.com:443 cannot be verified: an intermediate or its CA is missing',
        'Have the server send its intermediate certificate, or pass the issuing CA with --upstream-ca FILE.',
      ],
    ],
    [
      'another reason for distrust',
      explain('tls-upstream', 'INVALID_CA'),
      [
        'server',
        'the certificate of api.example.com:443 is not trusted (INVALID_CA)',
        'If you know this server, pass its CA with --upstream-ca FILE; --insecure-upstream accepts any certificate.',
      ],
    ],
    [
      'an expired certificate',
      explain('tls-upstream', 'CERT_HAS_EXPIRED'),
      [
        'server',
        'the certificate of api.example.com:443 has expired',
        'Renew the certificate on the server; if its dates look right, check the clock of this machine.',
      ],
    ],
    [
      'a certificate of tomorrow',
      explain('tls-upstream', 'CERT_NOT_YET_VALID'),
      [
        'server',
        'the certificate of api.example.com:443 is not valid yet',
        'Renew the certificate on the server; if its dates look right, check the clock of this machine.',
      ],
    ],
    [
      'a certificate for another name',
      explain('tls-upstream', 'ERR_TLS_CERT_ALTNAME_INVALID'),
      [
        'client',
        "the server's certificate is for another name than api.example.com",
        'Call the server by a name that its certificate lists, or give it a certificate for api.example.com.',
      ],
    ],
    [
      'a certificate for other names, which the message lists',
      explain(
        'tls-upstream',
        'ERR_TLS_CERT_ALTNAME_INVALID',
        {},
        "Hostname/IP does not match certificate's altnames: Host: api.example.com. is not in the cert's altnames: DNS:a.example, DNS:*.a.example, IP Address:10.0.0.7, DNS:b.example",
      ),
      [
        'client',
        "the server's certificate is for a.example, *.a.example, 10.0.0.7 and 1 more, not for api.example.com",
        'Call the server by a name that its certificate lists, or give it a certificate for api.example.com.',
      ],
    ],
    [
      'a port that is closed on the address that was tried',
      explain('connect', 'ECONNREFUSED', LOCAL, 'connect ECONNREFUSED ::1:3000'),
      [
        'server',
        'nothing listens on localhost:3000 (tried ::1)',
        'Start the server on port 3000, or correct the port in the URL.',
      ],
    ],
    [
      'a port that is closed on the address that everybody expects',
      explain('connect', 'ECONNREFUSED', LOCAL, 'connect ECONNREFUSED 127.0.0.1:3000'),
      ['server', 'nothing listens on localhost:3000', 'Start the server on port 3000, or correct the port in the URL.'],
    ],
    [
      'a client certificate that is missing',
      explain('response', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
      [
        'client',
        'api.example.com:443 demands a client certificate (TLS alert: certificate required)',
        'This server uses mutual TLS: give httpwhy the certificate with --client-cert HOST=FILE.',
      ],
    ],
    [
      'TLS to a port without it',
      explain('tls-upstream', 'ERR_SSL_WRONG_VERSION_NUMBER'),
      [
        'client',
        'api.example.com:443 does not speak TLS',
        'Use http:// for this port, or the port on which the server speaks TLS.',
      ],
    ],
    [
      'an old version of TLS',
      explain('tls-upstream', 'EPROTO', {}, 'error:0A000102:SSL routines::unsupported protocol'),
      [
        'server',
        'api.example.com:443 offers no TLS version that is still safe',
        'Enable TLS 1.2 or 1.3 on the server.',
      ],
    ],
    [
      'any other alert',
      explain('tls-upstream', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'),
      [
        'server',
        'the TLS handshake with api.example.com:443 failed (ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE)',
        'Compare protocol versions, ciphers and server name (SNI) with what the server accepts.',
      ],
    ],
    [
      'a client that says it does not know the CA',
      explain('tls-client', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'),
      [
        'client',
        'the client does not know the CA of httpwhy, and refused the certificate for api.example.com:443',
        'Start the client with `httpwhy run -- …`, or make it trust the CA: `httpwhy ca trust`, or the file that `httpwhy ca path` prints. To let api.example.com pass unread: t in the log, or --tunnel api.example.com.',
      ],
    ],
    [
      'a client that leaves without a word',
      explain('tls-client', 'ECONNRESET'),
      [
        'client',
        'the client left during the TLS handshake with httpwhy for api.example.com:443: it distrusts the CA or pins certificates',
        'Start the client with `httpwhy run -- …`, or make it trust the CA: `httpwhy ca trust`, or the file that `httpwhy ca path` prints. If it pins, let api.example.com pass unread: t in the log, or --tunnel api.example.com.',
      ],
    ],
    [
      'a client that waits no longer',
      explain('response', 'ERR_CLIENT_ABORTED'),
      [
        'client',
        'the client hung up after 1.2 s, before any response',
        'Look at the time-out or cancellation in the client; the server may have completed the call.',
      ],
    ],
    [
      'a client that leaves in the middle',
      explain('response', 'ERR_CLIENT_ABORTED', { status: 200, receivedBytes: 1, durationMs: null }),
      [
        'client',
        'the client hung up with 1 byte of the response received',
        'Look at the time-out or cancellation in the client; the server may have completed the call.',
      ],
    ],
    [
      'fewer bytes than promised',
      explain('response', 'ECONNRESET', { status: 200, receivedBytes: 34, promisedBytes: 5120 }),
      [
        'server',
        '34 of 5120 promised bytes came, then api.example.com:443 closed',
        'Treat the body as incomplete; look for a crash, time-out or proxy limit on the server side.',
      ],
    ],
    [
      'chunks without an end',
      explain('response', 'ERR_STREAM_PREMATURE_CLOSE', { status: 200, receivedBytes: 34 }),
      [
        'server',
        'broke off after 34 bytes, before the end of the body: api.example.com:443 (ERR_STREAM_PREMATURE_CLOSE)',
        'Treat the body as incomplete; look for a crash, time-out or proxy limit on the server side.',
      ],
    ],
    [
      'something that is not HTTP',
      explain('response', 'HPE_INVALID_CONSTANT', {}, 'Expected HTTP/'),
      [
        'server',
        'what api.example.com:443 sent is not valid HTTP: Expected HTTP/',
        'Check that host and port belong to an HTTP/1.1 server, and not to another protocol.',
      ],
    ],
    [
      'a loop',
      explain('request', 'ERR_PROXY_LOOP', {}, 'it is addressed to httpwhy itself'),
      [
        'client',
        'httpwhy refused the request: it is addressed to httpwhy itself',
        'Give the URL of the API, not the address of the proxy.',
      ],
    ],
    [
      'a rule',
      explain('request', 'ERR_PROXY_BLOCKED', {}, 'blocked by rule 3'),
      [
        'proxy',
        'httpwhy refused the request: blocked by rule 3',
        'Change or disable the rule to let the call through.',
      ],
    ],
    [
      'a limit',
      explain('request', 'ERR_PROXY_LIMIT', {}, 'headers over 64 kB'),
      [
        'client',
        'httpwhy refused the request: headers over 64 kB',
        'Make the request smaller, or raise the limit of the proxy.',
      ],
    ],
    [
      'a protocol that does not pass',
      explain('request', 'ERR_PROXY_UNKNOWN_PROTOCOL', {}, 'not :protocol "connect-udp"'),
      [
        'proxy',
        'httpwhy refused the request: not :protocol "connect-udp"',
        'Let this host pass unread, with --tunnel, or by t in the log.',
      ],
    ],
    [
      'a malformed request',
      explain('request', 'ERR_PROXY_BAD_REQUEST', {}, 'no host'),
      ['client', 'httpwhy refused the request: no host', 'Correct the request that the client sends to the proxy.'],
    ],
  ])('%s', (_what, words, expected) => {
    expect(words).toEqual(expected);
  });

  test('what the bytes do not prove is not claimed', () => {
    const isProven = (phase: Phase, code: string) => explainTransportError(broken(phase, code), CALL).isProven;
    expect(isProven('tls-client', 'ECONNRESET')).toBe(false);
    expect(isProven('tls-client', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA')).toBe(true);
    expect(isProven('connect', 'ECONNREFUSED')).toBe(true);
  });

  test('captured text in a sentence is escaped, short and without secrets', () => {
    const [, summary] = explain('request', 'ERR_PROXY_BAD_REQUEST', {}, `bad\r\n\u001b[31m${'x'.repeat(5000)}`);
    expect(summary).toMatch(/^httpwhy refused the request: bad\\r\\n\\x1b\[31mx+…$/);
    expect(summary?.length).toBeLessThan(400);
    const [, unparsable] = explain('dns', 'ENOTFOUND', { url: 'http://ada:hunter22@\u0000:x/' });
    expect(unparsable).not.toContain('hunter22');
  });
});

describe('an answer in TLS', () => {
  const received = (text: string) =>
    broken(
      'response',
      'HPE_INVALID_CONSTANT',
      `the response does not begin with HTTP/ (received ${JSON.stringify(text)})`,
    );
  const alert = received('\u0015\u0003\u0001\u0000\u0002\u0002F');

  test('to plain HTTP tells that the port speaks TLS', () => {
    expect(explainTransportError(alert, { ...CALL, url: 'http://api.example.com:8443/v1/orders' })).toMatchObject({
      cause: 'invalid-response',
      fault: 'client',
      summary: 'api.example.com:8443 answers in TLS: plain HTTP was sent to a TLS port',
      advice: 'Use https:// in the URL.',
    });
  });

  test('is none where something else came, and nothing new to a call over TLS', () => {
    const plain = { ...CALL, url: 'http://api.example.com:8443/v1/orders' };
    expect(explainTransportError(received('SSH-2.0-OpenSSH_9.6'), plain)).toMatchObject({ fault: 'server' });
    expect(explainTransportError(alert, CALL)).toMatchObject({ fault: 'server' });
  });
});
