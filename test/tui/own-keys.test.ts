import { describe, expect, test } from 'vitest';
import { commandOf } from '../../src/tui/keys.ts';
import { availableKeys, withOwnKeys } from '../../src/tui/own-keys.ts';
import { logState, row, screenOf } from './support.ts';

const actions = { exportReport: async () => '', copyCurl: async () => '' };

describe('keys of the person’s own', () => {
  test('take the place of those of the table, also from another command', () => {
    const table = withOwnKeys({ 'next-failure': ['ctrl-n', 'r'] });
    expect(commandOf('log', 'ctrl-n', table)).toBe('next-failure');
    expect(commandOf('log', 'r', table)).toBe('next-failure');
    expect(commandOf('log', 'n', table)).toBeUndefined();
  });

  test('leave ctrl-c alone, and characters where text is typed', () => {
    const table = withOwnKeys({ quit: ['Q'] });
    expect([commandOf('log', 'Q', table), commandOf('log', 'q', table), commandOf('filter', 'ctrl-c', table)]).toEqual([
      'quit',
      undefined,
      'quit',
    ]);
    expect(commandOf('filter', 'Q', table)).toBeUndefined();
  });

  test.each<[string, Record<string, readonly string[]>, string]>([
    ['a command that is none', { fly: ['f'] }, 'there is no command fly'],
    ['a key that is none', { quit: ['hyper-q'] }, 'there is no key hyper-q'],
    ['the key that always quits', { help: ['ctrl-c'] }, 'ctrl-c always quits'],
    ['one key for two commands', { quit: ['X'], help: ['X'] }, 'share the key X (log)'],
  ])('%s is said', (_what, own, problem) => {
    expect(() => withOwnKeys(own)).toThrow(problem);
  });
});

test('the log names the keys that are in force', () => {
  const table = withOwnKeys({ end: ['E'] });
  const state = logState({ columns: 80, rows: 24 }, [row(1), row(2)], 1);
  expect(screenOf(state)).toContain('▽ not following (G)');
  expect(screenOf({ ...state, keys: table })).toContain('▽ not following (E)');
});

test('a key whose action is missing is not in the table', () => {
  expect(commandOf('log', 'r', availableKeys(actions))).toBeUndefined();
  expect(commandOf('log', 'r', availableKeys({ ...actions, replay: async () => '' }))).toBe('replay');
});
