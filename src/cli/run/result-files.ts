import { accessSync, closeSync, constants, openSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../../exchange/user-error.ts';

/** Options that name a file, for example `--junit`, with what the person gave them. */
export type ResultFiles = Readonly<Record<`--${string}`, string | undefined>>;

/**
 * Makes sure that what a run is to leave behind can be written: after a test run of an hour it would be too late to learn that.
 * Nothing is changed; a file that is there keeps its content.
 *
 * @throws UserError `unwritable-file`, `same-file`; wrong usage both.
 */
export function checkResultFiles(files: ResultFiles): void {
  const options = new Map<string, string>();
  for (const [option, file] of Object.entries(files)) {
    if (file === undefined) continue;
    const problem = problemOf(file);
    if (problem !== undefined)
      throw new UserError('unwritable-file', problem, `Choose another file with ${option}.`, 2);
    const other = options.get(resolve(file));
    if (other !== undefined) {
      throw new UserError('same-file', `${other} and ${option} name the same file.`, 'Give each its own.', 2);
    }
    if (!isDevice(file)) options.set(resolve(file), option);
  }
}

/** A sentence, or undefined where the file can be written. */
function problemOf(file: string): string | undefined {
  if (file === '') return 'A file without a name cannot be written.';
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return `${file} cannot be written: it is a folder.`;
    // A pipe must not be opened twice: its reader would take the first end for the end.
    if (isDevice(file)) accessSync(file, constants.W_OK);
    else tryBeside(file);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return `${file} cannot be written: there is no folder ${dirname(file)}.`;
    return `${file} cannot be written (${code}).`;
  }
}

/** As it will be written: to a file beside it, which then takes its name. */
function tryBeside(file: string): void {
  const trial = `${file}.${process.pid}.try`;
  closeSync(openSync(trial, 'wx', 0o600));
  rmSync(trial, { force: true });
}

function isDevice(file: string): boolean {
  const there = statSync(file, { throwIfNoEntry: false });
  return there !== undefined && !there.isFile();
}
