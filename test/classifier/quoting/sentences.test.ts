import { describe, expect, test } from 'vitest';
import {
  isAdvice,
  isBoilerplate,
  sentencesIn,
  tellingScore,
  thingsIn,
  withoutAsides,
} from '../../../src/classifier/quoting/sentences.ts';

describe('the sentences of a text', () => {
  test.each<[string, readonly string[]]>([
    ['Not found. Check the id.', ['Not found.', 'Check the id.']],
    [
      "Order already captured.If 'intent=CAPTURE' only one is allowed.",
      ['Order already captured.', "If 'intent=CAPTURE' only one is allowed."],
    ],
    ['Missing a field, e.g. Name. Add it.', ['Missing a field, e.g. Name.', 'Add it.']],
    ['签名错误。请检查密钥。', ['签名错误。', '请检查密钥。']],
    ['java.lang.Exception in thread main at com.acme.Shop', ['java.lang.Exception in thread main at com.acme.Shop']],
    ['Version 1.2.3 is too old', ['Version 1.2.3 is too old']],
  ])('%s', (text, sentences) => {
    expect(sentencesIn(text)).toEqual(sentences);
  });
});

describe('ids and times at the end', () => {
  test.each([
    [
      'AADSTS70016: Pending. Trace ID: 728b01b3-3c10-4d0d-abae-8efb1c024341 Correlation ID: 9a24cd95-05fe-4eb3-a46b-6d026442201c Timestamp: 2026-11-04 10:56:38Z',
      'AADSTS70016: Pending.',
    ],
    ['The server is busy. RequestId:71e8e294-8002 Time:2026-11-24T09:10:01.18Z', 'The server is busy.'],
  ])('go: %s', (text, rest) => {
    expect(withoutAsides(text)).toBe(rest);
  });

  test.each([
    "String to sign - 'timestamp=1795514400'.",
    'The query timed out (time=1795510800000, step=300000): cannot parse',
    'No order with id 4711',
  ])('stay where they are what it is about: %s', (text) => {
    expect(withoutAsides(text)).toBe(text);
  });
});

test.each([
  'For more information, read the docs.',
  'Please contact support@acme.example for support.',
  'That’s all we know.',
  'If access was recently granted, please refresh your credentials.',
  'Please try again later.',
  'See https://docs.acme.example/errors for the documentation.',
])('of every error: %s', (sentence) => {
  expect(isBoilerplate(sentence)).toBe(true);
});

test.each(['Please use a second factor.', 'Only EUR is allowed.', 'The request ID is already in use.'])(
  'of this error: %s',
  (sentence) => {
    expect(isBoilerplate(sentence)).toBe(false);
  },
);

test('a sentence tells more the more it names, and advice tells less', () => {
  const named = tellingScore("The client supports 'client_secret_post', but 'client_secret_basic' was requested.");
  expect(named).toBeGreaterThan(tellingScore('Client authentication failed.'));
  expect(isAdvice('Double check your `anon` key.')).toBe(true);
  expect(tellingScore('Access denied.')).toBeLessThan(0);
});

test('things are what is quoted, names for programs and numbers', () => {
  expect(thingsIn('Field "sku" of ch_3F needs storage.objects.get, s3:PutObject and 12 items.')).toEqual([
    'sku',
    'ch_3F',
    'storage.objects.get',
    's3:PutObject',
    '12',
  ]);
});
