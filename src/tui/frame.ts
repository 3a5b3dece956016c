import { safeText } from './cells.ts';
import { detailFrame } from './detail-view.ts';
import { helpFrame } from './help-view.ts';
import { isTooSmall, SMALLEST } from './layout.ts';
import { cutLine, type Line, span, wrapLine } from './line.ts';
import { visiblePart } from './line-editor.ts';
import { logFrame } from './log-view.ts';
import { menuFrame } from './menu-view.ts';
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
    return { lines: wrapLine([span(text)], columns, 0, 'words').slice(0, Math.max(1, rows)), caret: undefined };
  }
  const frame = viewFrame(state, state.recording === null ? surroundings : { ...surroundings, ...state.recording });
  const lines = withNotice(frame.lines, state.notice, columns);
  return { ...frame, lines: lines.map((line) => cutLine(line, columns)) };
}

function viewFrame(state: State, surroundings: Surroundings): Frame {
  const view = frontView(state);
  if (view === 'help') return helpFrame(state);
  if ((view === 'menu' || view === 'palette') && state.menu !== null) return menuFrame(state, state.menu);
  const isDetail = state.views.includes('detail') && state.open !== null;
  return withPrompt(isDetail ? detailFrame(state, state.open, surroundings) : logFrame(state, surroundings), state);
}

/** A question, or the line for a note, stands above the keys that answer it, in the view that it is about. */
function withPrompt(frame: Frame, state: State): Frame {
  const { question, note, size } = state;
  const at = frame.lines.length - 2;
  const put = (lines: readonly Line[]) => [
    ...frame.lines.slice(0, at + 1 - lines.length),
    ...lines,
    frame.lines.at(-1)!,
  ];
  if (question !== null) {
    const text = wrapLine(
      [span('? ', 'warning'), span(safeText(question.slice(0, 1000)), 'strong')],
      size.columns - 2,
      2,
      'words',
    );
    return { lines: put(text.slice(0, NOTICE_LINES).map((line) => [span(' '), ...line])), caret: undefined };
  }
  if (note === null) return frame;
  const label = ` note for #${note.id}: `;
  const { text, caretCell } = visiblePart(note.line, size.columns - label.length - 1);
  return { lines: put([[span(label, 'key'), span(safeText(text))]]), caret: { x: label.length + caretCell, y: at } };
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
