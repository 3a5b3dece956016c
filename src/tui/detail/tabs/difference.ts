import { type ComparisonLine, compareExchanges, comparisonLines } from '../../../exchange/comparison.ts';
import type { DifferenceItem } from '../../../exchange/difference.ts';
import { differencePlace } from '../../../exchange/difference.ts';
import type { Exchange } from '../../../exchange/exchange.ts';
import { escapedPart } from '../../../exchange/json-pointer.ts';
import { formatDuration } from '../../../exchange/units.ts';
import { safeText } from '../../cells.ts';
import { span, type Tone } from '../../line.ts';
import { beginningOf, GAP, LONGEST_ROW, prose, type Row, rowsOf, wire } from '../rows.ts';
import type { OpenedExchange, Tab } from '../tab.ts';

/** What this request has in another way than the latest success of its route, or this call than the one that was chosen. */
export const tab: Tab = {
  name: 'Difference',
  order: 4,
  hasText: ({ annotation, comparedWith }) => comparedWith !== undefined || annotation?.difference !== undefined,
  rows: (opened) => rowsOf(rowsFor(opened)),
};

function rowsFor({ exchange, annotation, comparedWith }: OpenedExchange): readonly Row[] {
  if (comparedWith !== undefined) return comparisonRows(comparedWith, exchange);
  if (annotation === null) return [prose('Still running: it is compared when it has ended.')];
  const { difference } = annotation;
  if (difference === undefined) {
    return [
      prose(
        'There is nothing to compare it with: only a failure whose method and route have succeeded before is compared.',
      ),
    ];
  }
  const { against, items } = difference;
  const ago = formatDuration(Math.max(0, exchange.startedAt - against.at));
  return [
    {
      ...prose(`#${against.id} of the same route succeeded ${ago} before this call; enter opens it.`),
      action: { kind: 'open', id: against.id },
    },
    ...(items.length === 0
      ? [
          GAP,
          prose('Nothing differs that does not also differ among calls that succeed: look at the server and at time.'),
        ]
      : items.flatMap((item) => itemRows(item))),
  ];
}

const COMPARISON_TONES: Readonly<Record<ComparisonLine['tone'], Tone>> = {
  heading: 'strong',
  added: 'success',
  removed: 'client-error',
  changed: 'warning',
  moved: 'redirect',
  context: 'plain',
  note: 'dim',
};

/** Both calls as a whole, as `httpwhy diff` compares them. */
function comparisonRows(before: Exchange, after: Exchange): readonly Row[] {
  const lines = comparisonLines(compareExchanges(before, after));
  return [
    {
      ...prose(`#${before.id} compared with this call, #${after.id}; enter opens it.`),
      action: { kind: 'open', id: before.id },
    },
    GAP,
    ...lines.map(({ tone, text }) => wire([span(safeText(beginningOf(text, LONGEST_ROW)), COMPARISON_TONES[tone])])),
  ];
}

/** Likeliest reason first: what it is, what it was, what it is now. Signs, not colours, tell the two apart. */
function itemRows(item: DifferenceItem): readonly Row[] {
  const { before, after, name } = item;
  const where = pointerOf(item);
  const title: Row = {
    line: [span(safeText(differencePlace(item)), 'name')],
    hang: 2,
    wrap: 'words',
    ...(where === undefined ? {} : { action: { kind: 'jump', where } }),
  };
  const side = (sign: string, value: string | null): Row => ({
    ...wire(
      value === null
        ? [span(`  ${sign} `, 'dim'), span('absent', 'dim')]
        : [span(`  ${sign} `, 'strong'), span(safeText(beginningOf(value, LONGEST_ROW)), 'string')],
      4,
    ),
    ...(value === null ? {} : { copies: { path: name, value: () => value } }),
  });
  return [GAP, title, side('−', before), side('+', after)];
}

/** Where it stands in this request; undefined where it is missing there. */
function pointerOf({ kind, name, after }: DifferenceItem): string | undefined {
  if (after === null) return undefined;
  switch (kind) {
    case 'header':
      return `request.headers.${name}`;
    case 'query':
      return `request.url?${name}`;
    case 'host':
    case 'path':
    case 'http-version':
      return 'request.url';
    case 'credential':
      return `request.headers.${name}`;
    case 'body':
      return `request.body#${name
        .split(/[.[\]]+/)
        .filter((step) => step !== '')
        .map((step) => `/${escapedPart(step)}`)
        .join('')}`;
  }
}
