import { causeOf } from '../exchange/causes.ts';
import type { Difference, DifferenceItem } from '../exchange/difference.ts';
import type { History, KeptRequest } from '../exchange/history.ts';
import { bodyDifferences } from './difference/body.ts';
import { type Compared, variesAmong } from './difference/compared.ts';
import { credentialDifference } from './difference/credential.ts';
import { headerDifferences } from './difference/header.ts';
import { queryDifferences } from './difference/query.ts';
import type { Facts } from './facts.ts';
import { RequestKeeper } from './past/kept-request.ts';
import type { Finding } from './rule.ts';
import { shown } from './shown.ts';

const MOST_ITEMS = 6;
const LONGEST_VALUE = 80;
/** Beside an item that may well be the reason, one that hardly can be is left out. */
const TELLING = 40;
const HARDLY = 10;

/**
 * In what the request of a failure differs from the latest success of its method and route. What also varies among the
 * last few successes cannot be the reason and comes last or is left out; what the finding names comes first. Undefined
 * where there is no such success, or where the request is not what decides.
 */
export function differenceOf(finding: Finding, facts: Facts, history: History): Difference | undefined {
  if (!isAboutRequest(finding, facts)) return undefined;
  const { request } = facts.exchange;
  const [latest, ...earlier] = history.successesLike(request);
  if (latest === undefined) return undefined;
  const after = new RequestKeeper().keep(request);
  const compared: Compared = { before: latest.request, after, earlier: earlier.map((success) => success.request) };
  const items = [
    ...placeDifferences(compared),
    ...credentialDifference(compared),
    ...headerDifferences(compared),
    ...queryDifferences(compared),
    ...bodyDifferences(compared),
  ].map((item) => ({ ...item, weight: weightOf(item, finding) }));
  return { against: { id: latest.call.id, at: latest.call.startedAt }, items: ranked(items) };
}

/** Limits and what breaks below HTTP come from elsewhere; so does what needs no explaining. */
function isAboutRequest({ cause, fault }: Finding, { status }: Facts): boolean {
  if (cause === null || status === null) return false;
  const { group, fault: usual } = causeOf(cause);
  if (group === 'limits' || group === 'no-response' || (fault ?? usual) === 'nobody') return false;
  return status >= 400 || cause === 'error-in-success' || cause === 'unexpected-html';
}

function placeDifferences(compared: Compared): readonly DifferenceItem[] {
  const { before, after } = compared;
  const items: DifferenceItem[] = [];
  const add = (kind: DifferenceItem['kind'], old: string, now: string, weight: number) => {
    items.push({ kind, name: '', before: old, after: now, weight });
  };
  if (before.host !== after.host) add('host', before.host, after.host, 80);
  if (slashes(before.path) !== slashes(after.path)) add('path', before.path, after.path, 70);
  if (before.httpVersion !== after.httpVersion && !variesAmong(compared, (request) => request.httpVersion)) {
    add('http-version', before.httpVersion, after.httpVersion, 30);
  }
  return items;
}

/** Paths of one route differ in their ids, which is no news; or in slashes, which is easily overlooked. */
function slashes(path: KeptRequest['path']): number {
  return path.split('/').length;
}

const NAMED = 30;

/** A difference that the finding is about outweighs the others. */
function weightOf(item: DifferenceItem, { cause, summary, evidence }: Finding): number {
  const isCaller = cause !== null && /^(?:authentication|permission)$/.test(causeOf(cause).group);
  const isNamed =
    (item.kind === 'credential' && isCaller) ||
    evidence.some(({ where }) => pointsAt(where, item)) ||
    isWordOf(summary, item.name.split('.').at(-1)!.replace('[]', ''));
  return Math.min(100, Math.round(item.weight + (isNamed ? NAMED : 0)));
}

function pointsAt(where: string, { kind, name }: DifferenceItem): boolean {
  if (kind === 'header') return where === `request.headers.${name.toLowerCase()}`;
  if (kind === 'query') return where === `request.url?${name}`;
  return kind === 'body' && where === `request.body#/${name.replaceAll('[]', '.0').replaceAll('.', '/')}`;
}

/** A shorter name, such as `id` or `to`, stands in sentences by chance. */
const SHORTEST_NAME = 3;

function isWordOf(text: string, word: string): boolean {
  if (word.length < SHORTEST_NAME) return false;
  const at = text.toLowerCase().indexOf(word.toLowerCase());
  return at >= 0 && !/\w/.test(text[at - 1] ?? '') && !/\w/.test(text[at + word.length] ?? '');
}

function ranked(items: readonly DifferenceItem[]): readonly DifferenceItem[] {
  const sorted = [...items].sort(
    (a, b) => b.weight - a.weight || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.name < b.name ? -1 : 1),
  );
  const isTold = (sorted[0]?.weight ?? 0) >= TELLING;
  return sorted
    .filter(({ weight }) => weight > 0 && (!isTold || weight >= HARDLY))
    .slice(0, MOST_ITEMS)
    .map((item) => ({
      ...item,
      name: shown(item.name, LONGEST_VALUE),
      before: item.before === null ? null : shown(item.before, LONGEST_VALUE),
      after: item.after === null ? null : shown(item.after, LONGEST_VALUE),
    }));
}
