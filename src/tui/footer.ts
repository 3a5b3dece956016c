import { bindingsOf, type KeyBinding, keyLabel } from './keys.ts';
import { cellsOfLine, joinWhileFits, type Line, span, spread } from './line.ts';
import { frontView, type State } from './state.ts';
import { selectedRow } from './viewport.ts';

/** The way out and the way to all other keys are always in sight, at the right edge. */
const PINNED: ReadonlySet<string> = new Set(['help', 'quit']);

/** The keys that do something now, as many as fit. */
export function footerLine(state: State): Line {
  const cells = state.size.columns - 2;
  const named = bindingsOf(frontView(state)).filter(
    (binding) => binding.footer !== undefined && isUseful(binding, state),
  );
  const pinned = joinWhileFits(named.filter(({ command }) => PINNED.has(command)).map(hint), 2, cells);
  const room = cells - cellsOfLine(pinned) - 2;
  const others = joinWhileFits(named.filter(({ command }) => !PINNED.has(command)).map(hint), 2, room);
  return [span(' '), ...spread(others, pinned, cells)];
}

function isUseful({ needs }: KeyBinding, state: State): boolean {
  if (needs === 'row') return state.open !== null || selectedRow(state.log) !== undefined;
  if (needs === 'filter') return state.filter.text !== '';
  return true;
}

function hint({ keys, footer = '' }: KeyBinding): Line {
  return [span(keyLabel(keys[0]!), 'key'), span(` ${footer}`, 'dim')];
}
