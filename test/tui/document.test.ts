import { describe, expect, test } from 'vitest';
import { NO_CONNECTION } from '../../src/exchange/exchange.ts';
import { brokenAt, documentOf } from '../../src/tui/document.ts';
import { textOf } from '../../src/tui/line.ts';
import { CONNECTION } from '../support/exchanges.ts';
import { annotation, body, exchange } from './support.ts';

function text(detail: Parameters<typeof documentOf>[0], cells = 100): readonly string[] {
  return brokenAt(documentOf(detail), cells).lines.map(textOf);
}

describe('documentOf', () => {
  test('says why first, then what was sent and what came back, as it was on the wire', () => {
    expect(text({ exchange: exchange(), annotation: annotation() })).toEqual([
      'expired-credentials · certain · act: client · retry: after fix',
      'the token expired 8 s before the server’s clock said 12:03:18',
      '',
      'do  Get a new token before it expires, then send the call again.',
      '',
      'evidence',
      '  request.headers.authorization  exp 2026-11-26T12:03:10Z',
      '  response.headers.date          Thu, 26 Nov 2026 12:03:18 GMT',
      '',
      'route  127.0.0.1:51234 → 203.0.113.7:443 · TLSv1.3 · h2',
      'opened dns 2.5 ms · connect 11 ms · tls 14 ms',
      'time   connected 5 ms → first byte 20 ms → done 22 ms',
      '',
      'REQUEST',
      'POST https://api.shop.dev/v1/orders/87 HTTP/1.1',
      'Host: api.shop.dev',
      'AUTHORIZATION: Bearer abc',
      'content-type: application/json',
      '',
      'body  application/json · 32 B',
      '{',
      '  "amount": 1200,',
      '  "currency": "eur"',
      '}',
      '',
      'RESPONSE',
      'HTTP/1.1 401 Unauthorized',
      'Content-Type: application/json',
      'Set-Cookie: a=1',
      'set-cookie: b=2',
      '',
      'body  application/json · 25 B',
      '{',
      '  "error": "token expired"',
      '}',
    ]);
  });

  test('of a call without a response, what broke and what the client got instead', () => {
    const lines = text({
      exchange: exchange({
        response: null,
        error: { phase: 'connect', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:1' },
        proxyStatus: 502,
      }),
      annotation: annotation({ class: 'no_response', cause: 'connection-refused' }),
    });
    expect(lines.slice(lines.indexOf('RESPONSE'))).toEqual([
      'RESPONSE',
      'Broke while connecting: ECONNREFUSED connect ECONNREFUSED 127.0.0.1:1',
      'httpwhy itself answered the client with 502.',
    ]);
  });

  test('of a pending call, what is known', () => {
    const lines = text({ exchange: exchange({ durationMs: null, response: null }), annotation: null });
    expect(lines[0]).toBe('Still running: the reason is known when the exchange has ended.');
    expect(lines.at(-1)).toBe('Nothing has come back yet.');
  });

  test('of a stream how much has passed, of a gRPC call how it ended, of a call through another proxy which', () => {
    const lines = text({
      exchange: exchange({
        messageCount: 12,
        connection: {
          ...NO_CONNECTION,
          client: '127.0.0.1:5',
          server: { ...CONNECTION, via: 'http://proxy.test:3128', tls: null },
          isReused: true,
        },
        response: { ...exchange().response!, trailers: [['grpc-status', '5'] as const] },
      }),
      annotation: null,
    });
    expect(lines.slice(2, lines.indexOf('REQUEST') - 1)).toEqual([
      'route  127.0.0.1:5 → http://proxy.test:3128 → 203.0.113.7:443 · connection reused',
      'time   connected 5 ms → first byte 20 ms → done 22 ms',
      'stream 12 messages',
      'grpc   5 NOT_FOUND',
    ]);
  });

  test('of a call that needs no explanation, that it needs none', () => {
    const fine = annotation({ class: 'success', cause: null, summary: '', advice: '', evidence: [] });
    expect(text({ exchange: exchange(), annotation: fine })[0]).toBe('Nothing needs explaining.');
  });

  test('of an error within a success, the inner cause too', () => {
    const inner = annotation({ class: 'success', cause: 'error-in-success', inner: 'resource-not-found' });
    expect(text({ exchange: exchange(), annotation: inner })[0]).toBe(
      'error-in-success (resource-not-found) · certain · act: client · retry: after fix',
    );
  });

  test('a recording that was cut says so above the body', () => {
    const cutResponse = { ...exchange().response!, body: body('{"beginning', 9_000_000) };
    const lines = text({ exchange: exchange({ response: cutResponse }), annotation: annotation() });
    expect(lines.slice(-3)).toEqual([
      'body  application/json · 9.0 MB',
      'The recording was cut: it holds the first 11 B of 9.0 MB.',
      '{"beginning',
    ]);
  });

  test('trailers follow the body', () => {
    const response = { ...exchange().response!, trailers: [['Grpc-Status', '5']] as const };
    const lines = text({ exchange: exchange({ response }), annotation: annotation() });
    expect(lines.slice(-3)).toEqual(['', 'trailers', 'Grpc-Status: 5']);
  });
});

describe('brokenAt', () => {
  const document = documentOf({ exchange: exchange(), annotation: annotation() });

  test('is computed once for a width', () => {
    expect(brokenAt(document, 58)).toBe(brokenAt(document, 58));
    expect(brokenAt(document, 59)).not.toBe(brokenAt(document, 58));
  });

  test('tells where each section begins', () => {
    const { lines, starts } = brokenAt(document, 40);
    expect(starts.map((start) => textOf(lines[start]!))).toEqual([
      'expired-credentials · certain · act:',
      'REQUEST',
      'RESPONSE',
    ]);
  });
});
