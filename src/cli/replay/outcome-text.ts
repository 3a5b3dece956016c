import { styleText } from 'node:util';
import type { AnnotatedExchange } from '../../exchange/annotation.ts';
import { grpcStatusOf, grpcStatusText } from '../../exchange/grpc-status.ts';
import { printable } from '../../exchange/printable.ts';
import { redactUrl } from '../../exchange/redact.ts';
import { formatDuration, formatMessages } from '../../exchange/units.ts';
import type { LatencySummary } from '../../replay/latency.ts';
import { troubleOf, VERDICT_WORDS, VERDICTS, type Verdict } from '../../replay/verdict.ts';
import type { Replayed } from './replayer.ts';

type Style = Parameters<typeof styleText>[0];

const STYLES: Readonly<Record<Verdict, Style>> = {
  fixed: 'green',
  'still-fine': 'green',
  'same-cause': 'red',
  'new-cause': 'yellow',
  broke: 'red',
};

/** One replay as a paragraph. */
export function outcomeText({ before, after, verdict }: Replayed, isColoured: boolean): string {
  const { request } = after.exchange;
  const what = after.exchange.id === 0 ? 'Not recorded, repeats' : `#${after.exchange.id} repeats`;
  return [
    `${what} #${before.exchange.id}: ${printable(request.method)} ${printable(redactUrl(request.url))}`,
    `  before  ${resultText(before)}`,
    `  now     ${resultText(after)}`,
    verdictSentence({ before, after, verdict }, isColoured),
  ].join('\n');
}

/** One of many on a line: `fixed       #17 → #91  422 → 201  34 ms  POST api.example.com/v1/orders`. */
export function outcomeLine({ before, after, verdict }: Replayed, isColoured: boolean): string {
  const { request, durationMs } = after.exchange;
  const word = VERDICT_WORDS[verdict];
  const trouble = troubleOf(after);
  const cause = trouble?.cause == null ? '' : `  ${trouble.cause}: ${printable(after.annotation?.summary ?? '')}`;
  return [
    painted(verdict, word, isColoured) + ' '.repeat(11 - word.length),
    `#${before.exchange.id} → ${after.exchange.id === 0 ? 'not recorded' : `#${after.exchange.id}`}`,
    `${statusOf(before)} → ${statusOf(after)}`,
    formatDuration(durationMs ?? 0),
    `${printable(request.method)} ${printable(redactUrl(request.url).replace(/^https?:\/\//, ''))}${cause}`,
  ].join('  ');
}

/** `4 replayed: 1 fixed, 2 still fine, 1 broke; 1 left out.` */
export function countsText(verdicts: readonly Verdict[], leftOut: number): string {
  const parts = VERDICTS.map((verdict) => ({ verdict, count: verdicts.filter((one) => one === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count.toLocaleString('en')} ${VERDICT_WORDS[verdict]}`);
  const rest = leftOut === 0 ? '' : `; ${leftOut.toLocaleString('en')} left out`;
  const all = parts.length === 0 ? 'nothing was sent' : parts.join(', ');
  return `${verdicts.length.toLocaleString('en')} replayed: ${all}${rest}.`;
}

export interface Series {
  readonly concurrency: number;
  /** From the first call to the end of the last. */
  readonly wallMs: number;
}

export function latencyText({ calls, answered, times, statuses, errors }: LatencySummary, series: Series): string {
  const { concurrency, wallMs } = series;
  const rate = wallMs <= 0 ? '' : ` (${((calls / wallMs) * 1000).toFixed(1)} a second)`;
  const at = concurrency === 1 ? 'one after the other' : `${concurrency} at a time`;
  const counts = (list: LatencySummary['statuses']) =>
    list.map(({ name, count }) => `${printable(name)} × ${count.toLocaleString('en')}`).join(', ');
  const time = (ms: number) => formatDuration(Math.round(ms * 10) / 10);
  return [
    `${calls.toLocaleString('en')} ${calls === 1 ? 'call' : 'calls'}, ${at}, in ${formatDuration(wallMs)}${rate}`,
    times === null
      ? '  times   none was answered'
      : `  times   min ${time(times.min)} · median ${time(times.median)} · p95 ${time(times.p95)} · p99 ${time(times.p99)} · max ${time(times.max)}`,
    ...(statuses.length === 0 ? [] : [`  status  ${counts(statuses)}`]),
    ...(errors.length === 0
      ? []
      : [`  errors  ${counts(errors)} (${(calls - answered).toLocaleString('en')} of the calls)`]),
  ].join('\n');
}

/** What one line says of a replay, for the live log. */
export function outcomeRemark({ before, after, verdict }: Replayed): string {
  const { id, durationMs } = after.exchange;
  const where = id === 0 ? '(not recorded)' : `as #${id}`;
  const trouble = troubleOf(after);
  const cause = trouble?.cause == null ? '' : `, ${trouble.cause}`;
  const times = `${statusOf(before)} → ${statusOf(after)} in ${formatDuration(durationMs ?? 0)}`;
  return `#${before.exchange.id} sent again ${where}: ${VERDICT_WORDS[verdict]} (${times}${cause})`;
}

/** Stable: members are added, never changed. */
export function outcomeJson({ before, after, verdict }: Replayed): unknown {
  const { id, request } = after.exchange;
  return {
    id: id === 0 ? null : id,
    replayOf: before.exchange.id,
    verdict,
    method: request.method,
    url: redactUrl(request.url),
    before: resultJson(before),
    after: resultJson(after),
  };
}

function resultJson({ exchange, annotation }: AnnotatedExchange): unknown {
  const { durationMs, response, error } = exchange;
  return {
    status: response?.status ?? null,
    error: error?.code ?? null,
    durationMs: durationMs === null ? null : Math.round(durationMs * 100) / 100,
    class: annotation?.class ?? null,
    cause: annotation?.cause ?? null,
    inner: annotation?.inner ?? null,
    confidence: annotation?.confidence ?? null,
    summary: annotation?.summary ?? '',
  };
}

function verdictSentence({ before, after, verdict }: Replayed, isColoured: boolean): string {
  const word = painted(verdict, VERDICT_WORDS[verdict], isColoured);
  const [was, is] = [troubleOf(before)?.cause, troubleOf(after)?.cause];
  // A cause of its own would read as a failure.
  const left = after.annotation?.cause === 'client-aborted' && is === undefined;
  const remark = left ? `the stream was left after ${formatMessages(after.exchange.messageCount)}` : undefined;
  switch (verdict) {
    case 'fixed':
      return `${word}: no more ${was}${remark === undefined ? '' : `; ${remark}`}`;
    case 'still-fine':
      return remark === undefined ? word : `${word}: ${remark}`;
    case 'same-cause':
      return `${word}: ${is}${adviceOf(after)}`;
    case 'new-cause':
      return `${word}: ${is} in place of ${was}${adviceOf(after)}`;
    case 'broke':
      return `${word}: ${is}, and it was fine before${adviceOf(after)}`;
  }
}

function adviceOf({ annotation }: AnnotatedExchange): string {
  return annotation === null || annotation.advice === '' ? '' : `. ${printable(annotation.advice)}`;
}

/** `422 in 3.0 ms  invalid-type (likely): "quantity" must be an integer` */
function resultText(item: AnnotatedExchange): string {
  const { exchange, annotation } = item;
  const { durationMs, messageCount } = exchange;
  const grpc = grpcStatusOf(exchange);
  const facts = [
    durationMs === null ? `${statusOf(item)}, still pending` : `${statusOf(item)} in ${formatDuration(durationMs)}`,
    ...(grpc === null ? [] : [grpcStatusText(grpc.code)]),
    ...(messageCount === 0 ? [] : [formatMessages(messageCount)]),
  ].join(', ');
  if (annotation === null) return facts;
  const summary = printable(annotation.summary);
  const { cause, confidence } = annotation;
  return cause === null ? `${facts}  ${summary}` : `${facts}  ${cause} (${confidence}): ${summary}`;
}

function statusOf({ exchange }: AnnotatedExchange): string {
  return exchange.response === null
    ? exchange.error === null
      ? '–'
      : 'no response'
    : String(exchange.response.status);
}

function painted(verdict: Verdict, text: string, isColoured: boolean): string {
  return isColoured ? styleText(STYLES[verdict], text, { validateStream: false }) : text;
}
