import type { Database, Statement } from 'better-sqlite3';
import type { Side } from '../body-writer.ts';
import type { ContentReader } from '../content-reader.ts';
import { SEARCHED_BYTES } from './index/searched-text.ts';

/** Bodies that many exchanges have are kept, up to so many of them and so large. */
const MOST_BODIES = 32;
const LARGEST_BODY = 128 * 1024;

/** Reads bodies from their own table as far as they are searched; those that come again and again only once. */
export class SharedBodies {
  /** Null where no other body is known to be the same. */
  readonly #hash: Statement<[number, Side], string | null>;
  readonly #content: ContentReader;
  readonly #kept = new Map<string, Uint8Array>();

  constructor(database: Database, content: ContentReader) {
    this.#content = content;
    this.#hash = database
      .prepare<[number, Side], string | null>(
        'select iif(same_as is null, null, hex(sha256)) from body where exchange_id = ? and side = ?',
      )
      .pluck();
  }

  body(exchangeId: number, side: Side): Uint8Array {
    const hash = this.#hash.get(exchangeId, side) ?? null;
    const known = hash === null ? undefined : this.#kept.get(hash);
    if (known !== undefined) return known;
    const body = this.#content.body(exchangeId, side, SEARCHED_BYTES);
    if (hash !== null && body.length <= LARGEST_BODY) {
      if (this.#kept.size >= MOST_BODIES) this.#kept.delete(this.#kept.keys().next().value!);
      this.#kept.set(hash, body);
    }
    return body;
  }
}
