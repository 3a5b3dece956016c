import type { Annotation, Evidence } from '../exchange/annotation.ts';

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
  };
}
