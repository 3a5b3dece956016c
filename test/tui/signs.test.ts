import { describe, expect, test } from 'vitest';
import { judgement, signOf } from '../../src/tui/signs.ts';
import { annotation } from './support.ts';

describe('signOf', () => {
  test.each<[string, Parameters<typeof signOf>[0], string, string]>([
    ['a success', { class: 'success', cause: null, fault: 'nobody' }, '✓', 'success'],
    ['a remark on a success', { class: 'success', cause: 'deprecated-endpoint', fault: 'client' }, '✓', 'success'],
    ['a success that is none', { class: 'success', cause: 'error-in-success', fault: 'client' }, '!', 'warning'],
    [
      'a success that broke off',
      { class: 'success', cause: 'truncated-response', fault: 'server' },
      '✗',
      'no-response',
    ],
    ['a redirection', { class: 'redirection', cause: 'temporary-redirect', fault: 'nobody' }, '→', 'redirect'],
    ['a lasting redirection', { class: 'redirection', cause: 'moved-permanently', fault: 'client' }, '→', 'redirect'],
    [
      'a redirection that goes wrong',
      { class: 'redirection', cause: 'redirect-loop', fault: 'server' },
      '!',
      'warning',
    ],
    ['a client error', { class: 'client_error', cause: 'gone', fault: 'client' }, '✗', 'client-error'],
    ['a server error', { class: 'server_error', cause: 'overloaded', fault: 'server' }, '✗', 'server-error'],
    ['an error with nothing to explain', { class: 'client_error', cause: null, fault: 'nobody' }, '·', 'plain'],
    ['no response', { class: 'no_response', cause: 'dns-failure', fault: 'client' }, '✗', 'no-response'],
    ['a pending exchange', { class: null, cause: null, fault: null }, '…', 'pending'],
  ])('%s', (_name, outcome, glyph, tone) => {
    expect(signOf(outcome)).toEqual({ glyph, tone });
  });
});

test('the judgement says how sure it is, who acts, and when to retry', () => {
  expect(judgement(annotation())).toBe('certain · act: client · retry: after fix');
  const limited = annotation({ confidence: 'likely', retry: 'safe', retryAfterSeconds: 28, fault: 'server' });
  expect(judgement(limited)).toBe('likely · act: server · retry: safe, after 28 s');
  expect(judgement(limited, 9_100)).toBe('likely · act: server · retry: safe, in 10 s');
  expect(judgement(limited, 0)).toBe('likely · act: server · retry: safe, now');
});
