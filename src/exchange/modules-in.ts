import { readdirSync } from 'node:fs';

/** By name, how each module of a folder is loaded. */
export type Modules<T> = Readonly<Record<string, () => Promise<T>>>;

const MODULE = /^(.+)\.tsx?$/;

/**
 * The modules of a folder in the order of their names, without the endings: what is put there is found by itself. When the
 * program is built, their list takes the place of the call, because there are no such folders any more: so it must be
 * called as `modulesIn<T>(new URL('./folder/', import.meta.url))`.
 */
export function modulesIn<T>(folder: URL): Modules<T> {
  const files = readdirSync(folder).sort();
  return Object.fromEntries(
    files.flatMap((file) => {
      const name = file.endsWith('.d.ts') ? undefined : MODULE.exec(file)?.[1];
      return name === undefined ? [] : [[name, () => import(new URL(file, folder).href) as Promise<T>]];
    }),
  );
}
