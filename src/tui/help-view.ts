import { footerLine } from './footer.ts';
import type { Frame } from './frame.ts';
import { helpLines } from './help-lines.ts';
import { helpHeight, textWidth } from './layout.ts';
import { type Line, span, spread } from './line.ts';
import { type State, viewBehind } from './state.ts';

/** The keys of the view from which the help was called, and what the signs mean. */
export function helpFrame(state: State): Frame {
  const cells = textWidth(state.size);
  const height = helpHeight(state.size);
  const lines = helpLines(viewBehind(state), cells, state.keys);
  const shown = Array.from({ length: height }, (_, index) => lines[state.helpOffset + index] ?? []);
  const isMore = state.helpOffset + height < lines.length;
  const title = spread([span('httpwhy help', 'title')], isMore ? [span('more below ↓', 'dim')] : [], cells);
  const inset = [title, ...shown].map((line): Line => [span(' '), ...line]);
  return { lines: [...inset, footerLine(state)], caret: undefined };
}
