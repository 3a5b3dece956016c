import { cellsOf, safeText } from '../../cells.ts';
import { span } from '../../line.ts';
import { LONGEST_ROW, wire } from '../rows.ts';
import { inSight, type LaidOut, type Look, NOTHING } from './laid-out.ts';

const TAB = '    ';

/** Text with its own lines, long ones in several rows. */
export function layOutText(text: string, look: Look): LaidOut {
  const starts: number[] = [];
  const lines: number[] = [];
  let line = 1;
  for (let at = 0; at < text.length; line += 1) {
    const lineFeed = text.indexOf('\n', at);
    const end = lineFeed < 0 ? text.length : lineFeed;
    do {
      starts.push(at);
      lines.push(line);
      at = Math.min(at + LONGEST_ROW, end);
      // Never between the halves of a character.
      if (at < end && /[\ud800-\udbff]/.test(text[at - 1]!)) at -= 1;
    } while (at < end);
    at = end + 1;
  }
  const rowText = (row: number) => {
    const raw = text.slice(starts[row], starts[row + 1] ?? text.length);
    return raw.replace(/\r?\n$/, '');
  };
  return {
    rows: {
      count: starts.length,
      at(row) {
        const raw = rowText(row);
        const shown = safeText(raw.replaceAll('\t', TAB));
        const indent = /^ */.exec(shown)![0].length;
        return { ...wire([span(shown)], Math.min(indent, 40) + 2), copies: { path: '', value: () => raw } };
      },
      textAt: rowText,
    },
    foldable: NOTHING,
    find(rest) {
      if (rest === '' && starts.length > 0) return inSight(look, 0);
      const [, wanted, column = '1'] = /^:(\d{1,9})(?::(\d{1,9}))?$/.exec(rest) ?? [];
      if (wanted === undefined) return undefined;
      const first = lines.indexOf(Number(wanted));
      if (first < 0) return undefined;
      let row = first;
      let left = Number(column) - 1;
      while (lines[row + 1] === lines[row] && left >= starts[row + 1]! - starts[row]!) {
        left -= starts[row + 1]! - starts[row]!;
        row += 1;
      }
      // Columns count characters of the text; on the screen some are written longer.
      const before = safeText(rowText(row).slice(0, left).replaceAll('\t', TAB));
      return inSight(look, row, cellsOf(before) === 0 ? 0 : before.length);
    },
  };
}
