import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MOST_BYTES = 200_000;

/** Filters that a person kept in the interface, the latest at the end: one a line in the data folder. None where there are none. */
export function pastFilters(folder: string): readonly string[] {
  try {
    const text = readFileSync(fileIn(folder), 'utf8').slice(-MOST_BYTES);
    return text.split('\n').filter((line) => line !== '');
  } catch {
    return [];
  }
}

/** A convenience: failing to write it is no failure. */
export function keepFilters(folder: string, past: readonly string[]): void {
  const file = fileIn(folder);
  try {
    // Put in place whole: another window may read it at this moment.
    writeFileSync(`${file}.${process.pid}`, `${past.join('\n')}\n`, { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A folder that cannot be written is said where it matters.
  }
}

function fileIn(folder: string): string {
  return join(folder, 'filter-history');
}
