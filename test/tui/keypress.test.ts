import type { Key as InkKey } from 'ink';
import { describe, expect, test } from 'vitest';
import { isTextKey, keysOf } from '../../src/tui/keypress.ts';

function press(input: string, pressed: Partial<InkKey> = {}): readonly string[] {
  const none = {
    upArrow: false,
    downArrow: false,
    leftArrow: false,
    rightArrow: false,
    pageDown: false,
    pageUp: false,
  };
  const more = { home: false, end: false, return: false, escape: false, ctrl: false, shift: false, tab: false };
  const rest = {
    backspace: false,
    delete: false,
    meta: false,
    super: false,
    hyper: false,
    capsLock: false,
    numLock: false,
  };
  return keysOf(input, { ...none, ...more, ...rest, ...pressed });
}

describe('keysOf', () => {
  test('characters stand for themselves, shifted ones too', () => {
    expect(press('j')).toEqual(['j']);
    expect(press('G', { shift: true })).toEqual(['G']);
  });

  test('keys have names', () => {
    expect(press('', { upArrow: true })).toEqual(['up']);
    expect(press('', { tab: true, shift: true })).toEqual(['shift-tab']);
    expect(press('\r', { return: true })).toEqual(['enter']);
    expect(press('d', { ctrl: true })).toEqual(['ctrl-d']);
  });

  test('keys that arrive together are taken one by one', () => {
    expect(press('jjG')).toEqual(['j', 'j', 'G']);
    expect(press('ab\r\x15\x7f')).toEqual(['a', 'b', 'enter', 'ctrl-u', 'backspace']);
  });

  test('alt with a letter is not the letter, and letting a key go is nothing', () => {
    expect(press('q', { meta: true })).toEqual([]);
    expect(press('q', { eventType: 'release' })).toEqual([]);
  });
});

test('only characters type text', () => {
  expect(['a', ' ', '日', '👍'].map(isTextKey)).toEqual([true, true, true, true]);
  expect(['up', 'enter', 'ctrl-a'].map(isTextKey)).toEqual([false, false, false]);
});
