import { describe, expect, test } from 'vitest';
import { loadClassifier } from '../../../src/cli/classifier.ts';
import { provokingRequest } from '../../../src/cli/mock/provoking-call.ts';
import { CAUSE_IDS, type CauseId } from '../../../src/exchange/causes.ts';
import type { Exchange } from '../../../src/exchange/exchange.ts';
import { headersFromRaw } from '../../../src/exchange/headers.ts';
import { NO_HISTORY } from '../../../src/exchange/history.ts';
import { PROVOKABLE, UNPROVOKABLE } from '../../../src/mock/causes/provoke.ts';
import { CAUSE_STYLES, type CauseStyle } from '../../../src/mock/rule.ts';
import { exchange } from '../../support/exchanges.ts';
import { answerOf, decide, engineOf, NOW, request } from '../build.ts';

const URL_OF_CALL = 'https://api.example.com/v1/orders/ord_9999';

/** What the recorder makes of a call on which the cause was provoked. */
function provoked(cause: CauseId, style: CauseStyle): Exchange {
  const { method, headers, body } = provokingRequest(cause);
  const asked = request(`${method} ${URL_OF_CALL}`, { headers, body });
  const verdict = decide(engineOf({ match: '*', cause, style }), asked)!;
  const { course, damage } = verdict;
  const call = exchange({
    startedAt: NOW.getTime(),
    request: { method, url: URL_OF_CALL, headers: Object.entries(headers), body: bytesOf(body) },
    response: null,
  });
  if (course.kind !== 'answer') {
    return course.kind === 'forward' ? call : { ...call, error: course.error };
  }
  const answer = answerOf(verdict)!;
  const isCut = damage?.breakage?.kind === 'truncated';
  return {
    ...call,
    response: {
      status: answer.status,
      reason: '',
      httpVersion: '1.1',
      headers: headersFromRaw(course.answer.rawHeaders),
      trailers: [],
      body: bytesOf(answer.body),
    },
    error: isCut ? { phase: 'response', code: 'HPE_INVALID_EOF_STATE', message: 'cut' } : null,
  };
}

function bytesOf(text: string) {
  return text === '' ? null : { bytes: Buffer.from(text), totalBytes: Buffer.byteLength(text) };
}

describe('every cause, in every style, is named by the classifier', async () => {
  const classify = (
    await loadClassifier((_rule, error) => {
      throw error;
    })
  )([]);
  test.each(CAUSE_STYLES)('%s', (style) => {
    const wrong = PROVOKABLE.flatMap((cause) => {
      const { cause: named, inner, summary } = classify(provoked(cause, style), NO_HISTORY);
      // A GraphQL server says in a success what went wrong: then it is named within.
      return named === cause || inner === cause ? [] : [`${cause} was named ${named}: ${summary}`];
    });
    expect(wrong).toEqual([]);
  });
});

test('what cannot be provoked is said with the reason, and nothing else is left out', () => {
  expect(PROVOKABLE.length + Object.keys(UNPROVOKABLE).length).toBe(CAUSE_IDS.length);
  expect(PROVOKABLE.length).toBeGreaterThan(70);
});

test('an answer has the fields that belong to its status', () => {
  const fields = (cause: CauseId) => {
    const { course } = decide(engineOf({ match: '*', cause, style: 'stripe' }), request(`GET ${URL_OF_CALL}`))!;
    return course.kind === 'answer' ? headersFromRaw(course.answer.rawHeaders).map(([name]) => name) : [];
  };
  expect(fields('expired-credentials')).toContain('WWW-Authenticate');
  expect(fields('rate-limited')).toEqual(expect.arrayContaining(['Retry-After', 'RateLimit-Remaining']));
  expect(fields('method-not-allowed')).toContain('Allow');
  expect(fields('moved-permanently')).toContain('Location');
});

test('the forms are those of their families', () => {
  const body = (style: CauseStyle) =>
    answerOf(decide(engineOf({ match: '*', cause: 'missing-field', style }), request(`POST ${URL_OF_CALL}`)))!.body;
  expect(JSON.parse(body('problem'))).toMatchObject({
    title: 'Parameter missing',
    status: 422,
    instance: '/v1/orders/ord_9999',
  });
  expect(JSON.parse(body('stripe')).error).toMatchObject({ type: 'invalid_request_error', param: 'currency_code' });
  expect(JSON.parse(body('google')).error).toMatchObject({ code: 422, status: 'INVALID_ARGUMENT' });
  expect(JSON.parse(body('aws'))).toEqual({
    __type: 'MissingParameterException',
    message: 'Missing required param: currency_code.',
  });
  expect(JSON.parse(body('graphql')).errors[0].extensions.code).toBe('PARAMETER_MISSING');
  expect(body('plain')).toBe('Missing required param: currency_code.\n');
});
