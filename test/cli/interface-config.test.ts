import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testCommand } from '../../src/cli/first-commands.ts';
import { interfaceConfig } from '../../src/cli/interface-config.ts';
import { keepFilters, pastFilters } from '../../src/cli/past-filters.ts';
import { temporaryFolder } from '../support/proxy.ts';

async function inFolder(config: string | undefined, check: (folder: string) => unknown): Promise<void> {
  const folder = temporaryFolder();
  try {
    if (config !== undefined) writeFileSync(join(folder.path, 'config.yaml'), config);
    await check(folder.path);
  } finally {
    folder.remove();
  }
}

test('keys and theme are read; sections of others, and a missing file, are no mistake', async () => {
  await inFolder('redact: {}\ntheme: light\nkeys:\n  quit: Q\n  replay: [r, ctrl-r]\n', async (folder) => {
    expect(await interfaceConfig(folder)).toEqual({ theme: 'light', keys: { quit: ['Q'], replay: ['r', 'ctrl-r'] } });
  });
  await inFolder(undefined, async (folder) =>
    expect(await interfaceConfig(folder)).toEqual({ theme: 'auto', keys: {} }),
  );
  await inFolder('# nothing yet\n', async (folder) =>
    expect(await interfaceConfig(folder)).toEqual({ theme: 'auto', keys: {} }),
  );
});

test.each([
  ['theme: pink', 'theme: one of auto, dark, light, high-contrast, terminal'],
  ['keys: [a]', 'keys: a map from commands to keys, such as next-failure: ctrl-n'],
])('%s is said', async (config, problem) => {
  await inFolder(config, (folder) => expect(interfaceConfig(folder)).rejects.toThrow(`is wrong: ${problem}.`));
});

test('filters that were kept are there the next time', async () => {
  await inFolder(undefined, (folder) => {
    expect(pastFilters(folder)).toEqual([]);
    keepFilters(folder, ['is:failed', 'status:5xx']);
    expect(pastFilters(folder)).toEqual(['is:failed', 'status:5xx']);
  });
});

test('the first command is that of the project, if its program is there', () => {
  const all = () => true;
  expect(testCommand(['README.md', 'go.mod'], all)).toBe('go test ./...');
  expect(testCommand(['go.mod'], () => false)).toBeUndefined();
  expect(testCommand(['notes.txt'], all)).toBeUndefined();
});
