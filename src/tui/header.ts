import type { ClassCounts } from '../exchange/row.ts';
import { cut, safeText } from './cells.ts';
import { cellsOfLine, type Line, span, spread } from './line.ts';
import type { State } from './state.ts';
import type { Surroundings } from './surroundings.ts';

interface Count {
  /** Counts that do not fit are left out from the highest rank downwards. */
  readonly rank: number;
  readonly line: Line;
}

/** Who runs, that it records, where it listens, and how the calls went so far. */
export function headerLine({ counts, size }: State, { address }: Surroundings): Line {
  const room = size.columns - 2;
  const recording: Line = [span('httpwhy', 'title'), span('  '), span('● REC', 'recording')];
  const full: Line = [...recording, span(`  ${cut(safeText(address), room - 16)}`)];
  // How the calls failed is worth more than the address, which does not change.
  const left =
    widthOf(countsOf(counts).filter(({ rank }) => rank <= LAST_FAILURE)) + cellsOfLine(full) + 2 > room
      ? recording
      : full;
  return [span(' '), ...spread(left, countsLine(counts, room - cellsOfLine(left) - 2), room)];
}

/** Rank of the last of the counts that say what failed. */
const LAST_FAILURE = 3;

function countsOf(counts: ClassCounts): Count[] {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    { rank: 0, line: [span(`${total} ${total === 1 ? 'call' : 'calls'}`, 'strong')] },
    { rank: 6, line: count('✓ ', counts.success, 'success') },
    { rank: 5, line: count('→ ', counts.redirection + counts.informational, 'redirect') },
    { rank: 1, line: count('4xx ', counts.client_error, 'client-error') },
    { rank: 2, line: count('5xx ', counts.server_error, 'server-error') },
    { rank: 3, line: count('no response ', counts.no_response, 'no-response') },
    { rank: 4, line: count('… ', counts.pending, 'pending') },
  ].filter(({ line }) => line.length > 0);
}

function countsLine(counts: ClassCounts, cells: number): Line {
  const shown = countsOf(counts);
  while (shown.length > 0 && widthOf(shown) > cells) {
    shown.splice(shown.indexOf(shown.reduce((last, item) => (item.rank > last.rank ? item : last))), 1);
  }
  return shown.flatMap(({ line }, index) => (index === 0 ? line : [span('  '), ...line]));
}

function count(label: string, value: number, tone: Line[number]['tone']): Line {
  return value === 0 ? [] : [span(`${label}${value}`, tone)];
}

function widthOf(shown: readonly Count[]): number {
  return shown.reduce((cells, { line }) => cells + cellsOfLine(line) + 2, -2);
}
