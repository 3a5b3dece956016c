import type { Annotation } from '../../exchange/annotation.ts';

/** Which parts of one message are evidence. */
export interface MarkedParts {
  readonly isStartLine: boolean;
  /** In lower case. */
  readonly headers: ReadonlySet<string>;
  /** JSON Pointers into the body. */
  readonly pointers: ReadonlySet<string>;
  /** Lines of the body as it was sent, from 1. */
  readonly lines: ReadonlySet<number>;
  /** Parameters of a form. */
  readonly parameters: ReadonlySet<string>;
}

/** The parts to which the evidence points. Pointers come from rules, and what they name from the exchange. */
export function markedParts(annotation: Annotation | null, side: 'request' | 'response'): MarkedParts {
  const headers = new Set<string>();
  const pointers = new Set<string>();
  const lines = new Set<number>();
  const parameters = new Set<string>();
  let isStartLine = false;
  for (const { where } of annotation?.evidence ?? []) {
    if (!where.startsWith(`${side}.`)) continue;
    const place = where.slice(side.length + 1);
    if (/^(?:method|url|status|reason|httpVersion)\b/.test(place)) isStartLine = true;
    else if (/^(?:headers|trailers)\./.test(place)) headers.add(place.replace(/^\w+\./, '').toLowerCase());
    else if (place.startsWith('body#')) pointers.add(place.slice('body#'.length));
    else if (place.startsWith('body?')) parameters.add(place.slice('body?'.length));
    else {
      const line = /^body:(\d{1,9})(?::\d+)?$/.exec(place)?.[1];
      if (line !== undefined) lines.add(Number(line));
    }
  }
  return { isStartLine, headers, pointers, lines, parameters };
}
