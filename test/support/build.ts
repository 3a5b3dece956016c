import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The program under test is what the sources say now, whatever `dist/` held before. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: {
      ...process.env,
      PATH: `${join(import.meta.dirname, '..', '..', 'node_modules', '.bin')}:${process.env.PATH}`,
    },
    stdio: 'inherit',
  });
}
