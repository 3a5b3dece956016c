import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { UserError } from '../exchange/user-error.ts';
import { APPLICATION_ID, migrate, READABLE_VERSION, SCHEMA_VERSION } from './schema.ts';

/** Another process may hold the lock for one batch; a reader has the time to wait, the writer tries again later. */
const READER_TIMEOUT_MS = 2000;
const WRITER_TIMEOUT_MS = 300;

/**
 * Opens the capture for writing, makes it where it is missing (folder 0700, file 0600: it holds secrets) and
 * brings it to the present schema. Throws `UserError`: `capture-folder`, `not-a-capture`, `capture-too-new`,
 * `capture-unwritable`, `capture-corrupt`.
 */
export function openForWriting(path: string): Database {
  return spoken(path, () => {
    makePrivateFile(path);
    const database = new BetterSqlite3(path, { timeout: WRITER_TIMEOUT_MS });
    try {
      checkIdentity(database, path);
      // For a new file only: what is removed later can be given back to the file system in small steps.
      database.pragma('auto_vacuum = incremental');
      database.pragma('journal_mode = wal');
      // In WAL mode `normal` loses nothing when the process dies; only a power cut can take the last transactions.
      database.pragma('synchronous = normal');
      // The build of SQLite keeps 16 MB of pages by default, which look like a leak as they fill. The writer comes back to few.
      database.pragma('cache_size = -4096');
      // The writer names nothing that it has not written in the same transaction, and each look-up costs.
      database.pragma('foreign_keys = off');
      migrate(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/**
 * Opens an existing capture for reading, after it was brought to the present schema. Throws `UserError`: those of
 * `openForWriting`, and `no-capture`.
 */
export function openForReading(path: string): Database {
  if (!existsSync(path)) {
    throw new UserError(
      'no-capture',
      `There is no capture at ${path} yet.`,
      'Record something first, with `httpwhy run -- COMMAND` or `httpwhy`; another folder is given with --data.',
    );
  }
  return spoken(path, () => {
    const database = new BetterSqlite3(path, { readonly: true, fileMustExist: true, timeout: READER_TIMEOUT_MS });
    try {
      checkIdentity(database, path);
      const version = database.pragma('user_version', { simple: true }) as number;
      if (version > 0 && version < SCHEMA_VERSION) bringUpToDate(path, version);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function bringUpToDate(path: string, version: number): void {
  try {
    openForWriting(path).close();
  } catch (error) {
    // Read-only, locked, or the disk is full: only views may be of yesterday.
    if (version < READABLE_VERSION || !(error instanceof UserError)) throw error;
  }
}

function makePrivateFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (existsSync(path)) return;
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600); // Whatever the umask says.
}

function checkIdentity(database: Database, path: string): void {
  const applicationId = database.pragma('application_id', { simple: true }) as number;
  const version = database.pragma('user_version', { simple: true }) as number;
  if (applicationId !== APPLICATION_ID) {
    const isEmpty = database.prepare('select count(*) from sqlite_schema').pluck().get() === 0;
    // An empty file is one that another process has made and is about to fill.
    if (isEmpty) return;
    throw new UserError(
      'not-a-capture',
      `${path} is a database of another program, not a capture of httpwhy.`,
      'Choose another folder with --data.',
    );
  }
  if (version > SCHEMA_VERSION) {
    throw new UserError(
      'capture-too-new',
      `${path} was written by a newer httpwhy (format ${version}; this one knows ${SCHEMA_VERSION}).`,
      'Update httpwhy, or choose another folder with --data.',
    );
  }
}

function spoken<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw asUserError(path, error);
  }
}

function asUserError(path: string, error: unknown): unknown {
  if (error instanceof UserError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'SQLITE_NOTADB') {
    return new UserError(
      'not-a-database',
      `${path} is not a database.`,
      'Move the file away, or choose another folder with --data.',
    );
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new UserError(
      'capture-corrupt',
      `${path} is damaged.`,
      `Save what can be read with \`httpwhy recover ${path}\`; the next start keeps the file aside and begins a new one.`,
    );
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new UserError('capture-locked', `${path} is locked by another program.`, 'Close that program, then retry.');
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new UserError('disk-full', `There is no space left for ${path}.`, 'Free some space, or choose --data.');
  }
  if (code === 'SQLITE_READONLY_DIRECTORY') {
    return new UserError(
      'capture-unwritable',
      `${path} lies in a folder where nothing can be written, which also reading needs.`,
      'Copy it to another folder, and give that with --data.',
    );
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY') || /^E[A-Z]+$/.test(code)) {
    return new UserError(
      'capture-unwritable',
      `The capture ${path} cannot be opened (${message.startsWith(code) ? message : `${code}: ${message}`}).`,
      'Check owner and permissions of the folder, or choose another with --data.',
    );
  }
  return error;
}
