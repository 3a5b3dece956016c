// Compiles src/ to dist/ from scratch: commands and rules are found by listing folders, so no stale file may stay.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (status !== 0) process.exit(status ?? 1);
copyFileSync('src/cli/run/preload.cjs', 'dist/cli/run/preload.cjs');
chmodSync('dist/main.js', 0o755);
