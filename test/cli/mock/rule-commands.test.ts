import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runInside } from '../../support/program.ts';
import { temporaryFolder } from '../../support/proxy.ts';

test('rules are added, put to rest and removed, by name or number, and each step names its rule', async () => {
  const folder = temporaryFolder();
  try {
    const file = join(folder.path, 'mocks.yaml');
    const mock = async (...words: string[]) => (await runInside(['mock', ...words, '--rules', file])).stdout;
    expect(await mock('add', 'api.example.com/a', '--status', '503')).toBe('Added "api.example.com/a": answers 503.\n');
    await mock('add', 'api.example.com/b', '--status', '404', '--name', 'gone');
    expect(await mock('disable', '2')).toBe('"api.example.com/a" rests.\n');
    expect(await mock('list')).toBe(
      '1  on   gone               api.example.com/b  answers 404\n2  off  api.example.com/a                     answers 503\n',
    );
    expect(await mock('enable', 'api.example.com/a')).toBe('"api.example.com/a" is in force.\n');
    expect(await mock('remove', '1')).toBe('"gone" is gone.\n');
    expect((await runInside(['mock', 'remove', '2', '--rules', file])).stderr).toBe(
      `httpwhy: There is no rule "2" in ${file}. See \`httpwhy mock list\`.\n`,
    );
  } finally {
    folder.remove();
  }
});

test.each([
  [
    ['fault', 'add', 'a.test', '--cause', 'expired-credentals'],
    '"expired-credentals" is no cause; did you mean expired-credentials?',
  ],
  [['mock', 'add', 'a.test', '--status', '999'], 'Status is a number from 200 to 599.'],
  [
    ['mock', 'add', 'a.test', '--status', '200', '--to', 'http://b.test'],
    'A rule does one thing, not answer and change.',
  ],
])('%j is refused in a sentence, and no file is made', async (words, complaint) => {
  const folder = temporaryFolder();
  try {
    const file = join(folder.path, 'mocks.yaml');
    const { code, stderr } = await runInside([...words, '--rules', file]);
    expect([code, stderr]).toEqual([2, `httpwhy: ${complaint} Nothing was added.\n`]);
    expect(existsSync(file)).toBe(false);
  } finally {
    folder.remove();
  }
});
