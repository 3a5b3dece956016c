import { Console } from 'node:console';
import { describe, expect, test } from 'vitest';
import { startTui, type TuiOptions } from '../../src/tui/start.tsx';
import { EXPIRED, memorySource, NOON, row, SURROUNDINGS } from './support.ts';
import { FakeKeyboard, FakeTerminal } from './terminal.ts';

// Vitest puts a console without its constructor in place; Ink takes console output off the screen with it.
console.Console ??= Console;

const ROWS = Array.from({ length: 30 }, (_, index) => row(index + 1, index === 20 ? EXPIRED : {}));

async function running(
  check: (tui: {
    terminal: FakeTerminal;
    keyboard: FakeKeyboard;
    source: ReturnType<typeof memorySource>;
    ended: Promise<void>;
    abort: AbortController;
  }) => Promise<void>,
  options: Partial<TuiOptions> = {},
  before: (terminal: FakeTerminal) => void = () => {},
) {
  const terminal = new FakeTerminal(80, 24);
  terminal.write('$ httpwhy\n');
  before(terminal);
  const keyboard = new FakeKeyboard();
  const source = memorySource(...ROWS);
  const abort = new AbortController();
  const ended = startTui({
    source,
    actions: {
      exportReport: async (id) => `reported ${id}`,
      copyCurl: async (id) => `copied ${id}`,
      tunnelHost: async (id) => `tunnelled ${id}`,
    },
    session: { address: SURROUNDINGS.address, hints: SURROUNDINGS.hints, onNotice: () => () => {} },
    stdin: keyboard as unknown as NodeJS.ReadStream,
    stdout: terminal as unknown as NodeJS.WriteStream,
    signal: abort.signal,
    now: () => NOON,
    timeOfDay: SURROUNDINGS.timeOfDay,
    theme: 'terminal',
    ...options,
  });
  // A test that fails in between must not report this one instead.
  ended.catch(() => {});
  try {
    await check({ terminal, keyboard, source, ended, abort });
  } finally {
    abort.abort();
    await ended.catch(() => {});
  }
}

function expectRestored(terminal: FakeTerminal, keyboard: FakeKeyboard): void {
  expect(terminal.screen().trimEnd()).toBe('$ httpwhy');
  expect(terminal).toMatchObject({ isAlternate: false, isCursorShown: true, isPasteBracketed: false });
  expect(terminal).toMatchObject({ isWheelKeys: false, isMouseReported: false });
  expect(keyboard.isRaw).toBe(false);
  expect(terminal.listenerCount('resize') + terminal.listenerCount('error')).toBe(0);
}

describe('startTui', () => {
  test('fills the alternate screen and hides the cursor', async () => {
    await running(async ({ terminal }) => {
      const screen = await terminal.until((text) => text.includes('? help'));
      const lines = screen.split('\n');
      expect(lines[0]).toBe(' httpwhy  ● REC  127.0.0.1:8080                           30 calls  ✓ 29  4xx 1');
      expect(lines[16]).toBe('▸✓ 12:03:30 GET    200    api.shop.dev/v1/me');
      expect(lines[23]).toBe(' enter open  / filter  n next failure  b bug report  G follow    ? help  q quit');
      expect(terminal).toMatchObject({ isAlternate: true, isCursorShown: false });
    });
  });

  test('keys, news and the open call end up on the screen', async () => {
    await running(async ({ terminal, keyboard, source }) => {
      await terminal.until((text) => text.includes('following'));
      keyboard.type('N');
      await terminal.until((text) => text.includes('▸✗ 12:03:21') && text.includes('expired-credentials · certain'));
      source.put(row(31), row(32));
      await terminal.until((text) => text.includes('▽ 2 new (G)') && text.includes('▸✗ 12:03:21'));
      keyboard.type('\r');
      await terminal.until((text) => text.includes('#21 POST 401') && text.includes('1 Why'));
      keyboard.type('\x1b[B\x1b[Bq');
      await terminal.until((text) => text.includes('▸✗ 12:03:21'));
      keyboard.type('G');
      await terminal.until((text) => text.includes('▸✓ 12:03:32') && text.includes('▼ following'));
    });
  });

  test('while a filter is typed, the cursor stands behind it', async () => {
    await running(async ({ terminal, keyboard }) => {
      await terminal.until((text) => text.includes('following'));
      keyboard.type('/');
      await terminal.until((text) => text.includes('filter:'));
      keyboard.type('orders');
      await terminal.until((text) => text.includes('filter: orders') && !text.includes('12:03:30'));
      expect([terminal.isCursorShown, terminal.cursor]).toEqual([true, { x: 15, y: 1 }]);
      keyboard.type('\x15');
      await terminal.until((text) => text.includes('12:03:30'));
      keyboard.type('\x1b[200~GET\nq\x1b[201~');
      await terminal.until((text) => text.includes('filter: GET'));
      keyboard.type('\r');
      await terminal.until((text) => text.includes('esc clear filter'));
      expect(terminal.isCursorShown).toBe(false);
    });
  });

  test('a click selects a row, and the wheel moves on, once clicks are for the interface', async () => {
    await running(async ({ terminal, keyboard }) => {
      await terminal.until((text) => text.includes('▼ following'));
      keyboard.type('\x14');
      await terminal.until((text) => text.includes('Clicks select'));
      expect(terminal.isMouseReported).toBe(true);
      keyboard.type('\x1b[<0;12;6M\x1b[<0;12;6m');
      await terminal.until((text) => text.split('\n')[5]!.startsWith('▸✓ 12:03:19'));
      keyboard.type('\x1b[<65;12;');
      keyboard.type('6M');
      await terminal.until((text) => text.split('\n')[8]!.startsWith('▸✓ 12:03:22'));
    });
  });

  test('what a terminal answers late is not taken for keys', async () => {
    await running(async ({ terminal, keyboard }) => {
      await terminal.until((text) => text.includes('▼ following'));
      // As keys, this would replay the call, go to the first one, and write a bug report.
      keyboard.type('\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1b[?62;4c');
      keyboard.type('k');
      const screen = await terminal.until((text) => text.includes('not following'));
      expect(screen).toContain('▸✓ 12:03:29');
      expect(screen).not.toContain('reported');
    });
  });

  test('what was echoed before it began does not shift the first frame', async () => {
    const before = (terminal: FakeTerminal) => terminal.write('jjj');
    await running(
      async ({ terminal }) => {
        const screen = await terminal.until((text) => text.includes('? help'));
        expect(screen).toMatch(/^ httpwhy {2}● REC/);
      },
      {},
      before,
    );
  });

  test('the screen is right after every change of size', async () => {
    await running(async ({ terminal }) => {
      await terminal.until((text) => text.includes('? help'));
      for (const [columns, rows] of [
        [60, 20],
        [120, 40],
        [40, 8],
        [80, 24],
        [100, 10],
        [41, 30],
      ] as const) {
        terminal.resize(columns, rows);
        const rule = '─'.repeat(columns);
        const screen = await terminal.until((text) => text.split('\n').includes(rule) && /q quit$/.test(text));
        expect(screen.split('\n')[0]).toMatch(/^ httpwhy {2}● REC/);
        expect(screen.split('\n').filter((line) => line.includes('● REC')).length).toBe(1);
      }
      terminal.resize(30, 5);
      const small = await terminal.until((text) => text.includes('Too small'));
      expect(small.trimEnd()).toBe('Too small: 30×5, needs 40×8');
    });
  });

  test('what was resized while another job had the terminal is measured again', async () => {
    await running(async ({ terminal }) => {
      await terminal.until((text) => text.includes('? help'));
      process.once('SIGWINCH', () => terminal.resize(60, 20));
      process.emit('SIGCONT', 'SIGCONT');
      const screen = await terminal.until((text) => text.split('\n').includes('─'.repeat(60)) && /q quit$/.test(text));
      expect(screen.split('\n')[0]).toMatch(/^ httpwhy {2}● REC/);
    });
  });

  test('a pager that is stopped and continued leaves the interface as it was', async () => {
    const pager = Promise.withResolvers<string>();
    const actions = { exportReport: async () => '', copyCurl: async () => '', openOutside: () => pager.promise };
    await running(
      async ({ terminal, keyboard }) => {
        await terminal.until((text) => text.includes('? help'));
        keyboard.type('o');
        await terminal.until((text) => text.trimEnd() === '$ httpwhy');
        process.emit('SIGCONT', 'SIGCONT');
        pager.resolve('Closed the response of #30');
        expect(await terminal.until((text) => text.includes('Closed'))).toContain('✓ Closed the response of #30');
      },
      { actions },
    );
  });

  test('of traffic without end, ten frames a second are drawn', async () => {
    await running(async ({ terminal, source }) => {
      await terminal.until((text) => text.includes('? help'));
      const [startedAt, frames] = [performance.now(), terminal.frames];
      for (let id = 31; id <= 330; id += 1) {
        source.put(row(id));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await terminal.until((text) => text.includes('330 calls'));
      const drawn = terminal.frames - frames;
      expect(drawn).toBeLessThanOrEqual((performance.now() - startedAt) / 100 + 2);
      expect(drawn).toBeGreaterThan(1);
    });
  });

  test('q gives the terminal back', async () => {
    await running(async ({ terminal, keyboard, ended }) => {
      await terminal.until((text) => text.includes('? help'));
      keyboard.type('q');
      await ended;
      expectRestored(terminal, keyboard);
    });
  });

  test('so does ctrl-c, also while a filter is typed', async () => {
    await running(async ({ terminal, keyboard, ended }) => {
      await terminal.until((text) => text.includes('? help'));
      keyboard.type('/or\x03');
      await ended;
      expectRestored(terminal, keyboard);
    });
  });

  test('so does the signal', async () => {
    await running(async ({ terminal, keyboard, ended, abort }) => {
      await terminal.until((text) => text.includes('? help'));
      abort.abort();
      await ended;
      expectRestored(terminal, keyboard);
    });
  });

  test('so does an exception, which is handed on', async () => {
    const timeOfDay = (epochMs: number) => {
      if (epochMs > NOON + 30_000) throw new Error('our mistake');
      return SURROUNDINGS.timeOfDay(epochMs);
    };
    await running(
      async ({ terminal, keyboard, source, ended }) => {
        await terminal.until((text) => text.includes('? help'));
        source.put(row(31));
        await expect(ended).rejects.toThrow('our mistake');
        expectRestored(terminal, keyboard);
      },
      { timeOfDay },
    );
  });

  test('a terminal that goes away ends it without an error', async () => {
    await running(async ({ terminal, ended }) => {
      await terminal.until((text) => text.includes('? help'));
      terminal.emit('error', Object.assign(new Error('write EIO'), { code: 'EIO' }));
      await ended;
    });
  });

  test('no control sequence of a captured URL is sent', async () => {
    await running(async ({ terminal, source }) => {
      await terminal.until((text) => text.includes('? help'));
      source.put(row(31, { url: 'https://evil/\x1b[2J\x1b]0;owned\x07', summary: '\x1b[5n' }));
      // The terminal throws on any sequence that is not ours.
      await terminal.until((text) => text.includes('evil/\\x1b[2J\\x1b]0;owned\\x07'));
    });
  });

  test('without a terminal it says what to use instead', async () => {
    const stdout = Object.assign(new FakeTerminal(80, 24), { isTTY: false });
    await running(
      async ({ ended }) => {
        await expect(ended).rejects.toMatchObject({
          code: 'not-a-terminal',
          message: 'The live log needs a terminal.',
          nextStep: 'Use --headless to get one line per call.',
          exitCode: 2,
        });
      },
      { stdout: stdout as unknown as NodeJS.WriteStream },
    );
  });
});
