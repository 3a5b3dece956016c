import { safeText } from './cells.ts';
import { columnsFor } from './columns.ts';
import { filterLine } from './filter-line.ts';
import { footerLine } from './footer.ts';
import type { Frame } from './frame.ts';
import { headerLine } from './header.ts';
import { logLayout, textWidth } from './layout.ts';
import { cutLine, type Line, span, wrapLine } from './line.ts';
import { headingLine, rowLine } from './log-row.ts';
import type { State } from './state.ts';
import { stripLines } from './strip.ts';
import type { Surroundings } from './surroundings.ts';

/** The live log: what happened, newest at the bottom, and why for the selected row. */
export function logFrame(state: State, surroundings: Surroundings): Frame {
  const { size } = state;
  const layout = logLayout(size);
  const columns = columnsFor(size.columns);
  const filter = filterLine(state);
  const strip = stripLines(state, surroundings, textWidth(size), layout.strip);
  // Names over nothing, and a rule under nothing, only stand in the way of what a first look is for.
  const isEmpty = state.log.rows.length === 0;
  const list: readonly Line[] = [
    ...(layout.headings === 1 ? [isEmpty ? [] : headingLine(columns)] : []),
    ...padded(listLines(state, surroundings), layout.list),
  ];
  const lines: readonly Line[] = [
    headerLine(state, surroundings),
    filter.line,
    // What helps typing lies over the list, so that no row moves when it comes and goes.
    ...filter.below.slice(0, list.length),
    ...list.slice(filter.below.length),
    isEmpty ? [] : [span('─'.repeat(size.columns), 'dim')],
    ...padded(strip.map(inset), layout.strip),
    footerLine(state),
  ];
  return { lines, caret: filter.caret === undefined ? undefined : { x: filter.caret, y: 1 } };
}

/** Header and filter. */
const LINES_ABOVE = 2;

/** The call on this line of the screen. */
export function rowAt({ size, log }: State, y: number): number | undefined {
  return log.rows[y - LINES_ABOVE - logLayout(size).headings]?.id;
}

function listLines(state: State, surroundings: Surroundings): readonly Line[] {
  const { log, size, now, glance } = state;
  if (log.rows.length === 0) return emptyLines(state, surroundings);
  const columns = columnsFor(size.columns);
  const { timeOfDay } = surroundings;
  return log.rows.map((row) =>
    rowLine(row, {
      columns,
      isSelected: row.id === log.selectedId,
      now,
      timeOfDay,
      repetition: glance.repetitions.get(row.id),
      retryAt: glance.retryAt.get(row.id),
    }),
  );
}

const FILTER_HINT = ' clears the filter. Words look into what a row shows, text:WORD into headers and bodies too.';

/** An empty log says what would fill it. */
function emptyLines(state: State, surroundings: Surroundings): readonly Line[] {
  const { filter, mistake, size } = state;
  const { hints, address, isOver, isStarting } = surroundings;
  const place = safeText(address);
  const cells = size.columns - 6;
  // While it is wrong, nothing is known of what it would find.
  if (mistake !== null) return [];
  if (isStarting) return [[], [span('   The proxy is starting.', 'dim')]];
  const lines: readonly Line[] =
    filter.text === ''
      ? [
          [],
          [span('Nothing recorded yet.', 'strong')],
          ...wrapLine(
            [span(isOver ? `${place} holds no call.` : `Calls through ${place} appear here as they happen.`)],
            cells,
            0,
            'words',
          ),
          ...(hints.length === 0 ? [] : [[], [span('Try one of these in another terminal:', 'dim')]]),
          // Broken anywhere rather than cut: they are there to be copied.
          ...hints.flatMap((hint) => wrapLine([span(`  ${safeText(hint)}`, 'name')], cells, 2, 'anywhere')),
        ]
      : [
          [],
          [span('No call matches '), span(safeText(filter.text), 'strong'), span('.')],
          ...wrapLine([span('esc', 'key'), span(FILTER_HINT)], cells, 0, 'words'),
        ];
  return lines.map((line) => cutLine([span('   '), ...line], size.columns));
}

function inset(line: Line): Line {
  return [span(' '), ...line];
}

function padded(lines: readonly Line[], height: number): readonly Line[] {
  return Array.from({ length: height }, (_, index) => lines[index] ?? []);
}
