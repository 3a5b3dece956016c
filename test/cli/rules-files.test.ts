import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RulesFiles, rulesFilesFor } from '../../src/cli/rules-files.ts';
import { temporaryFolder } from '../support/proxy.ts';

async function inFolder(use: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = temporaryFolder();
  try {
    await use(folder.path);
  } finally {
    folder.remove();
  }
}

let time = 1_700_000_000;

/** A new version of a file, with a time of its own however fast the test is. */
function write(file: string, text: string): void {
  writeFileSync(file, text);
  time += 10;
  utimesSync(file, time, time);
}

const ruleOf = (name: string) => `  - {name: ${name}, when: {status: 422}, cause: gone, summary: x}\n`;
const names = (loaded: Awaited<ReturnType<RulesFiles['readChanges']>>) => loaded?.rules.map(({ name }) => name);

test('the project’s file is found upwards, and goes before that of the data folder', () =>
  inFolder((folder) => {
    mkdirSync(join(folder, '.httpwhy'));
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
    expect(rulesFilesFor('/data', join(folder, 'a', 'b'))).toEqual([
      join(folder, 'a', 'b', '.httpwhy', 'rules.yaml'),
      join('/data', 'rules.yaml'),
    ]);
    write(join(folder, '.httpwhy', 'rules.yaml'), 'rules:\n');
    expect(rulesFilesFor('/data', join(folder, 'a', 'b'))[0]).toBe(join(folder, '.httpwhy', 'rules.yaml'));
  }));

test('rules come in the order of the files, and only when something has changed', () =>
  inFolder(async (folder) => {
    const [first, second] = [join(folder, 'first.yaml'), join(folder, 'second.yaml')];
    const files = new RulesFiles([first, second]);
    expect(await files.readChanges()).toBeUndefined();
    write(second, `rules:\n${ruleOf('s')}`);
    expect(names(await files.readChanges())).toEqual(['s']);
    write(first, `rules:\n${ruleOf('f')}`);
    expect(names(await files.readChanges())).toEqual(['f', 's']);
    expect(await files.readChanges()).toBeUndefined();
    expect([files.exists(first), files.exists(join(folder, 'none'))]).toEqual([true, false]);
    rmSync(second);
    expect(names(await files.readChanges())).toEqual(['f']);
  }));

test('a version that is no YAML leaves the rules in force, and says why once', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'rules.yaml');
    const files = new RulesFiles([file]);
    write(file, `rules:\n${ruleOf('a')}${ruleOf('b')}`);
    await files.readChanges();
    write(file, 'rules: {');
    const broken = await files.readChanges();
    expect(names(broken)).toEqual(['a', 'b']);
    expect(broken?.complaints).toEqual([
      `${file}:1:9: this is not YAML: Flow map in block collection must be sufficiently indented and end with a }; the 2 rules read before stay in force`,
    ]);
    expect(await files.readChanges()).toBeUndefined();
    write(file, `rules:\n${ruleOf('c')}`);
    expect(await files.readChanges()).toMatchObject({ rules: [{ name: 'c' }], complaints: [] });
  }));

test('bad rules are left out, the first five are said', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'rules.yaml');
    write(file, `rules:\n${ruleOf('a')}${'  - {when: {status: 1}, cause: gone, summary: x}\n'.repeat(7)}`);
    const loaded = await new RulesFiles([file]).readChanges();
    expect(names(loaded)).toEqual(['a']);
    expect(loaded?.complaints).toHaveLength(6);
    expect(loaded?.complaints[0]).toBe(
      `${file}:3:21: status is a code such as 422, a class such as 4xx, a range such as 400-499, or a list of them`,
    );
    expect(loaded?.complaints[5]).toBe(`${file}: 2 more like these.`);
  }));

test('a folder in the place of the file is said, and nothing more', () =>
  inFolder(async (folder) => {
    const loaded = await new RulesFiles([folder]).readChanges();
    expect(loaded).toEqual({ rules: [], complaints: [`The rules in ${folder} cannot be read (EISDIR).`] });
  }));

test('what a file says is printed safely', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'rules.yaml');
    write(file, 'rules:\n  - {when: {status: 422}, cause: "\\e[31mred", summary: x}\n');
    expect((await new RulesFiles([file]).readChanges())?.complaints).toEqual([
      `${file}:2:34: "\\x1b[31mred" is no cause; httpwhy explain lists them`,
    ]);
  }));
