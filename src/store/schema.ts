import type { Database } from 'better-sqlite3';
import { FIRST_STEP } from './schema/first-step.ts';
import { SECOND_STEP } from './schema/second-step.ts';

/** Marks a SQLite file as a capture of httpwhy (`PRAGMA application_id`): the ASCII letters `hwhy`. */
export const APPLICATION_ID = 0x68776879;

/**
 * The steps from an empty file to the present schema, in order; `PRAGMA user_version` counts those that were
 * taken. A step that was released is never edited: a change is a new step at the end. The views belong to the step that
 * changes what they show.
 */
export const MIGRATIONS: readonly string[] = [FIRST_STEP, SECOND_STEP];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** Since this version the tables are as they are now: a file that cannot be written can be read all the same. */
export const READABLE_VERSION = 1;

/** Brings the file to the present schema in one transaction; does nothing where it is there already. */
export function migrate(database: Database, steps: readonly string[] = MIGRATIONS): void {
  const step = database.transaction(() => {
    const done = database.pragma('user_version', { simple: true }) as number;
    if (done >= steps.length) return;
    for (const sql of steps.slice(done)) database.exec(sql);
    database.pragma(`user_version = ${steps.length}`);
    database.pragma(`application_id = ${APPLICATION_ID}`);
  });
  // Immediate: of two programs that open a new file at once, one waits and finds the work done.
  step.immediate();
}
