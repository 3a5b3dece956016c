import type { Database } from 'better-sqlite3';

/** Marks a SQLite file as a capture of httpwhy (`PRAGMA application_id`): the ASCII letters `hwhy`. */
export const APPLICATION_ID = 0x68776879;

/**
 * The steps from an empty file to the present schema, in order; `PRAGMA user_version` counts those that were
 * taken. A step that was released is never edited: a change is a new step at the end.
 */
const MIGRATIONS: readonly string[] = [
  `
  -- A connection to a server, once for all exchanges that it carried.
  create table server_connection (
    id integer primary key,
    -- Its number in the run that recorded it.
    number integer not null,
    -- address:port that answered; the upstream proxy's where there is one, and then via is its URL.
    server text not null,
    via text,
    -- The time that the first exchange waited for it; null where a step was not needed.
    dns_ms real,
    tcp_ms real not null,
    tls_ms real,
    tls_protocol text,
    tls_cipher text,
    tls_alpn text,
    tls_server_name text,
    -- JSON: [{"subject": ..., "issuer": ..., "names": [...], "validFrom": ..., "validTo": ..., "fingerprint": ...}, ...]
    tls_chain text,
    -- Why the chain is not trusted; null where it is.
    tls_distrust text
  ) strict;

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
    -- Null for none.
    request_trailers text,
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
    -- JSON: {"protocol": ..., "cipher": ..., "alpn": ..., "serverName": ...}; null for plain HTTP.
    client_tls text,
    server_connection_id integer references server_connection (id),
    -- 1 where the connection to the server had carried an earlier exchange.
    is_reused integer not null,
    connected_ms real,
    request_sent_ms real,
    response_start_ms real,
    -- How many rows of the table message belong to it.
    message_count integer not null,
    grpc_status integer,
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
    -- JSON: [{"cause": ..., "confidence": ..., "summary": ...}, ...]; what else it may have been.
    runners_up text,
    -- JSON: in what the request differs from the latest success of its route.
    difference text,
    advice text,
    retry text,
    retry_after_s real,
    -- Bodies as they were on the wire after the transfer coding was removed, up to the recording limit. Here stand small
    -- ones that were there when the row was written; all others are in body_chunk.
    request_body blob,
    response_body blob
  ) strict;

  create unique index exchange_by_revision on exchange (revision);
  create index exchange_in_trouble on exchange (id) where outcome in ('failed', 'doubtful');
  create index exchange_pending on exchange (id) where outcome = 'pending';

  -- Bodies in pieces.
  create table body_chunk (
    exchange_id integer not null references exchange (id) on delete cascade,
    side text not null check (side in ('request', 'response')),
    position integer not null,
    bytes blob not null
  ) strict;

  create unique index body_chunk_in_order on body_chunk (exchange_id, side, position);

  -- WebSocket messages and server-sent events in the order in which they passed.
  create table message (
    exchange_id integer not null references exchange (id) on delete cascade,
    position integer not null,
    -- Epoch milliseconds.
    at real not null,
    sender text not null check (sender in ('client', 'server')),
    type text not null check (type in ('text', 'binary', 'ping', 'pong', 'close', 'event')),
    -- The payload after decompression, up to the recording limit.
    bytes blob not null,
    total_bytes integer not null,
    close_code integer
  ) strict;

  create unique index message_in_order on message (exchange_id, position);

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
