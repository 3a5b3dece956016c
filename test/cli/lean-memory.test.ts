import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Beginning, leanEnvironment, thisProcess } from '../../src/cli/lean-memory.ts';
import { httpwhy } from '../support/program.ts';

const GLIBC = '7f00-7f01 r-xp 0 08:01 1 /usr/lib/x86_64-linux-gnu/libc.so.6\n';
const MUSL = '7f00-7f01 r-xp 0 08:01 1 /lib/ld-musl-x86_64.so.1\n';

function beginning(changes: Partial<Beginning> = {}): Beginning {
  const program = '/usr/local/bin/node';
  const process = { program, isConnected: false, mayExecute: true, maps: () => GLIBC };
  return { env: { HOME: '/home/ada' }, args: [], ...process, ...changes };
}

const LEAN = { HOME: '/home/ada', MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536', HTTPWHY_LEAN: '1' };

describe('the environment in which httpwhy begins anew', () => {
  test.each([[[]], [['start']], [['--no-color', 'serve', 'api']], [['--port', '9000']]])(
    'has settings for memory where %j lasts',
    (args) => {
      expect(leanEnvironment(beginning({ args }))).toEqual(LEAN);
    },
  );

  test.each([[['log']], [['run', '--', 'npm', 'test']], [['--version']], [['-h']]])('is not wanted for %j', (args) => {
    expect(leanEnvironment(beginning({ args }))).toBeUndefined();
  });

  test('is not wanted on another C library, with a channel to a parent, or beside settings of the person', () => {
    expect(leanEnvironment(beginning({ maps: () => MUSL }))).toBeUndefined();
    expect(leanEnvironment(beginning({ isConnected: true }))).toBeUndefined();
    for (const name of ['MALLOC_ARENA_MAX', 'MALLOC_TRIM_THRESHOLD_', 'GLIBC_TUNABLES', 'LD_PRELOAD'])
      expect(leanEnvironment(beginning({ env: { [name]: '2' } }))).toBeUndefined();
  });

  test('is not wanted where the program would not be Node.js, or may not be begun', () => {
    for (const program of ['/lib64/ld-linux-x86-64.so.2', '/opt/node/bin/app', '/usr/bin/node (deleted)'])
      expect(leanEnvironment(beginning({ program }))).toBeUndefined();
    expect(leanEnvironment(beginning({ program: '/usr/bin/node-24' }))).toEqual(LEAN);
    expect(leanEnvironment(beginning({ mayExecute: false }))).toBeUndefined();
  });

  test('is taken back in the process that has begun in it, so that no child of it sees it', () => {
    const env: NodeJS.ProcessEnv = { ...LEAN };
    expect(leanEnvironment(beginning({ env }))).toBeUndefined();
    expect(env).toEqual({ HOME: '/home/ada' });
  });

  test.runIf(thisProcess().maps().includes('/libc.so.6'))(
    'is that of a proxy that was started, under the same process id',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'httpwhy-test-'));
      const proxy = httpwhy(['start', '--headless', '--port', '0', '--data', folder]);
      try {
        await proxy.until('stderr', /listens on/);
        const begunIn = readFileSync(`/proc/${proxy.child.pid}/environ`, 'latin1').split('\0');
        expect(begunIn.filter((line) => /^(?:MALLOC_|HTTPWHY_LEAN)/.test(line)).sort()).toEqual([
          'HTTPWHY_LEAN=1',
          'MALLOC_ARENA_MAX=1',
          'MALLOC_MMAP_THRESHOLD_=65536',
        ]);
      } finally {
        proxy.child.kill();
        await proxy.finished;
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});
