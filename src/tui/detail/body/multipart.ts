import type { Header, Headers } from '../../../exchange/headers.ts';
import { headerValue } from '../../../exchange/headers.ts';
import { formatBytes } from '../../../exchange/units.ts';
import { safeText } from '../../cells.ts';
import { span } from '../../line.ts';
import { beginningOf, GAP, LONGEST_ROW, type Row, rowsOf, warning, wire } from '../rows.ts';
import { bytesFrom } from './bytes.ts';
import { after, inSight, type LaidOut, type Look, plainly, stacked } from './laid-out.ts';

const MOST_PARTS = 500;
const LONGEST_HEAD = 16_384;
const DEEPEST = 5;

interface Part {
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly isCut: boolean;
}

/** Lays out the content of one part by its own type. */
export type LayOutPart = (headers: Headers, bytes: Uint8Array, isCut: boolean, look: Look) => LaidOut;

/** The parts of a multipart body (RFC 2046 §5.1); undefined where no boundary is given, it does not occur, or the
 * body stands in too many others. */
export function layOutMultipart(
  contentType: string,
  body: Uint8Array,
  layOutPart: LayOutPart,
  look: Look,
): LaidOut | undefined {
  if (look.level >= DEEPEST) return undefined;
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType);
  if (boundary === null) return undefined;
  const parts = partsOf(bytesFrom(body), boundary[1] ?? boundary[2]!);
  if (parts.length === 0) return undefined;
  return stacked(
    parts.map((part, index) => {
      const name = /\bname="([^"]*)"/i.exec(headerValue(part.headers, 'content-disposition') ?? '')?.[1];
      const head = rowsOf([
        ...(index === 0 ? [] : [GAP]),
        titleRow(index, name, part),
        ...part.headers.map(headerRow),
        ...(part.isCut ? [warning('The end of this part is not here.')] : []),
      ]);
      const own = { ...look, key: `${look.key}p${index}.`, level: look.level + 1 };
      const content =
        part.bytes.length === 0 ? plainly(rowsOf([]), own) : layOutPart(part.headers, part.bytes, part.isCut, own);
      const laidOut = after(head, content);
      // `?amount` and `#/amount` name the part that is called so.
      const isMeant = (rest: string) => name !== undefined && rest.replace(/^[?#]\/?/, '') === name;
      return { ...laidOut, find: (rest) => (isMeant(rest) ? inSight(look, index === 0 ? 0 : 1) : undefined) };
    }),
  );
}

function titleRow(index: number, name: string | undefined, { bytes }: Part): Row {
  return {
    line: [
      span(`part ${index + 1}`, 'dim'),
      span(name === undefined ? '' : `  ${safeText(beginningOf(name, 200))}`, 'name'),
      span(`  ${formatBytes(bytes.length)}`, 'dim'),
    ],
    hang: 2,
    wrap: 'words',
  };
}

function headerRow([name, value]: Header): Row {
  return wire([
    span(safeText(beginningOf(name, LONGEST_ROW)), 'name'),
    span(': ', 'dim'),
    span(safeText(beginningOf(value, LONGEST_ROW))),
  ]);
}

function partsOf(body: Buffer, boundary: string): readonly Part[] {
  const delimiter = `--${boundary}`;
  const parts: Part[] = [];
  let start = delimiterAt(body, delimiter, 0);
  while (start >= 0 && parts.length < MOST_PARTS) {
    const from = start + delimiter.length;
    const lineEnd = body.indexOf('\n', from, 'latin1');
    if (body.toString('latin1', from, from + 2) === '--' || lineEnd < 0) break;
    const next = delimiterAt(body, delimiter, lineEnd);
    const end = next < 0 ? body.length : body[next - 2] === 0x0d ? next - 2 : next - 1;
    parts.push(partOf(body.subarray(lineEnd + 1, Math.max(end, lineEnd + 1)), next < 0));
    start = next;
  }
  return parts;
}

/** A delimiter begins a line and ends it: `--b1` is not in `--b12`. */
function delimiterAt(body: Buffer, delimiter: string, from: number): number {
  for (let at = body.indexOf(delimiter, from, 'latin1'); at >= 0; at = body.indexOf(delimiter, at + 1, 'latin1')) {
    const isFirst = at === 0 || body[at - 1] === 0x0a;
    const behind = body.toString('latin1', at + delimiter.length, at + delimiter.length + 2);
    if (isFirst && /^(?:--|[ \t]|\r?\n|$)/.test(behind)) return at;
  }
  return -1;
}

function partOf(whole: Buffer, isCut: boolean): Part {
  const blank = /^\r?\n|\r?\n\r?\n/.exec(whole.toString('latin1', 0, LONGEST_HEAD));
  if (blank === null) return { headers: [], bytes: whole, isCut };
  const head = whole.toString('utf8', 0, blank.index);
  const headers = head.split(/\r?\n/).flatMap((line): Header[] => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]];
  });
  return { headers, bytes: whole.subarray(blank.index + blank[0].length), isCut };
}
