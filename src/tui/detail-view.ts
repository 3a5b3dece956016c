import { CONFIDENCE_SIGNS } from '../exchange/outcome.ts';
import { formatBytes } from '../exchange/units.ts';
import { cut, safeText } from './cells.ts';
import { markedMatches, markedQuote } from './detail/marks.ts';
import { evidenceInFront, markInFront, type OpenDetail, rowsInFront, viewOf } from './detail/open-detail.ts';
import type { Screen } from './detail/place.ts';
import { linesOf, MOST_SEARCHED } from './detail/rows.ts';
import { TABS } from './detail/tabs.ts';
import { footerLine } from './footer.ts';
import type { Frame } from './frame.ts';
import { detailScreen, textWidth } from './layout.ts';
import { blank, cellsOfLine, cutLine, type Line, span, spread } from './line.ts';
import { visiblePart } from './line-editor.ts';
import { signOf } from './signs.ts';
import { frontView, type State } from './state.ts';
import type { Surroundings } from './surroundings.ts';
import { shortTarget } from './target.ts';
import { shortDuration } from './time.ts';

/** One exchange in tabs, of which only the lines in sight are laid out. */
export function detailFrame(state: State, open: OpenDetail, surroundings: Surroundings): Frame {
  const cells = textWidth(state.size);
  const screen = detailScreen(state.size);
  const isTyping = frontView(state) === 'search';
  const search = searchLine(open, cells);
  return {
    lines: [
      inset(titleLine(open, state.now, surroundings, cells)),
      inset(isTyping ? search.line : tabsLine(open, cells)),
      ruleLine(open, screen, state.size.columns),
      ...textLines(open, screen),
      footerLine(state),
    ],
    caret: isTyping ? { x: 1 + search.caretCell, y: 1 } : undefined,
  };
}

function titleLine({ detail }: OpenDetail, now: number, { timeOfDay }: Surroundings, cells: number): Line {
  const { exchange, annotation } = detail;
  const { id, request, response, startedAt, durationMs } = exchange;
  const sign = signOf({
    class: annotation?.class ?? null,
    cause: annotation?.cause ?? null,
    fault: annotation?.fault ?? null,
  });
  const status = ` ${response?.status ?? (annotation === null ? '···' : '–––')}`;
  const confidence =
    annotation === null || annotation.cause === null ? '' : ` ${CONFIDENCE_SIGNS[annotation.confidence]}`;
  const right: Line = [
    span(
      [
        shortDuration(durationMs ?? Math.max(0, now - startedAt)),
        formatBytes(response?.body?.totalBytes ?? 0),
        timeOfDay(startedAt),
      ].join(' · '),
      'dim',
    ),
  ];
  const left: Line = [
    span(sign.glyph, sign.tone),
    span(` #${id} ${cut(safeText(request.method.slice(0, 40)), 12)}`, 'title'),
    span(`${status}${confidence}`, sign.tone),
  ];
  const room = cells - cellsOfLine(left) - cellsOfLine(right) - 4;
  // Where there is no room for both, the address says more than the numbers.
  const isNarrow = room < 16;
  const target = shortTarget(request.url, isNarrow ? cells - cellsOfLine(left) - 2 : room);
  return spread([...left, span(`  ${target}`, 'strong')], isNarrow ? [] : right, cells);
}

/** Letters of a tab's name, where there is no room for all of them. */
const NAME_LENGTHS = [Number.POSITIVE_INFINITY, 3, 2];

function tabsLine(open: OpenDetail, cells: number): Line {
  const lines = NAME_LENGTHS.map((length) => tabNames(open, length));
  return cutLine(lines.find((line) => cellsOfLine(line) <= cells) ?? lines.at(-1)!, cells);
}

/** A tab with nothing to read is written in small letters, the one in front in brackets: colours only repeat it. */
function tabNames({ tab, detail }: OpenDetail, length: number): Line {
  return TABS.flatMap((each, index): Line => {
    const hasText = each.hasText(detail);
    const name = hasText ? each.name : each.name.toLowerCase();
    const gap = blank(index === 0 ? 0 : 1);
    if (index === tab) return [gap, span(`[${index + 1} ${name}]`, 'selected')];
    const text = `${index + 1} ${name.slice(0, length)}`;
    // Where there is room, as wide as with its brackets: the others stay where they are when it comes to the front.
    return [gap, span(length < Number.POSITIVE_INFINITY ? text : ` ${text} `, hasText ? 'plain' : 'dim')];
  });
}

/** Where the cursor is, in the rule above the text. */
function ruleLine(open: OpenDetail, { cells, height }: Screen, columns: number): Line {
  const { count } = rowsInFront(open, cells);
  const { top, skipped, cursor } = viewOf(open).place;
  const isWhole = count <= height && top === 0 && skipped === 0;
  const place = isWhole ? '' : ` ${(cursor + 1).toLocaleString('en-US')}/${count.toLocaleString('en-US')} `;
  return [span(`${'─'.repeat(columns - place.length - 1)}${place}─`, 'dim')];
}

function searchLine(open: OpenDetail, cells: number): { readonly line: Line; readonly caretCell: number } {
  const { search, isMissed } = open;
  const label = 'search: ';
  const where =
    rowsInFront(open, cells).count > MOST_SEARCHED
      ? `in ${MOST_SEARCHED.toLocaleString('en-US')} lines from here`
      : 'in this tab';
  const answer: Line = isMissed && search.text !== '' ? [span(`not ${where}`, 'warning')] : [];
  const { text, caretCell } = visiblePart(search, Math.max(8, cells - label.length - cellsOfLine(answer) - 2));
  return {
    line: spread([span(label, 'key'), span(safeText(text))], answer, cells),
    caretCell: label.length + caretCell,
  };
}

function textLines(open: OpenDetail, screen: Screen): readonly Line[] {
  const { cells, height } = screen;
  const rows = rowsInFront(open, cells);
  const evidence = evidenceInFront(open, cells);
  const mark = markInFront(open, cells);
  const { top, skipped, cursor } = viewOf(open).place;
  const lines: Line[] = [];
  for (let index = top; index < rows.count && lines.length < height; index += 1) {
    const row = rows.at(index);
    const quoted = mark?.row === index ? markedQuote(row.line, mark.column) : row.line;
    const line = open.search.text === '' ? quoted : markedMatches(quoted, safeText(open.search.text));
    const sign = index === cursor ? span('▸ ', 'title') : evidence.has(index) ? span('◆ ', 'warning') : blank(2);
    for (const [part, piece] of linesOf({ ...row, line }, cells).entries()) {
      if (index === top && part < skipped) continue;
      if (lines.length < height) lines.push([part === 0 ? sign : blank(2), ...piece]);
    }
  }
  while (lines.length < height) lines.push([]);
  return lines;
}

function inset(line: Line): Line {
  return [span(' '), ...line];
}
