import { safeText } from '../../cells.ts';
import { type Line, type Span, span, type Tone, textOf } from '../../line.ts';
import { lifetime, tokenIn, tokenRows } from '../jwt.ts';
import { beginningOf, LONGEST_ROW, type Row, wire } from '../rows.ts';
import { indexJson, type JsonIndex, type JsonNode, nodeAt, pathOf, unquoted } from './json-index.ts';
import { inSight, type LaidOut, type Look } from './laid-out.ts';

const TONES: Readonly<Record<JsonNode['kind'], Tone>> = {
  object: 'dim',
  array: 'dim',
  string: 'string',
  number: 'number',
  literal: 'literal',
};

/** JSON as a tree that folds; undefined where the text is not JSON. */
export function layOutJson(text: string, look: Look, mayBeCut = false): LaidOut | undefined {
  const index = indexed(text, mayBeCut);
  return index === undefined ? undefined : layOutIndex(index, look);
}

let last: { readonly text: string; readonly mayBeCut: boolean; readonly index: JsonIndex | undefined } | undefined;

/** Folding makes rows anew and leaves the text as it is. */
function indexed(text: string, mayBeCut: boolean): JsonIndex | undefined {
  if (last?.text !== text || last.mayBeCut !== mayBeCut) last = { text, mayBeCut, index: indexJson(text, mayBeCut) };
  return last.index;
}

/** What stands in a row is one number: twice the node, and one more where the node ends; below zero a line of a token. */
interface Entries {
  readonly rows: readonly number[];
  readonly tokenRows: readonly Row[];
  /** The row of each node; -1 where it is folded away. */
  readonly rowOf: Int32Array;
}

function layOutIndex(index: JsonIndex, look: Look): LaidOut {
  const { nodes } = index;
  const { folds } = look.shape;
  const keyOf = (node: number) => `${look.key}${node}`;
  const entries = entriesOf(index, look, keyOf);
  return {
    rows: {
      count: entries.rows.length,
      at(row) {
        const entry = entries.rows[row]!;
        if (entry < 0) return entries.tokenRows[-entry - 1]!;
        const node = entry >> 1;
        if ((entry & 1) === 1) return endRow(index, node, look);
        return valueRow(index, node, look, folds.has(keyOf(node)), keyOf(node));
      },
      textAt(row) {
        const entry = entries.rows[row]!;
        if (entry < 0) return textOf(entries.tokenRows[-entry - 1]!.line);
        const { kind, nameStart, nameEnd, start, end } = nodes[entry >> 1]!;
        if ((entry & 1) === 1 || kind === 'object' || kind === 'array') return index.text.slice(nameStart, nameEnd);
        return `${index.text.slice(nameStart, nameEnd)}: ${index.text.slice(start, end)}`;
      },
    },
    // The outermost stays open: folding everything must leave something to choose from.
    foldable: () => nodes.flatMap(({ size }, at) => (size > 0 && at > 0 ? [keyOf(at)] : [])),
    find(rest) {
      if (rest !== '' && !rest.startsWith('#')) return undefined;
      const target = nodeAt(index, rest.slice(1));
      if (target === undefined) return undefined;
      const row = entries.rowOf[target]!;
      if (row >= 0) return inSight(look, row);
      const above = ancestors(index, target).map(keyOf);
      const opened = new Set([...folds].filter((key) => !above.includes(key)));
      const shape = { ...look.shape, folds: opened };
      return layOutIndex(index, { ...look, shape }).find(rest);
    },
  };
}

function entriesOf(index: JsonIndex, look: Look, keyOf: (node: number) => string): Entries {
  const { nodes } = index;
  const { folds } = look.shape;
  const rows: number[] = [];
  const opened: Row[] = [];
  const rowOf = new Int32Array(nodes.length).fill(-1);
  const openEnds: number[] = [];
  for (let at = 0; at < nodes.length; ) {
    const node = nodes[at]!;
    const isToggled = folds.size > 0 && folds.has(keyOf(at));
    rowOf[at] = rows.length;
    rows.push(at * 2);
    if (isToggled && node.size === 0) {
      for (const row of openedToken(index, at, look)) rows.push(-opened.push(row));
    }
    if (node.size > 0 && !isToggled) {
      openEnds.push(at);
      at += 1;
    } else at = node.next;
    while (openEnds.length > 0 && nodes[openEnds.at(-1)!]!.next <= at) rows.push(openEnds.pop()! * 2 + 1);
  }
  return { rows, tokenRows: opened, rowOf };
}

function ancestors({ nodes }: JsonIndex, at: number): readonly number[] {
  const above: number[] = [];
  for (let node = nodes[at]!.parent; node >= 0; node = nodes[node]!.parent) above.push(node);
  return above;
}

function valueRow(index: JsonIndex, at: number, look: Look, isToggled: boolean, key: string): Row {
  const { text, nodes } = index;
  const node = nodes[at]!;
  const isContainer = node.size > 0;
  const raw = text.slice(node.start, Math.min(node.end, node.start + LONGEST_ROW));
  const token = node.kind === 'string' ? tokenIn(raw) : undefined;
  const canFold = isContainer || token !== undefined;
  const isOpen = isContainer !== isToggled;
  const sign = canFold ? (isOpen ? '▾ ' : '▸ ') : '  ';
  const indent = indentOf(node, look);
  const line: Span[] = [span(`${' '.repeat(indent)}${sign}`, 'dim')];
  if (node.nameEnd > node.nameStart) {
    const name = beginningOf(text.slice(node.nameStart, node.nameEnd), LONGEST_ROW);
    line.push(span(safeText(name), 'name'), span(': ', 'dim'));
  }
  if (isContainer) line.push(...containerSpans(node, isOpen));
  else {
    line.push(span(safeText(beginningOf(raw, LONGEST_ROW)), TONES[node.kind]));
    const length = node.end - node.start;
    if (length > raw.length) line.push(span(` … ${length.toLocaleString('en-US')} characters`, 'dim'));
    if (token !== undefined) line.push(span(`  jwt, ${lifetime(token, look.at)}`, 'warning'));
  }
  if (!isContainer || !isOpen) line.push(...comma(index, at));
  const row: Row = {
    ...wire(line, Math.min(indent + 4, look.cells >> 1)),
    copies: {
      path: pathOf(index, at),
      value: () => {
        const whole = text.slice(node.start, node.end);
        return node.kind === 'string' ? unquoted(whole) : whole;
      },
    },
  };
  return canFold ? { ...row, action: { kind: 'fold', key } } : row;
}

function containerSpans({ kind, size }: JsonNode, isOpen: boolean): Line {
  const [opening, closing, one, many] =
    kind === 'object' ? ['{', '}', 'member', 'members'] : ['[', ']', 'item', 'items'];
  if (isOpen) return [span(opening!, 'dim')];
  return [span(`${opening} ${size.toLocaleString('en-US')} ${size === 1 ? one : many} ${closing}`, 'dim')];
}

function endRow(index: JsonIndex, at: number, look: Look): Row {
  const node = index.nodes[at]!;
  const isCut = index.isCut && node.end === index.text.length;
  const sign = isCut ? '…' : node.kind === 'object' ? '}' : ']';
  const line: Line = [
    span(`${' '.repeat(indentOf(node, look) + 2)}${sign}`, 'dim'),
    ...(isCut ? [] : comma(index, at)),
  ];
  return { ...wire(line), action: { kind: 'fold', key: `${look.key}${at}` } };
}

/** Another member follows. */
function comma({ nodes }: JsonIndex, at: number): Line {
  const { parent, next, position } = nodes[at]!;
  const container = nodes[parent];
  return container !== undefined && next < container.next && position < container.size - 1 ? [span(',', 'dim')] : [];
}

/** Deeper values are not indented further: a body of nothing but brackets stays readable on a narrow screen. */
function indentOf({ depth }: JsonNode, { cells }: Look): number {
  return 2 * Math.min(depth, cells >> 2);
}

function openedToken(index: JsonIndex, at: number, look: Look): readonly Row[] {
  const node = index.nodes[at]!;
  const token = tokenIn(index.text.slice(node.start, node.end));
  if (token === undefined) return [];
  const indent = ' '.repeat(indentOf(node, look) + 6);
  return tokenRows(token, look.at).map((row) => ({
    ...row,
    line: [span(indent), ...row.line],
    hang: row.hang + indent.length,
  }));
}
