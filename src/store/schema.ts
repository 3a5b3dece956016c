import type { Database } from 'better-sqlite3';

/** Marks a SQLite file as a capture of httpwhy (`PRAGMA application_id`): the ASCII letters `hwhy`. */
export const APPLICATION_ID = 0x68776879;

/**
 * The steps from an empty file to the present schema, in order; `PRAGMA user_version` counts those that were
 * taken. A step that was released is never edited: a change is a new step at the end.
 */
const MIGRATIONS: readonly string[] = [
  `
  create table exchange (
    id integer primary key,
    -- Grows with every insert and update in the whole capture: a reader asks for what is above the last one it saw.
    revision integer not null,
    -- Epoch milliseconds; duration_ms is null while the exchange is pending.
    started_at real not null,
    duration_ms real,
    method text not null,
    url text not null,
    request_http_version text not null,
    -- JSON: [["Name", "value"], ...] in wire order.
    request_headers text not null,
    request_trailers text not null,
    request_bytes integer not null,
    status integer,
    reason text,
    response_http_version text,
    response_headers text,
    response_trailers text,
    response_bytes integer not null,
    error_phase text,
    error_code text,
    error_message text,
    proxy_status integer,
    client text,
    server text,
    is_reused integer not null,
    tls_protocol text,
    connected_ms real,
    request_sent_ms real,
    response_start_ms real,
    -- Process that will end a pending exchange; null for one that has ended.
    writer_pid integer,
    -- One word for lists: pending, good, redirect, doubtful, failed or harmless.
    outcome text not null,
    class text,
    cause text,
    inner_cause text,
    fault text,
    confidence text,
    summary text not null,
    -- JSON: [{"where": ..., "what": ...}, ...]
    evidence text,
    advice text,
    retry text,
    retry_after_s real
  ) strict;

  create unique index exchange_by_revision on exchange (revision);
  create index exchange_in_trouble on exchange (id) where outcome in ('failed', 'doubtful');

  create index exchange_pending on exchange (id) where outcome = 'pending';

  -- Bodies as they were on the wire after the transfer coding was removed, in pieces, up to the recording limit.
  create table body_chunk (
    exchange_id integer not null references exchange (id) on delete cascade,
    side text not null check (side in ('request', 'response')),
    position integer not null,
    bytes blob not null
  ) strict;

  create unique index body_chunk_in_order on body_chunk (exchange_id, side, position);

  -- How many exchanges there are of each class; 'pending' ones have none yet.
  create table class_count (
    class text primary key,
    total integer not null
  ) strict, without rowid;

  create table revision (
    only_row integer primary key check (only_row = 1),
    latest integer not null
  ) strict;

  insert into revision values (1, 0);
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings the file to the present schema in one transaction; does nothing where it is there already. */
export function migrate(database: Database): void {
  const step = database.transaction(() => {
    const done = database.pragma('user_version', { simple: true }) as number;
    for (const sql of MIGRATIONS.slice(done)) database.exec(sql);
    database.pragma(`user_version = ${SCHEMA_VERSION}`);
    database.pragma(`application_id = ${APPLICATION_ID}`);
  });
  // Immediate: of two programs that open a new file at once, one waits and finds the work done.
  step.immediate();
}
