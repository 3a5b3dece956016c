import { safeText } from './cells.ts';
import { detailFrame } from './detail-view.ts';
import { helpFrame } from './help-view.ts';
import { isTooSmall, SMALLEST } from './layout.ts';
import { cutLine, type Line, span, wrapLine } from './line.ts';
import { logFrame } from './log-view.ts';
import { frontView, type Notice, type State } from './state.ts';
import type { Surroundings } from './surroundings.ts';

/** A whole screen: one line for every row of the terminal, none wider than it. */
export interface Frame {
  readonly lines: readonly Line[];
  /** Where the terminal's cursor stands; undefined hides it. */
  readonly caret: { readonly x: number; readonly y: number } | undefined;
}

/** At most this much of the screen is taken by a notice. */
const NOTICE_LINES = 3;

export function frameOf(state: State, surroundings: Surroundings): Frame {
  const { columns, rows } = state.size;
  if (isTooSmall(state.size)) {
    const text = `Too small: ${columns}×${rows}, needs ${SMALLEST.columns}×${SMALLEST.rows}`;
    return { lines: [cutLine([span(text)], columns)], caret: undefined };
  }
  const frame = viewFrame(state, surroundings);
  const lines = withNotice(frame.lines, state.notice, columns);
  return { ...frame, lines: lines.map((line) => cutLine(line, columns)) };
}

function viewFrame(state: State, surroundings: Surroundings): Frame {
  const view = frontView(state);
  if (view === 'help') return helpFrame(state);
  if (view === 'detail' && state.open !== null) return detailFrame(state, state.open, surroundings);
  return logFrame(state, surroundings);
}

const NOTICE_SIGNS: Readonly<Record<Notice['kind'], Line[number]>> = {
  done: span('✓ ', 'success'),
  failed: span('✗ ', 'server-error'),
  warning: span('! ', 'warning'),
};

/** A notice lies over the last lines, so that nothing above it moves when it comes and goes. */
function withNotice(lines: readonly Line[], notice: Notice | null, columns: number): readonly Line[] {
  if (notice === null) return lines;
  const text = [NOTICE_SIGNS[notice.kind], span(safeText(notice.text.slice(0, 1000)), 'strong')];
  const wrapped = wrapLine(text, columns - 2, 2, 'words').slice(0, NOTICE_LINES);
  return [...lines.slice(0, lines.length - wrapped.length), ...wrapped.map((line) => [span(' '), ...line])];
}
