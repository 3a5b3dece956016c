import type { Database, Statement } from 'better-sqlite3';
import type { Exchange } from '../../exchange/exchange.ts';
import { ContentReader } from '../content-reader.ts';
import { toExchange } from '../exchange-read.ts';
import { toAnnotation } from '../explanation.ts';
import { type MessageRecord, toMessage } from '../message-record.ts';
import { COLUMNS, type ExchangeRecord } from '../record.ts';
import { SEARCHED_BYTES, SEARCHED_MESSAGES } from './index/searched-text.ts';
import type { Subject } from './sql.ts';

/** Reads exchanges as far as filters look at them. */
export class SubjectReader {
  readonly #record: Statement<[number], ExchangeRecord>;
  readonly #messages: Statement<[number, number], MessageRecord>;
  readonly #content: ContentReader;

  constructor(database: Database) {
    this.#record = database.prepare(`select ${COLUMNS.join(', ')} from exchange where id = ?`);
    this.#messages = database.prepare('select * from message where exchange_id = ? order by position limit ?');
    this.#content = new ContentReader(database);
  }

  /** Undefined where it is gone, or damaged: a filter finds what can be read. */
  subject(id: number): Subject | undefined {
    const record = this.#record.get(id);
    if (record === undefined) return undefined;
    try {
      return {
        exchange: this.#exchange(record),
        annotation: toAnnotation(record),
        messages: record.message_count === 0 ? [] : this.#messages.all(id, SEARCHED_MESSAGES).map(toMessage),
      };
    } catch {
      return undefined;
    }
  }

  /** Without the connection to the server, for which there are columns. Most bodies stand beside the head. */
  #exchange(record: ExchangeRecord): Exchange {
    const content = this.#content;
    const entry = content.entry(record.id);
    return toExchange(record, {
      head: entry.head,
      server: null,
      body(side) {
        const beside = side === 'request' ? entry.requestBody : entry.responseBody;
        return beside.length > 0 ? beside : content.body(record.id, side, SEARCHED_BYTES);
      },
    });
  }
}
