import type { ExchangeRow } from '../exchange/row.ts';
import { formatBytes, formatDuration } from '../exchange/units.ts';
import { cut, safeText } from './cells.ts';
import { cutLine, type Line, span, textOf, wrapLine } from './line.ts';
import { progressText } from './log-row.ts';
import { judgement, signOf } from './signs.ts';
import type { State } from './state.ts';
import type { Surroundings } from './surroundings.ts';
import { selectedRow } from './viewport.ts';

/** Longer summaries are read in the detail. */
const MAX_LENGTH = 1000;

/** What explains the selected row, in at most `height` lines. */
export function stripLines(state: State, { timeOfDay }: Surroundings, cells: number, height: number): readonly Line[] {
  const row = selectedRow(state.log);
  if (row === undefined) return [];
  const annotation = state.explained?.id === row.id ? state.explained.annotation : null;
  const url: Line = [span(cut(safeText(row.url.slice(0, MAX_LENGTH)), cells), 'dim')];
  const what = safeText(`#${row.id} ${row.method.slice(0, 40)} ${row.status ?? ''}`.trimEnd());
  if (annotation === null || annotation.cause === null) {
    const facts = [outcomeText(row, state.now), timeOfDay(row.startedAt)].join(' · ');
    const summary = annotation?.summary ?? '';
    const lines: Line[] = [cutLine([span(what, 'strong'), span(` · ${facts}`)], cells), url];
    if (summary !== '') lines.splice(1, 0, [span(cut(safeText(summary.slice(0, MAX_LENGTH)), cells))]);
    return lines.slice(0, height);
  }
  const head = cutLine(
    [span(`${what}  `, 'strong'), span(annotation.cause, signOf(row).tone), span(` · ${judgement(annotation)}`)],
    cells,
  );
  const advice: readonly Line[] =
    annotation.advice === ''
      ? []
      : wrapLine([span('do  ', 'dim'), span(safeText(annotation.advice.slice(0, MAX_LENGTH)))], cells, 4, 'words');
  const summary: readonly Line[] =
    annotation.summary === ''
      ? []
      : wrapLine([span(safeText(annotation.summary.slice(0, MAX_LENGTH)))], cells, 0, 'words');
  // The summary comes first, but leaves a line for what to do about it.
  const shownSummary = shortened(summary, height - 1 - Math.min(advice.length, height > 2 ? 1 : 0), cells);
  const shownAdvice = shortened(advice, height - 1 - shownSummary.length, cells);
  return [head, ...shownSummary, ...shownAdvice, url].slice(0, height);
}

function outcomeText(row: ExchangeRow, now: number): string {
  if (row.class === null) return `${progressText(row)}, ${formatDuration(Math.max(0, now - row.startedAt))}`;
  return `${formatDuration(row.durationMs ?? 0)} · ${formatBytes(row.responseBytes)}`;
}

/** The first lines; the last of them runs into the edge where more would follow. */
function shortened(lines: readonly Line[], count: number, cells: number): readonly Line[] {
  if (lines.length <= count) return lines;
  const shown = lines.slice(0, Math.max(0, count));
  const last = shown.at(-1);
  if (last === undefined) return shown;
  const next = textOf(lines[shown.length]!).trimStart();
  return [...shown.slice(0, -1), cutLine([...last, span(` ${next}`)], cells)];
}
