import type { Database, Statement } from 'better-sqlite3';
import type { Exchange } from '../../exchange/exchange.ts';
import { ContentReader } from '../content-reader.ts';
import { toExchange } from '../exchange-read.ts';
import { toAnnotation } from '../explanation.ts';
import { type MessageRecord, toMessage } from '../message-record.ts';
import { COLUMNS, type ExchangeRecord } from '../record.ts';
import { EntryReader } from './entry-reader.ts';
import { SEARCHED_MESSAGES } from './index/searched-text.ts';
import type { EntryPlace, Needles } from './needles.ts';
import { SharedBodies } from './shared-bodies.ts';
import type { Subject } from './sql.ts';

/** Large bodies of these types are not text, and to look whether they are costs more than all the rest. */
const UNSEARCHED_TYPE = /^(?:image|audio|video|font)\/(?!.*xml)/;

/** Reads exchanges as far as filters look at them. */
export class SubjectReader {
  readonly #record: Statement<[number], ExchangeRecord>;
  readonly #messages: Statement<[number, number], MessageRecord>;
  readonly #entries: EntryReader;
  readonly #bodies: SharedBodies;

  constructor(database: Database) {
    this.#record = database.prepare(`select ${COLUMNS.join(', ')} from exchange where id = ?`);
    this.#messages = database.prepare('select * from message where exchange_id = ? order by position limit ?');
    const content = new ContentReader(database);
    this.#entries = new EntryReader(database, content);
    this.#bodies = new SharedBodies(database, content);
  }

  /** Undefined where it is gone, or damaged: a filter finds what can be read. */
  subject(id: number): Subject | undefined {
    const record = this.#record.get(id);
    return record && this.subjectOf(record);
  }

  /** Undefined where it is damaged. */
  subjectOf(record: ExchangeRecord): Subject | undefined {
    try {
      return {
        exchange: this.#exchange(record),
        annotation: toAnnotation(record),
        messages: record.message_count === 0 ? [] : this.#messages.all(record.id, SEARCHED_MESSAGES).map(toMessage),
      };
    } catch {
      return undefined;
    }
  }

  /** False where the exchange cannot match, told without reading it. Where its block is damaged, reading it will tell. */
  mayHold(blockId: number, place: EntryPlace, needles: Needles, further: string): boolean {
    try {
      return this.#entries.mayHold(blockId, place, needles, further);
    } catch {
      return true;
    }
  }

  /** Without the connection to the server, for which there are columns. Most bodies stand beside the head. */
  #exchange(record: ExchangeRecord): Exchange {
    const bodies = this.#bodies;
    const entry = this.#entries.entry(record);
    return toExchange(record, {
      head: entry.head,
      server: null,
      body(side) {
        const beside = side === 'request' ? entry.requestBody : entry.responseBody;
        const type = side === 'request' ? record.request_type : record.response_type;
        if (beside.length > 0 || (type !== null && UNSEARCHED_TYPE.test(type))) return beside;
        return bodies.body(record.id, side);
      },
    });
  }
}
