import { cellsOf, fitted, safeText } from './cells.ts';
import type { FilterMistake } from './filter-mistake.ts';
import { bindingsOf, type Command, keyLabel } from './keys.ts';
import { blank, cellsOfLine, cutLine, type Line, span, spread, wrapLine } from './line.ts';
import { visiblePart } from './line-editor.ts';
import { frontView, type State } from './state.ts';
import { UNSEEN_LIMIT, type Viewport } from './viewport.ts';

const LABEL = ' filter: ';
const MOST_CANDIDATES = 8;
const LONGEST_CANDIDATE = 40;

export interface FilterLine {
  readonly line: Line;
  /** Cell of the caret while the filter is typed. */
  readonly caret: number | undefined;
  /** Under the line while it is typed: what is wrong, and what may be typed. */
  readonly below: readonly Line[];
}

/** The filter in force or being typed, and whether the log follows. */
export function filterLine(state: State): FilterLine {
  const right: Line = [...followState(state), span(' ')];
  const { columns } = state.size;
  if (frontView(state) !== 'filter') {
    const line: Line =
      state.filter.text === ''
        ? [span(' all calls', 'dim')]
        : [span(LABEL, 'key'), span(safeText(state.filter.text), 'strong')];
    return { line: spread(line, right, columns), caret: undefined, below: [] };
  }
  const { text, caretCell } = visiblePart(state.filter, Math.max(12, columns - LABEL.length - cellsOfLine(right) - 2));
  const cellOf = (index: number) => {
    const { text: whole, caret } = state.filter;
    const cell =
      index <= caret ? caretCell - cellsOf(whole.slice(index, caret)) : caretCell + cellsOf(whole.slice(caret, index));
    return LABEL.length + Math.max(0, cell);
  };
  const below = [
    ...(state.mistake === null ? [] : mistakeLines(state.mistake, cellOf, columns)),
    ...candidateLines(state, cellOf(state.typing.offer.start)),
  ];
  return {
    line: spread([span(LABEL, 'key'), span(text)], right, columns),
    caret: LABEL.length + caretCell,
    below,
  };
}

const MOST_MISTAKE_LINES = 3;

/** Marks under what is wrong, and beside or below them what would be right. */
function mistakeLines(mistake: FilterMistake, cellOf: (index: number) => number, columns: number): readonly Line[] {
  const { start, length, problem, remedy } = mistake;
  const from = Math.min(cellOf(start), columns - 2);
  const marks = '^'.repeat(Math.min(Math.max(1, cellOf(start + length) - from), columns - from - 1));
  const text = span(safeText(`${problem}. ${remedy}`), 'strong');
  const hang = from + marks.length + 1;
  if (columns - hang >= MIN_MISTAKE_CELLS) {
    const line: Line = [span(' '.repeat(from)), span(marks, 'warning'), span(' '), text];
    return wrapLine(line, columns - 1, hang, 'words').slice(0, MOST_MISTAKE_LINES);
  }
  const below = wrapLine([span(' '.repeat(LABEL.length)), text], columns - 1, LABEL.length, 'words');
  return [[span(' '.repeat(from)), span(marks, 'warning')], ...below].slice(0, MOST_MISTAKE_LINES);
}

/** With less room beside the marks, what is wrong is said below them. */
const MIN_MISTAKE_CELLS = 36;

function candidateLines({ typing, size }: State, at: number): readonly Line[] {
  const { offer, chosen } = typing;
  const room = Math.min(MOST_CANDIDATES, Math.max(0, size.rows - 14));
  const first = Math.max(0, Math.min((chosen ?? 0) - (room >> 1), offer.candidates.length - room));
  const shown = offer.candidates.slice(first, first + room);
  const width = Math.min(LONGEST_CANDIDATE, Math.max(0, ...shown.map(({ text }) => cellsOf(safeText(text)))));
  const left = Math.min(at, Math.max(0, size.columns - width - 24));
  const lines = shown.map(({ text, help }, index): Line => {
    const isChosen = first + index === chosen;
    return cutLine(
      [
        blank(left - 1),
        span(` ${fitted(safeText(text), width)} `, isChosen ? 'selected' : 'name'),
        span(` ${safeText(help)}`, 'dim'),
      ],
      size.columns,
    );
  });
  const hidden = offer.candidates.length - first - shown.length;
  return hidden <= 0 ? lines : [...lines, [blank(left), span(`${hidden} more`, 'dim')]];
}

function followState(state: State): Line {
  const { log, glance } = state;
  const incidents: Line =
    glance.incidents === 0
      ? []
      : [
          span(
            `${glance.incidents} ${glance.incidents === 1 ? 'incident' : 'incidents'}${keyOf(state, 'incidents')}  `,
            'dim',
          ),
        ];
  return [...incidents, ...following(log, keyOf(state, 'end'))];
}

/** ` (G)`: the key for a command of the log, where it has one. */
function keyOf({ keys }: State, command: Command): string {
  const key = bindingsOf('log', keys).find((binding) => binding.command === command)?.keys[0];
  return key === undefined ? '' : ` (${keyLabel(key)})`;
}

function following({ isFollowing, unseen }: Viewport, key: string): Line {
  if (isFollowing) return [span('▼ following', 'success')];
  if (unseen === 0) return [span(`▽ not following${key}`, 'dim')];
  return [span(`▽ ${unseen >= UNSEEN_LIMIT ? `${UNSEEN_LIMIT - 1}+` : unseen} new${key}`, 'warning')];
}
