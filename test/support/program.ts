import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runCli } from '../../src/cli/cli.ts';
import type { Terminal } from '../../src/cli/command.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'dist', 'main.js');
/** A JDK whose keytool costs nothing: that of this machine would start two JVMs for every new data folder. */
export const FREE_JDK = process.platform === 'win32' ? '' : join(import.meta.dirname, 'jdk');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  readonly output: { stdout: string; stderr: string };
  /** Waits until what was printed matches; rejects when the program ends first. */
  until(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray>;
  readonly finished: Promise<Finished>;
}

/** Starts the compiled program as a person would. */
export function httpwhy(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, NO_COLOR: '1', JAVA_HOME: FREE_JDK, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
      for (const listener of listeners) listener();
    });
  }
  const { promise: finished, resolve } = Promise.withResolvers<Finished>();
  child.once('close', (code) => resolve({ code, ...output }));
  return {
    child,
    output,
    finished,
    until(stream, pattern) {
      const { promise, resolve: found, reject } = Promise.withResolvers<RegExpExecArray>();
      const look = () => {
        const match = pattern.exec(output[stream]);
        if (match === null) return;
        listeners.delete(look);
        found(match);
      };
      listeners.add(look);
      finished.then(() => reject(new Error(`ended before ${pattern} was printed: ${JSON.stringify(output)}`)));
      look();
      return promise;
    },
  };
}

export function runHttpwhy(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return httpwhy(args, env).finished;
}

/** The same command line without a process of its own, far cheaper: for commands that start no proxy. */
export async function runInside(args: readonly string[]): Promise<Finished> {
  const output = { stdout: '', stderr: '' };
  const into = (stream: keyof typeof output) =>
    new Writable({
      decodeStrings: false,
      write(text, _encoding, done) {
        output[stream] += String(text);
        done();
      },
    });
  const env = { ...process.env, NO_COLOR: '1', JAVA_HOME: FREE_JDK };
  const terminal = { stdin: process.stdin, stdout: into('stdout'), stderr: into('stderr'), env };
  return { code: await runCli(args, terminal as unknown as Terminal), ...output };
}

export function jsonLines<T = Record<string, unknown>>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
