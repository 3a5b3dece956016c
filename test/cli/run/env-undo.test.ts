import { describe, expect, test } from 'vitest';
import { BEFORE_VARIABLE, rememberingBefore, undoing } from '../../../src/cli/run/env-undo.ts';

const OURS = { HTTPS_PROXY: 'http://127.0.0.1:8080', NO_PROXY: '' };

describe('what a shell had before', () => {
  test('comes back, and what it did not have goes', () => {
    const before = { HTTPS_PROXY: 'http://corp:3128', HOME: '/home/me' };
    const during = { ...before, ...rememberingBefore(OURS, before) };
    expect(during.HTTPS_PROXY).toBe('http://127.0.0.1:8080');
    expect(undoing(during)).toEqual({
      HTTPS_PROXY: 'http://corp:3128',
      NO_PROXY: undefined,
      [BEFORE_VARIABLE]: undefined,
    });
  });

  test('is still known when our variables are set twice', () => {
    const before = { HTTPS_PROXY: 'http://corp:3128' };
    const once = { ...before, ...rememberingBefore(OURS, before) };
    const twice = { ...once, ...rememberingBefore({ ...OURS, HTTPS_PROXY: 'http://127.0.0.1:9090' }, once) };
    expect(undoing(twice)).toMatchObject({ HTTPS_PROXY: 'http://corp:3128', NO_PROXY: undefined });
  });

  test('an empty value is a value', () => {
    expect(undoing(rememberingBefore(OURS, { NO_PROXY: '' }))).toMatchObject({ NO_PROXY: '' });
  });
});

describe('a shell without our variables', () => {
  test.each([undefined, '', 'nonsense', '[]', 'null', '{"rm -rf ~;": "x", "A": 1}'])(
    '(%j) has nothing to undo',
    (text) => {
      expect(
        undoing({ HTTPS_PROXY: 'http://corp:3128', ...(text === undefined ? {} : { [BEFORE_VARIABLE]: text }) }),
      ).toEqual({});
    },
  );
});
