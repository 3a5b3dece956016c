import type { Exchange, StreamMessage } from '../../exchange/exchange.ts';
import { printable } from '../../exchange/printable.ts';
import { formatBytes, formatDuration, formatMessages } from '../../exchange/units.ts';
import { payloadText } from '../message-text.ts';
import { type Block, heading, paragraph, words } from './block.ts';

const LONGEST_PAYLOAD = 300;
/** How it ended matters more than how it began. */
const FIRST_SHOWN = 5;

/** WebSocket messages and server-sent events, one a line: the first few and as many of the last as there is room for. */
export function messageBlocks(exchange: Exchange, messages: readonly StreamMessage[], room: number): Block[] {
  if (exchange.messageCount === 0 && messages.length === 0) return [];
  const count = Math.max(exchange.messageCount, messages.length);
  const top = heading(3, words(formatMessages(count)));
  const lines = messages.map((message) => messageLine(message, exchange.startedAt));
  const first: string[] = [];
  const last: string[] = [];
  let left = room;
  const takes = (line: string): boolean => {
    left -= line.length + 1;
    return left >= 0;
  };
  while (first.length < Math.min(FIRST_SHOWN, lines.length) && takes(lines[first.length]!))
    first.push(lines[first.length]!);
  for (let index = lines.length - 1; index >= first.length && takes(lines[index]!); index -= 1)
    last.unshift(lines[index]!);
  const missing = lines.length - first.length - last.length;
  if (first.length === 0) return [top, paragraph(words('There is no room for them here.'))];
  const gap = missing > 0 ? [`(${missing} more)`] : [];
  const unread = count - messages.length;
  return [
    top,
    { kind: 'code', language: 'text', text: [...first, ...gap, ...last].join('\n'), marked: [] },
    ...(unread > 0 ? [paragraph(words(`${unread} more followed.`))] : []),
  ];
}

function messageLine({ at, from, type, bytes, totalBytes, closeCode }: StreamMessage, startedAt: number): string {
  const text = type === 'binary' ? undefined : payloadText(bytes);
  const size = formatBytes(totalBytes);
  const shown =
    text === undefined ? `(${size} of binary data)` : printable(text.slice(0, LONGEST_PAYLOAD).toWellFormed());
  const isCut = text !== undefined && (text.length > LONGEST_PAYLOAD || totalBytes > bytes.length);
  const after = `+${formatDuration(Math.max(0, at - startedAt))}`;
  const arrow = from === 'client' ? '→' : '←';
  return [after, arrow, type, ...(closeCode === null ? [] : [closeCode]), isCut ? `${shown}… (${size})` : shown]
    .join(' ')
    .trimEnd();
}
