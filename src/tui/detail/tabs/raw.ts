import type { RequestMessage, ResponseMessage } from '../../../exchange/exchange.ts';
import type { Headers } from '../../../exchange/headers.ts';
import { formatBytes } from '../../../exchange/units.ts';
import { safeText } from '../../cells.ts';
import { span } from '../../line.ts';
import { hexRows } from '../body/hex.ts';
import {
  beginningOf,
  GAP,
  heading,
  joined,
  LONGEST_ROW,
  prose,
  type Row,
  type Rows,
  rowsOf,
  warning,
  wire,
} from '../rows.ts';
import type { OpenedExchange, Side, Tab } from '../tab.ts';

/** Both messages byte by byte, nothing decoded. Of the bodies only what is in sight is read. */
export const tab: Tab = {
  name: 'Raw',
  order: 8,
  hasText: () => true,
  rows(opened, _shape, cells) {
    const { request, response } = opened.exchange;
    return joined(
      rowsOf([heading('request'), wire([span(firstLine(request))]), ...headRows(request.headers)]),
      bodyRows(opened, 'request', request.body?.totalBytes ?? 0, cells),
      rowsOf([...trailerRows(request), GAP, heading('response')]),
      ...(response === null
        ? [rowsOf([prose('None came.')])]
        : [
            rowsOf([wire([span(statusLine(response))]), ...headRows(response.headers)]),
            bodyRows(opened, 'response', response.body?.totalBytes ?? 0, cells),
            rowsOf(trailerRows(response)),
          ]),
    );
  },
};

/** As HTTP/1.1 writes it; HTTP/2 has no text, and is written the same way. */
function firstLine({ method, url, httpVersion }: RequestMessage): string {
  return safeText(`${beginningOf(method, 100)} ${beginningOf(url, LONGEST_ROW)} HTTP/${httpVersion}`);
}

function statusLine({ httpVersion, status, reason }: ResponseMessage): string {
  return safeText(`HTTP/${httpVersion} ${status} ${beginningOf(reason, LONGEST_ROW)}`.trimEnd());
}

function headRows(headers: Headers): readonly Row[] {
  return [...headers.map(([name, value]) => fieldRow(name, value)), GAP];
}

function trailerRows({ trailers }: Pick<RequestMessage, 'trailers'>): readonly Row[] {
  return trailers.length === 0 ? [] : [GAP, ...trailers.map(([name, value]) => fieldRow(name, value))];
}

function fieldRow(name: string, value: string): Row {
  return {
    ...wire([span(safeText(beginningOf(`${name}: ${value}`, LONGEST_ROW)))]),
    copies: { path: name, value: () => value },
  };
}

function bodyRows(opened: OpenedExchange, side: Side, totalBytes: number, cells: number): Rows {
  const { exchange, contents } = opened;
  if (totalBytes === 0) return rowsOf([]);
  const size = contents.bodySize(exchange.id, side);
  const missing = totalBytes - size;
  return joined(
    hexRows(size, windowed(opened, side), cells),
    rowsOf(missing > 0 ? [warning(`${formatBytes(missing)} more passed and were not recorded.`)] : []),
  );
}

const WINDOW = 65_536;

/** Reads a window at a time: neighbours are looked at one after the other. */
function windowed({ exchange, contents }: OpenedExchange, side: Side): (from: number, length: number) => Uint8Array {
  let start = 0;
  let bytes: Uint8Array = new Uint8Array();
  return (from, length) => {
    if (from < start || from + length > start + bytes.length) {
      start = from - (from % (WINDOW / 2));
      bytes = contents.body(exchange.id, side, start, WINDOW);
    }
    return bytes.subarray(from - start, from - start + length);
  };
}
