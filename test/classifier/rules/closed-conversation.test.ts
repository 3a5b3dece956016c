import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { rule } from '../../../src/classifier/rules/closed-conversation.ts';
import type { StreamMessage } from '../../../src/exchange/exchange.ts';
import { NO_HISTORY } from '../../../src/exchange/history.ts';
import { type Difference, exchange, jwt, NOON } from '../build.ts';

const at = NOON + 3000;

function message(
  from: 'client' | 'server',
  type: StreamMessage['type'],
  text: string,
  closeCode: number | null = null,
) {
  const bytes = Buffer.from(text);
  return { at, from, type, bytes, totalBytes: bytes.length, closeCode };
}

const close = (code: number | null, reason = '', from: 'client' | 'server' = 'server') =>
  message(from, 'close', reason, code);

function find(lastMessages: readonly StreamMessage[], difference: Difference = {}) {
  const upgraded = exchange({ status: 101, url: 'wss://api.example.com/chat', ...difference });
  return rule.find(createFacts({ ...upgraded, messageCount: lastMessages.length, lastMessages }), NO_HISTORY);
}

describe('a close frame of the server', () => {
  test.each([
    [4401, '', 'invalid-credentials', 'guess'],
    [4401, 'Invalid token', 'invalid-credentials', 'likely'],
    [4403, 'Not a member of this channel', 'insufficient-scope', 'likely'],
    [4429, 'Too many messages', 'rate-limited', 'likely'],
    [4503, '', 'overloaded', 'guess'],
    [1008, 'Rate limit exceeded', 'rate-limited', 'likely'],
    [1008, 'token expired', 'expired-credentials', 'likely'],
    [1008, '', 'unspecified', 'guess'],
    [1009, '', 'too-large', 'likely'],
    [1011, '', 'unhandled-exception', 'likely'],
    [1011, 'keepalive ping timeout', 'request-timeout', 'likely'],
    [1012, 'service restart', 'maintenance', 'likely'],
    [1013, '', 'overloaded', 'likely'],
    [3000, '', 'invalid-credentials', 'likely'],
    [4000, 'replaced by a newer session', 'concurrency-limited', 'likely'],
    [4004, 'Authentication failed.', 'invalid-credentials', 'likely'],
    [4242, 'xyzzy', 'unspecified', 'guess'],
    [1000, 'Session expired', 'expired-credentials', 'likely'],
  ])('with %i "%s" means %s', (code, reason, cause, confidence) => {
    expect(find([close(code, reason), close(code, '', 'client')])).toMatchObject({ cause, confidence });
  });

  test.each([
    [1000, ''],
    [1000, 'bye'],
    [1001, ''],
    [null, ''],
  ])('with %s "%s" is the end of the conversation and no more', (code, reason) => {
    expect(find([message('server', 'text', '{"price":1}'), close(code, reason)])).toBeUndefined();
  });

  test('is quoted with its name, its reason and the time since the start', () => {
    expect(find([close(1013, 'come back later')])?.summary).toBe(
      'the server closed the WebSocket with 1013 Try Again Later after 3 s: come back later (GET /chat on api.example.com)',
    );
  });

  test('is explained by a token whose own time had passed', () => {
    const token = jwt({ exp: NOON / 1000 - 60 });
    expect(find([close(4401)], { url: `wss://api.example.com/chat?token=${token}` })).toMatchObject({
      cause: 'expired-credentials',
      confidence: 'likely',
    });
    const good = jwt({ exp: NOON / 1000 + 60 });
    expect(find([close(4401)], { url: `wss://api.example.com/chat?token=${good}` })?.cause).toBe('invalid-credentials');
  });
});

describe('an error that the server reports just before the end', () => {
  test('speaks for a close without a reason, whoever closes', () => {
    const error = message('server', 'text', '{"type":"connection_error","payload":{"message":"Invalid token"}}');
    expect(find([error, close(1000, '', 'client')])).toMatchObject({ cause: 'invalid-credentials' });
    expect(find([error, close(1000, '', 'client')])?.summary).toBe(
      'the server reported an error, and the client closed the WebSocket with 1000 Normal Closure after 3 s: Invalid token (GET /chat on api.example.com)',
    );
    expect(find([error, close(1000)])).toMatchObject({ cause: 'invalid-credentials' });
  });

  test('is not seen in data, nor where the conversation went on', () => {
    expect(find([message('server', 'text', '{"type":"data","errors":[]}'), close(1000)])).toBeUndefined();
    const error = message('server', 'text', '{"type":"error","message":"Invalid token"}');
    expect(find([error, message('server', 'text', '{"type":"data"}'), close(1000)])).toBeUndefined();
    expect(find([error])).toBeUndefined();
  });
});

describe('a close frame of the client', () => {
  test('says that it could not take what came', () => {
    expect(find([close(1009, 'payload too big', 'client')])).toMatchObject({
      cause: 'client-aborted',
      confidence: 'likely',
    });
  });

  test('is its own decision otherwise', () => {
    expect(find([close(1000, '', 'client')])).toBeUndefined();
    expect(find([close(4000, 'tab closed', 'client'), close(4000)])).toBeUndefined();
  });
});

test('what no WebSocket was is not asked', () => {
  expect(find([close(1011)], { status: 403 })).toBeUndefined();
  expect(rule.find(createFacts(exchange({ status: 101 })), NO_HISTORY)).toBeUndefined();
});
