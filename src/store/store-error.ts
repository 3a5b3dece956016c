import { UserError } from '../exchange/user-error.ts';

const SPOKEN: readonly (readonly [code: RegExp, id: string, message: string, nextStep: string])[] = [
  [
    /^SQLITE_(?:CORRUPT|NOTADB)/,
    'capture-corrupt',
    'The capture is damaged.',
    'Save what can be read with `httpwhy recover FILE`; FILE is capture.db in the data folder.',
  ],
  [
    /^SQLITE_FULL/,
    'disk-full',
    'The disk is full, and also to remove something some room is needed.',
    'Free some space, then retry.',
  ],
  [/^SQLITE_BUSY/, 'capture-locked', 'The capture is locked by another program.', 'Close that program, or retry.'],
  [
    /^SQLITE_READONLY/,
    'capture-unwritable',
    'The capture cannot be written: it, or its folder, is read-only.',
    'Check owner and permissions of the data folder.',
  ],
  [
    /^SQLITE_IOERR/,
    'capture-unreadable',
    'The capture cannot be read or written: the disk reports an error.',
    'Check the disk, and copy the data folder to another one.',
  ],
];

/** What SQLite reported in the middle of a command, for a person; undefined where it is a bug of ours. */
export function storeError(error: unknown): UserError | undefined {
  const code = String((error as NodeJS.ErrnoException | undefined)?.code);
  const found = SPOKEN.find(([pattern]) => pattern.test(code));
  return found && new UserError(found[1], found[2], found[3]);
}
