import { formatBytes } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { clip } from '../shown.ts';

export function bodySize(facts: Facts): string {
  const announced = Number(facts.request.header('content-length') ?? '0');
  const bytes = Math.max(Number.isFinite(announced) ? announced : 0, facts.exchange.request.body?.totalBytes ?? 0);
  return bytes === 0 ? '' : ` of ${formatBytes(bytes)}`;
}

/** `, which has 4096 bytes`, from the `Content-Range` of a 416. */
export function totalSize(facts: Facts): string {
  const total = /\*\/(\d{1,18})$/.exec(facts.response.header('content-range') ?? '')?.[1];
  return total === undefined ? '' : `, which has ${total} bytes`;
}

export function headerBytes(facts: Facts): number {
  return facts.exchange.request.headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
}

export function largestHeader(facts: Facts): string {
  const [name, value] = facts.exchange.request.headers.reduce(
    (largest, header) => (header[1].length > largest[1].length ? header : largest),
    ['', ''] as readonly [string, string],
  );
  return name === '' ? '' : `; the largest field is ${clip(name, 40)} (${formatBytes(value.length)})`;
}
