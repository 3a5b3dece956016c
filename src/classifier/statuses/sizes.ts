import { formatBytes } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { clip, counted } from '../shown.ts';

/** `a request body of 5.4 GB`, as far as the size is known. */
export function bodySize(facts: Facts): string {
  const announced = Number(facts.request.header('content-length') ?? '0');
  const bytes = Math.max(Number.isFinite(announced) ? announced : 0, facts.exchange.request.body?.totalBytes ?? 0);
  return bytes === 0 ? 'the request body' : `a request body of ${formatBytes(bytes)}`;
}

/** `4096 bytes`, from the `Content-Range` of a 416; undefined where it does not say. */
export function totalSize(facts: Facts): string | undefined {
  const total = /\*\/(\d{1,18})$/.exec(facts.response.header('content-range') ?? '')?.[1];
  return total === undefined ? undefined : counted(Number(total), 'byte');
}

export function headerBytes(facts: Facts): number {
  return facts.exchange.request.headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
}

/** `Cookie (11 kB)`, or undefined where no header was recorded. */
export function largestHeader(facts: Facts): string | undefined {
  const [name, value] = facts.exchange.request.headers.reduce(
    (largest, header) => (header[1].length > largest[1].length ? header : largest),
    ['', ''] as readonly [string, string],
  );
  return name === '' ? undefined : `${clip(name, 40)} (${formatBytes(value.length)})`;
}
