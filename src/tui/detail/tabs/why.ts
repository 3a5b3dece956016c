import type { Annotation } from '../../../exchange/annotation.ts';
import { differenceInWords } from '../../../exchange/difference.ts';
import { namedPhases, phasesOf } from '../../../exchange/phases.ts';
import { formatDuration, formatMessages } from '../../../exchange/units.ts';
import { safeText } from '../../cells.ts';
import { span } from '../../line.ts';
import { judgement, signOf } from '../../signs.ts';
import { fact, GAP, heading, prose, type Row, rowsOf, wire } from '../rows.ts';
import type { OpenedExchange, Tab } from '../tab.ts';

/** Items of the difference that are shown here; the tab Difference has all. */
const MOST_ITEMS = 4;

/** Cause, what to do, and the evidence, from which `enter` leads to the bytes. */
export const tab: Tab = {
  name: 'Why',
  order: 1,
  hasText: () => true,
  rows: (opened) => rowsOf(rowsFor(opened)),
};

function rowsFor(opened: OpenedExchange): readonly Row[] {
  const { annotation } = opened;
  if (annotation === null)
    return [prose('Still running: the reason is known when the exchange has ended.'), GAP, ...factRows(opened)];
  return [
    ...judgementRows(annotation),
    ...evidenceRows(annotation),
    ...differenceRows(annotation),
    ...runnersUpRows(annotation),
    GAP,
    ...factRows(opened),
  ];
}

function judgementRows(annotation: Annotation): readonly Row[] {
  const { cause, inner, summary, advice } = annotation;
  const rows: Row[] = [];
  if (cause !== null) {
    const name = inner ? `${cause} (${inner})` : cause;
    const { tone } = signOf(annotation);
    rows.push({
      line: [span(name, tone), span(` · ${judgement(annotation)}`)],
      hang: 2,
      wrap: 'words',
      copies: { path: 'cause', value: () => cause },
    });
  }
  if (summary !== '') {
    rows.push({
      line: [span(safeText(summary), 'strong')],
      hang: 0,
      wrap: 'words',
      copies: { path: 'summary', value: () => summary },
    });
  }
  if (rows.length === 0) rows.push(prose('Nothing needs explaining.'));
  if (advice !== '') {
    rows.push(GAP, {
      line: [span('do  ', 'dim'), span(safeText(advice))],
      hang: 4,
      wrap: 'words',
      copies: { path: 'advice', value: () => advice },
    });
  }
  return rows;
}

function evidenceRows({ evidence }: Annotation): readonly Row[] {
  if (evidence.length === 0) return [];
  const widest = Math.min(32, Math.max(...evidence.map(({ where }) => where.length)));
  return [
    GAP,
    heading('evidence'),
    ...evidence.map(({ where, what }): Row => {
      const [, id] = /^history:(\d{1,15})$/.exec(where) ?? [];
      return {
        ...wire([span(`  ${safeText(where).padEnd(widest)}  `, 'name'), span(safeText(what))], 4),
        action: id === undefined ? { kind: 'jump', where } : { kind: 'open', id: Number(id) },
        copies: { path: where, value: () => what },
      };
    }),
  ];
}

function differenceRows({ difference }: Annotation): readonly Row[] {
  if (difference === undefined) return [];
  const { against, items } = difference;
  const title = items.length === 0 ? 'nothing that matters differs from' : 'differs from';
  const more = items.length - MOST_ITEMS;
  return [
    GAP,
    {
      ...heading(`${title} the latest success of this route, #${against.id}`),
      action: { kind: 'open', id: against.id },
    },
    ...items.slice(0, MOST_ITEMS).map((item) => wire([span(`  ${safeText(differenceInWords(item))}`)], 4)),
    ...(more > 0 ? [heading(`  and ${more} more, in the tab Difference`)] : []),
  ];
}

function runnersUpRows({ runnersUp = [] }: Annotation): readonly Row[] {
  if (runnersUp.length === 0) return [];
  return [
    GAP,
    heading('what else it may be'),
    ...runnersUp.map(
      ({ cause, confidence, summary }): Row => ({
        line: [span(`  ${cause}`, 'name'), span(` (${confidence}) ${safeText(summary)}`)],
        hang: 4,
        wrap: 'words',
      }),
    ),
  ];
}

/** Between whom it went and how long it took, in three lines at most: they explain slow calls and wrong addresses. */
function factRows({ exchange }: OpenedExchange): readonly Row[] {
  const { connection, durationMs, messageCount } = exchange;
  const { client, server, isReused } = connection;
  const route = [
    [client ?? 'imported', ...(server?.via ? [server.via] : []), server?.server ?? 'no server reached'].join(' → '),
    server?.tls?.protocol ?? '',
    server?.tls?.alpn ?? '',
    isReused ? 'connection reused' : '',
  ].filter((part) => part !== '');
  const phases = namedPhases(phasesOf(exchange)).map(([name, ms]) => `${name} ${formatDuration(ms)}`);
  const times = [...phases, ...(durationMs === null ? [] : [`in all ${formatDuration(durationMs)}`])];
  return [
    fact('route', route.join(' · '), 6),
    ...(times.length === 0 ? [] : [fact('time', times.join(' · '), 6)]),
    ...(messageCount === 0 ? [] : [fact('stream', formatMessages(messageCount), 6)]),
  ];
}
