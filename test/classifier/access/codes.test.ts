import { describe, expect, test } from 'vitest';
import { meaningOfCode } from '../../../src/classifier/access/codes.ts';
import { meaningOfNumber } from '../../../src/classifier/access/numbered-codes.ts';

describe('meaningOfCode', () => {
  test.each([
    ['ExpiredTokenException', 'expired-credentials'],
    ['auth/id-token-expired', 'expired-credentials'],
    ['EBADCSRFTOKEN', 'csrf-failed'],
    ['AuthFailure.SignatureFailure', 'invalid-signature'],
    ['InvalidAccessKeyId.NotFound', 'invalid-credentials'],
    ['API_KEY_IP_ADDRESS_BLOCKED', 'ip-not-allowed'],
    ['insufficient_aal', 'step-up-required'],
  ])('%s means one thing, in whatever spelling', (code, cause) => {
    expect(meaningOfCode(code)).toEqual({ cause, isFirm: true });
  });

  test('a family of errors leaves room for the sentence beside it', () => {
    expect(meaningOfCode('invalid_grant')).toEqual({ cause: 'invalid-credentials', isFirm: false });
    expect(meaningOfCode('AccessDenied')).toEqual({ cause: 'insufficient-scope', isFirm: false });
  });

  test('other codes, status names and sentences mean nothing here', () => {
    for (const code of ['forbidden', 'NoSuchKey', 'order_already_exists', '403', `x${'y'.repeat(100)}`, '']) {
      expect(meaningOfCode(code)).toBeUndefined();
    }
  });
});

describe('meaningOfNumber', () => {
  const nothing = { code: undefined, subcode: undefined, type: undefined, message: undefined };

  test('numbers of Entra stand in the sentence', () => {
    const message = 'AADSTS50057: The user account is disabled.';
    expect(meaningOfNumber({ ...nothing, message })).toEqual({ cause: 'account-suspended', name: 'AADSTS50057' });
    expect(meaningOfNumber({ ...nothing, message: 'AADSTS99999: new' })).toBeUndefined();
  });

  test('numbers of the Graph API count beside its type alone, the finer one first', () => {
    const error = { ...nothing, code: '190', subcode: '463' };
    expect(meaningOfNumber({ ...error, type: 'OAuthException' })?.cause).toBe('expired-credentials');
    expect(meaningOfNumber(error)).toBeUndefined();
  });
});
