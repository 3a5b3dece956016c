import type { Annotation, Evidence, Retry, RunnerUp } from '../exchange/annotation.ts';
import type { CauseId } from '../exchange/causes.ts';
import type { Difference } from '../exchange/difference.ts';
import type { ExchangeRecord } from './record.ts';

/** The column `explanation`: what an annotation says beyond the columns of its own. What is empty is left out. */
interface Explanation {
  readonly evidence?: readonly Evidence[];
  readonly advice?: string;
  readonly retry?: Retry;
  readonly retryAfterSeconds?: number;
  readonly inner?: CauseId;
  readonly runnersUp?: readonly RunnerUp[];
  readonly difference?: Difference;
}

/** What stands for a missing `retry`: a call that did what it was meant to do is not repeated. */
const ORDINARY_RETRY: Retry = 'never';

export function explanationToJson(annotation: Annotation): string | null {
  const { evidence, advice, retry, retryAfterSeconds, inner, runnersUp, difference } = annotation;
  const isOrdinary =
    evidence.length === 0 &&
    advice === '' &&
    retry === ORDINARY_RETRY &&
    retryAfterSeconds === undefined &&
    inner === undefined &&
    runnersUp === undefined &&
    difference === undefined;
  if (isOrdinary) return null;
  const explanation: Explanation = {
    ...(evidence.length > 0 && { evidence }),
    ...(advice !== '' && { advice }),
    retry,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(inner != null && { inner }),
    ...(runnersUp !== undefined && { runnersUp }),
    ...(difference !== undefined && { difference }),
  };
  return JSON.stringify(explanation);
}

/** Null while the exchange is pending. */
export function toAnnotation(
  record: Pick<ExchangeRecord, 'class' | 'cause' | 'fault' | 'confidence' | 'summary' | 'explanation'>,
): Annotation | null {
  if (record.class === null) return null;
  const { evidence, advice, retry, retryAfterSeconds, inner, runnersUp, difference } = JSON.parse(
    record.explanation ?? '{}',
  ) as Explanation;
  return {
    class: record.class,
    cause: record.cause,
    ...(record.cause === 'error-in-success' && { inner: inner ?? null }),
    fault: record.fault ?? 'nobody',
    confidence: record.confidence ?? 'guess',
    summary: record.summary,
    evidence: evidence ?? [],
    advice: advice ?? '',
    retry: retry ?? ORDINARY_RETRY,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(runnersUp !== undefined && { runnersUp }),
    ...(difference !== undefined && { difference }),
  };
}
