import { type Command, InvalidArgumentError } from 'commander';
import { DEFAULT_LIMITS, type Limits } from '../store/limits.ts';
import { parseSize } from './size.ts';

export interface RetentionOptions {
  readonly keepFor?: number | null;
  readonly keepCount?: number | null;
  readonly keepSize?: number | null;
}

/** How much of a capture stays: the oldest go first, pinned ones never. */
export function addRetentionOptions(command: Command): Command {
  return command
    .option('--keep-for <time>', 'remove exchanges that are older: 12h, 7d, 4w (default: all)', orAll(parseAge))
    .option('--keep-count <n>', 'keep so many exchanges, and the pinned ones (default: all)', orAll(parseKept))
    .option('--keep-size <size>', 'keep the capture this small, or all (default: 2gib)', orAll(parseKeptSize));
}

export function limitsOf({ keepFor, keepCount, keepSize }: RetentionOptions): Limits {
  return {
    keepForMs: keepFor === undefined ? DEFAULT_LIMITS.keepForMs : keepFor,
    keepCount: keepCount === undefined ? DEFAULT_LIMITS.keepCount : keepCount,
    keepBytes: keepSize === undefined ? DEFAULT_LIMITS.keepBytes : keepSize,
  };
}

function orAll(parse: (text: string) => number): (text: string) => number | null {
  return (text) => (text.toLowerCase() === 'all' ? null : parse(text));
}

const AGE_UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** Milliseconds: `90s`, `30m`, `12h`, `7d`, `4w`. */
export function parseAge(text: string): number {
  const match = /^(\d{1,6}(?:\.\d{1,3})?)\s*([a-z]{1,3})$/i.exec(text);
  const unit = AGE_UNITS[match?.[2]?.toLowerCase() ?? ''];
  if (match === null || unit === undefined || Number(match[1]) === 0) {
    throw new InvalidArgumentError('A time is a number with a unit, for example 12h, 7d or 4w; all keeps everything.');
  }
  return Number(match[1]) * unit;
}

function parseKept(text: string): number {
  if (!/^[1-9]\d{0,11}$/.test(text)) {
    throw new InvalidArgumentError('A whole number from 1 is expected, for example 10000; all keeps everything.');
  }
  return Number(text);
}

function parseKeptSize(text: string): number {
  const bytes = parseSize(text);
  if (bytes === 0)
    throw new InvalidArgumentError('A size above 0 is expected, for example 500mb; all keeps everything.');
  return bytes;
}
