import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { UserError } from '../exchange/user-error.ts';

/** Beside the capture: it was found damaged while it was open. */
const flagOf = (path: string) => `${path}-damaged`;

/** True where an error of the store says that the file is no whole capture. */
export function isDamage(error: unknown): boolean {
  if (error instanceof UserError) return error.code === 'capture-corrupt' || error.code === 'not-a-database';
  return /^SQLITE_(?:CORRUPT|NOTADB)/.test(String((error as NodeJS.ErrnoException | undefined)?.code));
}

/** Has the next start set the capture aside: who has it open now, goes on with it. */
export function flagDamage(path: string): void {
  try {
    writeFileSync(flagOf(path), '', { mode: 0o600 });
  } catch {
    // Then the next start finds the damage itself, or not.
  }
}

/** Whether the capture was found damaged when it was open last. */
export function isFlagged(path: string): boolean {
  return existsSync(flagOf(path));
}

/** Gives a damaged capture, with what belongs to it, another name beside it, and returns that. */
export function setAside(path: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '-');
  const base = path.replace(/\.db$/, '');
  let kept = `${base}.damaged-${stamp}.db`;
  for (let number = 2; existsSync(kept); number += 1) kept = `${base}.damaged-${stamp}-${number}.db`;
  for (const suffix of ['', '-wal']) {
    try {
      renameSync(path + suffix, kept + suffix);
    } catch (error) {
      // Another start was quicker, or there is none.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  // Only an index of the log, made anew by whoever opens it.
  rmSync(`${path}-shm`, { force: true });
  rmSync(flagOf(path), { force: true });
  return kept;
}
