import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FoundClient, NOT_INSTALLED } from './clients.ts';

export interface Trial {
  /** Null where it was ended because it took too long, or could not be started. */
  readonly exitCode: number | null;
  readonly isLate: boolean;
  /** The last lines that it printed as errors. */
  readonly complaint: string;
}

const QUICK_MS = 20_000;
const SLOW_MS = 120_000;
const MOST_OUTPUT = 4000;

/** Runs a client on a URL with these variables, to its end. Never throws. */
export async function tryClient(
  { client, program }: FoundClient,
  url: string,
  env: NodeJS.ProcessEnv,
  leading: readonly string[] = [],
  limitMs = client.isSlow === true ? SLOW_MS : QUICK_MS,
): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'httpwhy-doctor-'));
  try {
    if (client.file !== undefined) writeFileSync(join(folder, client.file.name), client.file.text);
    return await run(program, [...leading, ...client.args(url, folder)], {
      env: { ...env, ...client.env },
      cwd: folder,
      limitMs,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The script found that its library is missing: there is nothing to say of it. */
export const isNotInstalled = ({ exitCode }: Trial): boolean => exitCode === NOT_INSTALLED;

interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly limitMs: number;
}

function run(program: string, args: readonly string[], { env, cwd, limitMs }: RunOptions): Promise<Trial> {
  const { promise, resolve } = Promise.withResolvers<Trial>();
  // A group of its own, so that what the client itself has started can be ended with it.
  const child = spawn(program, args, {
    env,
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let complaint = '';
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(child.pid);
    child.kill('SIGKILL');
  }, limitMs);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-MOST_OUTPUT);
  });
  const settle = (exitCode: number | null) => {
    clearTimeout(timer);
    child.stderr.destroy();
    resolve({ exitCode, isLate, complaint: complaint.trim() });
  };
  child.once('error', () => settle(null));
  child.once('exit', (code) => {
    // What it printed last may still be in the pipe; whoever inherited the pipe must not keep us.
    setTimeout(() => settle(isLate ? null : code), 50);
  });
  return promise;
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined || process.platform === 'win32') return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
