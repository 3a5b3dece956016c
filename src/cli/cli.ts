import { Command, CommanderError } from 'commander';
import { modulesIn } from '../exchange/modules-in.ts';
import { printable } from '../exchange/printable.ts';
import { UserError } from '../exchange/user-error.ts';
import { FilterError } from '../store/filter/filter-error.ts';
import { storeError } from '../store/store-error.ts';
import type { CommandModule, Finish, Terminal } from './command.ts';
import { sourceStack } from './source-stack.ts';
import { packageVersion } from './version.ts';

const COMMANDS = modulesIn<{ readonly command: CommandModule }>(new URL('./commands/', import.meta.url));

/** What `httpwhy` alone does. */
const DEFAULT_COMMAND = 'start';

/** `-status:200`, which a command takes for an option. */
const NEGATED_TERM = /^error: (?:unknown option|option '-n).*'-?[\w.]+:/;
const NEGATED_TERM_HINT = "A filter that begins with - follows --, as in: httpwhy log -- '-status:200'\n";

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
      outputError: (text, write) => write(NEGATED_TERM.test(text) ? `${text}${NEGATED_TERM_HINT}` : text),
    });
  program.hook('preAction', (_program, action) => {
    if (action.optsWithGlobals().color === false) terminal.env.NO_COLOR = '1';
  });
  const needed = neededFor(args, Object.keys(COMMANDS));
  for (const { command } of await Promise.all(needed.map((name) => COMMANDS[name]!())))
    command.register(program, terminal, finish);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return explainError(error, terminal);
  }
}

const HELP = new Set(['help', '-h', '--help']);
const VERSION = new Set(['-V', '--version']);

/** The commands that a command line can be about: importing all takes half a second, and most lines name one. */
function neededFor(args: readonly string[], commands: readonly string[]): readonly string[] {
  const [first = DEFAULT_COMMAND, ...rest] = args.filter((arg) => arg !== '--no-color');
  if (commands.includes(first)) return [first];
  if (VERSION.has(first)) return [];
  const isAboutDefault =
    first.startsWith('-') && ![first, ...rest].some((arg) => HELP.has(arg) || commands.includes(arg));
  return isAboutDefault ? [DEFAULT_COMMAND] : commands;
}

function explainError(error: unknown, { stderr }: Pick<Terminal, 'stderr'>): number {
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
  const spoken = storeError(error) ?? lostFolder(error);
  if (spoken !== undefined) return explainError(spoken, { stderr });
  const { stack, message } = error instanceof Error ? error : new Error(String(error));
  stderr.write(
    `httpwhy: this is a bug in httpwhy, please report it with the lines below.\n${sourceStack(stack ?? message)}\n`,
  );
  return 1;
}

/** What every command meets that asks where it is, once that folder has been deleted. */
function lostFolder(error: unknown): UserError | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || error.syscall !== 'uv_cwd') return undefined;
  return new UserError('folder-lost', 'the folder of this shell does not exist any more.', 'Go to another: cd ~');
}
