import './production-react.ts';
import { render } from 'ink';
import { createElement } from 'react';
import { UserError } from '../exchange/user-error.ts';
import { App } from './app.tsx';
import { Controller } from './controller.ts';
import type { LogActions, LogSession, LogSource } from './source.ts';
import type { Size } from './state.ts';
import { COLOURED, COLOURLESS } from './theme.ts';
import { localTimeOfDay, type TimeOfDay } from './time.ts';

export interface TuiOptions {
  readonly source: LogSource;
  readonly actions: LogActions;
  readonly session: LogSession;
  readonly stdin?: NodeJS.ReadStream;
  readonly stdout?: NodeJS.WriteStream;
  /** By default, unless `NO_COLOR` is set. */
  readonly isColoured?: boolean;
  /** Closes the interface when aborted, as if the person had quit. */
  readonly signal?: AbortSignal;
  /** Epoch milliseconds; by default the clock of the machine. */
  readonly now?: () => number;
  readonly timeOfDay?: TimeOfDay;
}

/** The shortest time between two frames is 1/30 s: keys are answered within it, traffic is drawn less often (`Controller`). */
const MAX_FPS = 30;

/**
 * Shows the live log until the person quits. The terminal is restored in every case; rejects with what went
 * wrong where the interface could not go on, and with a `UserError` where there is no terminal.
 */
export async function startTui(options: TuiOptions): Promise<void> {
  const {
    stdin = process.stdin,
    stdout = process.stdout,
    signal,
    now = Date.now,
    timeOfDay = localTimeOfDay,
  } = options;
  const { source, actions, session, isColoured = (process.env.NO_COLOR ?? '') === '' } = options;
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new UserError(
      'not-a-terminal',
      'The live log needs a terminal.',
      'Use --headless to get one line per call.',
      2,
    );
  }
  if (signal?.aborted) return;

  let end: (error?: unknown) => void = () => {};
  const controller = new Controller({
    source,
    actions,
    session,
    size: sizeOf(stdout),
    now,
    onEnd: (error) => end(error),
  });
  const resize = () => controller.resize(sizeOf(stdout));
  // A terminal that goes away ends the interface, not the recording.
  const leave = () => end();
  stdout.on('resize', resize);
  stdout.on('error', leave);
  stdin.on('end', leave);
  signal?.addEventListener('abort', leave);
  const { address, hints } = session;
  const theme = isColoured ? COLOURED : COLOURLESS;
  try {
    controller.start();
    const surroundings = { address, hints, timeOfDay };
    // Not JSX: the import that it implies would come before the one of `production-react.ts`.
    const app = render(createElement(App, { controller, surroundings, theme }), {
      stdin,
      stdout,
      alternateScreen: true,
      // Ink draws nothing before the end where the variable CI is set; a person may well have set it.
      interactive: true,
      incrementalRendering: true,
      maxFps: MAX_FPS,
      // Bound in the key table like every other key.
      exitOnCtrlC: false,
    });
    end = (error) => app.unmount(error === undefined ? undefined : asError(error));
    try {
      await app.waitUntilExit();
    } finally {
      app.unmount();
    }
  } finally {
    controller.stop();
    stdout.off('resize', resize);
    stdout.off('error', leave);
    stdin.off('end', leave);
    signal?.removeEventListener('abort', leave);
  }
}

/** On Windows a frame as tall as the console scrolls it; the last line stays free there. */
function sizeOf({ columns, rows }: NodeJS.WriteStream): Size {
  return { columns: columns || 80, rows: (rows || 24) - (process.platform === 'win32' ? 1 : 0) };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
