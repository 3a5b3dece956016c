import { describe, expect, test } from 'vitest';
import type { RuleSpec, WhenSpec } from '../../../src/classifier/user-rules/rule-spec.ts';
import { compileRule } from '../../../src/classifier/user-rules/user-rule.ts';
import { annotate, type Difference, find } from '../build.ts';

const rule = (when: Partial<WhenSpec>, difference: Partial<RuleSpec> = {}) =>
  compileRule({
    name: 'credit limit',
    when: { values: [], ...when },
    cause: 'payment-required',
    confidence: 'likely',
    summary: 'the credit limit is reached: {{response.body#/error/message}}',
    override: false,
    ...difference,
  });

const refusal: Difference = {
  method: 'POST',
  url: 'https://api.acme.com:8443/v2/charges/7?mode=live',
  requestHeaders: [['X-Client', 'batch-7']],
  requestBody: '{"amount":12,"currency":"EUR"}',
  status: 422,
  headers: [['X-Reason', 'LIMIT-12']],
  body: '{"error":{"code":1042,"message":"Über  dem Limit","retry":false,"detail":null},"wait":"30"}',
};

const value = (pointer: string, ...patterns: WhenSpec['values'][number]['patterns']): Partial<WhenSpec> => ({
  values: [{ pointer, patterns }],
});
const regex = (source: string) => ({ kind: 'regex', source, ignoresCase: false }) as const;

describe('a rule matches', () => {
  test.each<[string, Partial<WhenSpec>]>([
    ['a status', { status: [[422, 422]] }],
    [
      'one of several ranges',
      {
        status: [
          [500, 599],
          [400, 499],
        ],
      },
    ],
    ['a method', { method: ['PUT', 'POST'] }],
    ['a host', { host: ['*.acme.com'] }],
    ['a host with its port', { host: ['api.acme.com:8443'] }],
    ['a path', { path: ['/v2/charges/*'] }],
    [
      'a header by glob, whatever the case of its name',
      value('response.headers.x-reason', { kind: 'glob', glob: 'LIMIT-*' }),
    ],
    ['a header by regular expression', value('request.headers.x-client', regex('^batch-\\d+$'))],
    ['a query parameter', value('request.query.mode', { kind: 'equals', value: 'live' })],
    ['a number in the body', value('response.body#/error/code', { kind: 'equals', value: 1042 })],
    ['a number given as text', value('response.body#/error/code', { kind: 'equals', value: '1042' })],
    ['false', value('response.body#/error/retry', { kind: 'equals', value: false })],
    ['null', value('response.body#/error/detail', { kind: 'equals', value: null })],
    ['a field that is there', value('request.body#/amount', { kind: 'exists', isThere: true })],
    ['a field that is not there', value('request.body#/amout', { kind: 'exists', isThere: false })],
    [
      'one of several patterns',
      value('response.body#/error/code', { kind: 'equals', value: 1 }, { kind: 'glob', glob: '10*' }),
    ],
    ['a phrase in the words of the error, whatever its case and spaces', { text: ['über dem LIMIT'] }],
    ['a phrase with a star', { text: ['über*limit'] }],
  ])('%s', (_name, when) => {
    expect(find(rule(when), refusal)?.cause).toBe('payment-required');
  });

  test.each<[string, Partial<WhenSpec>]>([
    ['another status', { status: [[400, 421]] }],
    ['another method', { method: ['PUT'] }],
    ['a host that only ends alike', { host: ['cme.com'] }],
    ['another port', { host: ['api.acme.com:443'] }],
    ['a path that goes on', { path: ['/v2/charges'] }],
    ['another value of the header', value('response.headers.x-reason', { kind: 'glob', glob: 'QUOTA-*' })],
    ['an expression that does not fit', value('request.headers.x-client', regex('^batch-\\d\\d'))],
    ['an absent header', value('response.headers.x-none', { kind: 'glob', glob: '*' })],
    ['another number', value('response.body#/error/code', { kind: 'equals', value: 104 })],
    ['null where false stands', value('response.body#/error/retry', { kind: 'equals', value: null })],
    ['text "null" where null stands', value('response.body#/error/detail', { kind: 'equals', value: 'null' })],
    ['a field that is there and must not be', value('request.body#/amount', { kind: 'exists', isThere: false })],
    ['an object by a glob', value('response.body#/error', { kind: 'glob', glob: '*' })],
    ['a phrase that is not there', { text: ['quota'] }],
    ['all but one of its conditions', { status: [[422, 422]], method: ['GET'] }],
  ])('not %s', (_name, when) => {
    expect(find(rule(when), refusal)).toBeUndefined();
  });

  test('no phrase in a success, whatever its body says', () => {
    const quiet: Difference = { status: 200, body: '{"articles":[{"title":"The credit limit"}]}' };
    expect(find(rule({ text: ['credit limit'] }), quiet)).toBeUndefined();
    expect(find(rule({ text: ['credit limit'] }), { ...quiet, status: 402 })?.cause).toBe('payment-required');
  });

  test('a failure of the connection by its code', () => {
    const broken: Difference = { status: null, error: { phase: 'connect', code: 'ECONNREFUSED', message: 'refused' } };
    const when = value('error.code', { kind: 'equals', value: 'ECONNREFUSED' });
    expect(find(rule(when, { summary: 'start the VPN' }), broken)?.summary).toBe('start the VPN');
    expect(find(rule({ ...when, status: [[400, 599]] }), broken)).toBeUndefined();
  });
});

describe('what a rule says', () => {
  test('is its summary with values, its evidence, and what follows from the cause', () => {
    const when = {
      status: [[422, 422]] as const,
      ...value('response.body#/error/code', { kind: 'equals', value: 1042 }),
    };
    expect(annotate(rule(when), refusal)).toEqual({
      class: 'client_error',
      cause: 'payment-required',
      fault: 'client',
      confidence: 'likely',
      summary: 'the credit limit is reached: Über dem Limit',
      evidence: [
        { where: 'response.status', what: '422' },
        { where: 'response.body#/error/code', what: '1042' },
      ],
      advice: 'Read httpwhy explain payment-required for what to look at.',
      retry: 'after_fix',
    });
  });

  test('is what it gives itself, before what follows from the cause', () => {
    const own = rule(
      {},
      {
        confidence: 'guess',
        fault: 'server',
        retry: 'safe',
        retryAfter: 'response.body#/wait',
        advice: 'Call {{host}} with less than {{request.body#/amount}}.',
        evidence: ['request.body#/amount', 'response.headers.x-none'],
      },
    );
    expect(annotate(own, refusal)).toMatchObject({
      confidence: 'guess',
      fault: 'server',
      retry: 'safe',
      retryAfterSeconds: 30,
      advice: 'Call api.acme.com:8443 with less than 12.',
      evidence: [{ where: 'request.body#/amount', what: '12' }],
    });
  });

  test('masks secrets in advice, too', () => {
    const advice = 'Do not send {{request.headers.authorization}}.';
    const call: Difference = { ...refusal, requestHeaders: [['Authorization', 'Bearer 0123456789abcdef0123456789']] };
    expect(annotate(rule({}, { advice }), call).advice).not.toContain('0123456789');
  });

  test('of a status that is expected is quiet', () => {
    expect(annotate(rule({ status: [[404, 404]] }, { cause: null }), { status: 404 }).summary).toBe(
      'the credit limit is reached: (absent)',
    );
    const { summary, ...spec } = {
      name: 'probe',
      when: { values: [] },
      cause: null,
      confidence: 'likely',
      override: false,
      summary: '',
    } as const;
    expect(summary).toBe('');
    expect(annotate(compileRule(spec), { status: 404 })).toMatchObject({
      cause: null,
      summary: '404 is expected here (probe)',
      fault: 'nobody',
      retry: 'never',
    });
  });

  test.each(['soon', -1, 1e9, null])('leaves out a delay that is none: %s', (wait) => {
    const call = { ...refusal, body: JSON.stringify({ wait }) };
    expect(find(rule({}, { retryAfter: 'response.body#/wait' }), call)?.retryAfterSeconds).toBeUndefined();
  });
});
