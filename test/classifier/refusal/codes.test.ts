import { describe, expect, test } from 'vitest';
import { causeOfErrorClass, causeOfErrorCode } from '../../../src/classifier/refusal/error-codes.ts';
import { causeOfFieldCode } from '../../../src/classifier/refusal/field-codes.ts';
import { CAUSE_OF_GRPC } from '../../../src/classifier/refusal/grpc-causes.ts';
import { CAUSES } from '../../../src/exchange/causes.ts';
import { GRPC_STATUS_NAMES } from '../../../src/exchange/grpc-status.ts';

describe('codes', () => {
  test.each([
    ['NotBlank', 'missing-field'],
    ['any.required', 'missing-field'],
    ['validation.required', 'missing-field'],
    ['int_parsing', 'invalid-type'],
    ['isUUID', 'invalid-type'],
    ['TOO_SMALL', 'invalid-value'],
    ['GreaterThanOrEqualValidator', 'invalid-value'],
    ['oneof', 'invalid-value'],
    ['additionalProperties', 'unknown-field'],
    ['unrecognized_keys', 'unknown-field'],
    ['already_exists', 'already-exists'],
    ['does_not_exist', 'related-resource-missing'],
    ['frobnicated', undefined],
  ])('of a field: %s', (code, cause) => {
    expect(causeOfFieldCode(code)).toBe(cause);
  });

  test.each([
    ['NoSuchKey', '', 'resource-not-found'],
    ['AWS.SimpleQueueService.NonExistentQueue', '', 'resource-not-found'],
    ['com.acme.OptimisticLockException', '', 'version-conflict'],
    ['23503', 'violates foreign key constraint', 'related-resource-missing'],
    ['23503', 'Plan limit', undefined],
    ['teapot', '', undefined],
  ])('of an error: %s', (code, words, cause) => {
    expect(causeOfErrorCode(code, words)).toBe(cause);
  });

  test('of a class of errors only hint', () => {
    expect(causeOfErrorClass('INVALID_ARGUMENT')).toBe('invalid-value');
    expect(causeOfErrorCode('INVALID_ARGUMENT', '')).toBeUndefined();
    expect(causeOfErrorClass(undefined)).toBeUndefined();
  });

  test('of gRPC all have a cause of the vocabulary, but OK', () => {
    for (const code of GRPC_STATUS_NAMES.keys()) {
      const cause = CAUSE_OF_GRPC.get(code);
      expect([code, cause === undefined ? code === 0 : cause in CAUSES]).toEqual([code, true]);
    }
  });

  test('of great length and hostile names are none', () => {
    expect(causeOfFieldCode('x'.repeat(100_000))).toBeUndefined();
    expect(causeOfErrorCode('constructor', '')).toBeUndefined();
    expect(causeOfFieldCode('__proto__')).toBeUndefined();
  });
});
