import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

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
