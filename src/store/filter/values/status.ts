import { intervalKind, type Span } from './numbers.ts';
import { type KnownValue, Misread, type ValueKind } from './value.ts';

const STATUSES: readonly KnownValue[] = [
  { value: '2xx', help: 'success' },
  { value: '3xx', help: 'redirection' },
  { value: '4xx', help: 'the request is refused' },
  { value: '5xx', help: 'the server failed' },
  { value: '>=400', help: 'every failing status' },
  { value: 'none', help: 'no status line has arrived' },
];

/** `404`, `4xx`, `40x`, comparisons and ranges of them, and `none` for exchanges without a status line. */
export const STATUS: ValueKind = intervalKind(
  'a status such as 404, 4xx, >=400, 400..499 or none',
  STATUSES,
  statusSpan,
);

function statusSpan(text: string): Span {
  const match = /^([1-9])([0-9x])([0-9x])$/i.exec(text);
  const [, hundreds = '', tens = '', ones = ''] = match ?? [];
  const isTens = /x/i.test(tens);
  const isOnes = /x/i.test(ones);
  if (match === null || (isTens && !isOnes)) throw new Misread(`"${text}" is not a status`, meantStatus(text));
  const from = Number(hundreds + (isTens ? '0' : tens) + (isOnes ? '0' : ones));
  return { from, to: from + (isTens ? 100 : isOnes ? 10 : 1) };
}

/** `4x`, `4**`, `4` and the like. */
function meantStatus(text: string): string | undefined {
  const digits = /^([1-9])(?:[x*]{1,3}|00s)?$/i.exec(text);
  if (digits !== null) return `${digits[1]}xx`;
  const tens = /^([1-9]\d)[*x]?$/i.exec(text);
  return tens === null ? undefined : `${tens[1]}x`;
}
