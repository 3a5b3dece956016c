import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = join(import.meta.dirname, '..', 'src');

/** Which rooms a room may know besides itself; a room that is missing here fails the test. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  exchange: [],
  ca: ['exchange'],
  mock: ['exchange'],
  proxy: ['exchange', 'ca', 'mock'],
  recorder: ['exchange'],
  classifier: ['exchange'],
  store: ['exchange'],
  export: ['exchange'],
  replay: ['exchange', 'proxy/upstream.ts'],
  tui: ['exchange'],
  cli: ['exchange', 'ca', 'mock', 'proxy', 'recorder', 'classifier', 'store', 'export', 'replay', 'tui'],
};

/** The one door of a foreign package: a room, or a single file of it. */
const DOORS: Readonly<Record<string, string>> = {
  'node-forge': 'ca/',
  'better-sqlite3': 'store/',
  ink: 'tui/',
  react: 'tui/',
  'string-width': 'tui/',
  'http-proxy': 'proxy/upgrade.ts',
  commander: 'cli/',
  yaml: 'cli/',
  zod: 'cli/',
};

interface Import {
  readonly file: string;
  readonly specifier: string;
}

function importsOfSources(): Import[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  return files.flatMap((file) => {
    const text = readFileSync(join(SOURCE, file), 'utf8');
    const specifiers = [
      ...text.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gms),
    ];
    return specifiers.map((match) => ({ file, specifier: (match[1] ?? match[2] ?? match[3])! }));
  });
}

const roomOf = (path: string) => path.split('/')[0]!;

/** Violations of the arrows between rooms, as `from → to`. */
function wrongArrows(imports: readonly Import[]): string[] {
  return imports
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ file, specifier }) => ({ file, target: relative(SOURCE, join(SOURCE, dirname(file), specifier)) }))
    .filter(({ file, target }) => {
      if (file === 'main.ts') return !target.startsWith('cli/');
      if (roomOf(file) === roomOf(target)) return false;
      const allowed = ARROWS[roomOf(file)] ?? [];
      return !allowed.some((arrow) => target === arrow || target.startsWith(`${arrow}/`));
    })
    .map(({ file, target }) => `${file} → ${target}`);
}

/** Imports of foreign packages anywhere but at their door. */
function wrongDoors(imports: readonly Import[]): string[] {
  return imports
    .filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
    .filter(({ file, specifier }) => {
      const door = DOORS[/^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0]];
      return door === undefined || !file.startsWith(door);
    })
    .map(({ file, specifier }) => `${file} → ${specifier}`);
}

test('rooms know only the rooms that the arrows allow', () => {
  expect(wrongArrows(importsOfSources())).toEqual([]);
});

test('every foreign package has one door', () => {
  expect(wrongDoors(importsOfSources())).toEqual([]);
});

test('the check itself sees a wrong arrow and a wrong door', () => {
  const imports = [
    { file: 'exchange/body.ts', specifier: '../store/open.ts' },
    { file: 'replay/send.ts', specifier: '../proxy/proxy.ts' },
    { file: 'replay/send.ts', specifier: '../proxy/upstream.ts' },
    { file: 'cli/cli.ts', specifier: 'better-sqlite3' },
    { file: 'store/open.ts', specifier: 'better-sqlite3' },
  ];
  expect(wrongArrows(imports)).toEqual(['exchange/body.ts → store/open.ts', 'replay/send.ts → proxy/proxy.ts']);
  expect(wrongDoors(imports)).toEqual(['cli/cli.ts → better-sqlite3']);
});

test('only main.ts ends the process', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const exiting = files.filter((file) => /process\.exit\(/.test(readFileSync(join(SOURCE, file), 'utf8')));
  expect(exiting).toEqual(['main.ts']);
});
