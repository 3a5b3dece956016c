import { expect, test } from 'vitest';
import { connectionLines } from '../../src/cli/connection-lines.ts';
import { NO_CONNECTION } from '../../src/exchange/exchange.ts';
import { CONNECTION, exchange } from '../support/exchanges.ts';

const TLS = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', alpn: null, serverName: 'api.example.com' };
const timing = { connectedMs: 28, requestSentMs: 30, responseStartMs: 90 };

test('a new connection over TLS: addresses, protocols, certificate, and what each step took', () => {
  const connection = { client: '127.0.0.1:5000', clientTls: TLS, server: CONNECTION, isReused: false };
  expect(connectionLines(exchange({ connection, timing, durationMs: 100 }))).toEqual([
    'client  127.0.0.1:5000, TLSv1.3, TLS_AES_256_GCM_SHA384',
    'server  203.0.113.7:443, TLSv1.3, TLS_AES_128_GCM_SHA256, h2',
    'cert    CN=api.example.com, until 2026-12-30T00:00:00Z',
    'issuer  CN=R12, O=Example',
    'time    dns 2.5 ms · connect 11 ms · tls 14 ms · send 2 ms · wait 60 ms · receive 10 ms',
  ]);
});

test('a connection that was there, through another proxy, without TLS', () => {
  const server = { ...CONNECTION, server: '10.0.0.1:3128', via: 'http://proxy.test:3128', tls: null };
  const connection = { ...NO_CONNECTION, server, isReused: true };
  expect(connectionLines(exchange({ connection }))).toEqual([
    'server  behind an upstream proxy, connection used before',
    'via     http://proxy.test:3128 at 10.0.0.1:3128',
  ]);
});

test('a certificate that is not trusted is said to be so', () => {
  const server = { ...CONNECTION, tls: { ...CONNECTION.tls!, distrust: 'SELF_SIGNED_CERT_IN_CHAIN' } };
  const lines = connectionLines(exchange({ connection: { ...NO_CONNECTION, server } }));
  expect(lines).toContain('trust   not trusted (SELF_SIGNED_CERT_IN_CHAIN)');
});

test('an imported exchange has nothing to say about connections', () => {
  expect(connectionLines(exchange())).toEqual([]);
});

test('names in certificates cannot reach the terminal as commands', () => {
  const [certificate] = CONNECTION.tls!.chain;
  const chain = [{ ...certificate!, subject: 'CN=\u001b[2J\nx' }];
  const server = { ...CONNECTION, tls: { ...CONNECTION.tls!, chain } };
  const lines = connectionLines(exchange({ connection: { ...NO_CONNECTION, server } }));
  expect(lines.join('')).toMatch(/^\P{Control}*$/u);
  expect(lines.join('')).toContain('CN=\\x1b[2J\\nx');
});
