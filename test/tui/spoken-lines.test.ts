import { describe, expect, test } from 'vitest';
import { KEY_TABLE } from '../../src/tui/keys.ts';
import { paletteMenu } from '../../src/tui/menu.ts';
import { spokenLines } from '../../src/tui/spoken-lines.ts';
import {
  annotation,
  EXPIRED,
  exchange,
  logState,
  NOON,
  opened,
  pendingRow,
  reduced,
  row,
  SURROUNDINGS,
} from './support.ts';

const size = { columns: 80, rows: 24 };

function spoken(state: Parameters<typeof spokenLines>[0]) {
  return spokenLines(state, SURROUNDINGS);
}

describe('a screen reader says', () => {
  test('of the log, the selected call and why it failed, in whole sentences', () => {
    expect(spoken(logState(size, [row(17), row(18, EXPIRED)])).slice(0, 2)).toEqual([
      '#18 POST 401  expired-credentials · certain · act: client · retry: after fix · 84 ms · 1.2 kB · 12:03:18',
      'the token expired 8 s before the server’s clock said 12:03:18',
    ]);
  });

  test('nothing new because other calls come, or time passes', () => {
    const state = logState(size, [pendingRow(18)]);
    const later = { ...state, now: state.now + 5000, counts: { ...state.counts, success: 7 } };
    expect(spoken(later)).toEqual(spoken(state));
  });

  test('of an empty log, what fills it', () => {
    expect(spoken(logState(size, []))).toContain('Nothing recorded yet.');
  });

  test('what was answered, asked or typed comes first', () => {
    const log = logState(size, [row(18, EXPIRED)]);
    const notice = { kind: 'done', text: 'Copied', until: NOON + 99_000 } as const;
    expect(spoken(reduced(log, { kind: 'noticed', notice }))[0]).toBe('Copied');
    expect(spoken(reduced(log, { kind: 'asked', question: 'Send it?' }))[0]).toBe('Send it? y yes, n no');
    const typing = reduced(log, { kind: 'command', command: 'edit-filter' }, { kind: 'typed', text: 'orders' });
    expect(spoken(typing)[0]).toBe('filter: orders');
  });

  test('of a list, the selected item and its place', () => {
    const menu = reduced(logState(size, [row(1)]), { kind: 'listed', menu: paletteMenu('log', KEY_TABLE) });
    expect(spoken(reduced(menu, { kind: 'typed', text: 'incid' })).slice(0, 2)).toEqual([
      'command: incid',
      '1 of 1: incidents i failures by what is wrong',
    ]);
  });

  test('of an open call, the line under the cursor', () => {
    const state = opened(logState(size, [row(18, EXPIRED)]), { exchange: exchange(), annotation: annotation() });
    expect(spoken(state)).toEqual(['#18 POST, Why', 'expired-credentials · certain · act: client · retry: after fix']);
  });

  test('nothing that could reach the terminal as a command', () => {
    const hostile = '\x1b[2J\u202e';
    const state = logState(size, [
      row(18, { ...EXPIRED, summary: hostile, url: `https://h/${hostile}`, method: hostile }),
    ]);
    expect(spoken(state).join('')).not.toMatch(/[\p{Control}\p{Bidi_Control}]/u);
  });
});
