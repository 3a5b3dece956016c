import { readdirSync } from 'node:fs';

/** Imports every module of a folder beside the caller, in the order of their names; works on sources and on compiled files. */
export async function importFolder<T>(folder: URL): Promise<T[]> {
  const names = readdirSync(folder)
    .filter((name) => /\.(?:js|tsx?)$/.test(name) && !name.endsWith('.d.ts'))
    .sort();
  return Promise.all(names.map((name) => import(new URL(name, folder).href) as Promise<T>));
}
