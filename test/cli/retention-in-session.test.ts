import { randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { limitsOf, parseAge } from '../../src/cli/retention-options.ts';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { httpwhy } from '../support/program.ts';
import { callThrough, temporaryFolder } from '../support/proxy.ts';
import { httpServer } from '../support/servers.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a damaged capture is kept aside, a new one is begun, and the oldest exchanges go while it is recorded', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder.path, 'capture.db'), randomBytes(20_000));
  const origin = await httpServer((_request, response) => response.end('ok'));
  const proxy = httpwhy(['start', '--headless', '--port', '0', '--keep-count', '10', '--data', folder.path]);
  try {
    const [, kept] = await proxy.until(
      'stderr',
      /The capture is damaged\. It is kept as (\S+), and a new one was begun\./,
    );
    expect(readdirSync(folder.path).map((name) => join(folder.path, name))).toContain(kept);
    const [, port] = await proxy.until('stderr', /listens on 127\.0\.0\.1:(\d+)/);
    for (let call = 0; call < 30; call += 1) {
      await callThrough(Number(port), `http://127.0.0.1:${origin.port}/${call}`);
    }
    const reader = new CaptureReader(join(folder.path, 'capture.db'));
    const ids = () => reader.page({ kind: 'last' }, 100).map(({ id }) => id);
    while (ids()[0] !== 21 || ids().at(-1) !== 30) await pause(50);
    expect(ids()).toHaveLength(10);
    reader.close();
  } finally {
    proxy.child.kill('SIGKILL');
    await proxy.finished;
    await origin.close();
    folder.remove();
  }
});

test('limits are 2 GiB where nothing is said; all lifts one', () => {
  expect(limitsOf({})).toEqual({ keepForMs: null, keepCount: null, keepBytes: 2 * 1024 ** 3 });
  expect(limitsOf({ keepFor: 1000, keepCount: 5, keepSize: null })).toEqual({
    keepForMs: 1000,
    keepCount: 5,
    keepBytes: null,
  });
});

test.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['12h', 43_200_000],
  ['1.5d', 129_600_000],
  ['4W', 4 * 7 * 86_400_000],
])('a time of %s is understood', (text, milliseconds) => {
  expect(parseAge(text)).toBe(milliseconds);
});

test.each(['7', '0d', '-1d', 'd', '7 years', ''])('a time of %j is refused', (text) => {
  expect(() => parseAge(text)).toThrow(/A time is a number with a unit/);
});
