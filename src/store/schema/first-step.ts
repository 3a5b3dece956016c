/** The schema of the first release, documented in docs/capture-format.md. */
export const FIRST_STEP = `
  -- One recording: a start of the proxy, a command that was run, an import.
  create table run (
    id integer primary key,
    kind text not null,
    name text,
    -- The command line of 'run', the file of 'import'.
    command text,
    -- The process that writes it; null where none does any more.
    pid integer,
    -- Epoch milliseconds; ended_at is null while it lasts.
    started_at real not null,
    ended_at real
  ) strict;

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

  -- Heads and small bodies of some exchanges. Each entry begins at the exchange's block_offset: one line of JSON, then the
  -- bytes of the bodies.
  create table block (
    id integer primary key,
    -- Length of the entries; where bytes is shorter, it is a zstd frame of them.
    size integer not null,
    bytes blob not null,
    -- 1: stays as it is. 0: will be put together with others.
    is_packed integer not null
  ) strict;

  create index block_to_pack on block (id) where is_packed = 0;

  -- A larger body as it was on the wire after the transfer coding was removed, up to the recording limit.
  create table body (
    id integer primary key,
    exchange_id integer not null references exchange (id),
    side text not null check (side in ('request', 'response')),
    -- Of its bytes; null until it was looked at.
    sha256 blob,
    -- The body with the same bytes that holds them for both.
    same_as integer references body (id)
  ) strict;

  create unique index body_of_exchange on body (exchange_id, side);
  create index body_to_pack on body (id) where sha256 is null;
  create unique index body_by_hash on body (sha256) where sha256 is not null and same_as is null;
  create index body_shared on body (same_as) where same_as is not null;

  create table body_chunk (
    id integer primary key,
    body_id integer not null references body (id),
    -- Place of its first byte in the body.
    start integer not null,
    -- Length of the piece; where bytes is shorter, it is a zstd frame of it.
    size integer not null,
    bytes blob not null
  ) strict;

  create unique index body_chunk_in_order on body_chunk (body_id, start);

  create table exchange (
    id integer primary key,
    -- Grows with every insert and update in the whole capture; see the table change.
    revision integer not null,
    run_id integer not null references run (id),
    -- Epoch milliseconds; duration_ms is null while the exchange is pending.
    started_at real not null,
    duration_ms real,
    method text not null,
    url text not null,
    -- Its parts: scheme and host in lower case, the host with the port where it is not the scheme's own; the path as sent, from
    -- the first slash to the query.
    scheme text not null default 'https',
    host text not null,
    path text not null,
    -- GET api.example.com/v1/users/{id}
    route text not null,
    status integer,
    -- Lengths of the bodies as they passed, recorded or not.
    request_bytes integer not null default 0,
    response_bytes integer not null default 0,
    -- Media types without parameters, in lower case; null where there is none.
    request_type text,
    response_type text,
    -- One word for lists: pending, good, redirect, doubtful, failed or harmless.
    outcome text not null default 'good',
    -- What is said about it; null while it is pending.
    class text default 'success',
    cause text,
    fault text default 'nobody',
    confidence text default 'certain',
    summary text not null default '',
    -- JSON: {"evidence": [{"where": ..., "what": ...}], "advice": ..., "retry": ..., "retryAfterSeconds": ..., "inner": ...,
    -- "runnersUp": [...], "difference": {...}}; what is empty is left out.
    explanation text,
    -- Why it broke off; null where it did not.
    error_code text,
    -- Status of the answer that the proxy itself gave.
    proxy_status integer,
    grpc_status integer,
    -- How many rows of the table message belong to it.
    message_count integer not null default 0,
    server_connection_id integer references server_connection (id),
    -- Where head and small bodies are; a larger body is in the table body.
    block_id integer not null references block (id),
    block_offset integer not null default 0,
    -- The exchange that this one repeats.
    replay_of integer,
    -- Name of the rule by which httpwhy itself answered.
    mocked_by text,
    -- Program that sent it, and its process.
    app text,
    app_pid integer,
    is_pinned integer not null default 0,
    note text
  ) strict;

  create index exchange_by_original on exchange (replay_of) where replay_of is not null;
  create index exchange_in_trouble on exchange (id) where outcome in ('failed', 'doubtful');
  create index exchange_pending on exchange (id) where outcome = 'pending';
  create index exchange_pinned on exchange (id) where is_pinned = 1;
  create index exchange_noted on exchange (id) where note is not null;

  -- Exchanges first_id to last_id were inserted or updated with the revisions first_revision to last_revision.
  create table change (
    last_revision integer primary key,
    first_revision integer not null,
    first_id integer not null,
    last_id integer not null
  ) strict;

  create table label (
    exchange_id integer not null references exchange (id) on delete cascade,
    name text not null,
    primary key (exchange_id, name)
  ) strict, without rowid;

  create index label_by_name on label (name, exchange_id);

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

  create view exchanges as
    select
      e.id,
      strftime('%Y-%m-%d %H:%M:%f', e.started_at / 1000.0, 'unixepoch') as time,
      e.method, e.url, e.host, e.path, e.route, e.status, e.class, e.outcome, e.cause, e.confidence, e.fault, e.summary,
      round(e.duration_ms, 1) as duration_ms,
      e.request_type, e.request_bytes, e.response_type, e.response_bytes,
      e.message_count as messages,
      coalesce(run.name, run.command, run.kind) as run,
      e.app, e.mocked_by, e.replay_of, e.is_pinned as pinned,
      (select group_concat(label.name, ', ') from label where label.exchange_id = e.id) as labels,
      e.note
    from exchange e join run on run.id = e.run_id;

  create view failures as
    select
      e.id,
      strftime('%Y-%m-%d %H:%M:%f', e.started_at / 1000.0, 'unixepoch') as time,
      e.method, e.url, e.status, e.cause, e.confidence, e.fault, e.summary,
      json_extract(e.explanation, '$.advice') as advice,
      json_extract(e.explanation, '$.retry') as retry,
      json_extract(e.explanation, '$.retryAfterSeconds') as retry_after_s,
      e.error_code as error,
      round(e.duration_ms, 1) as duration_ms
    from exchange e
    where e.outcome in ('failed', 'doubtful');

  create view routes as
    select
      route,
      count(*) as exchanges,
      sum(outcome in ('failed', 'doubtful')) as failures,
      round(100.0 * sum(outcome in ('failed', 'doubtful')) / count(*), 1) as failure_percent,
      round(avg(duration_ms), 1) as average_ms,
      round(max(duration_ms), 1) as slowest_ms,
      sum(request_bytes) as request_bytes,
      sum(response_bytes) as response_bytes,
      strftime('%Y-%m-%d %H:%M:%f', max(started_at) / 1000.0, 'unixepoch') as last_time
    from exchange
    group by route;

  create view messages as
    select
      m.exchange_id,
      m.position + 1 as number,
      strftime('%Y-%m-%d %H:%M:%f', m.at / 1000.0, 'unixepoch') as time,
      m.sender, m.type,
      iif(m.type in ('text', 'event', 'close'), cast(m.bytes as text), null) as text,
      iif(m.type in ('text', 'event', 'close'), null, m.bytes) as bytes,
      m.total_bytes,
      m.close_code
    from message m;
`;
