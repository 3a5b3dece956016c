import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import type { Command } from './commands.ts';
import { programFolders } from './machine.ts';

export interface Ran {
  /** Null where the program could not be started. */
  readonly code: number | null;
  /** What it printed, both streams together; its end where it is long. */
  readonly output: string;
}

export type RunCommand = (command: Command) => Promise<Ran>;

const MOST_OUTPUT = 20_000;

/** Runs a program with this terminal as its input, so that sudo can ask for the password. */
export const runCommand: RunCommand = ([program, ...args]) => {
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const env = { ...process.env, PATH: programFolders(process.env).join(delimiter) };
  const child = spawn(program, args, { env, stdio: ['inherit', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-MOST_OUTPUT);
    });
  }
  child.once('error', (error: NodeJS.ErrnoException) => resolve({ code: null, output: `${program}: ${error.code}` }));
  child.once('close', (code) => resolve({ code, output }));
  return promise;
};
