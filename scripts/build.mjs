// Builds src/ to dist/ from scratch: checks the types, and puts the modules together into a few files, because a program that
// starts three threads of hundreds of modules spends its first second on finding and reading them.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { readProviderFolder } from '../src/cli/user-rules/provider-folder.ts';
import { bundle } from './build/bundle.mjs';
import { licences } from './build/licences.mjs';

/** All files of one build are written within this time. */
const WRITING_MS = 10_000;

// Built beside and put in place whole, so that a program that starts meanwhile finds the old build or the new one.
const fresh = `dist.${process.pid}`;
const old = `${fresh}.old`;
try {
  const [status, packages] = await Promise.all([checkTypes(), bundle(fresh)]);
  if (status === 0) {
    writeFileSync(`${fresh}/licences.txt`, licences(packages));
    cpSync('src/cli/run/preload', `${fresh}/cli/run/preload`, { recursive: true });
    await keepProviderRules();
    chmodSync(`${fresh}/main.js`, 0o755);
    if (existsSync('dist')) renameSync('dist', old);
    renameSync(fresh, 'dist');
    keepParts();
  } else process.exitCode = status;
} finally {
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
}

/** A program that was started from the old build goes on loading parts of it: their names are those of their contents. */
function keepParts() {
  const [from, to] = [`${old}/parts`, 'dist/parts'];
  if (!existsSync(from)) return;
  const builtAt = statSync(`${old}/main.js`).mtimeMs;
  for (const part of readdirSync(from)) {
    // What the old build had kept of the one before it goes.
    const isItsOwn = statSync(`${from}/${part}`).mtimeMs > builtAt - WRITING_MS;
    if (isItsOwn && !existsSync(`${to}/${part}`)) renameSync(`${from}/${part}`, `${to}/${part}`);
  }
}

function checkTypes() {
  const { promise, resolve, reject } = Promise.withResolvers();
  const tsc = spawn('tsc', ['-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
    shell: process.platform === 'win32', // npm's launchers are .cmd files there
  });
  tsc.once('error', reject);
  tsc.once('exit', (status) => resolve(status ?? 1));
  return promise;
}

/** Checks the rules about providers with the program's own reader, and keeps them in a form that needs no reader. */
async function keepProviderRules() {
  const rules = await readProviderFolder(new URL('../src/classifier/providers/', import.meta.url));
  mkdirSync(`${fresh}/classifier/providers`, { recursive: true });
  writeFileSync(`${fresh}/classifier/providers/facts.json`, JSON.stringify(rules));
}
