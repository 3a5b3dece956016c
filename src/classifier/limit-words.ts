import type { Evidence } from '../exchange/annotation.ts';
import { formatDuration } from '../exchange/units.ts';
import type { Facts } from './facts.ts';
import { type LimitCause, usedUp } from './limit-kind.ts';
import { quoteServer } from './quote.ts';
import type { RateLimit } from './readers/rate-limits.ts';
import { type RetryDelay, waitWords, windowReset } from './readers/retry-delay.ts';
import { SPOKEN } from './readers/spoken-delay.ts';
import { clip } from './shown.ts';

/** The delay before the next call: what the response states, else when the window that is used up opens, else what its sentence asks for. */
export function delayOf(facts: Facts): RetryDelay | undefined {
  const stated = facts.statedDelay();
  if (stated !== undefined && stated.source !== SPOKEN) return stated;
  return windowReset(facts.response, facts.answeredAt()) ?? stated;
}

/**
 * `retry after 41 s (Retry-After: 41): API rate limit exceeded (429, limit 60 per minute, 0 left, GET /v1/weather on …)`, or
 * `what` in place of the server's words where it has none.
 */
export function limitSummary(facts: Facts, limit: LimitCause | undefined, what: string): string {
  const said = facts.errorMessage();
  const delay = delayOf(facts);
  const counted = usedUp(facts);
  const isField = limit?.sign === 'field' && counted?.where !== limit.where && delay?.where !== limit.where;
  const details = [
    ...(counted === undefined ? [] : countedWords(counted)),
    ...(isField ? [clip(limit.what, 60)] : []),
    ...gatewayWords(facts),
  ];
  // What it says itself need not be said before it.
  const isSaid = delay?.source === SPOKEN && said?.includes(delay.what) === true;
  if (delay !== undefined && !isSaid) return quoteServer(facts, said ?? what, { before: waitWords(delay), details });
  return said === undefined
    ? quoteServer(facts, 'no delay is given', { before: what, details })
    : quoteServer(facts, said, { details });
}

/** `limit 60 per minute`, `0 left`, `requests: limit 100` */
function countedWords({ name, limit, windowSeconds, resetSeconds }: RateLimit): readonly string[] {
  const window = windowSeconds === undefined ? undefined : formatDuration(windowSeconds * 1000);
  const per = /^(?:second|minute|hour|day|month)$/.test(name)
    ? ` per ${name}`
    : window === undefined
      ? ''
      : ` in ${window}`;
  const label = name === '' || per.endsWith(name) ? '' : ` of ${clip(name, 40)}`;
  return limit === undefined
    ? resetSeconds === undefined
      ? []
      : [`0 left${label}`]
    : [`limit ${limit}${label}${per}`, '0 left'];
}

/** An intermediary that set the limit itself is where it can be raised. */
function gatewayWords(facts: Facts): readonly string[] {
  const gateway = facts.gateway();
  return gateway?.answeredItself === true ? [`from ${gateway.name}`] : [];
}

export function limitEvidence(facts: Facts, limit: LimitCause | undefined): readonly Evidence[] {
  const said = facts.errorMessage();
  const delay = delayOf(facts);
  const counted = usedUp(facts);
  const evidence: Evidence[] = [{ where: 'response.status', what: String(facts.status) }];
  if (delay !== undefined) evidence.push({ where: delay.where, what: delay.what });
  if (counted !== undefined) evidence.push({ where: counted.where, what: counted.what });
  if (limit !== undefined && limit.what !== '') evidence.push({ where: limit.where, what: limit.what });
  if (said !== undefined) evidence.push({ where: facts.error()?.where ?? 'response.body', what: said });
  const seen = new Set<string>();
  return evidence.filter(({ where, what }) => !seen.has(`${where} ${what}`) && seen.add(`${where} ${what}`));
}
