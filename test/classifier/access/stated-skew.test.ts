import { describe, expect, test } from 'vitest';
import { statedSkew } from '../../../src/classifier/access/stated-skew.ts';
import { createFacts } from '../../../src/classifier/facts.ts';
import { rule } from '../../../src/classifier/rules/credentials-not-yet-valid.ts';
import { type Difference, date, exchange, find, NOON } from '../build.ts';

const MINUTE = 60_000;

function skew(difference: Difference, requestedAt?: number) {
  return statedSkew(createFacts(exchange({ status: 403, ...difference })), requestedAt)?.offMs;
}

describe('how far a clock is off, in the words of the server', () => {
  test.each([
    [
      'Signature expired: 20261105T114000Z is now earlier than 20261105T115500Z (20261105T120000Z - 5 min.)',
      -20 * MINUTE,
    ],
    [
      'Signature not yet current: 20261105T121000Z is still later than 20261105T120500Z (20261105T120000Z + 5 min.)',
      10 * MINUTE,
    ],
    ['Request timestamp 2026-11-05T11:30:00Z is too old, server time is 2026-11-05T12:00:00Z', -30 * MINUTE],
    ["Timestamp for this request was 1500ms ahead of the server's time.", 1500],
    ['The date header is 16 minutes behind', -16 * MINUTE],
  ])('is read from %j', (message, offMs) => {
    expect(skew({ body: JSON.stringify({ message }) })).toBe(offMs);
  });

  test.each([
    'Signature expired',
    'Signature expired at 2026-11-05T11:30:00Z',
    'The order of 2026-11-05T11:30:00Z and that of 2026-11-05T12:00:00Z are one',
    'You are 3 places behind',
  ])('is not read from %j', (message) => {
    expect(skew({ body: JSON.stringify({ message }) })).toBeUndefined();
  });

  test('is read from members beside the sentence, in JSON and in XML', () => {
    const xml =
      '<Error><Code>RequestTimeTooSkewed</Code><RequestTime>20261105T100000Z</RequestTime><ServerTime>2026-11-05T12:00:00Z</ServerTime></Error>';
    expect(skew({ body: xml })).toBe(-120 * MINUTE);
    const body = JSON.stringify({ error: 'stale', server_time: NOON / 1000 });
    expect(skew({ body }, NOON - 10 * MINUTE)).toBe(-10 * MINUTE);
    expect(skew({ body })).toBeUndefined();
  });

  test('is read from the challenge of Hawk', () => {
    const headers: [string, string][] = [
      ['WWW-Authenticate', `Hawk ts="${NOON / 1000}", tsm="x", error="Stale timestamp"`],
    ];
    expect(skew({ status: 401, headers }, NOON + 5 * MINUTE)).toBe(5 * MINUTE);
  });
});

describe('a refusal for the time of the request', () => {
  const message =
    'Signature expired: 20261105T114000Z is now earlier than 20261105T115500Z (20261105T120000Z - 5 min.)';

  test('is said with the difference, whatever the code calls it', () => {
    const call: Difference = {
      status: 400,
      requestHeaders: [['Authorization', 'AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=y']],
      body: JSON.stringify({ __type: 'InvalidSignatureException', message }),
    };
    expect(find(rule, call)).toMatchObject({ confidence: 'likely', explains: ['invalid-signature'] });
    expect(find(rule, call)?.summary).toBe(
      `the client’s clock is 20 min behind the server’s: ${message} (400 InvalidSignatureException, GET /v1/orders on api.example.com)`,
    );
  });

  test('finds the time that OAuth 1 signed', () => {
    const at = (seconds: number): Difference => ({
      status: 401,
      headers: [date()],
      requestHeaders: [
        ['Authorization', `OAuth oauth_consumer_key="a", oauth_timestamp="${seconds}", oauth_signature="x"`],
      ],
      body: '{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}',
    });
    expect(find(rule, at(NOON / 1000 - 3600))?.summary).toBe(
      'the time in oauth_timestamp of Authorization is 1 h behind the server’s: Timestamp out of bounds. (401, GET /v1/orders on api.example.com)',
    );
  });

  test('leaves a signature alone that is wrong for another reason', () => {
    const body = JSON.stringify({ __type: 'InvalidSignatureException', message: 'The signature does not match.' });
    expect(
      find(rule, { status: 403, requestHeaders: [['Authorization', 'AWS4-HMAC-SHA256 Credential=AKIA/x']], body }),
    ).toBeUndefined();
  });
});
