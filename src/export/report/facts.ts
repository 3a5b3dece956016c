import type { AppliedRule } from '../../exchange/applied-rule.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { grpcStatusOf } from '../../exchange/grpc-status.ts';
import { headerValue } from '../../exchange/headers.ts';
import { namedPhases, phasesOf } from '../../exchange/phases.ts';
import { type RequestId, readRequestIds, requestIdsInBody } from '../../exchange/request-ids.ts';
import { formatDuration } from '../../exchange/units.ts';
import type { ExportContext, Incident } from '../bundle.ts';
import { authorityOf } from '../target.ts';
import { type Block, clip, code, type Line, words } from './block.ts';

type Row = readonly [name: string, line: Line];

/** What a provider's support asks for, in the order in which it asks. */
export function factsTable(exchange: Exchange, context: ExportContext, toolVersion: string | null): Block {
  const { request, response, durationMs, proxyStatus, rule } = exchange;
  const client = headerValue(request.headers, 'user-agent');
  const grpc = grpcStatusOf(exchange);
  const rows: Row[] = [
    ...idRows(exchange),
    ['Time', [words(utcTime(exchange.startedAt))]],
    ['Host', hostLine(exchange)],
    ...(context.environment === null ? [] : [row('Environment', words(context.environment))]),
    ['Status', [statusInline(exchange)]],
    ...(proxyStatus === null ? [] : [row('Answered by', words(`httpwhy itself, with ${proxyStatus}`))]),
    ...(rule === undefined ? [] : [row('Rule of httpwhy', code(clip(rule.name, 100)), words(EFFECTS[rule.effect]))]),
    ...(response === null || grpc === null
      ? []
      : [row('gRPC status', words(`${grpc.code} ${grpc.name ?? ''}`.trimEnd()))]),
    ['Duration', [words(durationMs === null ? 'not ended yet' : formatDuration(durationMs) + phasesText(exchange))]],
    ...(context.incident === null ? [] : [row('Occurrences', words(occurrences(context.incident)))]),
    ['Protocol', protocolLine(exchange)],
    ...(client === undefined ? [] : [row('Client', code(clip(client, 200)))]),
    ...(context.runName === null ? [] : [row('Run', code(clip(context.runName, 200)))]),
    ...(toolVersion === null ? [] : [row('Recorded with', words(`httpwhy ${toolVersion}`))]),
  ];
  return { kind: 'facts', rows };
}

/** The other side must not look for a call that it never saw, or for what it never sent. */
const EFFECTS: Readonly<Record<AppliedRule['effect'], string>> = {
  answered: ' answered; no server was asked',
  changed: ' changed the call: it is not what was sent',
  failed: ' broke the call on purpose',
  delayed: ' slowed the call down on purpose',
};

function row(name: string, ...line: Line): Row {
  return [name, line];
}

function idRows(exchange: Exchange): Row[] {
  const ids = readRequestIds(exchange);
  const known = new Set(ids.map(({ value }) => value));
  const inBody = (exchange.response === null ? [] : requestIdsInBody(exchange.response)).filter(
    ({ value }) => !known.has(value),
  );
  const rowOf = ({ header, value, side }: RequestId): Row =>
    row(
      side === 'response' ? 'Request id' : 'Request id of the client',
      code(clip(value, 200)),
      words(' ('),
      code(clip(header, 60)),
      words(')'),
    );
  return [
    ...ids.filter(({ side }) => side === 'response').map(rowOf),
    ...inBody.map(({ pointer, value }) =>
      row('Request id', code(clip(value, 200)), words(' (body '), code(clip(pointer, 100)), words(')')),
    ),
    ...ids.filter(({ side }) => side === 'request').map(rowOf),
  ];
}

/** The id by which the server's people find the call; undefined where it gave none. */
export function serverRequestId(exchange: Exchange): { readonly value: string; readonly place: string } | undefined {
  const header = readRequestIds(exchange).find(({ side }) => side === 'response');
  if (header !== undefined) return { value: header.value, place: header.header };
  const inBody = exchange.response === null ? undefined : requestIdsInBody(exchange.response)[0];
  return inBody && { value: inBody.value, place: inBody.pointer };
}

function hostLine({ request, connection }: Exchange): Line {
  const host = code(clip(authorityOf(request.url), 260));
  const { server } = connection;
  if (server === null) return [host];
  return [host, words(server.via === null ? ' at ' : ' through '), code(clip(server.server, 100))];
}

function statusInline({ response, durationMs }: Exchange) {
  if (response === null) return words(durationMs === null ? 'none yet' : 'none');
  const { status, reason } = response;
  return reason === '' ? words(String(status)) : code(clip(`${status} ${reason}`, 100));
}

function phasesText(exchange: Exchange): string {
  const phases = namedPhases(phasesOf(exchange)).map(([name, ms]) => `${name} ${formatDuration(ms)}`);
  return phases.length === 0 ? '' : ` (${phases.join(', ')})`;
}

function occurrences({ count, isAtLeast, firstAt, lastAt }: Incident): string {
  if (count === 1 && !isAtLeast) return 'once';
  return `${isAtLeast ? 'at least ' : ''}${count} times, first ${utcTime(firstAt)}, last ${utcTime(lastAt)}`;
}

function protocolLine({ request, connection }: Exchange): Line {
  const version = words(`HTTP/${/^[\d.]{1,5}$/.test(request.httpVersion) ? request.httpVersion : '?'}`);
  const facts = connection.server?.tls;
  return facts ? [version, words(', '), code(clip(facts.protocol, 40))] : [version];
}

/** `2026-11-22 09:14:02.118 UTC` */
export function utcTime(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().replace('T', ' ').replace('Z', ' UTC');
}
