// Takes Node's own modules as they are, without the ES module that Node makes of each when it is imported.
const IMPORT = /^import (?:([\w$]+)(?:, )?)?(?:\* as ([\w$]+)|\{ (.+) \})? ?from "(node:[\w/]+)";$/gm;

/**
 * That module has all names as exports, and so asks for what is otherwise loaded when it is first used: importing `node:http`
 * loads the whole of undici, in each thread 30 ms; importing `node:crypto` loads Web Crypto.
 */
export function builtinsWithoutFacade() {
  return {
    name: 'builtins-without-facade',
    renderChunk(code) {
      const taken = code.replace(IMPORT, (_, whole, namespace, names, module) => {
        // `globalThis`: a chunk may have a `process` of its own, from `node:process`.
        const value = `globalThis.process.getBuiltinModule("${module}")`;
        const bindings = [whole, namespace, names && `{ ${names.replaceAll(' as ', ': ')} }`].filter(Boolean);
        return `const ${bindings.map((binding) => `${binding} = ${value}`).join(', ')};`;
      });
      const left = /^(?:import|export)\b.*"node:[^;]*;$/m.exec(taken);
      if (left !== null) throw new Error(`The build does not know this import: ${left[0]}`);
      return taken === code ? null : { code: taken, map: null };
    },
  };
}

/** Yoga asks for its own bytes by `fetch`, where there is one: that, too, loads undici. Without, it decodes them itself. */
export function withoutFetch(packageName) {
  return {
    name: 'without-fetch',
    transform(code, id) {
      if (!id.replaceAll('\\', '/').includes(`/node_modules/${packageName}/`) || !code.includes('fetch')) return null;
      return { code: `const fetch = undefined; ${code}`, map: null };
    },
  };
}
