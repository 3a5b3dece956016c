import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A client as people use it: what it prints ends with the body of a GET of the URL. */
export interface Client {
  readonly name: string;
  /** Soon done, so that the tests drive it, too. */
  readonly isFast?: boolean;
  /** What the machine must have for it: programs, or a check of its own. */
  readonly isThere: (place: Place) => boolean;
  readonly command: (url: string, place: Place) => readonly string[];
  /** Reaches this machine directly, whatever the environment says, and so does not see `localhost` captured. */
  readonly skipsLocalhost?: boolean;
  /** Why it cannot come through by itself, and what helps: a known limit, which must still be one. */
  readonly limit?: string;
}

export interface Place {
  /** A scratch folder for programs that must be files. */
  readonly folder: string;
  /** Holds `node_modules` with axios, got, node-fetch, undici, ws. */
  readonly packages: string;
}

const found = new Map<string, boolean>();

export function has(program: string, ...args: readonly string[]): boolean {
  const key = [program, ...args].join(' ');
  const known = found.get(key) ?? spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  found.set(key, known);
  return known;
}

/** A string as the languages of the table write it. */
export const q = (text: string): string => JSON.stringify(text);

export function built(
  place: Place,
  name: string,
  text: string,
  output: string,
  ...compiler: readonly string[]
): string {
  const folder = join(place.folder, name.replace(/\W/g, '-'));
  const result = join(folder, output);
  if (!existsSync(result)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
    const [program = '', ...args] = compiler;
    spawnSync(program, args, { cwd: folder, stdio: 'inherit' });
  }
  return result;
}
