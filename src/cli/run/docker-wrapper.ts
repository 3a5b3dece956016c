import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceFile } from '../../ca/atomic-file.ts';
import { clientFolder } from './client-files.ts';
import type { ContainerProxy } from './containers.ts';

/** Tells the wrapper what it is to do. */
export const DOCKER_VARIABLE = 'HTTPWHY_DOCKER';

export interface DockerSettings {
  /** The docker that is meant. */
  readonly program: string;
  readonly proxy: ContainerProxy;
  /** The address that the proxy listens on. */
  readonly listensOn: string;
}

/**
 * Puts a wrapper for docker in front of the PATH, where there is one to wrap: `docker run` and `docker create` get what
 * sends their containers through the proxy. Nothing on Windows, where a script is no program.
 */
export function dockerVariables(
  folder: string,
  proxy: ContainerProxy,
  listensOn: string,
  base: NodeJS.ProcessEnv,
): Record<string, string> {
  if (process.platform === 'win32') return {};
  const own = join(clientFolder(folder), 'bin');
  const entries = (base.PATH ?? '').split(delimiter).filter((entry) => entry !== own);
  const program = entries.map((entry) => join(entry, 'docker')).find(isProgram);
  if (program === undefined) return {};
  mkdirSync(own, { recursive: true, mode: 0o755 });
  replaceFile(join(own, 'docker'), script(), 0o755);
  const settings: DockerSettings = { program, proxy, listensOn };
  return { PATH: [own, ...entries].join(delimiter), [DOCKER_VARIABLE]: JSON.stringify(settings) };
}

function script(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const shim = fileURLToPath(new URL(`./docker-shim.${extension}`, import.meta.url));
  return `#!/bin/sh
# Written by httpwhy for the commands that it runs. Removing it is safe.
exec ${quoted(process.execPath)} ${quoted(shim)} "$@"
`;
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
