import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

let loading: Promise<typeof import('./start.tsx')> | undefined;

/** The interface, loaded once and when it is wanted; calling it early, while other threads start, saves that time. */
export function loadTui(): Promise<typeof import('./start.tsx')> {
  loading ??= imported();
  return loading;
}

/**
 * Ink takes one function out of a library of five hundred modules, whose loading would take longer than that of Ink and
 * all that is ours: it gets the module that has the function. Where that is not there, everything is loaded as ever.
 */
async function imported(): Promise<typeof import('./start.tsx')> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      if (specifier !== 'es-toolkit/compat' || !context.parentURL?.endsWith('/ink/build/ink.js')) return found;
      const url = new URL('function/throttle.mjs', found.url);
      return existsSync(fileURLToPath(url)) ? { ...found, url: url.href } : found;
    },
  });
  try {
    return await import('./start.tsx');
  } finally {
    hooks.deregister();
  }
}
