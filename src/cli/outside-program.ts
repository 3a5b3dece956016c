import { spawn } from 'node:child_process';
import { UserError } from '../exchange/user-error.ts';
import type { Terminal } from './command.ts';

/** The person's editor, as a command line to which the file is appended. */
export function editorOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  return env.VISUAL?.trim() || env.EDITOR?.trim() || (platform === 'win32' ? 'notepad' : 'vi');
}

export function pagerOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  return env.PAGER?.trim() || (platform === 'win32' ? 'more' : 'less');
}

/**
 * Runs a command line of the person's with a file behind it, and waits until it has ended. The terminal is its own.
 * @throws UserError `outside-program`
 */
export async function openWith(
  commandLine: string,
  file: string,
  { env, stdout }: Pick<Terminal, 'env' | 'stdout'>,
): Promise<void> {
  // An editor needs a screen also where the result goes into a file.
  const stdio = ['inherit', stdout.isTTY ? 'inherit' : 2, 'inherit'] as const;
  const child =
    process.platform === 'win32'
      ? spawn(`${commandLine} "${file}"`, { env, stdio: [...stdio], shell: true })
      : spawn('/bin/sh', ['-c', `${commandLine} "$1"`, 'sh', file], { env, stdio: [...stdio] });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('exit', (code) => resolve(code));
  const code = await promise.catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
  if (code === 0) return;
  const how = code === null ? 'was ended by a signal' : `ended with ${code}`;
  throw new UserError(
    'outside-program',
    code === 127 ? `The program ${commandLine} is not there.` : `The program ${commandLine} ${how}.`,
    'Name another in VISUAL, EDITOR or PAGER.',
  );
}
