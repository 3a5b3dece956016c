import type { Annotation } from '../exchange/annotation.ts';
import { differenceInWords } from '../exchange/difference.ts';
import { redactUrl } from '../exchange/redact.ts';
import { type ExchangeRow, rowRemarks } from '../exchange/row.ts';
import { formatBytes, formatDuration } from '../exchange/units.ts';
import { cut, safeText } from './cells.ts';
import { untilRetry } from './glance.ts';
import type { Repetition } from './incidents.ts';
import { cellsOfLine, cutLine, type Line, span, textOf, wrapLine } from './line.ts';
import { progressText } from './log-row.ts';
import { judgement, signOf } from './signs.ts';
import type { State } from './state.ts';
import type { Surroundings } from './surroundings.ts';
import { selectedRow } from './viewport.ts';

/** Longer texts are read in the detail. */
const MAX_LENGTH = 1000;
const MOST_QUOTED = 6;
const LONGEST_APP = 60;

/** What is wrong, what to do, what differs. */
const LAST_ESSENTIAL = 3;

/** Some lines of the strip that belong together. */
interface Part {
  readonly lines: readonly Line[];
  /** What ranks first is shown first. Of the essential parts each gets a line before any gets two. */
  readonly rank: number;
  readonly most?: number;
}

/** What explains the selected row, in at most `height` lines. */
export function stripLines(state: State, { timeOfDay }: Surroundings, cells: number, height: number): readonly Line[] {
  const row = selectedRow(state.log);
  if (row === undefined) return [];
  const annotation = state.explained?.id === row.id ? state.explained.annotation : null;
  const what = safeText(`#${row.id} ${row.method.slice(0, 40)} ${row.status ?? ''}`.trimEnd());
  const app = row.app === undefined ? [] : [`by ${safeText(row.app.slice(0, LONGEST_APP))}`];
  const facts = [outcomeText(row, state.now), timeOfDay(row.startedAt), ...app].join(' · ');
  // A key in the query is no more to be read here than in the row.
  const url = line(redactUrl(row.url.slice(0, MAX_LENGTH)), cells);
  if (annotation === null || annotation.cause === null) {
    const head = cutLine([span(what, 'strong'), span(` · ${facts}`)], cells);
    return arranged(
      [
        { lines: [head], rank: 0 },
        { lines: [url], rank: 1 },
        { lines: prose(remarksOf(row, annotation), cells), rank: 2 },
        { lines: markLines(row, cells), rank: 3 },
      ],
      height,
      cells,
    );
  }
  const { glance, now } = state;
  const head: Line = [
    span(`${what}  `, 'strong'),
    span(annotation.cause, signOf(row).tone),
    span(` · ${judgement(annotation, untilRetry(glance.retryAt.get(row.id), now))}`),
  ];
  const tail: Line = [span(` · ${facts}`, 'dim')];
  const hasTail = cellsOfLine(head) + cellsOfLine(tail) <= cells;
  return arranged(
    [
      { lines: [cutLine(hasTail ? [...head, ...tail] : head, cells)], rank: 0 },
      { lines: prose(annotation.summary, cells), rank: 1 },
      { lines: markLines(row, cells), rank: 3 },
      { lines: repetitionLines(glance.repetitions.get(row.id), cells), rank: 4 },
      { lines: labelled('differs', differencesOf(annotation), cells), rank: 3 },
      { lines: labelled('seen', evidenceOf(annotation), cells), rank: 5, most: 1 },
      { lines: labelled('do', annotation.advice, cells), rank: 2 },
      { lines: [url], rank: 6 },
    ],
    height,
    cells,
  );
}

/**
 * What there is to say of a call that went well. "200 OK" would say what the status says; while it runs, its progress says
 * it, and its rule has a line of its own.
 */
function remarksOf({ mockedBy: _, ...row }: ExchangeRow, annotation: Annotation | null): string {
  if (annotation === null) return '';
  const told = annotation.summary.startsWith(`${row.status} `) ? [] : [annotation.summary];
  return [...told, ...rowRemarks(row)].filter((part) => part !== '').join(' · ');
}

/** What the person's own hand has to do with the call. */
function markLines({ mockedBy, marks }: ExchangeRow, cells: number): readonly Line[] {
  const pin = marks?.isPinned === true ? ['pinned'] : [];
  const marked = [...pin, ...(marks?.labels ?? []), ...(marks?.note ? [marks.note] : [])].join(' · ');
  const rule = mockedBy === undefined ? '' : `${mockedBy}: this is not what the server said by itself`;
  return [...labelled('rule', rule, cells), ...labelled('mark', marked, cells)];
}

function repetitionLines(repetition: Repetition | undefined, cells: number): readonly Line[] {
  if (repetition === undefined) return [];
  const { position, count, forMs, addresses, isUnfolded } = repetition;
  const many = addresses === 1 ? 'the same address' : `${addresses} addresses`;
  const seconds = Math.round(forMs / 1000);
  const since = position === count && seconds > 0 ? ` in ${formatDuration(seconds * 1000)}` : '';
  const key = isUnfolded ? '← folds them' : '→ shows them all';
  return labelled('again', `number ${position} of ${count}${since}, ${many}; ${key}`, cells);
}

function differencesOf({ difference }: Annotation): string {
  if (difference === undefined || difference.items.length === 0) return '';
  const words = difference.items.slice(0, MOST_QUOTED).map(differenceInWords).join(' · ');
  return `from #${difference.against.id}, which worked: ${words}`;
}

function evidenceOf({ evidence }: Annotation): string {
  return evidence
    .slice(0, MOST_QUOTED)
    .map(({ where, what }) => `${where} ${what}`)
    .join(' · ');
}

function line(text: string, cells: number): Line {
  return [span(cut(safeText(text), cells), 'dim')];
}

function prose(text: string, cells: number): readonly Line[] {
  return text === '' ? [] : wrapLine([span(safeText(text.slice(0, MAX_LENGTH)))], cells, 0, 'words');
}

function labelled(label: string, text: string, cells: number): readonly Line[] {
  if (text === '') return [];
  const body = span(safeText(text.slice(0, MAX_LENGTH)));
  return wrapLine([span(`${label}  `, 'dim'), body], cells, label.length + 2, 'words');
}

/** In the order given; where not all lines fit, what ranks first is shown first. */
function arranged(parts: readonly Part[], height: number, cells: number): readonly Line[] {
  const counts = new Map(parts.map((part) => [part, 0]));
  const ranked = parts.filter(({ lines }) => lines.length > 0).toSorted((one, other) => one.rank - other.rank);
  let left = height;
  const give = (part: Part, most: number) => {
    const given = counts.get(part) ?? 0;
    const more = Math.min(left, Math.min(part.lines.length, part.most ?? height, most) - given);
    counts.set(part, given + more);
    left -= more;
  };
  const essential = ranked.filter(({ rank }) => rank <= LAST_ESSENTIAL);
  for (const part of essential) give(part, 1);
  for (const part of [...essential, ...ranked]) give(part, height);
  return parts.flatMap((part) => shortened(part.lines, counts.get(part) ?? 0, cells));
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
