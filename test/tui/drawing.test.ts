import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sequencesOf } from '../../src/tui/ansi.ts';
import { Drawing } from '../../src/tui/drawing.ts';
import { Painter } from '../../src/tui/painter.ts';
import { initialState, type State } from '../../src/tui/state.ts';
import { COLOURLESS } from '../../src/tui/theme.ts';
import { NOON, SURROUNDINGS } from './support.ts';

class Line extends EventEmitter {
  readonly writable = true;
  readonly written: string[] = [];
  isFull = false;

  write(text: string): boolean {
    this.written.push(text);
    return !this.isFull;
  }
}

function drawing(surroundings = SURROUNDINGS) {
  let state: State = initialState({ columns: 80, rows: 24 }, NOON);
  const listeners = new Set<() => void>();
  const line = new Line();
  const errors: unknown[] = [];
  const drawn = new Drawing({
    controller: {
      state: () => state,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    surroundings,
    painter: new Painter(sequencesOf(COLOURLESS, 4)),
    stdout: line as unknown as NodeJS.WriteStream,
    onError: (error) => errors.push(error),
  });
  const pause = (isPaused: boolean) => {
    state = { ...state, isPaused };
    for (const listener of listeners) listener();
  };
  /** Waits until so much has been written. */
  const until = async (count: number) => {
    while (line.written.length < count) await turn();
    return line.written;
  };
  return { drawn, line, errors, pause, until, listeners };
}

test('several changes at once are one frame', async () => {
  const { drawn, pause, until } = drawing();
  drawn.begin();
  pause(true);
  pause(false);
  pause(true);
  expect((await until(1))[0]).toContain('PAUSED');
  pause(false);
  expect((await until(2))[1]).toContain('REC');
  drawn.end();
});

test('to a line that is full nothing is added until it has taken what there is; then the latest is drawn', async () => {
  const { drawn, line, pause, until } = drawing();
  line.isFull = true;
  drawn.begin();
  await until(1);
  pause(true);
  for (let turns = 0; turns < 20; turns += 1) await turn();
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(line.written).toHaveLength(1);
  line.emit('drain');
  expect((await until(2))[1]).toContain('PAUSED');
  drawn.end();
});

test('while the terminal is somebody else’s nothing is drawn, and after the end for good', async () => {
  const { drawn, line, pause, until, listeners } = drawing();
  drawn.begin();
  await until(1);
  drawn.pause();
  pause(true);
  expect(listeners.size).toBe(0);
  drawn.begin();
  expect((await until(2))[1]).toContain('\x1b[H\x1b[J');
  drawn.end();
  drawn.begin();
  expect([line.written.length, listeners.size]).toEqual([2, 0]);
});

test('a frame that cannot be made is told, not thrown', async () => {
  const surroundings = {
    ...SURROUNDINGS,
    get address(): string {
      throw new Error('our mistake');
    },
  };
  const { drawn, errors } = drawing(surroundings);
  drawn.begin();
  while (errors.length === 0) await turn();
  expect(String(errors[0])).toBe('Error: our mistake');
  drawn.end();
});
