import { describe, expect, test } from 'vitest';
import { causeOfCodeForm } from '../../../src/classifier/refusal/code-form.ts';

describe('the form of a code', () => {
  test.each([
    ['MissingTopic', 'missing-field'],
    ['topic_required', 'missing-field'],
    ['recipient.missing', 'missing-field'],
    ['BadDeviceToken', 'invalid-value'],
    ['invalid_iban', 'invalid-value'],
    ['InvalidIbanException', 'invalid-value'],
    ['unsupported-code', 'invalid-value'],
  ])('%s says that it is about a value', (code, cause) => {
    expect(causeOfCodeForm(code)).toBe(cause);
  });

  test.each([
    'InvalidAccessToken',
    'missing_api_key',
    'auth_required',
    'invalid_request',
    'unsupported_media_type',
    'BadGateway',
    'invalid',
    'order_closed',
    'invalid iban',
    'Bad'.repeat(40),
    undefined,
  ])('%s does not', (code) => {
    expect(causeOfCodeForm(code)).toBeUndefined();
  });
});
