import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/transport-error.ts';
import { annotate, find } from '../build.ts';

describe('transport-error', () => {
  test('explains an exchange without a response, with code and message as evidence', () => {
    const error = { phase: 'connect', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:3000' } as const;
    expect(annotate(rule, { url: 'http://localhost:3000/api', status: null, error })).toEqual({
      class: 'no_response',
      cause: 'connection-refused',
      fault: 'server',
      confidence: 'certain',
      summary: 'nothing listens on localhost:3000',
      evidence: [
        { where: 'error.code', what: 'ECONNREFUSED (connect)' },
        { where: 'error.message', what: 'connect ECONNREFUSED 127.0.0.1:3000' },
      ],
      advice: 'Start the server on port 3000, or correct the port in the URL.',
      retry: 'safe',
    });
  });

  test('names received and promised bytes of a response that broke off', () => {
    const error = { phase: 'response', code: 'ECONNRESET', message: 'aborted' } as const;
    const found = find(rule, { headers: [['Content-Length', '5120']], body: 'x'.repeat(34), error });
    expect(found).toMatchObject({
      cause: 'truncated-response',
      summary: '34 of 5120 promised bytes came, then api.example.com:443 closed',
    });
    expect(found!.evidence.slice(2)).toEqual([
      { where: 'response.headers.content-length', what: '5120' },
      { where: 'response.body', what: '34 bytes received' },
    ]);
  });

  test('promises no length where the header is not a number', () => {
    const error = { phase: 'response', code: 'ECONNRESET', message: 'aborted' } as const;
    expect(find(rule, { headers: [['Content-Length', '-1e9']], body: 'x', error })!.summary).toBe(
      'broke off after 1 byte, before the end of the body: api.example.com:443 (ECONNRESET)',
    );
  });

  test('counts one byte as one', () => {
    const error = { phase: 'response', code: 'ECONNRESET', message: 'aborted' } as const;
    const found = find(rule, { headers: [['Content-Length', '2']], body: 'x', error });
    expect(found!.evidence.at(-1)).toEqual({ where: 'response.body', what: '1 byte received' });
  });

  test('is only likely where the client left the handshake without an alert', () => {
    const error = { phase: 'tls-client', code: 'ECONNRESET', message: 'disconnected' } as const;
    expect(find(rule, { status: null, method: 'CONNECT', error })).toMatchObject({
      cause: 'client-rejects-proxy-ca',
      confidence: 'likely',
    });
  });

  test('a POST may be repeated when the connection broke before it was sent, but not afterwards', () => {
    const at = (phase: 'connect' | 'response') =>
      annotate(rule, { status: null, method: 'POST', error: { phase, code: 'ECONNRESET', message: '' } }).retry;
    expect([at('connect'), at('response')]).toEqual(['safe', 'unsafe']);
  });

  test('has nothing to say about an exchange that ran to its end', () => {
    expect(find(rule, { status: 500 })).toBeUndefined();
  });
});
