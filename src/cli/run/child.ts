import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How a command ended, in the words of a shell. */
export type Ending =
  | { readonly kind: 'ended'; readonly exitCode: number }
  /** 127: there is no such command; 126: it cannot be executed. */
  | { readonly kind: 'not-started'; readonly exitCode: 126 | 127; readonly message: string; readonly nextStep: string };

export interface RunningChild {
  /** Undefined where the system refused at once. */
  readonly process: ChildProcess | undefined;
  readonly ending: Promise<Ending>;
}

/** A terminal sends these to every program in front of it, to the command itself as well. */
const OF_THE_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
const HANDED_ON: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'];

/** Starts a command. Signals that reach this process are the command's as long as it lasts; it may well not end by them. */
export function startChild(
  program: string,
  args: readonly string[],
  options: SpawnOptions & { readonly hasTerminal: boolean },
): RunningChild {
  const { hasTerminal, ...spawnOptions } = options;
  const { promise, resolve } = Promise.withResolvers<Ending>();
  const handOn = (signal: NodeJS.Signals) => {
    // With a terminal in front the command has got it already; twice would mean "at once" to many a program.
    if (!hasTerminal || !OF_THE_TERMINAL.includes(signal)) child?.kill(signal);
  };
  const signals = [...OF_THE_TERMINAL, ...HANDED_ON].filter((signal) => signal in constants.signals);
  for (const signal of signals) process.on(signal, handOn);
  const settle = (ending: Ending) => {
    for (const signal of signals) process.off(signal, handOn);
    resolve(ending);
  };
  let child: ChildProcess | undefined;
  try {
    child = spawn(program, args, spawnOptions);
  } catch (error) {
    // Some of what the system refuses is thrown, some comes as an event.
    settle(notStarted(program, error as NodeJS.ErrnoException));
    return { process: undefined, ending: promise };
  }
  child.once('error', (error: NodeJS.ErrnoException) => settle(notStarted(program, error)));
  child.once('exit', (code, signal) => {
    settle({ kind: 'ended', exitCode: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) });
  });
  return { process: child, ending: promise };
}

function notStarted(program: string, { code }: NodeJS.ErrnoException): Ending {
  if (code === 'ENOENT' || program === '') {
    return {
      kind: 'not-started',
      exitCode: 127,
      message: program === '' ? 'The command has no name.' : `There is no command ${program}.`,
      nextStep: 'Check its spelling and PATH.',
    };
  }
  if (code === 'E2BIG') {
    return {
      kind: 'not-started',
      exitCode: 126,
      message: `The command ${program} could not be started: its arguments and variables are too long.`,
      nextStep: 'Hand long values over in a file.',
    };
  }
  return {
    kind: 'not-started',
    exitCode: 126,
    message: `The command ${program} could not be started (${code}).`,
    nextStep: 'Check that it is a file that you may execute.',
  };
}
