import type { AnnotatedExchange, Retry } from '../../exchange/annotation.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { grpcStatusOf } from '../../exchange/grpc-status.ts';
import { headerValue } from '../../exchange/headers.ts';
import type { Masked } from '../../exchange/redact.ts';
import { formatDuration } from '../../exchange/units.ts';
import { curlCommand } from '../curl-command.ts';
import type { ExportFormat, WriteOptions } from '../format.ts';
import { cellCode, clip, fence, inlineCode, sentence } from '../markdown.ts';
import { authorityOf, requestHead, responseHead, targetOf, viewBody, writeBodyView } from '../report-message.ts';
import { requestIds } from '../request-ids.ts';

export const format: ExportFormat = {
  name: 'report',
  extension: 'md',
  describe: 'a bug report in Markdown, ready to paste into an issue',
  write: writeReport,
};

/** GitHub takes 65,536 characters in an issue; some are left for what people add. */
const LONGEST_REPORT = 60_000;
const LONGEST_CURL = 16_000;
const LISTED_SECRETS = 40;

function writeReport(item: AnnotatedExchange, options: WriteOptions): string {
  const { exchange } = item;
  const before = [title(item), opening(item), table(exchange, options), reproduction(exchange, options), why(item)];
  const after = [EXPECTED_AND_ACTUAL, redactionNote(options.masked)];
  const views = [
    viewBody(exchange.request.headers, exchange.request.body),
    ...(exchange.response === null ? [] : [viewBody(exchange.response.headers, exchange.response.body)]),
  ];
  const compose = (limits: readonly number[]): string => {
    const [requestBody = '', responseBody = ''] = views.map((view, index) => writeBodyView(view, limits[index] ?? 0));
    const request = `## Request\n\n${requestHead(exchange.request)}\n\n${requestBody}`;
    const response =
      exchange.response === null
        ? [noResponse(exchange)]
        : [responseHead(exchange.response), responseBody, breakage(exchange)];
    const parts = [...before, request, '## Response', ...response, ...after];
    return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
  };
  return fitted(
    compose,
    views.map(({ text }) => text?.length ?? 0),
  );
}

/** Gives the bodies what the rest leaves; a body that needs less than its half leaves the other more. */
function fitted(compose: (limits: readonly number[]) => string, lengths: readonly number[]): string {
  let limits = lengths;
  let report = compose(limits);
  for (let excess = report.length - LONGEST_REPORT; excess > 0; excess = report.length - LONGEST_REPORT) {
    const longest = Math.max(...limits);
    if (longest === 0) return `${report.slice(0, LONGEST_REPORT).toWellFormed()}\n`;
    // A fence around backticks is not counted among the characters of a body, hence more than once.
    const room = limits.reduce((sum, limit) => sum + limit, 0) - excess - 200;
    limits = shares(limits, Math.max(0, room));
    report = compose(limits);
  }
  return report;
}

function shares(wanted: readonly number[], room: number): readonly number[] {
  const [first = 0, second = 0] = wanted;
  if (first + second <= room) return wanted;
  const half = Math.floor(room / 2);
  if (first <= half) return [first, room - first];
  if (second <= half) return [room - second, second];
  return [half, half];
}

function title({ exchange, annotation }: AnnotatedExchange): string {
  const { method, url } = exchange.request;
  const target = method === 'CONNECT' ? authorityOf(url) : targetOf(url).replace(/[?#].*$/s, '');
  const outcome = exchange.response?.status ?? (exchange.durationMs === null ? 'pending' : 'no response');
  const cause = annotation?.cause;
  return `# ${inlineCode(clip(`${method} ${target}`, 120))} → ${outcome}${cause ? ` ${cause}` : ''}`;
}

function opening({ exchange, annotation }: AnnotatedExchange): string {
  if (annotation === null) return exchange.durationMs === null ? 'The call has not ended yet.' : '';
  return annotation.summary === '' ? '' : `${sentence(clip(annotation.summary, 500))} (${annotation.confidence})`;
}

function table(exchange: Exchange, { toolVersion }: WriteOptions): string {
  const { request, response, connection, durationMs, proxyStatus } = exchange;
  const { server } = connection;
  const address =
    server === null ? '' : ` ${server.via === null ? 'at' : 'through'} ${cellCode(clip(server.server, 100))}`;
  const client = headerValue(request.headers, 'user-agent');
  const grpc = grpcStatusOf(exchange);
  const rows: (readonly [string, string])[] = [
    ...requestIds(exchange).map(
      ({ header, value, side }) =>
        [
          side === 'response' ? 'Request id' : 'Request id of the client',
          `${cellCode(clip(value, 200))} (${cellCode(header)})`,
        ] as const,
    ),
    ['Time', utcTime(exchange.startedAt)],
    ['Host', cellCode(clip(authorityOf(request.url), 260)) + address],
    [
      'Status',
      response === null ? (durationMs === null ? 'none yet' : 'none') : statusCell(response.status, response.reason),
    ],
    ...(proxyStatus === null ? [] : [['Answered by', `httpwhy itself, with ${proxyStatus}`] as const]),
    ...(grpc === null ? [] : [['gRPC status', `${grpc.code} ${grpc.name ?? ''}`.trimEnd()] as const]),
    ['Duration', durationMs === null ? 'not ended yet' : formatDuration(durationMs)],
    ['Protocol', protocolCell(exchange)],
    ...(client === undefined ? [] : [['Client', cellCode(clip(client, 200))] as const]),
    ...(toolVersion === null ? [] : [['Recorded with', `httpwhy ${toolVersion}`] as const]),
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function statusCell(status: number, reason: string): string {
  return reason === '' ? String(status) : cellCode(clip(`${status} ${reason}`, 100));
}

function protocolCell({ request, connection }: Exchange): string {
  const facts = connection.server?.tls;
  const tls = facts ? `, ${cellCode(clip(facts.protocol, 40))}` : '';
  return `HTTP/${/^[\d.]{1,5}$/.test(request.httpVersion) ? request.httpVersion : '?'}${tls}`;
}

function utcTime(startedAt: number): string {
  const date = new Date(startedAt);
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().replace('T', ' ').replace('Z', ' UTC');
}

function reproduction(exchange: Exchange, { masked }: WriteOptions): string {
  const whole = curlCommand(exchange, { masked });
  const command = whole.length <= LONGEST_CURL ? whole : curlCommand(exchange, { masked, longestBody: 4000 });
  if (command.length > 2 * LONGEST_CURL) {
    return '## Reproduce\n\nThe command is too long for a report; `httpwhy export` with `--format curl` writes it.';
  }
  const hint = masked?.length ? 'Fill in the variables on top, then run it in a shell.\n\n' : '';
  return `## Reproduce\n\n${hint}${fence('sh', command)}`;
}

const RETRY: Record<Retry, string> = {
  never: 'there is nothing to gain from a retry',
  after_fix: 'only after the fix',
  safe: 'safe',
  unsafe: 'not safe: the request may have been processed, and repeating it may do it twice',
};

function why({ annotation }: AnnotatedExchange): string {
  if (annotation === null || annotation.cause === null) return '';
  const { cause, inner, confidence, fault, evidence, advice, retry, retryAfterSeconds } = annotation;
  const delay =
    retryAfterSeconds === undefined ? '' : `, not before ${formatDuration(retryAfterSeconds * 1000)} have passed`;
  const lines = [
    `- Cause: \`${cause}\`${inner ? `, inside it \`${inner}\`` : ''} (${confidence})`,
    `- Who has to act: ${fault}`,
    ...(advice === '' ? [] : [`- Next step: ${sentence(clip(advice, 500))}`]),
    `- Retry: ${RETRY[retry]}${delay}`,
    ...evidence
      .slice(0, 20)
      .map(({ where, what }) => `- Evidence: ${inlineCode(clip(where, 200))}: ${inlineCode(clip(what, 500))}`),
  ];
  return `## Why\n\n${lines.join('\n')}`;
}

function noResponse(exchange: Exchange): string {
  if (exchange.error !== null) return `No response arrived. ${breakage(exchange)}`;
  return exchange.durationMs === null ? 'No response has arrived yet.' : 'No response arrived.';
}

/** What broke, also after a status line was seen; empty where nothing did. */
function breakage({ error }: Exchange): string {
  if (error === null) return '';
  return `It broke off in the phase ${inlineCode(error.phase)} with ${inlineCode(clip(error.code, 100))}: ${inlineCode(clip(error.message, 500))}`;
}

const EXPECTED_AND_ACTUAL = '## Expected and actual\n\n- Expected: \n- Actual: ';

function redactionNote(masked: readonly Masked[] | null): string {
  if (masked === null) return '**This report was not redacted: it may hold credentials.**';
  if (masked.length === 0) return '## Redaction\n\nNothing in this exchange looked like a secret.';
  const lines = masked
    .slice(0, LISTED_SECRETS)
    .map(
      ({ where, rule, placeholder }) =>
        `- ${inlineCode(clip(where, 120))}: ${inlineCode(placeholder)} (${inlineCode(clip(rule, 100))})`,
    );
  const more = masked.length > LISTED_SECRETS ? [`- and ${masked.length - LISTED_SECRETS} more`] : [];
  return `## Redaction\n\nMasked before this was written. The same secret has the same placeholder throughout.\n\n${[...lines, ...more].join('\n')}`;
}
