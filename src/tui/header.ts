import type { ClassCounts } from '../exchange/row.ts';
import { cut, safeText } from './cells.ts';
import { cellsOfLine, type Line, span, spread } from './line.ts';
import { type Pulse, sparkline } from './pulse.ts';
import type { State } from './state.ts';
import type { Surroundings } from './surroundings.ts';

interface Part {
  /** What does not fit is left out from the highest rank downwards. */
  readonly rank: number;
  readonly line: Line;
}

const LONGEST_RUN = 28;

/** What runs and where it listens, whether it records, how the calls went so far and how many arrive. */
export function headerLine(state: State, surroundings: Surroundings): Line {
  const room = state.size.columns - 2;
  const name: Line = [span('httpwhy', 'title'), span('  '), recording(state.isPaused, surroundings)];
  // How the calls failed is worth more than the address, which does not change.
  const left: readonly Part[] = [
    { rank: 4, line: [span(safeText(surroundings.address))] },
    ...(surroundings.run === '' ? [] : [{ rank: 7, line: runOf(surroundings.run) }]),
  ];
  const right = [...pulseOf(state.glance.pulse), ...countsOf(state.counts)];
  const shown = whatFits([...left, ...right], room - cellsOfLine(name) - 2);
  const isShown = (part: Part) => shown.has(part);
  return [
    span(' '),
    ...spread(
      [...name, ...left.filter(isShown).flatMap(({ line }) => [span('  '), ...line])],
      right.filter(isShown).flatMap(({ line }, index) => (index === 0 ? line : [span('  '), ...line])),
      room,
    ),
  ];
}

function recording(isPaused: boolean, { isOver, isStarting }: Surroundings): Line[number] {
  if (isStarting) return span('○ starting', 'dim');
  if (isOver) return span('○ not recording', 'dim');
  return isPaused ? span('‖ PAUSED', 'warning') : span('● REC', 'recording');
}

function runOf(run: string): Line {
  return [span('run ', 'dim'), span(cut(safeText(run.slice(0, 200)), LONGEST_RUN))];
}

function pulseOf({ perSecond, failures }: Pulse): readonly Part[] {
  const rate = perSecond < 0.05 ? '' : `${perSecond < 9.95 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`;
  return [
    { rank: 8, line: failures.length === 0 ? [] : [span(sparkline(failures), 'server-error')] },
    { rank: 6, line: rate === '' ? [] : [span(rate, 'dim')] },
  ].filter(({ line }) => line.length > 0);
}

function countsOf(counts: ClassCounts): readonly Part[] {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    { rank: 0, line: [span(`${total.toLocaleString('en-US')} ${total === 1 ? 'call' : 'calls'}`, 'strong')] },
    { rank: 9, line: count('✓ ', counts.success, 'success') },
    { rank: 10, line: count('→ ', counts.redirection + counts.informational, 'redirect') },
    { rank: 1, line: count('4xx ', counts.client_error, 'client-error') },
    { rank: 2, line: count('5xx ', counts.server_error, 'server-error') },
    { rank: 3, line: count('no response ', counts.no_response, 'no-response') },
    { rank: 5, line: count('… ', counts.pending, 'pending') },
  ].filter(({ line }) => line.length > 0);
}

function count(label: string, value: number, tone: Line[number]['tone']): Line {
  return value === 0 ? [] : [span(`${label}${value.toLocaleString('en-US')}`, tone)];
}

/** As many as fit with two cells before each, the lowest ranks first. */
function whatFits(parts: readonly Part[], cells: number): ReadonlySet<Part> {
  const shown = new Set<Part>();
  let left = cells;
  for (const part of parts.toSorted((one, other) => one.rank - other.rank)) {
    const needed = cellsOfLine(part.line) + 2;
    if (needed > left) break;
    shown.add(part);
    left -= needed;
  }
  return shown;
}
