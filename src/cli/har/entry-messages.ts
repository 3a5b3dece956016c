import { Buffer } from 'node:buffer';
import type { StreamMessage } from '../../exchange/exchange.ts';
import type { HarEntry } from './entry-schema.ts';

/** Of RFC 6455 §5.2; 0 continues a message, and tools that split them say no more. */
const TYPES: ReadonlyMap<number, StreamMessage['type']> = new Map([
  [0, 'text'],
  [1, 'text'],
  [2, 'binary'],
  [8, 'close'],
  [9, 'ping'],
  [10, 'pong'],
]);

/** Later than any time in seconds: what a tool wrote in milliseconds. */
const FIRST_MILLISECONDS = 1e11;

/** The messages of a WebSocket in order, as Chromium, HTTP Toolkit and mitmproxy write them. */
export function webSocketMessages(
  { _webSocketMessages, _webSocketClose }: HarEntry,
  startedAt: number,
): StreamMessage[] {
  const messages = (_webSocketMessages ?? []).flatMap((message) => {
    const type = TYPES.get(message.opcode);
    return type === undefined ? [] : [messageOf(message, type)];
  });
  const code = _webSocketClose?.code;
  if (typeof code !== 'number' || messages.some(({ type }) => type === 'close')) return messages;
  const reason = Buffer.from(_webSocketClose?.reason ?? '');
  const at = messages.at(-1)?.at ?? startedAt;
  // Who closed is not said. The server's words explain more often, and a client knows what it did itself.
  return [
    ...messages,
    { at, from: 'server', type: 'close', bytes: reason, totalBytes: reason.length, closeCode: code },
  ];
}

function messageOf(
  message: NonNullable<HarEntry['_webSocketMessages']>[number],
  type: StreamMessage['type'],
): StreamMessage {
  const { data, time, _at, _bytes, _closeCode, _encoding } = message;
  const isText = (type === 'text' || type === 'close') && _encoding !== 'base64';
  const bytes = Buffer.from(data, isText ? 'utf8' : 'base64');
  return {
    at: _at ?? (time < FIRST_MILLISECONDS ? time * 1000 : time),
    from: message.type === 'send' || message.type === 'request' ? 'client' : 'server',
    type,
    bytes,
    totalBytes: Math.max(bytes.length, Math.trunc(_bytes ?? 0)),
    closeCode: _closeCode ?? null,
  };
}
