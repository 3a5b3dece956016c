import type { Database, Statement } from 'better-sqlite3';
import { openForWriting } from './open.ts';

/** What people put on exchanges: pins, notes and labels. Each call is one transaction, and tells how many exchanges it changed. */
export class CaptureMarks {
  readonly #database: Database;
  readonly #pin: Statement<[number, number, number]>;
  readonly #note: Statement<[string | null, number, string | null]>;
  readonly #label: Statement<[string, number]>;
  readonly #unlabel: Statement<[string, number]>;

  /** Throws `UserError` as `openForWriting` does. */
  constructor(path: string) {
    this.#database = openForWriting(path);
    this.#pin = this.#database.prepare('update exchange set is_pinned = ? where id = ? and is_pinned <> ?');
    this.#note = this.#database.prepare('update exchange set note = ? where id = ? and note is not ?');
    this.#label = this.#database.prepare(
      'insert or ignore into label (exchange_id, name) select id, ? from exchange where id = ?',
    );
    this.#unlabel = this.#database.prepare('delete from label where name = ? and exchange_id = ?');
  }

  /** A pinned exchange stays when room is made. */
  pin(ids: readonly number[], isPinned: boolean): number {
    const value = isPinned ? 1 : 0;
    return this.#each(ids, (id) => this.#pin.run(value, id, value).changes);
  }

  /** Null or nothing but white space takes the note away. */
  note(ids: readonly number[], text: string | null): number {
    const note = text?.trim() || null;
    return this.#each(ids, (id) => this.#note.run(note, id, note).changes);
  }

  label(ids: readonly number[], name: string): number {
    return this.#each(ids, (id) => this.#label.run(name, id).changes);
  }

  unlabel(ids: readonly number[], name: string): number {
    return this.#each(ids, (id) => this.#unlabel.run(name, id).changes);
  }

  close(): void {
    this.#database.close();
  }

  #each(ids: readonly number[], change: (id: number) => number): number {
    const all = this.#database.transaction(() => {
      const changed = ids.reduce((sum, id) => sum + change(id), 0);
      // Who shows the log looks again; who follows it is not told of the exchange a second time.
      if (changed > 0) this.#database.prepare('update revision set latest = latest + 1').run();
      return changed;
    });
    return all.immediate();
  }
}
