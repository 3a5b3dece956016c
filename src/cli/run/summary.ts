import { CONFIDENCE_SIGNS, OUTCOME_GLYPHS, outcomeOf } from '../../exchange/outcome.ts';
import { printable } from '../../exchange/printable.ts';
import type { ClassCounts, ExchangeRow } from '../../exchange/row.ts';
import { formatDuration } from '../../exchange/units.ts';
import { byUrgency, type Incident, type Tally } from './tally.ts';

export interface SummaryContext {
  readonly durationMs: number;
  /** Number of the run in the capture. */
  readonly runId: number;
  /** As the person has to write it: ` --data DIR`, or nothing. */
  readonly dataOption: string;
}

const MOST_INCIDENTS = 8;
const LONGEST_ROUTE = 80;
const LONGEST_SUMMARY = 200;

const CLASS_NAMES: readonly (readonly [keyof ClassCounts, one: string, many: string])[] = [
  ['success', 'success', 'successes'],
  ['redirection', 'redirect', 'redirects'],
  ['client_error', 'client error', 'client errors'],
  ['server_error', 'server error', 'server errors'],
  ['no_response', 'without a response', 'without a response'],
  ['informational', 'informational', 'informational'],
  ['pending', 'unfinished', 'unfinished'],
];

/** What stands at the end of a run, one line each; the text is safe for a terminal. */
export function summaryLines(tally: Tally, context: SummaryContext): string[] {
  if (tally.total === 0) {
    return [
      'no request came through the proxy: the command made none, or its HTTP client ignores proxy variables.',
      `Whether a client comes through: httpwhy doctor${context.dataOption}`,
    ];
  }
  const head = `${counted(tally.total, 'exchange', 'exchanges')} in ${formatDuration(context.durationMs)}: ${classes(tally.counts)}`;
  const log = `httpwhy log${context.dataOption} run:${context.runId}`;
  if (tally.troubled === 0) return [`${head}. None failed.`, `See them: ${log}`];
  const incidents = byUrgency(tally.incidents);
  const shown = incidents.slice(0, MOST_INCIDENTS);
  const width = Math.max(...shown.map(({ count }) => String(count).length));
  const first = incidents[0]!;
  return [
    `${head}. ${tally.troubled} failed.`,
    ...shown.map((incident) => incidentLine(incident, width)),
    ...(incidents.length > shown.length ? [`  … and ${incidents.length - shown.length} more kinds of failure`] : []),
    `Look first at #${first.first.id}: ${reasonOf(first.first)}`,
    `  httpwhy why${context.dataOption} ${first.first.id}`,
    `All of them: ${log} is:failed`,
  ];
}

/** `  3 × ● missing-field  POST api.example.com/v1/orders → 422  #4 to #9` */
function incidentLine({ first, route, count, lastId, recoveredBy }: Incident, width: number): string {
  const sign = first.confidence === null ? '' : `${CONFIDENCE_SIGNS[first.confidence]} `;
  const outcome = OUTCOME_GLYPHS[outcomeOf(first)];
  const ids = count === 1 ? `#${first.id}` : `#${first.id} to #${lastId}`;
  const since = recoveredBy === null ? '' : `, works again since #${recoveredBy}`;
  return `  ${outcome} ${String(count).padStart(width)} × ${sign}${causeOf(first)}  ${cut(route, LONGEST_ROUTE)} → ${first.status ?? 'no response'}  ${ids}${since}`;
}

export function reasonOf(row: ExchangeRow): string {
  return row.summary === '' ? causeOf(row) : `${cut(row.summary, LONGEST_SUMMARY)} (${causeOf(row)})`;
}

export function causeOf({ cause, inner, status }: ExchangeRow): string {
  if (cause === null) return status === null ? 'no response' : `status ${status}`;
  return inner ? `${cause} (${inner})` : cause;
}

function classes(counts: ClassCounts): string {
  return CLASS_NAMES.flatMap(([name, one, many]) => {
    const count = counts[name];
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  }).join(', ');
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function cut(text: string, most: number): string {
  return printable(text.length <= most ? text : `${text.slice(0, most).toWellFormed()}…`);
}
