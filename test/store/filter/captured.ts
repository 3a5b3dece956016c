import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Annotation } from '../../../src/exchange/annotation.ts';
import type { Exchange, StreamMessage } from '../../../src/exchange/exchange.ts';
import { CaptureReader } from '../../../src/store/capture-reader.ts';
import { CaptureWriter } from '../../../src/store/capture-writer.ts';
import { TextIndex } from '../../../src/store/filter/index/text-index.ts';
import type { ExchangeOrigin } from '../../../src/store/record.ts';
import { exchange, QUIET } from '../../support/exchanges.ts';
import { temporaryFolder } from '../../support/proxy.ts';

export interface Recorded {
  readonly exchange: Exchange;
  readonly annotation?: Annotation;
  readonly origin?: ExchangeOrigin;
  readonly messages?: readonly StreamMessage[];
}

export interface Captured {
  readonly path: string;
  readonly reader: CaptureReader;
  /** Adds exchanges; their numbers go on from those that are there. Returns their keys. */
  add(recorded: readonly Recorded[]): number[];
  /** Ends or changes one that was added as pending. */
  change(key: number, recorded: Recorded): void;
  /** Brings the index up to date; whole blocks only, as always. */
  index(): void;
  sql<T>(use: (database: BetterSqlite3.Database) => T): T;
  /** Numbers of the exchanges that match. */
  ids(filter: string): number[];
}

/** A capture to be filtered, closed and removed at the end. */
export function withCaptured(use: (captured: Captured) => void): void {
  const folder = temporaryFolder();
  const path = join(folder.path, 'capture.db');
  const writer = new CaptureWriter(path, { run: { kind: 'run', name: 'checkout', command: 'npm test' } });
  const reader = new CaptureReader(path);
  let nextKey = 1;
  const write = (key: number, { exchange: value, annotation = QUIET, origin, messages = [] }: Recorded) => {
    const chunks = (['request', 'response'] as const).flatMap((side) => {
      const body = value[side]?.body;
      return body == null ? [] : [{ side, index: 0, bytes: body.bytes }];
    });
    writer.write(
      [
        {
          key,
          exchange: value,
          chunks,
          messages: messages.map((message, index) => ({ index, message })),
          ...(origin !== undefined && { origin }),
        },
      ],
      () => annotation,
    );
  };
  const sql = <T>(run: (database: BetterSqlite3.Database) => T): T => {
    const database = new BetterSqlite3(path);
    try {
      return run(database);
    } finally {
      database.close();
    }
  };
  try {
    use({
      path,
      reader,
      add: (recorded) =>
        recorded.map((one) => {
          const key = nextKey++;
          write(key, one);
          return key;
        }),
      change: write,
      index: () =>
        sql((database) => {
          const index = new TextIndex(database);
          for (let round = 0; round < 1000; round += 1) if (!index.step()) return;
          throw new Error('the index is never done');
        }),
      sql,
      ids: (filter) => reader.page({ kind: 'last' }, 10_000, filter).map(({ id }) => id),
    });
  } finally {
    reader.close();
    writer.close();
    folder.remove();
  }
}

/** Calls of which no test asks anything, so that the blocks before them are full. */
export function fillers(count: number): Recorded[] {
  return Array.from({ length: count }, () => ({
    exchange: exchange({
      request: { url: 'https://filler.test/', method: 'TRACE', headers: [] },
      response: { status: 299, headers: [], body: null },
    }),
  }));
}
