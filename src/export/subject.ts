import type { AnnotatedExchange, Annotation } from '../exchange/annotation.ts';

/** What a document about several calls is about: the last that failed, else the last. */
export function subjectOf<Item extends AnnotatedExchange>(items: readonly Item[]): Item | undefined {
  return items.findLast(({ annotation }) => isFailure(annotation)) ?? items.at(-1);
}

function isFailure(annotation: Annotation | null): boolean {
  if (annotation === null || annotation.cause === null) return false;
  return annotation.class !== 'success' || annotation.fault !== 'nobody';
}
