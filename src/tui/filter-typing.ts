import type { EditedLine } from './line-editor.ts';
import type { FilterCompletions } from './source.ts';

/** What helps while a filter is typed: candidates for the place of the caret, and filters of before. */
export interface Typing {
  readonly offer: FilterCompletions;
  /** The candidate that stands in the line; null while the line is as it was typed. */
  readonly chosen: number | null;
  /** The line before a candidate, or a filter of before, was put in. */
  readonly typed: EditedLine | null;
  /** The filter of before that stands in the line, 0 the latest; null where none does. */
  readonly recalled: number | null;
}

export const NO_OFFER: FilterCompletions = { start: 0, end: 0, candidates: [] };
export const NOT_TYPING: Typing = { offer: NO_OFFER, chosen: null, typed: null, recalled: null };

export interface Typed {
  readonly filter: EditedLine;
  readonly typing: Typing;
}

/** The next candidate (`step` 1) or the one before (-1) in place of what was typed; around the end. */
export function withCandidate({ filter, typing }: Typed, step: 1 | -1): Typed {
  const { offer, chosen } = typing;
  const count = offer.candidates.length;
  if (count === 0) return { filter, typing };
  const index = chosen === null ? (step === 1 ? 0 : count - 1) : (chosen + step + count) % count;
  const typed = typing.typed ?? filter;
  const text = offer.candidates[index]!.text;
  return {
    filter: {
      text: typed.text.slice(0, offer.start) + text + typed.text.slice(offer.end),
      caret: offer.start + text.length,
    },
    typing: { ...typing, chosen: index, typed },
  };
}

/** The filter before (`step` 1) or after (-1) the one in the line; after the latest comes what was typed. */
export function withPast({ filter, typing }: Typed, past: readonly string[], step: 1 | -1): Typed {
  const index = (typing.recalled ?? -1) + step;
  const typed = typing.recalled === null ? filter : (typing.typed ?? filter);
  if (index < 0) {
    return typing.recalled === null ? { filter, typing } : { filter: typed, typing: NOT_TYPING };
  }
  const text = past.at(-1 - index);
  if (text === undefined) return { filter, typing };
  return {
    filter: { text, caret: text.length },
    typing: { offer: NO_OFFER, chosen: null, typed, recalled: index },
  };
}

const MOST_PAST = 200;

/** The filters of before with the latest one at the end, each once. */
export function withKept(past: readonly string[], text: string): readonly string[] {
  return text === '' ? past : [...past.filter((each) => each !== text), text].slice(-MOST_PAST);
}
