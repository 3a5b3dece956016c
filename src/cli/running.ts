import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/** The proxy on a data folder, for commands in other terminals to find. */
export interface RunningProxy {
  readonly pid: number;
  readonly port: number;
  /** Of `httpwhy run`: it ends with the command. */
  readonly isOfRun?: boolean;
}

const ANSWER_MS = 500;

/** Leaves word of a proxy; the returned function takes it back. The file is a convenience: failing to write it is no failure. */
export function announce(folder: string, running: RunningProxy): () => void {
  const file = fileOf(folder);
  // One that lasts is what others look for: many a run begins and ends beside it.
  if (running.isOfRun === true && runningProxy(folder) !== undefined) return () => undefined;
  try {
    writeFileSync(file, JSON.stringify(running), { mode: 0o600 });
  } catch {
    return () => undefined;
  }
  return () => {
    // A later start may have put its own there.
    if (runningProxy(folder)?.pid === running.pid) rmSync(file, { force: true });
  };
}

/** The proxy that was announced on this folder and whose process still lives. */
export function runningProxy(folder: string): RunningProxy | undefined {
  try {
    const announced: unknown = JSON.parse(readFileSync(fileOf(folder), 'utf8'));
    const { pid, port, isOfRun } = announced as Record<keyof RunningProxy, unknown>;
    if (!isWithin(pid, 2 ** 31) || !isWithin(port, 65_535)) return undefined;
    process.kill(pid, 0);
    return { pid, port, ...(isOfRun === true && { isOfRun }) };
  } catch {
    return undefined; // No such file, not one of ours, or a process that is gone.
  }
}

/** The same, where that is not of a run. */
export function lastingProxy(folder: string): RunningProxy | undefined {
  const running = runningProxy(folder);
  return running?.isOfRun === true ? undefined : running;
}

const WATCH_MS = 1000;

/** Calls back when the proxy on this folder ends, or another one begins; returns the way to stop it. */
export function watchRunning(
  folder: string,
  onChange: (running: RunningProxy | undefined) => void,
  everyMs = WATCH_MS,
): () => void {
  let known = runningProxy(folder);
  const timer = setInterval(() => {
    const running = runningProxy(folder);
    if (running?.pid === known?.pid && running?.port === known?.port) return;
    known = running;
    onChange(running);
  }, everyMs);
  return () => clearInterval(timer);
}

function isWithin(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
}

/** Whether something accepts connections on this port of the loopback interface. */
export function isListening(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ port, host: '127.0.0.1', timeout: ANSWER_MS });
  socket.once('connect', () => resolve(true));
  socket.once('timeout', () => resolve(false));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

function fileOf(folder: string): string {
  return join(folder, 'running.json');
}
