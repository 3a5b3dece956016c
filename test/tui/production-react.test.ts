import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const MODULE = join(import.meta.dirname, '..', '..', 'src', 'tui', 'production-react.ts');

/** Loads React in a process of its own; only its development build has `act`. */
function loaded(env: NodeJS.ProcessEnv): unknown {
  const script = `
    await import(${JSON.stringify(MODULE)});
    const isProduction = !('act' in (await import('react')).default);
    console.log(JSON.stringify({ isProduction, env: process.env.NODE_ENV ?? null }));`;
  const { NODE_ENV: _, ...others } = process.env;
  const options = { cwd: join(import.meta.dirname, '..', '..'), env: { ...others, ...env }, encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], options));
}

test.each([[undefined], ['development']])(
  'with NODE_ENV %s React is the production build, and NODE_ENV stays',
  (value) => {
    const env = value === undefined ? {} : { NODE_ENV: value };
    expect(loaded(env)).toEqual({ isProduction: true, env: value ?? null });
  },
);

test('under a test runner nothing is chosen', () => {
  expect(loaded({ NODE_ENV: 'test' })).toEqual({ isProduction: false, env: 'test' });
});
