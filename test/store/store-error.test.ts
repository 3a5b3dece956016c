import { expect, test } from 'vitest';
import { storeError } from '../../src/store/store-error.ts';

const errorWith = (code: string) => Object.assign(new Error('x'), { code });

test.each([
  ['SQLITE_CORRUPT_INDEX', 'capture-corrupt'],
  ['SQLITE_NOTADB', 'capture-corrupt'],
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_BUSY_SNAPSHOT', 'capture-locked'],
  ['SQLITE_READONLY_DIRECTORY', 'capture-unwritable'],
  ['SQLITE_IOERR_READ', 'capture-unreadable'],
])('%s is said in words', (code, id) => {
  const said = storeError(errorWith(code));
  expect(said?.code).toBe(id);
  expect(said?.message).toMatch(/\.$/);
  expect(said?.nextStep).toMatch(/\.$/);
});

test.each(['SQLITE_ERROR', 'SQLITE_CONSTRAINT', 'SQLITE_MISUSE', 'EACCES'])(
  '%s is a bug or nothing of the store',
  (code) => {
    expect(storeError(errorWith(code))).toBeUndefined();
  },
);

test('what is no error of a store at all is none', () => {
  for (const value of [undefined, null, 'SQLITE_FULL', new Error('SQLITE_FULL')])
    expect(storeError(value)).toBeUndefined();
});
