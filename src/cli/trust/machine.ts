import { accessSync, constants, existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** What of a machine decides where a CA can be trusted. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Before the paths of the system; empty but for trials in a folder of one's own. */
  readonly root: string;
  readonly home: string;
  readonly isAdministrator: boolean;
  /** Path of a program, as the person's shell would find it. */
  which(program: string): string | undefined;
  exists(path: string): boolean;
  isWritable(path: string): boolean;
  /** Names in a folder; none where there is no such folder. */
  list(path: string): readonly string[];
  /** The path behind all links, or the path itself. */
  real(path: string): string;
  readonly env: NodeJS.ProcessEnv;
}

/** Where administrators' programs lie: often not in the PATH of others. */
const ADMIN_FOLDERS = process.platform === 'win32' ? [] : ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The folders in which programs are looked for, in this order: those of PATH, then the administrators'. */
export function programFolders({ PATH }: NodeJS.ProcessEnv): readonly string[] {
  return [...(PATH ?? '').split(delimiter), ...ADMIN_FOLDERS].filter(Boolean);
}

export function thisMachine(env: NodeJS.ProcessEnv, root = ''): Machine {
  const windows = process.platform === 'win32';
  const folders = programFolders(env);
  return {
    platform: process.platform,
    root,
    home: env.HOME || homedir(),
    isAdministrator: process.getuid?.() === 0,
    env,
    which(program) {
      const names = windows ? [`${program}.exe`, `${program}.cmd`, `${program}.bat`] : [program];
      const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
      return candidates.find((candidate) => may(candidate, constants.X_OK));
    },
    exists: existsSync,
    isWritable(path) {
      // What is not there yet is made in its folder.
      return may(path, constants.W_OK) || (!existsSync(path) && may(dirname(path), constants.W_OK));
    },
    list(path) {
      try {
        return readdirSync(path);
      } catch {
        return [];
      }
    },
    real(path) {
      try {
        return realpathSync(path);
      } catch {
        return path;
      }
    },
  };
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
