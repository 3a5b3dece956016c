import { describe, expect, test } from 'vitest';
import { inOddStatus } from '../../../src/classifier/readers/odd-status.ts';

describe('a success with a status of its own', () => {
  test('tells by a member what is left to do', () => {
    expect(inOddStatus(242, { methods: [], twoFactorId: 'x' })).toMatchObject({
      where: 'response.status',
      what: '242',
      report: { code: 'twoFactorId', where: 'response.body#/twoFactorId' },
    });
    expect(inOddStatus(212, { emailVerificationId: 'x', user: {} })?.report.code).toBe('emailVerificationId');
  });

  test.each<[string, number, unknown]>([
    ['with a token', 242, { token: 'x', twoFactorId: 'y' }],
    ['about something else', 299, { run: { id: 1 } }],
    ['that is registered', 226, { twoFactorId: 'x' }],
    ['without JSON', 242, undefined],
  ])('%s it says nothing', (_name, status, json) => {
    expect(inOddStatus(status, json)).toBeUndefined();
  });
});
