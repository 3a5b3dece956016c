import { expect, test } from 'vitest';
import { jsonLines, runHttpwhy, runInside } from '../../support/program.ts';
import { temporaryFolder } from '../../support/proxy.ts';
import { httpServer } from '../../support/servers.ts';

test.runIf(process.platform === 'linux')('the program that sent a request is recorded, shown and found', async () => {
  const folder = temporaryFolder();
  // As long as a server far away takes: a program that is gone within a few milliseconds may stay unnamed.
  const origin = await httpServer((_request, response) => setTimeout(() => response.end('{}'), 1000));
  try {
    const data = ['--data', folder.path];
    const url = `http://127.0.0.1:${origin.port}/`;
    expect((await runHttpwhy(['run', ...data, '--', 'curl', '-s', url])).code).toBe(0);
    const rows = async (filter: string) => jsonLines((await runInside(['log', '--json', ...data, filter])).stdout);
    expect(await rows('app:curl')).toMatchObject([{ id: 1, app: 'curl' }]);
    expect(await rows('app:node')).toEqual([]);
    expect((await runInside(['show', '1', ...data])).stdout).toMatch(/^app +curl \(process \d+\)$/m);
  } finally {
    await origin.close();
    folder.remove();
  }
});
