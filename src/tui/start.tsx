import { render } from 'ink';
import { createElement } from 'react';
import { UserError } from '../exchange/user-error.ts';
import { sequencesOf } from './ansi.ts';
import { App } from './app.tsx';
import { askBackground, backgroundIn } from './background.ts';
import { Controller } from './controller.ts';
import { Drawing } from './drawing.ts';
import { CLICKS_OFF, CLICKS_ON, WHEEL_OFF, WHEEL_ON } from './mouse.ts';
import { availableKeys, type OwnKeys, withOwnKeys } from './own-keys.ts';
import { Painter } from './painter.ts';
import type { LogActions, LogSession, LogSource } from './source.ts';
import type { Size } from './state.ts';
import { TerminalInput } from './terminal-input.ts';
import { COLOURLESS, type Theme, type ThemeName, themeFor } from './theme.ts';
import { localTimeOfDay, type TimeOfDay } from './time.ts';

export interface TuiOptions {
  readonly source: LogSource;
  readonly actions: LogActions;
  readonly session: LogSession;
  readonly stdin?: NodeJS.ReadStream;
  readonly stdout?: NodeJS.WriteStream;
  /** By default, unless `NO_COLOR` is set. */
  readonly isColoured?: boolean;
  /** `auto` asks the terminal for its background first. */
  readonly theme?: ThemeName;
  /** Keys of the person's own. */
  readonly keys?: OwnKeys;
  /** What is printed on the shell's screen while it is stopped by ctrl-z. */
  readonly suspendedLine?: string;
  /** Closes the interface when aborted, as if the person had quit. */
  readonly signal?: AbortSignal;
  /** Epoch milliseconds; by default the clock of the machine. */
  readonly now?: () => number;
  readonly timeOfDay?: TimeOfDay;
}

type Outside = (run: () => Promise<void>) => Promise<void>;

/**
 * Shows the live log until the person quits. The terminal is restored in every case; rejects with what went
 * wrong where the interface could not go on, and with a `UserError` where there is no terminal or the keys are wrong.
 */
export async function startTui(options: TuiOptions): Promise<void> {
  const {
    stdin = process.stdin,
    stdout = process.stdout,
    signal,
    now = Date.now,
    timeOfDay = localTimeOfDay,
  } = options;
  const { source, actions, session } = options;
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new UserError(
      'not-a-terminal',
      'The live log needs a terminal.',
      'Use --headless to get one line per call.',
      2,
    );
  }
  const keys = availableKeys(actions, withOwnKeys(options.keys ?? {}));
  if (signal?.aborted) return;

  let end: (error?: unknown) => void = () => {};
  let failure: unknown;
  let outside: Outside = (run) => run();
  const write = (text: string) => {
    if (stdout.writable) stdout.write(text);
  };
  const controller = new Controller({
    source,
    actions,
    session,
    keys,
    size: sizeOf(stdout),
    now,
    outside: (run) =>
      outside(async () => {
        write(CLICKS_OFF + WHEEL_OFF);
        try {
          await run();
        } finally {
          write(WHEEL_ON);
        }
      }),
    onSuspend: () => void stop().catch(leave),
    onMouse: (isOn) => write(isOn ? CLICKS_ON : CLICKS_OFF),
    onEnd: (error) => end(error),
  });
  const resize = () => controller.resize(sizeOf(stdout));
  // A terminal that goes away ends the interface, not the recording.
  const leave = () => end();
  /** Somebody else has the terminal. */
  let isAway = false;
  /** As the shell's ctrl-z: the whole job stops, with the terminal as the shell knows it, until `fg`. */
  const stop = async () => {
    if (isAway || process.platform === 'win32') return;
    await outside(() => stopped(write, options.suspendedLine ?? ''));
    resize();
  };
  // Stopped and continued from outside: the shell has meanwhile had the terminal in its own mode. A pager that is open takes
  // the terminal back by itself.
  const comeBack = () => {
    if (!isAway) void outside(async () => {}).then(resize, leave);
  };
  stdout.on('resize', resize);
  stdout.on('error', leave);
  stdin.on('end', leave);
  stdin.on('error', leave);
  process.on('SIGCONT', comeBack);
  signal?.addEventListener('abort', leave);
  const { address, hints, run = '', isOver = false, isStarting = false } = session;
  const isSpoken = process.env.INK_SCREEN_READER === 'true';
  const input = new TerminalInput((event) => controller.mouse(event));
  try {
    // From here on nothing that is typed is echoed into the frames.
    stdin.setRawMode(true);
    const theme = await chosenTheme(options, stdin, stdout);
    controller.start();
    const surroundings = { address, hints, run, isOver, isStarting, timeOfDay };
    const drawing = new Drawing({
      controller,
      surroundings,
      painter: new Painter(sequencesOf(theme, depthOf(stdout))),
      stdout,
      onError: (error) => end(error),
    });
    const onTerminal = (suspend: Outside) => {
      outside = async (run) => {
        drawing.pause();
        isAway = true;
        try {
          // Of a new size only the job in front has been told: Node.js reads it when this is heard.
          await suspend(() => run().finally(() => process.emit('SIGWINCH', 'SIGWINCH')));
        } finally {
          isAway = false;
        }
      };
    };
    const app = render(createElement(App, { controller, surroundings, onTerminal, onLeave: () => drawing.end() }), {
      stdin: input.keyboard(stdin),
      stdout,
      alternateScreen: true,
      // Ink draws nothing before the end where the variable CI is set; a person may well have set it.
      interactive: true,
      isScreenReaderEnabled: isSpoken,
      // Whenever Ink has taken the terminal, or changed what is on it; it has nothing to draw by itself.
      ...(!isSpoken && { onRender: () => drawing.begin() }),
      // Bound in the key table like every other key.
      exitOnCtrlC: false,
    });
    end = (error) => {
      failure ??= error;
      app.unmount();
    };
    if (signal?.aborted) end();
    write(WHEEL_ON);
    try {
      await app.waitUntilExit();
    } finally {
      app.unmount();
      write(CLICKS_OFF + WHEEL_OFF);
    }
    // Ink forgets it.
    if (failure !== undefined) throw asError(failure);
  } finally {
    controller.stop();
    stdin.setRawMode(false);
    process.off('SIGCONT', comeBack);
    stdout.off('resize', resize);
    stdout.off('error', leave);
    stdin.off('end', leave);
    stdin.off('error', leave);
    signal?.removeEventListener('abort', leave);
  }
}

async function chosenTheme(options: TuiOptions, stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream): Promise<Theme> {
  const { isColoured = (process.env.NO_COLOR ?? '') === '', theme = 'auto' } = options;
  if (!isColoured) return COLOURLESS;
  const depth = depthOf(stdout);
  if (theme !== 'auto' || themeFor('dark', 'dark', depth) === themeFor('light', 'light', depth)) {
    return themeFor(theme, undefined, depth);
  }
  const background = backgroundIn(process.env.COLORFGBG) ?? (await askBackground(stdin, stdout));
  return themeFor(theme, background, depth);
}

function depthOf(stdout: NodeJS.WriteStream): number {
  return stdout.getColorDepth?.() ?? 4;
}

/** Resolves when the job goes on. */
async function stopped(write: (text: string) => void, line: string): Promise<void> {
  if (line !== '') write(`${line}\n`);
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('SIGCONT', resolve);
  // The group, as the terminal itself does it: `npm start` and a command that we run belong to the job.
  process.kill(0, 'SIGTSTP');
  await promise;
}

/** On Windows a frame as tall as the console scrolls it; the last line stays free there. */
function sizeOf({ columns, rows }: NodeJS.WriteStream): Size {
  return { columns: columns || 80, rows: (rows || 24) - (process.platform === 'win32' ? 1 : 0) };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
