import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MocksFile, projectMocksFile } from '../../../src/cli/mock/mocks-file.ts';
import { temporaryFolder } from '../../support/proxy.ts';

test('rules are read again when they change, and the last good ones stay', async () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'mocks.yaml');
  const mocks = new MocksFile(path);
  const read = async () => {
    const changed = await mocks.readChanges();
    return changed && { rules: changed.rules.map(({ name }) => name), lines: changed.lines };
  };
  try {
    expect(await read()).toBeUndefined();
    writeFileSync(
      path,
      'rules: [{name: a, match: "*", change: {to: "http://localhost:3000"}}, {name: b, match: x.y, block: true, enabled: false}]\n',
    );
    expect(await read()).toEqual({
      rules: ['a'],
      lines: [`1 rule of ${path} is in force (1 disabled); requests may go to http://localhost:3000 instead.`],
    });
    expect(await read()).toBeUndefined();
    writeFileSync(path, 'rules: [{name: a, match: "*", status: 200}]\n');
    expect(await read()).toEqual({
      rules: ['a'],
      lines: [
        `${path}:1:31: a rule has no key "status"; it may have name, match, enabled, answer, sequence, cause, change, block, pass, after_last, style, fault and times`,
        'The rule read before stays in force.',
      ],
    });
    rmSync(path);
    expect(await read()).toEqual({ rules: [], lines: [`${path} is gone: no rule is in force any more.`] });
  } finally {
    folder.remove();
  }
});

test('a file without rules is no news, until it loses the rules it had', async () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'mocks.yaml');
  const mocks = new MocksFile(path);
  try {
    writeFileSync(path, 'rules: []\n');
    expect(await mocks.readChanges()).toEqual({ rules: [], lines: [] });
    writeFileSync(path, 'rules: [{name: a, match: "*", block: true}]\n');
    expect((await mocks.readChanges())?.lines).toEqual([`1 rule of ${path} is in force.`]);
    writeFileSync(path, 'rules: [] # none for now\n');
    expect((await mocks.readChanges())?.lines).toEqual([`no rules of ${path} are in force.`]);
  } finally {
    folder.remove();
  }
});

test('the file of a project is found from the folders within it', () => {
  const folder = temporaryFolder();
  try {
    const inner = join(folder.path, 'packages', 'shop');
    mkdirSync(inner, { recursive: true });
    expect(projectMocksFile(inner)).toBe(join(inner, '.httpwhy', 'mocks.yaml'));
    mkdirSync(join(folder.path, '.httpwhy'));
    writeFileSync(join(folder.path, '.httpwhy', 'mocks.yaml'), '');
    expect(projectMocksFile(inner)).toBe(join(folder.path, '.httpwhy', 'mocks.yaml'));
  } finally {
    folder.remove();
  }
});
