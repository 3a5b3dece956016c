import type { ExchangeRow, PageAnchor } from '../exchange/row.ts';
import type { ReadPage } from './viewport.ts';

/** Each read asks for more than the one before, up to so many rows. */
const LARGEST_READ = 500;
/** Beyond this the page stays shorter than it was asked for. */
const MOST_READS = 12;

/** Pages without the rows that are folded into others: as many rows as were asked for, as far as there are any. */
export function withoutFolded(read: ReadPage, isFolded: (id: number) => boolean): ReadPage {
  return (anchor, limit) => {
    if (limit <= 0) return [];
    let rows: readonly ExchangeRow[] = [];
    let from: PageAnchor = anchor;
    let size = limit;
    for (let reads = 0; reads < MOST_READS; reads += 1) {
      const page = read(from, size);
      const shown = page.filter(({ id }) => !isFolded(id));
      rows = anchor.kind === 'from' ? [...rows, ...shown] : [...shown, ...rows];
      if (page.length < size || rows.length >= limit) break;
      from = anchor.kind === 'from' ? { kind: 'from', id: page.at(-1)!.id + 1 } : { kind: 'before', id: page[0]!.id };
      size = Math.min(size * 2, LARGEST_READ);
    }
    return anchor.kind === 'from' ? rows.slice(0, limit) : rows.slice(-limit);
  };
}
