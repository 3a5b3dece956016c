import type { AnnotatedExchange } from '../../exchange/annotation.ts';
import { formatDuration } from '../../exchange/units.ts';
import { authorityOf, targetOf } from '../target.ts';
import { type Block, clip, code, heading, type Line, paragraph, words } from './block.ts';
import { serverRequestId } from './facts.ts';
import { outcomeWords } from './title.ts';

/** Several calls in the order in which they were made: the last of them, where there is no room for all. */
export function timeline(items: readonly AnnotatedExchange[], most: number): Block[] {
  const start = items[0]?.exchange.startedAt ?? 0;
  const hosts = new Set(items.map(({ exchange }) => authorityOf(exchange.request.url)));
  const rows = items.map((item, index): Line[] => {
    const { exchange } = item;
    const { method, url } = exchange.request;
    const target = hosts.size > 1 ? url.replace(/[?#].*$/s, '') : targetOf(url).replace(/[?#].*$/s, '');
    const id = serverRequestId(exchange);
    return [
      [words(String(index + 1))],
      [words(`+${formatDuration(Math.max(0, exchange.startedAt - start))}`)],
      [code(clip(`${method} ${target}`, 120))],
      [words(outcomeWords(item))],
      [words(exchange.durationMs === null ? '' : formatDuration(exchange.durationMs))],
      id === undefined ? [] : [code(clip(id.value, 120))],
    ];
  });
  const missing = Math.max(0, rows.length - most);
  return [
    heading(2, words('Timeline')),
    ...(missing > 0 ? [paragraph(words(`The last ${most} of ${rows.length} calls:`))] : []),
    { kind: 'table', head: ['', 'After', 'Call', 'Outcome', 'Took', 'Request id'], rows: rows.slice(missing) },
  ];
}
