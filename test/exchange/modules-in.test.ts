import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { modulesIn } from '../../src/exchange/modules-in.ts';

test('the modules of a folder are found by name, and loaded when they are asked for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'httpwhy-modules-'));
  try {
    writeFileSync(join(folder, 'two.ts'), 'export const value = 2;');
    writeFileSync(join(folder, 'one.ts'), 'export const value = 1;');
    writeFileSync(join(folder, 'broken.ts'), 'throw new Error("loaded too early");');
    writeFileSync(join(folder, 'types.d.ts'), '');
    writeFileSync(join(folder, 'notes.md'), '');
    const modules = modulesIn<{ value: number }>(pathToFileURL(`${folder}/`));
    expect(Object.keys(modules)).toEqual(['broken', 'one', 'two']);
    expect((await modules.two!()).value).toBe(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
