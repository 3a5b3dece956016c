import type { Annotation, Retry } from '../../exchange/annotation.ts';
import { formatDuration } from '../../exchange/units.ts';
import type { Repeat } from '../bundle.ts';
import { type Block, clip, code, heading, type Line, sentence, words } from './block.ts';

const MOST_EVIDENCE = 20;
const MOST_REPEATS = 10;

const RETRY: Record<Retry, string> = {
  never: 'there is nothing to gain from a retry',
  after_fix: 'only after the fix',
  safe: 'safe',
  unsafe: 'not safe: the request may have been processed, and repeating it may do it twice',
};

/** Cause, who has to act, evidence, and what is known about repeating the call. */
export function why(annotation: Annotation | null, startedAt: number, repeats: readonly Repeat[]): Block[] {
  if (annotation === null || annotation.cause === null) return [];
  const { cause, inner, confidence, fault, evidence, advice, retry, retryAfterSeconds, runnersUp = [] } = annotation;
  const delay =
    retryAfterSeconds === undefined ? '' : `, not before ${formatDuration(retryAfterSeconds * 1000)} have passed`;
  const items: Line[] = [
    [words(`Cause: ${cause}${inner ? `, inside it ${inner}` : ''} (${confidence})`)],
    [words(`Who has to act: ${fault}`)],
    ...(advice === '' ? [] : [[words('Next step: '), sentence(clip(advice, 500))]]),
    [words(`Retry: ${RETRY[retry]}${delay}`)],
    ...(repeats.length === 0 ? [] : [[words(repeatsInWords(repeats, startedAt))]]),
    ...evidence
      .slice(0, MOST_EVIDENCE)
      .map(({ where, what }) => [words('Evidence: '), code(clip(where, 200)), words(': '), code(clip(what, 500))]),
    ...runnersUp
      .slice(0, 3)
      .map((other) => [
        words(`It may also be ${other.cause} (${other.confidence}): `),
        sentence(clip(other.summary, 300)),
      ]),
  ];
  return [heading(2, words('Why')), { kind: 'list', items }];
}

/** `Sent again 2 times: 503 after 1 s, 200 after 5 s` */
function repeatsInWords(repeats: readonly Repeat[], startedAt: number): string {
  const each = repeats
    .slice(0, MOST_REPEATS)
    .map(({ at, status }) => `${status ?? 'no response'} after ${formatDuration(Math.max(0, at - startedAt))}`);
  const rest = repeats.length > MOST_REPEATS ? `, and ${repeats.length - MOST_REPEATS} more` : '';
  return `Sent again ${repeats.length === 1 ? 'once' : `${repeats.length} times`}: ${each.join(', ')}${rest}`;
}
