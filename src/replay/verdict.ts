import type { AnnotatedExchange } from '../exchange/annotation.ts';
import type { CauseId } from '../exchange/causes.ts';
import { joinedHeader } from '../exchange/headers.ts';
import { isTrouble, outcomeOf } from '../exchange/outcome.ts';

/** What a second try says about the first. */
export type Verdict =
  /** It failed, and does no more. */
  | 'fixed'
  | 'still-fine'
  /** It fails as before. */
  | 'same-cause'
  /** It fails for another reason. */
  | 'new-cause'
  /** It was fine, and fails. */
  | 'broke';

export const VERDICTS: readonly Verdict[] = ['fixed', 'still-fine', 'same-cause', 'new-cause', 'broke'];

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  fixed: 'fixed',
  'still-fine': 'still fine',
  'same-cause': 'same cause',
  'new-cause': 'new cause',
  broke: 'broke',
};

/** What `httpwhy replay` ends with; of several verdicts the highest. */
export const VERDICT_EXIT_CODES: Readonly<Record<Verdict, number>> = {
  fixed: 0,
  'still-fine': 0,
  'same-cause': 3,
  'new-cause': 4,
  broke: 5,
};

/** A pending exchange has not failed so far. */
export function verdictOf(before: AnnotatedExchange, after: AnnotatedExchange): Verdict {
  const [first, second] = [troubleOf(before), troubleOf(after)];
  if (second === undefined) return first === undefined ? 'still-fine' : 'fixed';
  if (first === undefined) return 'broke';
  return first.cause === second.cause && first.inner === second.inner ? 'same-cause' : 'new-cause';
}

interface Trouble {
  readonly cause: CauseId | null;
  /** Of a success in name only. */
  readonly inner: CauseId | null;
}

/** Undefined where nothing is wrong. */
export function troubleOf({ exchange, annotation }: AnnotatedExchange): Trouble | undefined {
  if (annotation === null || !isTrouble(outcomeOf(annotation))) return undefined;
  const { cause, inner = null } = annotation;
  // A stream ends when its reader has seen enough: whoever followed one, an app or a replay, hangs up in the end.
  const isGoodStream = exchange.response?.status === 200 && isEventStream(exchange.response.headers);
  return cause === 'client-aborted' && isGoodStream ? undefined : { cause, inner };
}

/** `text/event-stream`, the media type of Server-Sent Events. */
export function isEventStream(headers: Parameters<typeof joinedHeader>[0]): boolean {
  return /^\s*text\/event-stream\b/i.test(joinedHeader(headers, 'content-type') ?? '');
}
