import { environmentOfKey, environmentOfUrl } from '../classifier/readers/environment.ts';
import type { AnnotatedExchange } from '../exchange/annotation.ts';
import type { Body, Exchange } from '../exchange/exchange.ts';
import { readRequestIds, requestIdsInBody } from '../exchange/request-ids.ts';
import { routeOf } from '../exchange/routes.ts';
import type { ExchangeRow, PageAnchor } from '../exchange/row.ts';
import { type ExportContext, type Incident, NO_CONTEXT, type Occurrence, type Repeat } from '../export/bundle.ts';
import type { CaptureReader } from '../store/capture-reader.ts';

/** What the export asks of a capture. */
export type ExportReader = Pick<CaptureReader, 'page' | 'exchange' | 'messages'>;

const PAGE = 500;
/** Rows of the same host that are looked at on either side: enough for an incident, and a fraction of a second. */
const MOST_ROWS = 10_000;
const MOST_OTHERS = 20;
const REPEATED_WITHIN_MS = 10 * 60_000;
const MOST_CANDIDATES = 20;

/** What the capture knows of the time around an exchange. */
export function exportContext(reader: ExportReader, { exchange, annotation }: AnnotatedExchange): ExportContext {
  const past = annotation?.difference?.against;
  const lastSuccess = past === undefined ? null : (reader.exchange(past.id) ?? null);
  const context = { ...NO_CONTEXT, lastSuccess, environment: environmentOf(exchange) };
  if (annotation === null || annotation.cause === null) return context;
  const around = rowsAround(reader, exchange);
  const { method, url } = exchange.request;
  const route = routeOf(method, url);
  const status = exchange.response?.status ?? null;
  const isSame = (row: ExchangeRow): boolean =>
    row.cause === annotation.cause && row.status === status && routeOf(row.method, row.url) === route;
  const same = around.rows.filter(isSame);
  return {
    ...context,
    incident: incidentOf(reader, exchange, same, around.isWhole),
    repeats: repeatsOf(reader, exchange, around.rows),
  };
}

interface Around {
  /** Of the same host, in the order of time, without the exchange itself. */
  readonly rows: readonly ExchangeRow[];
  readonly isWhole: boolean;
}

function rowsAround(reader: ExportReader, { id, request }: Exchange): Around {
  // A name of letters, digits, dots and hyphens is a plain word of the filter language, which is looked for in URLs.
  const host = URL.canParse(request.url) ? new URL(request.url).hostname : '';
  const filter = /^[a-z0-9][a-z0-9.-]*$/i.test(host) ? host : '';
  const older = collect((last) => {
    return reader.page({ kind: 'before', id: last?.id ?? id }, PAGE, filter).reverse();
  });
  const newer = collect((last) => {
    const anchor: PageAnchor = { kind: 'from', id: (last?.id ?? id) + 1 };
    return reader.page(anchor, PAGE, filter);
  });
  return {
    rows: [...older.rows.slice().reverse(), ...newer.rows],
    isWhole: older.isWhole && newer.isWhole,
  };
}

/** Pages until one is not full, away from the exchange. */
function collect(page: (last: ExchangeRow | undefined) => readonly ExchangeRow[]): Around {
  const rows: ExchangeRow[] = [];
  while (rows.length < MOST_ROWS) {
    const next = page(rows.at(-1));
    rows.push(...next);
    if (next.length < PAGE) return { rows, isWhole: true };
  }
  return { rows, isWhole: false };
}

function incidentOf(
  reader: ExportReader,
  exchange: Exchange,
  others: readonly ExchangeRow[],
  isWhole: boolean,
): Incident {
  const times = [exchange.startedAt, ...others.map(({ startedAt }) => startedAt)];
  // The latest of those before, and what came after: those are easiest found in a log.
  const before = others.filter(({ id }) => id < exchange.id).slice(-MOST_OTHERS / 2);
  const after = others.filter(({ id }) => id > exchange.id).slice(0, MOST_OTHERS - before.length);
  return {
    count: others.length + 1,
    isAtLeast: !isWhole,
    firstAt: times.reduce((a, b) => Math.min(a, b)),
    lastAt: times.reduce((a, b) => Math.max(a, b)),
    others: [...before, ...after].map((row) => occurrence(reader, row)),
  };
}

function occurrence(reader: ExportReader, { id, startedAt }: ExchangeRow): Occurrence {
  const exchange = reader.exchange(id)?.exchange;
  return { id, at: startedAt, requestId: exchange === undefined ? null : serverIdOf(exchange) };
}

function serverIdOf(exchange: Exchange): string | null {
  const header = readRequestIds(exchange).find(({ side }) => side === 'response')?.value;
  return header ?? (exchange.response === null ? null : (requestIdsInBody(exchange.response)[0]?.value ?? null));
}

/** The same method, URL and body within ten minutes. */
function repeatsOf(reader: ExportReader, exchange: Exchange, rows: readonly ExchangeRow[]): Repeat[] {
  const { method, url, body } = exchange.request;
  return rows
    .filter((row) => row.id > exchange.id && row.method === method && row.url === url && row.durationMs !== null)
    .filter(({ startedAt }) => startedAt - exchange.startedAt <= REPEATED_WITHIN_MS)
    .slice(0, MOST_CANDIDATES)
    .filter(({ id }) => isSameBody(body, reader.exchange(id)?.exchange.request.body ?? null))
    .map(({ id, startedAt, status }) => ({ id, at: startedAt, status }));
}

function isSameBody(one: Body | null, other: Body | null): boolean {
  if (one === null || other === null) return (one?.totalBytes ?? 0) === (other?.totalBytes ?? 0);
  return one.totalBytes === other.totalBytes && Buffer.compare(one.bytes, other.bytes) === 0;
}

const CREDENTIAL = /^(?:authorization|(?:x-)?(?:api|app|access|auth|secret)[-_]?(?:key|token|id)?)$/i;

/** The provider's world, by the prefix of the key or by the host. Nothing of the key itself is told. */
function environmentOf({ request }: Exchange): 'live' | 'test' | null {
  for (const [name, value] of request.headers) {
    if (!CREDENTIAL.test(name)) continue;
    const environment = environmentOfKey(keyIn(value));
    if (environment !== undefined) return environment;
  }
  return (URL.canParse(request.url) ? environmentOfUrl(new URL(request.url)) : undefined) ?? null;
}

/** The key itself; of Basic credentials the user, where APIs want it. */
function keyIn(value: string): string {
  const [, scheme = '', key = ''] = /^(?:([A-Za-z]+)\s+)?(\S{0,500})/.exec(value.trim()) ?? [];
  if (scheme.toLowerCase() !== 'basic') return key;
  return Buffer.from(key, 'base64').toString('latin1').split(':', 1)[0]!;
}
