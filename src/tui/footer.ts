import { bindingsOf, type Command, type KeyBinding, keyLabel } from './keys.ts';
import { blank, cellsOfLine, type Line, span, spread } from './line.ts';
import { selectedItem } from './menu.ts';
import { frontView, type State } from './state.ts';
import { selectedRow } from './viewport.ts';

/** The way out and the way to all other keys are always in sight, at the right edge. */
const PINNED: ReadonlySet<string> = new Set(['help', 'quit']);

/** The keys that do something now, as many as fit. */
export function footerLine(state: State): Line {
  const { left, right, cells } = footerParts(state);
  const lead: Line = frontView(state) === 'copy' ? [span(COPY_LEAD, 'strong')] : [];
  return [span(' '), ...spread([...lead, ...joined(left)], joined(right), cells)];
}

const COPY_LEAD = 'copy:  ';
const GAP = 2;

/** The command of the key that is named at this cell of the footer. */
export function footerCommandAt(state: State, x: number): Command | undefined {
  const { left, right, cells } = footerParts(state);
  let at = 1 + (frontView(state) === 'copy' ? COPY_LEAD.length : 0);
  const starts = left.map((binding) => {
    const from = at;
    at += cellsOfLine(hint(binding)) + GAP;
    return { binding, from };
  });
  at = 1 + cells - cellsOfLine(joined(right));
  for (const binding of right) {
    starts.push({ binding, from: at });
    at += cellsOfLine(hint(binding)) + GAP;
  }
  return starts.find(({ binding, from }) => x >= from && x < from + cellsOfLine(hint(binding)))?.binding.command;
}

interface FooterParts {
  readonly left: readonly KeyBinding[];
  readonly right: readonly KeyBinding[];
  readonly cells: number;
}

function footerParts(state: State): FooterParts {
  const cells = state.size.columns - 2;
  const named = bindingsOf(frontView(state), state.keys).filter(
    (binding) => binding.footer !== undefined && binding.keys.length > 0 && isUseful(binding, state),
  );
  const right = whatFits(
    named.filter(({ command }) => PINNED.has(command)),
    cells,
  );
  const room = cells - cellsOfLine(joined(right)) - GAP - (frontView(state) === 'copy' ? COPY_LEAD.length : 0);
  return {
    left: whatFits(
      named.filter(({ command }) => !PINNED.has(command)),
      room,
    ),
    right,
    cells,
  };
}

/** One that does not fit any more is left out whole. */
function whatFits(bindings: readonly KeyBinding[], cells: number): readonly KeyBinding[] {
  let left = cells + GAP;
  return bindings.filter((binding) => {
    const needed = cellsOfLine(hint(binding)) + GAP;
    if (needed > left) return false;
    left -= needed;
    return true;
  });
}

function joined(bindings: readonly KeyBinding[]): Line {
  return bindings.flatMap((binding, index) => (index === 0 ? hint(binding) : [blank(GAP), ...hint(binding)]));
}

function isUseful({ needs }: KeyBinding, state: State): boolean {
  if (needs === 'row') return state.open !== null || selectedRow(state.log) !== undefined;
  if (needs === 'orders') return state.menu !== null && state.menu.order !== null;
  if (needs === 'item') return state.menu !== null && selectedItem(state.menu) !== undefined;
  if (needs === 'filter') return state.filter.text !== '';
  return true;
}

function hint({ keys, footer = '' }: KeyBinding): Line {
  return [span(keyLabel(keys[0]!), 'key'), span(` ${footer}`, 'dim')];
}
