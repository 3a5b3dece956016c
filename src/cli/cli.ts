import { Command, CommanderError } from 'commander';
import { printable } from '../exchange/printable.ts';
import { UserError } from '../exchange/user-error.ts';
import { FilterError } from '../store/filter/filter-error.ts';
import type { CommandModule, Finish, Terminal } from './command.ts';
import { importFolder } from './listing.ts';
import { packageVersion } from './version.ts';

/** Runs one command line and gives the exit code: 0 done, 1 it failed, 2 wrong usage, or the code of `run`'s command. */
export async function runCli(args: readonly string[], terminal: Terminal = process): Promise<number> {
  let exitCode = 0;
  const finish: Finish =
    (action) =>
    async (...values) => {
      exitCode = (await action(...values)) ?? 0;
    };
  const program = new Command('httpwhy')
    .description('A forward proxy that records API traffic and says why a call failed.')
    .version(packageVersion(), '-V, --version')
    .option('--no-color', 'plain text, as with NO_COLOR')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text.replace(/^error: /, 'httpwhy: ')),
    });
  program.hook('preAction', (_program, action) => {
    if (action.optsWithGlobals().color === false) terminal.env.NO_COLOR = '1';
  });
  for (const { command } of await importFolder<{ command: CommandModule }>(new URL('./commands/', import.meta.url))) {
    command.register(program, terminal, finish);
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return explainError(error, terminal);
  }
}

function explainError(error: unknown, { stderr }: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has said it
  if (error instanceof UserError) {
    stderr.write(`httpwhy: ${printable(error.message)} ${printable(error.nextStep)}\n`);
    if (error instanceof FilterError)
      stderr.write(
        error
          .pointer()
          .map((line) => `  ${line}\n`)
          .join(''),
      );
    return error.exitCode;
  }
  const { stack, message } = error instanceof Error ? error : new Error(String(error));
  stderr.write(`httpwhy: this is a bug in httpwhy, please report it with the lines below.\n${stack ?? message}\n`);
  return 1;
}
