import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkResultFiles } from '../../../src/cli/run/result-files.ts';
import { temporaryFolder } from '../../support/proxy.ts';

let folder: ReturnType<typeof temporaryFolder>;
const at = (name: string) => join(folder.path, name);

beforeAll(() => {
  folder = temporaryFolder();
  writeFileSync(at('there.xml'), 'earlier results');
  mkdirSync(at('a-folder'));
});
afterAll(() => folder.remove());

test('a file that can be written is accepted and stays as it was, one that is not there is not made', () => {
  checkResultFiles({ '--junit': at('there.xml'), '--report': at('new.md') });
  checkResultFiles({ '--junit': undefined, '--report': undefined });
  checkResultFiles({ '--junit': '/dev/null', '--report': '/dev/null' });
  expect(readFileSync(at('there.xml'), 'utf8')).toBe('earlier results');
  expect(readdirSync(folder.path).sort()).toEqual(['a-folder', 'there.xml']);
});

test.each([
  ['a-folder', 'PATH cannot be written: it is a folder.'],
  ['missing/results.xml', 'PATH cannot be written: there is no folder FOLDER/missing.'],
  ['there.xml/results.xml', 'PATH cannot be written (ENOTDIR).'],
])('%s is refused before anything starts', (name, message) => {
  const text = message.replace('PATH', at(name)).replace('FOLDER', folder.path);
  expect(() => checkResultFiles({ '--junit': at('new.xml'), '--report': at(name) })).toThrow(
    expect.objectContaining({
      code: 'unwritable-file',
      exitCode: 2,
      message: text,
      nextStep: 'Choose another file with --report.',
    }),
  );
});

test('a file without a name is refused', () => {
  expect(() => checkResultFiles({ '--junit': '' })).toThrow('A file without a name cannot be written.');
});

test('one file for two results is refused, however it is written', () => {
  const other = relative(process.cwd(), at('x'));
  expect(() => checkResultFiles({ '--junit': at('x'), '--report': other })).toThrow(
    '--junit and --report name the same file.',
  );
});
