import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolder, makeDataFolder } from '../../src/cli/data-folder.ts';
import { temporaryFolder } from '../support/proxy.ts';

test.each([
  ['--data wins', '/given', { HTTPWHY_HOME: '/home-variable', HOME: '/h' }, 'linux', '/given'],
  ['then HTTPWHY_HOME', undefined, { HTTPWHY_HOME: '/home-variable', HOME: '/h' }, 'linux', '/home-variable'],
  ['then the XDG folder', undefined, { XDG_DATA_HOME: '/xdg', HOME: '/h' }, 'linux', '/xdg/httpwhy'],
  [
    'a relative XDG folder is ignored',
    undefined,
    { XDG_DATA_HOME: 'xdg', HOME: '/h' },
    'linux',
    '/h/.local/share/httpwhy',
  ],
  ['macOS', undefined, { HOME: '/h' }, 'darwin', '/h/Library/Application Support/httpwhy'],
] as const)('%s', (_name, given, env, platform, folder) => {
  expect(dataFolder(given, env, platform)).toBe(folder);
});

test('the folder is made for its owner only, with its parents, and may be there already', () => {
  const folder = temporaryFolder();
  try {
    const path = join(folder.path, 'a', 'b');
    expect(makeDataFolder(path)).toBe(path);
    expect((statSync(path).mode & 0o777).toString(8)).toBe('700');
    expect(makeDataFolder(path)).toBe(path);
  } finally {
    folder.remove();
  }
});

test('a folder that cannot be made is said with the reason', () => {
  const folder = temporaryFolder();
  try {
    writeFileSync(join(folder.path, 'file'), '');
    const path = join(folder.path, 'file', 'data');
    expect(() => makeDataFolder(path)).toThrow(
      `The data folder ${path} cannot be made (a part of its path is a file).`,
    );
  } finally {
    folder.remove();
  }
});
