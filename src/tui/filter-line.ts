import { safeText } from './cells.ts';
import { type Line, span, spread } from './line.ts';
import { visiblePart } from './line-editor.ts';
import { frontView, type State } from './state.ts';
import { UNSEEN_LIMIT, type Viewport } from './viewport.ts';

const LABEL = ' filter: ';

export interface FilterLine {
  readonly line: Line;
  /** Cell of the caret while the filter is typed. */
  readonly caret: number | undefined;
}

/** The filter in force or being typed, and whether the log follows. */
export function filterLine(state: State): FilterLine {
  const right: Line = [...followState(state.log), span(' ')];
  const { columns } = state.size;
  if (frontView(state) === 'filter') {
    const { text, caretCell } = visiblePart(state.filter, Math.max(12, columns - LABEL.length - 24));
    const line: Line = [span(LABEL, 'key'), span(text)];
    return { line: spread(line, right, columns), caret: LABEL.length + caretCell };
  }
  const line: Line =
    state.filter.text === ''
      ? [span(' all calls', 'dim')]
      : [span(LABEL, 'key'), span(safeText(state.filter.text), 'strong')];
  return { line: spread(line, right, columns), caret: undefined };
}

function followState({ isFollowing, unseen }: Viewport): Line {
  if (isFollowing) return [span('▼ following', 'success')];
  if (unseen === 0) return [span('▽ not following (G)', 'dim')];
  return [span(`▽ ${unseen >= UNSEEN_LIMIT ? `${UNSEEN_LIMIT - 1}+` : unseen} new (G)`, 'warning')];
}
