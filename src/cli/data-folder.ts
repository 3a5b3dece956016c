import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../exchange/user-error.ts';

/**
 * The folder that holds capture and CA: `--data`, else `HTTPWHY_HOME`, else the platform's place for data of
 * programs (XDG Base Directory Specification, Apple's File System Programming Guide, Windows Known Folders).
 */
export function dataFolder(
  given: string | undefined,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = given ?? env.HTTPWHY_HOME;
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const home = env.HOME ?? homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'httpwhy');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'httpwhy');
  const xdg = env.XDG_DATA_HOME;
  // The specification has relative paths ignored.
  return join(xdg?.startsWith('/') ? xdg : join(home, '.local', 'share'), 'httpwhy');
}

/** Makes the folder, for its owner only, where it is missing. Throws `UserError` `data-folder-unusable`. */
export function makeDataFolder(folder: string): string {
  try {
    makeFolder(folder);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UserError(
      'data-folder-unusable',
      `The data folder ${folder} cannot be made (${REASONS[code] ?? code}).`,
      'Choose another with --data or HTTPWHY_HOME, or correct the permissions.',
    );
  }
  return folder;
}

/** Level by level: Node's recursive mkdir never returns below /proc, where a folder can neither be made nor exists. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // Another start was quicker.
    return;
  }
  chmodSync(folder, 0o700); // Whatever the umask says.
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  ENOENT: 'its parent cannot be made',
};
