import type { Annotation } from '../../exchange/annotation.ts';

const POINTER = /^history:(\d{1,15})\b/;

/**
 * An annotation that was made in another capture, with the numbers that exchanges have in this one. What points to an
 * exchange that was not imported is left out, or said to be so where it stands in a sentence.
 */
export function renumbered(annotation: Annotation, numberOf: (old: number) => number | undefined): Annotation {
  const named = new Set(annotation.evidence.flatMap(({ where }) => POINTER.exec(where)?.[1] ?? []));
  // Only numbers that the evidence names too: others, `#4` in the words of a server, are no exchanges.
  const say = (text: string) =>
    text.replace(/#(\d{1,15})\b/g, (whole, digits: string) => {
      if (!named.has(digits)) return whole;
      const number = numberOf(Number(digits));
      return number === undefined ? `${whole} (not imported)` : `#${number}`;
    });
  const { difference, ...rest } = annotation;
  const success = difference && numberOf(difference.against.id);
  return {
    ...rest,
    summary: say(annotation.summary),
    advice: say(annotation.advice),
    evidence: annotation.evidence.flatMap(({ where, what }) => {
      const old = POINTER.exec(where)?.[1];
      if (old === undefined) return [{ where, what }];
      const number = numberOf(Number(old));
      return number === undefined ? [] : [{ where: where.replace(POINTER, `history:${number}`), what }];
    }),
    ...(difference === undefined || success === undefined
      ? {}
      : { difference: { ...difference, against: { ...difference.against, id: success } } }),
  };
}
