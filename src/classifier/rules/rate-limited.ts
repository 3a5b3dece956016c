import type { Evidence } from '../../exchange/annotation.ts';
import { formatDuration } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import { errorText } from '../readers/error-text.ts';
import { exhaustedLimit, limitedMark, limitWords } from '../readers/limits.ts';
import { type RetryDelay, waitWords, windowReset } from '../readers/retry-delay.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { clip, hostOf } from '../shown.ts';

/** Were there too many requests in a window, under 429 or under a 403 or 503 that says so? */
export const rule: RuleDefinition = { causes: ['rate-limited'], find };

/** A window that opens later than this is a day's or a month's: a quota, whatever the field is called. */
const LONGEST_WINDOW_SECONDS = 2 * 3600;

function find(facts: Facts): Finding | undefined {
  const { status, response } = facts;
  if (status !== 429 && status !== 403 && status !== 503) return undefined;
  const text = errorText(response);
  const words = limitWords(text);
  // What runs at once and what a plan allows are other limits: waiting for a window does not help there.
  if (words === 'concurrency' || words === 'quota') return undefined;
  const exhausted = exhaustedLimit(response);
  const mark = limitedMark(response);
  const delay = facts.statedDelay() ?? windowReset(response, facts.answeredAt());
  if (delay !== undefined && delay.seconds > LONGEST_WINDOW_SECONDS) return undefined;
  const saysRate = words === 'rate' || mark !== undefined;
  const isSilent = text.trim() === '';
  const hasSign = delay !== undefined || exhausted !== undefined;
  // A limit's header beside another refusal proves nothing: the last call that a window allows counts down to 0 too.
  const isSaid = saysRate || words === 'too-many' || (status === 429 ? hasSign : isSilent && exhausted !== undefined);
  if (!isSaid) return undefined;
  const isProven = status === 429 ? saysRate || (delay !== undefined && exhausted !== undefined) : saysRate && hasSign;
  // Words that are not understood may name a day or a plan.
  const isUnderstood = isSilent || words !== 'none';
  const said = facts.errorMessage();
  const evidence: Evidence[] = [{ where: 'response.status', what: String(status) }];
  if (delay !== undefined) evidence.push({ where: delay.where, what: delay.what });
  if (exhausted !== undefined) evidence.push({ where: `response.headers.${exhausted.name}`, what: exhausted.value });
  if (mark !== undefined) evidence.push({ where: `response.headers.${mark}`, what: response.header(mark) ?? '' });
  if (said !== undefined) evidence.push({ where: 'response.body', what: said });
  return {
    cause: 'rate-limited',
    confidence: isProven && isUnderstood ? 'certain' : 'likely',
    summary: summaryOf(facts, delay, exhausted?.limit),
    evidence,
    advice:
      delay === undefined
        ? `Send fewer requests to ${hostOf(facts)} and retry with growing pauses: it does not say how long to wait.`
        : delay.seconds === 0
          ? 'Retry now; the window has opened again.'
          : `Wait ${formatDuration(delay.seconds * 1000)}, then retry; spread the calls so that they stay under the limit.`,
    ...(delay === undefined ? {} : { retryAfterSeconds: delay.seconds }),
  };
}

function summaryOf(facts: Facts, delay: RetryDelay | undefined, limit: string | undefined): string {
  const said = facts.errorMessage();
  const details = limit === undefined ? [] : [`limit ${clip(limit.trim(), 30)}`];
  if (delay !== undefined)
    return quoteServer(facts, said ?? 'too many requests', { before: waitWords(delay), details });
  return said === undefined
    ? quoteServer(facts, 'no delay is given', { before: 'too many requests', details })
    : quoteServer(facts, said, { details });
}
