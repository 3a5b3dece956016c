import type { Database, Statement } from 'better-sqlite3';

/**
 * Gives the revisions of a transaction, and stores which exchanges got them: one row for those that follow each other, as
 * new ones do.
 */
export class ChangeLog {
  readonly #latest: Statement<[], number>;
  readonly #setLatest: Statement<[number]>;
  readonly #insert: Statement<[number, number, number, number]>;
  #next = 0;
  #firstRevision = 0;
  #firstId = 0;
  #lastId = 0;

  constructor(database: Database) {
    this.#latest = database.prepare<[], number>('select latest from revision').pluck();
    this.#setLatest = database.prepare('update revision set latest = ?');
    this.#insert = database.prepare(
      'insert into change (first_revision, last_revision, first_id, last_id) values (?, ?, ?, ?)',
    );
  }

  /** To be called first in a transaction. */
  begin(): void {
    this.#next = this.#latest.get()! + 1;
    this.#firstRevision = 0;
  }

  /** The revision for an exchange that is inserted or updated. */
  revisionFor(id: number): number {
    if (this.#firstRevision === 0 || id !== this.#lastId + 1) {
      this.#close();
      this.#firstRevision = this.#next;
      this.#firstId = id;
    }
    this.#lastId = id;
    return this.#next++;
  }

  /** Writes what has not been written: the transaction can be committed. */
  finish(): void {
    if (this.#firstRevision === 0) return;
    this.#close();
    this.#setLatest.run(this.#next - 1);
  }

  #close(): void {
    if (this.#firstRevision === 0) return;
    this.#insert.run(this.#firstRevision, this.#next - 1, this.#firstId, this.#lastId);
    this.#firstRevision = 0;
  }
}
