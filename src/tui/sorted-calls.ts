import { outcomeOf } from '../exchange/outcome.ts';
import { redactUrl } from '../exchange/redact.ts';
import type { ExchangeRow } from '../exchange/row.ts';
import { formatBytes } from '../exchange/units.ts';
import { fitted, safeText } from './cells.ts';
import { span } from './line.ts';
import { type Menu, type MenuItem, type Order, PLAIN_MENU } from './menu.ts';
import { signOf } from './signs.ts';
import { shortTarget } from './target.ts';
import { shortDuration } from './time.ts';
import type { ReadPage } from './viewport.ts';

const MOST_SORTED = 200;

type Measure = (row: ExchangeRow) => number;
const MEASURES: Readonly<Record<Order, Measure>> = {
  slowest: ({ durationMs }) => durationMs ?? 0,
  largest: ({ responseBytes }) => responseBytes,
};

/** Goes back through the log, from the newest call on, and keeps the slowest and the largest ones. */
export class SortedCalls {
  readonly #read: ReadPage;
  readonly #tops: Readonly<Record<Order, ExchangeRow[]>> = { slowest: [], largest: [] };
  #before: number | null = null;
  #seen = 0;
  #isWhole = false;

  constructor(read: ReadPage) {
    this.#read = read;
  }

  /** Every call has been looked at. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Looks at some more calls, at most `limit`; false where there are no more. */
  step(limit: number): boolean {
    if (this.#isWhole) return false;
    const before = this.#before;
    const rows = this.#read(before === null ? { kind: 'last' } : { kind: 'before', id: before }, limit);
    this.#seen += rows.length;
    this.#before = rows[0]?.id ?? before;
    this.#isWhole = rows.length < limit;
    for (const order of ['slowest', 'largest'] as const) keepMost(this.#tops[order], rows, MEASURES[order]);
    return !this.#isWhole;
  }

  menu(order: Order): Menu {
    const seen = `${this.#seen.toLocaleString('en-US')} ${this.#seen === 1 ? 'call' : 'calls'}`;
    return {
      ...PLAIN_MENU,
      kind: 'sorted',
      title: this.#isWhole ? `the ${order} of ${seen}` : `the ${order} of the latest ${seen}, looking further …`,
      ifEmpty: 'No call has ended so far.',
      order,
      items: this.#tops[order].map(sortedItem),
    };
  }
}

/** Those that measure most, the first of them first; of equal ones the newer first. */
function keepMost(top: ExchangeRow[], rows: readonly ExchangeRow[], measure: Measure): void {
  const least = top.length < MOST_SORTED ? Number.NEGATIVE_INFINITY : measure(top.at(-1)!);
  const more = rows.filter((row) => row.durationMs !== null && measure(row) > least);
  if (more.length === 0) return;
  top.push(...more);
  top.sort((one, other) => measure(other) - measure(one) || other.id - one.id);
  top.length = Math.min(top.length, MOST_SORTED);
}

function sortedItem(row: ExchangeRow): MenuItem {
  const { glyph, tone } = signOf(row);
  const target = redactUrl(row.url.slice(0, 2000));
  const why = outcomeOf(row) === 'good' || row.cause === null ? '' : row.cause;
  return {
    name: String(row.id),
    line: [
      span(`${glyph} `, tone),
      span(
        `${fitted(shortDuration(row.durationMs ?? 0), 7, 'right')} ${fitted(formatBytes(row.responseBytes), 7, 'right')}  `,
        'strong',
      ),
      span(`${fitted(safeText(row.method.slice(0, 40)), 7)} ${row.status ?? '–––'} `),
      span(shortTarget(target, 60)),
      span(why === '' ? '' : `  ${why}`, tone),
    ],
    help: [`#${row.id}`, why === '' ? '' : row.summary, target].filter((part) => part !== '').join(' · '),
  };
}
