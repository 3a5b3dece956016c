// Compiles src/ to dist/ from scratch: commands and rules are found by listing folders, so no stale file may stay.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';

// Built beside and put in place whole, so that a program that starts meanwhile finds the old build or the new one.
const fresh = `dist.${process.pid}`;
const old = `${fresh}.old`;
try {
  const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json', '--outDir', fresh], {
    stdio: 'inherit',
    shell: process.platform === 'win32', // npm's launchers are .cmd files there
  });
  if (status === 0) {
    copyFileSync('src/cli/run/preload.cjs', `${fresh}/cli/run/preload.cjs`);
    await keepProviderRules();
    chmodSync(`${fresh}/main.js`, 0o755);
    if (existsSync('dist')) renameSync('dist', old);
    renameSync(fresh, 'dist');
  } else process.exitCode = status ?? 1;
} finally {
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
}

/** Checks the rules about providers with the program's own reader, and keeps them in a form that needs no reader. */
async function keepProviderRules() {
  const { readProviderFolder } = await import(
    new URL(`../${fresh}/cli/user-rules/provider-folder.js`, import.meta.url)
  );
  const rules = await readProviderFolder(new URL('../src/classifier/providers/', import.meta.url));
  mkdirSync(`${fresh}/classifier/providers`, { recursive: true });
  writeFileSync(`${fresh}/classifier/providers/facts.json`, JSON.stringify(rules));
}
