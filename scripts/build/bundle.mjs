// How the modules of src/ become the files of dist/.
import { rolldown } from 'rolldown';
import { builtinsWithoutFacade, withoutFetch } from './builtins.mjs';
import { placesOfSources } from './places.mjs';

/** What `main.ts` and everything that it loads share; each command is loaded when it is meant. The session is what the benchmarks start. */
const PROGRAM = ['main', 'cli/session'];
/** Threads and processes of their own share nothing with it, and are one file each but for what is seldom needed. */
const ALONE = ['cli/threads/proxy-thread', 'cli/threads/writer-thread', 'cli/sql/query-process', 'cli/run/docker-shim'];

/** A binary belongs to the first; the other is for developers of Ink, and not installed. */
const EXTERNAL = ['better-sqlite3', 'react-devtools-core'];

/** Writes the files into a folder, and gives the folders of the packages that went into them. */
export async function bundle(folder) {
  const written = await Promise.all(
    [PROGRAM, ...ALONE.map((entry) => [entry])].map((entries) => write(folder, entries)),
  );
  const modules = written.flat().flatMap(({ moduleIds = [] }) => moduleIds);
  const packages = modules.flatMap((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0] ?? []);
  return [...new Set(packages)].sort();
}

async function write(folder, entries) {
  const build = await rolldown({
    input: Object.fromEntries(entries.map((entry) => [entry, `src/${entry}.ts`])),
    platform: 'node',
    external: EXTERNAL,
    plugins: [placesOfSources(), builtinsWithoutFacade(), withoutFetch('yoga-layout')],
    // React: not the build for its own developers, three times the work per frame. Here, because the variable belongs to the
    // person, and to the command that `httpwhy run` starts.
    transform: { target: 'node22', define: { 'process.env.NODE_ENV': '"production"' } },
    treeshake: { propertyReadSideEffects: false },
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  const { output } = await build.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'parts/[name]-[hash].js',
    sourcemap: true,
    // Their texts are in licences.txt.
    comments: { legal: false },
  });
  await build.close();
  return output;
}
