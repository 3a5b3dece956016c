// Lets modules that lie in one file go on as if each lay at its own place.
import { readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const SOURCE = resolve('src');
const MODULE = /^(.+)\.tsx?$/;
/** As `src/exchange/modules-in.ts` demands that it be called. */
const LISTING = /\bmodulesIn(?:<[^()]*>)?\(\s*new URL\('\.\/([\w-]+)\/', import\.meta\.url\),?\s*\)/g;
/** Of these folders one module is wanted at a time; of the others all. */
const LOADED_ONE_BY_ONE = new Set(['cli/commands']);

export function placesOfSources() {
  return {
    name: 'places-of-sources',
    transform(code, id) {
      if (!id.startsWith(SOURCE + sep)) return null;
      const file = slashed(relative(SOURCE, id));
      const placed = withPlace(withLists(code, file), file);
      // Nothing moves to another line, and a column is not worth a map.
      return placed === code ? null : { code: placed, map: null };
    },
    renderChunk(code, { fileName }) {
      const placed = code.replace(/__placeOf\("([^"]+)"\)/g, (_, place) => {
        const path = slashed(relative(dirname(fileName), place));
        return `new URL(${JSON.stringify(path.startsWith('.') ? path : `./${path}`)}, import.meta.url).href`;
      });
      return placed === code ? null : { code: placed, map: null };
    },
  };
}

/** The modules of a folder are known now: their list stands in the place of the call that would look for them. */
function withLists(code, file) {
  if (file === 'exchange/modules-in.ts') return code;
  let imports = '';
  const listed = code.replace(LISTING, (_, name) => {
    const folder = join(dirname(file), name);
    const members = readdirSync(join(SOURCE, folder)).flatMap((entry) => {
      const module = entry.endsWith('.d.ts') ? undefined : MODULE.exec(entry)?.[1];
      return module === undefined ? [] : [{ module, path: `./${name}/${entry}` }];
    });
    const loaders = members.sort(byModule).map(({ module, path }, index) => {
      if (LOADED_ONE_BY_ONE.has(slashed(folder))) return `'${module}': () => import('${path}')`;
      imports += `import * as __${name}${index} from '${path}'; `;
      return `'${module}': async () => __${name}${index}`;
    });
    return `({ ${loaders.join(', ')} })`;
  });
  if (/\bmodulesIn(?:<[^()]*>)?\(/.test(listed))
    throw new Error(`${file} calls modulesIn in a way that the build does not know.`);
  return listed + imports;
}

/** Where the module would lie if it were a file of its own: what it looks for beside itself is found there. */
function withPlace(code, file) {
  return code.replaceAll('import.meta.url', `__placeOf("${file.replace(MODULE, '$1.js')}")`);
}

function byModule(one, other) {
  return one.module < other.module ? -1 : 1;
}

function slashed(path) {
  return path.replaceAll(sep, '/');
}
