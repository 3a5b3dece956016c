import { InvalidArgumentError } from 'commander';
import { SIZE_UNITS } from '../exchange/units.ts';

/** Bytes: `500kb`, `10mb`, `1gb`, `64KiB`, or a plain number. */
export function parseSize(text: string): number {
  const match = /^(\d{1,12}(?:\.\d{1,3})?)\s*([a-z]{0,3})$/i.exec(text);
  const unit = SIZE_UNITS[match?.[2]?.toLowerCase() || 'b'];
  if (match === null || unit === undefined) {
    throw new InvalidArgumentError('A size is a number with a unit, for example 500kb, 10mb or 0.');
  }
  return Math.floor(Number(match[1]) * unit);
}
