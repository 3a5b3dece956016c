import type { RetryDelay } from './retry-delay.ts';

/** Where a server asks to be left alone for a while: `try again in 7m12s`, `Expected available in 41 seconds`, `wait 30 seconds`. */
const ASKED =
  /\b(?:(?:try|retry|retrying)(?: (?:your|the) (?:request|call))?(?: again)?(?: later)? (?:in|after)|(?:please|must|to) wait(?: for)?|available(?: again)? in|reset(?:s)? in)(?: (?:about|approximately|at least|another))? /gi;

const PART =
  /^\s?(\d{1,7}(?:\.\d{1,6})?)\s?(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)(?![a-z])/i;
const MOST_PARTS = 4;
const LONGEST_TEXT = 600;

/** What the source of such a delay is called. */
export const SPOKEN = 'in its words';

const SECONDS: readonly (readonly [RegExp, number])[] = [
  [/^m(?:s|illi)/i, 0.001],
  [/^s/i, 1],
  [/^m/i, 60],
  [/^h/i, 3600],
  [/^d/i, 86_400],
];

/** The delay that a sentence gives. */
export function spokenDelay(sentence: string, where: string): RetryDelay | undefined {
  const text = sentence.slice(0, LONGEST_TEXT);
  for (const asked of text.matchAll(ASKED)) {
    let rest = text.slice(asked.index + asked[0].length);
    let seconds = 0;
    let length = 0;
    for (let count = 0; count < MOST_PARTS; count += 1) {
      const part = PART.exec(rest);
      if (part === null) break;
      seconds += Number(part[1]) * (SECONDS.find(([unit]) => unit.test(part[2]!))?.[1] ?? 1);
      length += part[0].length;
      rest = rest.slice(part[0].length);
    }
    if (length > 0) {
      const end = asked.index + asked[0].length + length;
      return { seconds: Math.round(seconds * 1000) / 1000, source: SPOKEN, where, what: text.slice(asked.index, end) };
    }
  }
  return undefined;
}
