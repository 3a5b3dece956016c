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
    ['EMAIL_FORMAT_INVALID', 'invalid-value'],
    ['amount_not_positive', 'invalid-value'],
    ['CART_EMPTY', 'missing-field'],
    ['unnecessary_identifier', 'unknown-field'],
    ['slug_taken', 'already-exists'],
    ['illegal_status_change', 'invalid-state'],
  ])('%s says that it is about a value', (code, cause) => {
    expect(causeOfCodeForm(code)).toBe(cause);
  });

  test.each(['order_closed', 'PRICE_CHANGED', 'WALLET_NOT_ACTIVE', 'coupon.expired', 'PROGRAM_FULL'])(
    '%s says how things stand, under 400 and 409',
    (code) => {
      expect([causeOfCodeForm(code), causeOfCodeForm(code, 409)]).toEqual(['invalid-state', 'invalid-state']);
    },
  );

  test('what is not allowed is a state under 409 only, and values are no conflicts', () => {
    expect(causeOfCodeForm('REFUND_NOT_ALLOWED', 409)).toBe('invalid-state');
    expect(causeOfCodeForm('REFUND_NOT_ALLOWED')).toBeUndefined();
    expect(causeOfCodeForm('invalid_iban', 409)).toBeUndefined();
  });

  test.each([
    'InvalidAccessToken',
    'missing_api_key',
    'auth_required',
    'invalid_request',
    'unsupported_media_type',
    'BadGateway',
    'invalid',
    'is_closed',
    'TokenExpired',
    'session.expired',
    'STATUS_CHANGED',
    'CONTENT_TYPE_INVALID',
    'amount_positive',
    'invalid iban',
    'Bad'.repeat(40),
    undefined,
  ])('%s does not', (code) => {
    expect(causeOfCodeForm(code)).toBeUndefined();
  });
});
