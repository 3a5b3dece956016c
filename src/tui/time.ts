import { formatDuration } from '../exchange/units.ts';

/** Writes epoch milliseconds as a time of day. */
export type TimeOfDay = (epochMs: number) => string;

/** `12:03:18` on the clock of the person's own time zone. */
export const localTimeOfDay: TimeOfDay = (epochMs) => {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) return '--:--:--';
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
};

/** A duration in at most six cells: `190 ms`, `1.4 s`, `42 s`, `3 min`, `2 h`. */
export function shortDuration(ms: number): string {
  if (ms < 59_500) return formatDuration(ms);
  const [value, unit] = formatDuration(ms).split(' ');
  return `${value} ${unit}`;
}
