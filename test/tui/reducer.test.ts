import { describe, expect, test } from 'vitest';
import type { StreamMessage } from '../../src/exchange/exchange.ts';
import { viewOf } from '../../src/tui/detail/open-detail.ts';
import type { Contents } from '../../src/tui/detail/tab.ts';
import type { Command } from '../../src/tui/keys.ts';
import type { State } from '../../src/tui/state.ts';
import { annotation, body, EXPIRED, exchange, logState, NO_CONTENTS, NOON, opened, reduced, row } from './support.ts';

const SIZE = { columns: 80, rows: 24 };
const log = logState(SIZE, [row(17), row(18, EXPIRED)]);

function commanded(state: State, ...commands: readonly Command[]): State {
  return reduced(state, ...commands.map((command) => ({ kind: 'command', command }) as const));
}

function typed(state: State, text: string): State {
  return reduced(state, { kind: 'typed', text });
}

/** A call whose text is a hundred lines longer than the screen. */
const LONG = {
  exchange: exchange({ request: { ...exchange().request, body: body(JSON.stringify(Array(100).fill(1))) } }),
  annotation: annotation(),
};

const MESSAGES: readonly StreamMessage[] = [1, 2, 3, 4, 5].map((second) => ({
  at: NOON + second * 1000,
  from: 'server',
  type: 'text',
  ...body(`message ${second}`),
  closeCode: null,
}));

describe('filtering', () => {
  test('what is typed is the filter at once; enter keeps it', () => {
    const state = typed(commanded(log, 'edit-filter'), ' orders 401 ');
    expect(state.filter.text).toBe(' orders 401 ');
    const kept = commanded(state, 'keep-filter');
    expect([kept.filter.text, kept.views]).toEqual(['orders 401', ['log']]);
  });

  test('editing goes on where the line ended', () => {
    const kept = commanded(typed(commanded(log, 'edit-filter'), 'orders'), 'keep-filter', 'edit-filter');
    expect(commanded(typed(kept, '/87'), 'caret-start', 'delete-after').filter).toEqual({ text: 'rders/87', caret: 0 });
  });

  test('esc clears it, while it is typed and later', () => {
    const typing = typed(commanded(log, 'edit-filter'), 'orders');
    for (const state of [typing, commanded(typing, 'keep-filter')]) {
      const cleared = commanded(state, 'clear-filter');
      expect([cleared.filter.text, cleared.views]).toEqual(['', ['log']]);
    }
  });

  test('text that comes when no filter is typed changes nothing', () => {
    expect(typed(log, 'orders')).toBe(log);
  });
});

describe('views', () => {
  test('help lies over the view it was called from, and back leads there', () => {
    const detail = opened(log, LONG);
    const help = commanded(detail, 'help');
    expect(help.views).toEqual(['log', 'detail', 'help']);
    expect(commanded(help, 'back').views).toEqual(['log', 'detail']);
    expect(commanded(help, 'back').open).toBe(detail.open);
    expect(commanded(help, 'back', 'back').open).toBeNull();
  });

  test('there is nothing behind the log', () => {
    expect(commanded(log, 'back')).toBe(log);
  });
});

test('the help scrolls and stays in its bounds when the screen grows', () => {
  const scrolled = commanded(log, 'help', 'end');
  expect(scrolled.helpOffset).toBeGreaterThan(0);
  expect(commanded(scrolled, 'down').helpOffset).toBe(scrolled.helpOffset);
  expect(reduced(scrolled, { kind: 'resized', size: { columns: 80, rows: 200 } }).helpOffset).toBe(0);
});

describe('notices', () => {
  const say = (kind: 'done' | 'warning') =>
    reduced(log, { kind: 'noticed', notice: { kind, text: 'said', until: NOON + 70_000 } });

  test('go when their time is over, not before', () => {
    expect(reduced(say('done'), { kind: 'time-passed', now: NOON + 69_999 }).notice?.text).toBe('said');
    expect(reduced(say('done'), { kind: 'time-passed', now: NOON + 70_000 }).notice).toBeNull();
  });

  test('an answer goes with the next key, a warning does not', () => {
    expect(reduced(say('done'), { kind: 'pressed' }).notice).toBeNull();
    expect(reduced(say('warning'), { kind: 'pressed' }).notice?.text).toBe('said');
  });
});

describe('a stream that goes on', () => {
  const call = (messageCount: number) => ({ exchange: exchange({ messageCount, durationMs: null }), annotation: null });
  const contents: Contents = {
    ...NO_CONTENTS,
    messages: (_id, from, limit) => MESSAGES.slice(from, from + limit),
  };
  const cursorAfterNews = (...commands: readonly Command[]) => {
    const before = commanded(opened(log, call(3), contents), 'tab-5', ...commands);
    const { open } = opened(before, call(5), contents);
    return open === null ? undefined : viewOf(open).place.cursor;
  };

  test('is followed from its last message on', () => {
    expect(cursorAfterNews('end')).toBe(5);
  });

  test('does not move who reads what came before', () => {
    expect(cursorAfterNews('end', 'up')).toBe(2);
    expect(cursorAfterNews()).toBe(0);
  });
});
