import type { Annotation } from '../../exchange/annotation.ts';
import type { Unknown } from './recorded.ts';

/** What can only be said of a request that was seen. */
const ABOUT_REQUEST = new Set(['missing-credentials', 'malformed-credentials', 'malformed-body', 'wrong-content-type']);

/** The annotation, no surer than it can be where a part of the exchange was never recorded. */
export function asFarAsKnown(annotation: Annotation, unknown: Unknown | null): Annotation {
  const { cause, confidence } = annotation;
  if (unknown === null || cause === null) return annotation;
  if (unknown === 'credentials')
    return cause === 'missing-credentials' ? { ...annotation, confidence: 'guess' } : annotation;
  const restsOnRequest =
    ABOUT_REQUEST.has(cause) || annotation.evidence.some(({ where }) => where.startsWith('request.'));
  if (restsOnRequest) return { ...annotation, confidence: 'guess' };
  return confidence === 'certain' && annotation.class !== 'no_response'
    ? { ...annotation, confidence: 'likely' }
    : annotation;
}
