import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { isTrouble, outcomeOf } from '../../exchange/outcome.ts';
import type { ExchangeRow } from '../../exchange/row.ts';
import { UserError } from '../../exchange/user-error.ts';
import { type CommandModule, print, type Terminal } from '../command.ts';
import { proxyUrl, streamLines } from '../live-log.ts';
import { addSessionOptions, proxySettings, type SessionOptions } from '../options.ts';
import { clientEnvironment } from '../run/client-environment.ts';
import { startSession } from '../session.ts';

export const command: CommandModule = {
  register(program, terminal, finish) {
    const run = program
      .command('run')
      .description('run a command with every proxy and CA variable set; ends with its exit code')
      .usage('[options] -- <command...>')
      .argument('<command...>', 'the command and its arguments')
      .passThroughOptions();
    addSessionOptions(run, 0).action(
      finish((words: readonly string[], options: SessionOptions) => runCommand(words, options, terminal)),
    );
  },
};

async function runCommand(words: readonly string[], options: SessionOptions, terminal: Terminal): Promise<number> {
  const [program = '', ...args] = words;
  const session = await startSession(proxySettings(options, terminal.env), { kind: 'run', command: words.join(' ') });
  const rows: ExchangeRow[] = [];
  const stop = streamLines(
    session,
    terminal,
    false,
    (row) => {
      rows.push(row);
      return isTrouble(outcomeOf(row));
    },
    terminal.stderr,
  );
  try {
    const variables = clientEnvironment(proxyUrl(session), options.data, terminal.env);
    const child = spawn(program, args, { stdio: 'inherit', env: { ...terminal.env, ...variables } });
    const exitCode = await exitCodeOf(child, program);
    await session.close(0);
    stop();
    print(terminal.stderr, summaryLine(rows, options.data));
    return exitCode;
  } finally {
    await session.close(0);
  }
}

/** As a shell reports it: the command's own code, or 128 plus the number of the signal that ended it. */
function exitCodeOf(child: ChildProcess, program: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  // A Ctrl-C reaches the command from the terminal itself; a signal sent to this process is handed on.
  const passOn = (signal: NodeJS.Signals) => child.kill(signal);
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  process.on('SIGTERM', passOn);
  process.on('SIGHUP', passOn);
  const settle = () => {
    process.off('SIGINT', ignore);
    process.off('SIGTERM', passOn);
    process.off('SIGHUP', passOn);
  };
  child.once('error', (error: NodeJS.ErrnoException) => {
    settle();
    reject(notStarted(program, error));
  });
  child.once('exit', (code, signal) => {
    settle();
    resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
  });
  return promise;
}

function notStarted(program: string, error: NodeJS.ErrnoException): Error {
  if (error.code === 'ENOENT') {
    return new UserError('no-such-command', `There is no command ${program}.`, 'Check its spelling and PATH.');
  }
  return new UserError(
    'command-not-started',
    `The command ${program} could not be started (${error.code}).`,
    'Check that it is a file that you may execute.',
  );
}

/** `httpwhy: 12 exchanges, 3 failed: 2 × missing-field, 1 × rate-limited. See httpwhy log, httpwhy why ID.` */
function summaryLine(rows: readonly ExchangeRow[], data: string | undefined): string {
  const failed = rows.filter((row) => isTrouble(outcomeOf(row)));
  const suffix = data === undefined ? '' : ` --data ${data}`;
  if (rows.length === 0) {
    return 'httpwhy: no request came through the proxy: the command made none, or its HTTP client ignores proxy variables.';
  }
  const total = `${rows.length} ${rows.length === 1 ? 'exchange' : 'exchanges'}`;
  if (failed.length === 0) return `httpwhy: ${total}, none failed. See \`httpwhy log${suffix}\`.`;
  const counts = new Map<string, number>();
  for (const { cause } of failed) counts.set(cause ?? '', (counts.get(cause ?? '') ?? 0) + 1);
  const causes = [...counts].sort((a, b) => b[1] - a[1]).map(([cause, count]) => `${count} × ${cause}`);
  return `httpwhy: ${total}, ${failed.length} failed: ${causes.join(', ')}. See \`httpwhy why ID${suffix}\`.`;
}
