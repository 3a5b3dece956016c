import { readdirSync } from 'node:fs';

const MODULE = /^(.+)\.(?:js|ts)$/;

/** The names of the modules in a folder, without their endings, in order; works on sources and on compiled files. */
export function namesIn(folder: URL): string[] {
  const files = readdirSync(folder).filter((file) => !file.endsWith('.d.ts'));
  return files.flatMap((file) => MODULE.exec(file)?.[1] ?? []).sort();
}

/** Imports the modules of these names from a folder that lies beside the caller. */
export function importAll<T>(folder: URL, names: readonly string[]): Promise<T[]> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return Promise.all(names.map((name) => import(new URL(`${name}.${extension}`, folder).href) as Promise<T>));
}
