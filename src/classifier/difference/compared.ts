import type { KeptRequest } from '../../exchange/history.ts';

/** A failed request, and the successes of the same method and route to compare it with. */
export interface Compared {
  /** The latest of them. */
  readonly before: KeptRequest;
  readonly after: KeptRequest;
  /** The others, the latest first. */
  readonly earlier: readonly KeptRequest[];
}

/** One value of a request; undefined where it is absent. */
export type Read = (request: KeptRequest) => string | undefined;

/** The value differed among the successes. */
export function variesAmong({ before, earlier }: Compared, read: Read): boolean {
  const latest = read(before);
  return earlier.some((request) => read(request) !== latest);
}

/** A success had the very value that the failure has, so that it cannot be the reason. */
export function hasWorked({ before, after, earlier }: Compared, read: Read): boolean {
  const value = read(after);
  return [before, ...earlier].some((request) => read(request) === value);
}

/** The part that is left of the weight of a value that is another with every call. */
const VARYING = 0.1;
/** Both are numbers, dates, ids of one form: such values are made to differ. */
const ALIKE = 0.5;

/** How much a value that differs may explain, of `weights`: that it is missing, new, or another one. */
export function weigh(
  compared: Compared,
  read: Read,
  weights: { readonly missing: number; readonly added: number; readonly changed: number },
): number {
  const [before, after] = [read(compared.before), read(compared.after)];
  if (hasWorked(compared, read)) return 0;
  const isVarying = variesAmong(compared, read);
  if (after === undefined) return isVarying ? weights.missing * ALIKE : weights.missing;
  if (before === undefined) return isVarying ? weights.added * VARYING : weights.added;
  if (isVarying) return weights.changed * VARYING;
  return formOf(before) === formOf(after) && /\d/.test(after) ? weights.changed * ALIKE : weights.changed;
}

/** `2026-11-05` and `2026-12-24` are of one form, so are `A-17` and `B-4`. */
function formOf(value: string): string {
  return value
    .slice(0, 200)
    .replace(/\d+/g, '0')
    .replace(/[A-Za-z]+/g, 'a');
}
