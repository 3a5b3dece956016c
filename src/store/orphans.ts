import type { Database } from 'better-sqlite3';
import { BlockWriter } from './block-writer.ts';
import type { Annotate } from './capture-writer.ts';
import { ChangeLog } from './change-log.ts';
import { ClassCounter } from './class-counts.ts';
import { ExchangeParts } from './exchange-parts.ts';
import { ExchangeTable } from './exchange-table.ts';
import { type ExchangeRecord, toRecord } from './record.ts';
import { endRun, orphanedRuns } from './run-table.ts';

const KILLED = 'httpwhy was killed before the call was complete';

/** So much of a body is read for the classifier. */
const ANALYSED_BYTES = 256 * 1024;

/** Ends the exchanges and runs of processes that were killed. Inside of a transaction. */
export function endOrphans(database: Database, annotate: Annotate): void {
  const runs = new Map(orphanedRuns(database).map((run) => [run.id, run.started_at]));
  const orphans = database
    .prepare<[], ExchangeRecord>("select * from exchange where outcome = 'pending'")
    .all()
    // Also of a run that ended: its last transaction failed, and so did each later one.
    .filter(({ run_id: runId }) => runs.has(runId) || hasEnded(database, runId));
  const parts = new ExchangeParts(database);
  const table = new ExchangeTable(database);
  const blocks = new BlockWriter(database);
  const changes = new ChangeLog(database);
  const counter = new ClassCounter(database);
  for (const part of [blocks, changes, counter]) part.begin();
  for (const record of orphans) {
    const exchange = parts.exchangeOf(record, ANALYSED_BYTES);
    const { connectedMs, requestSentMs, responseStartMs } = exchange.timing;
    const ended = {
      ...exchange,
      // When it was cut off is not known; the last that is known of it is.
      durationMs: Math.max(connectedMs ?? 0, requestSentMs ?? 0, responseStartMs ?? 0),
      error: { phase: 'response', code: 'ERR_PROXY_STOPPED', message: KILLED } as const,
    };
    const annotation = annotate(ended);
    const { requestBody, responseBody } = parts.content.entry(record.id);
    const place = blocks.add(ended, requestBody, responseBody);
    const after = toRecord({
      exchange: ended,
      annotation,
      origin: {},
      revision: changes.revisionFor(record.id),
      runId: record.run_id,
      address: record,
      connectionId: record.server_connection_id,
      blockId: place.blockId,
      blockOffset: place.offset,
    });
    const { replay_of, mocked_by, app, app_pid } = record;
    table.update({ ...after, replay_of, mocked_by, app, app_pid }, record);
    counter.count(null, -1);
    counter.count(annotation.class, 1);
    runs.set(record.run_id, Math.max(runs.get(record.run_id) ?? 0, record.started_at + ended.durationMs));
  }
  for (const part of [blocks, changes, counter]) part.finish();
  for (const [id, lastSeen] of runs) endRun(database, id, lastSeen);
}

function hasEnded(database: Database, runId: number): boolean {
  return database.prepare('select ended_at from run where id = ?').pluck().get(runId) !== null;
}
