import type { Annotation, Evidence, RunnerUp } from '../exchange/annotation.ts';
import type { Difference } from '../exchange/difference.ts';

/** The documented object that `httpwhy annotate` prints for one exchange. */
export interface AnnotationJson {
  readonly id: string | number;
  readonly class: Annotation['class'];
  readonly cause: Annotation['cause'];
  readonly inner?: Annotation['cause'];
  readonly fault: Annotation['fault'];
  readonly confidence: Annotation['confidence'];
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly advice: string;
  readonly retry: Annotation['retry'];
  /** Seconds, where the server gave a delay. */
  readonly after_s?: number;
  readonly runners_up?: readonly RunnerUp[];
  readonly difference?: Difference;
}

export function annotationToJson(id: string | number, annotation: Annotation): AnnotationJson {
  const { cause, inner, fault, confidence, summary, evidence, advice, retry, retryAfterSeconds } = annotation;
  return {
    id,
    class: annotation.class,
    cause,
    ...(cause === 'error-in-success' ? { inner: inner ?? null } : {}),
    fault,
    confidence,
    summary,
    evidence,
    advice,
    retry,
    ...(retryAfterSeconds === undefined ? {} : { after_s: retryAfterSeconds }),
    ...(annotation.runnersUp === undefined ? {} : { runners_up: annotation.runnersUp }),
    ...(annotation.difference === undefined ? {} : { difference: annotation.difference }),
  };
}
