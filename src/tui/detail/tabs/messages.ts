import { Buffer, isUtf8 } from 'node:buffer';
import type { StreamMessage } from '../../../exchange/exchange.ts';
import { formatBytes, formatDuration } from '../../../exchange/units.ts';
import { cut, safeText } from '../../cells.ts';
import { span } from '../../line.ts';
import { layOutContent, layOutPlain } from '../body/content.ts';
import { after, type LaidOut, type Look } from '../body/laid-out.ts';
import { beginningOf, fact, heading, indented, prose, type Row, type Rows, rowsOf, warning, wire } from '../rows.ts';
import { messageAt, serverEvent } from '../stream.ts';
import type { OpenedExchange, Shape, Tab } from '../tab.ts';

/** The messages of a WebSocket or of an event stream, a line each; `enter` opens one. Read as far as they are in sight. */
export const tab: Tab = {
  name: 'Messages',
  order: 5,
  hasText: ({ exchange }) => exchange.messageCount > 0,
  rows(opened, shape, cells) {
    if (opened.exchange.messageCount > 0) return messageRows(opened, shape, cells);
    return rowsOf([prose('No messages: they come in a WebSocket or an event stream (text/event-stream).')]);
  },
  find(opened, shape, where, cells) {
    const [, place] = /^messages\/(\d{1,9}|close)$/.exec(where) ?? [];
    if (place === undefined) return undefined;
    const index = place === 'close' ? lastClose(opened) : Number(place) - 1;
    if (index === undefined || index < 0 || index >= opened.exchange.messageCount) return undefined;
    return { shape, row: HEAD_ROWS + index + rowsBefore(openMessages(opened, shape, cells), index) };
  },
};

const HEAD_ROWS = 1;
/** More messages than this are not kept open at once. */
const MOST_OPEN = 200;
const CLOSE_IS_NEAR = 100;

interface OpenMessage {
  readonly index: number;
  readonly rows: Rows;
}

function messageRows(opened: OpenedExchange, shape: Shape, cells: number): Rows {
  const { messageCount } = opened.exchange;
  const open = openMessages(opened, shape, cells);
  return {
    count: HEAD_ROWS + messageCount + open.reduce((count, { rows }) => count + rows.count, 0),
    at(row) {
      if (row < HEAD_ROWS)
        return heading(`${messageCount.toLocaleString('en-US')} messages · ↑ from the client · ↓ from the server`);
      let index = row - HEAD_ROWS;
      for (const each of open) {
        if (each.index >= index) break;
        const inside = index - each.index - 1;
        if (inside < each.rows.count) return each.rows.at(inside);
        index -= each.rows.count;
      }
      return messageRow(opened, index, cells);
    },
  };
}

function openMessages(opened: OpenedExchange, shape: Shape, cells: number): readonly OpenMessage[] {
  return [...shape.folds]
    .flatMap((key) => /^m(\d{1,9})$/.exec(key)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other)
    .slice(0, MOST_OPEN)
    .flatMap((index) => {
      const message = messageAt(opened, index);
      if (message === undefined) return [];
      const look: Look = { shape, key: `m${index}/`, cells: cells - 4, level: 0, at: message.at };
      return [{ index, rows: indented(layOutStreamMessage(message, look).rows, 4) }];
    });
}

function rowsBefore(open: readonly OpenMessage[], index: number): number {
  return open.reduce((count, each) => (each.index < index ? count + each.rows.count : count), 0);
}

function lastClose(opened: OpenedExchange): number | undefined {
  const { messageCount } = opened.exchange;
  for (let index = messageCount - 1; index >= Math.max(0, messageCount - CLOSE_IS_NEAR); index -= 1) {
    if (messageAt(opened, index)?.type === 'close') return index;
  }
  return undefined;
}

function messageRow(opened: OpenedExchange, index: number, cells: number): Row {
  const message = messageAt(opened, index);
  if (message === undefined) return prose(`${index + 1}  was not recorded`);
  const { at, from, type, totalBytes } = message;
  const start = [
    String(index + 1).padStart(String(opened.exchange.messageCount).length),
    `+${formatDuration(Math.max(0, at - opened.exchange.startedAt))}`.padStart(9),
  ].join(' ');
  const middle = ` ${type.padEnd(6)} ${formatBytes(totalBytes).padStart(6)}  `;
  const room = cells - start.length - middle.length - 2;
  return {
    ...wire([
      span(start, 'dim'),
      span(from === 'client' ? ' ↑' : ' ↓', from === 'client' ? 'redirect' : 'success'),
      span(middle, 'dim'),
      span(cut(safeText(preview(message, room)), room)),
    ]),
    action: { kind: 'fold', key: `m${index}` },
    copies: {
      path: `message ${index + 1}`,
      value: () => textOfMessage(message) ?? Buffer.from(message.bytes).toString('hex'),
    },
  };
}

/** Characters of a payload that may be needed to fill a line. */
const PREVIEWED = 400;

function preview(message: StreamMessage, room: number): string {
  const { type, closeCode, bytes } = message;
  const text = textOfMessage({ ...message, bytes: bytes.subarray(0, PREVIEWED * 4) }) ?? '';
  if (type === 'close') return `${closeCode ?? 'no code'} ${text}`.trim();
  if (type === 'event') {
    const { fields, data } = serverEvent(text);
    const name = fields.find(([field]) => field === 'event')?.[1];
    return beginningOf([...(name === undefined ? [] : [name]), data ?? 'no data'].join('  '), PREVIEWED);
  }
  if (text === '' && bytes.length > 0) return Buffer.from(bytes.subarray(0, Math.max(8, room >> 1))).toString('hex');
  return beginningOf(text.replace(/\s+/g, ' '), PREVIEWED);
}

/** Undefined where it is no text. The end of a part of a text may be half a character. */
function textOfMessage({ type, bytes, totalBytes }: StreamMessage): string | undefined {
  const isBinary = type === 'binary' || ((type === 'ping' || type === 'pong') && !isUtf8(bytes));
  if (isBinary && (bytes.length < totalBytes || !isUtf8(bytes))) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

function layOutStreamMessage(message: StreamMessage, look: Look): LaidOut {
  const { bytes, totalBytes, type, closeCode } = message;
  const isCut = totalBytes > bytes.length;
  const above = [
    ...(isCut
      ? [
          warning(
            `The recording was cut: it holds the first ${formatBytes(bytes.length)} of ${formatBytes(totalBytes)}.`,
          ),
        ]
      : []),
    ...(type === 'close' ? [fact('code', String(closeCode ?? 'none'), 5)] : []),
  ];
  const layOut = (content: Uint8Array) =>
    look.shape.isPlain ? layOutPlain([], content, look) : layOutContent([], content, isCut, look);
  if (type !== 'event' || look.shape.isPlain) return after(rowsOf(above), layOut(bytes));
  const { fields, data } = serverEvent(textOfMessage(message) ?? '');
  const fieldRows = fields.slice(0, 50).map(([name, value]) => fact(name, beginningOf(value, 1000), 5));
  return after(rowsOf([...above, ...fieldRows]), layOut(Buffer.from(data ?? '')));
}
