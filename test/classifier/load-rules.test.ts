import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { loadRules } from '../../src/classifier/load-rules.ts';

const FOLDER = new URL('../../src/classifier/rules/', import.meta.url);

test('every file of the rules folder is a rule that names its causes', async () => {
  const rules = await loadRules();
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3));
  expect(rules.map(({ name }) => name)).toEqual(files.sort());
  expect(rules.filter(({ causes }) => causes.length === 0)).toEqual([]);
  expect(rules.map(({ name }) => name)).toContain('malformed-json');
});
