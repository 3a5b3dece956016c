// Compiles src/ to dist/ from scratch: commands and rules are found by listing folders, so no stale file may stay.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, renameSync, rmSync } from 'node:fs';

// Built beside and put in place whole, so that a program that starts meanwhile finds the old build or the new one.
const fresh = `dist.${process.pid}`;
try {
  const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json', '--outDir', fresh], {
    stdio: 'inherit',
    shell: process.platform === 'win32', // npm's launchers are .cmd files there
  });
  if (status === 0) {
    copyFileSync('src/cli/run/preload.cjs', `${fresh}/cli/run/preload.cjs`);
    chmodSync(`${fresh}/main.js`, 0o755);
    rmSync('dist', { recursive: true, force: true });
    renameSync(fresh, 'dist');
  } else process.exitCode = status ?? 1;
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
