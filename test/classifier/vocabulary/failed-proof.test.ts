import { describe, expect, test } from 'vitest';
import { understand } from '../../../src/classifier/vocabulary/vocabulary.ts';

const expiredIn = (text: string) =>
  understand([{ kind: 'message', text, where: 'response.body' }]).find(({ signal }) => signal === 'expired');

describe('what follows a check', () => {
  test.each(['Could not verify JWT: JWTExpired', 'Failed to verify the token: token expired'])(
    'is the reason where the check of a token has failed: %s',
    (text) => {
      expect(expiredIn(text)?.isAside).toBe(false);
    },
  );

  test.each(['Please verify the token has not expired', 'Check whether your token is expired'])(
    'is advice where the caller is to check: %s',
    (text) => {
      expect(expiredIn(text)?.isAside ?? true).toBe(true);
    },
  );
});
