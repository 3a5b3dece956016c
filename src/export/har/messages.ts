import { Buffer } from 'node:buffer';
import type { StreamMessage } from '../../exchange/exchange.ts';
import { payloadText } from '../message-text.ts';

/** Of RFC 6455 §5.2. */
const OPCODES = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** As Chromium writes them: `time` in seconds, and the data of everything but text in base64. */
export function webSocketMessages(messages: readonly StreamMessage[]): readonly object[] {
  return messages.flatMap(({ at, from, type, bytes, totalBytes, closeCode }) => {
    if (type === 'event') return [];
    const text = type === 'text' || type === 'close' ? payloadText(bytes) : undefined;
    return [
      {
        type: from === 'client' ? 'send' : 'receive',
        time: at / 1000,
        opcode: OPCODES[type],
        data: text ?? Buffer.from(bytes).toString('base64'),
        ...(type === 'text' && text === undefined ? { _encoding: 'base64' } : {}),
        ...(closeCode === null ? {} : { _closeCode: closeCode }),
        ...(totalBytes > bytes.length ? { _bytes: totalBytes } : {}),
      },
    ];
  });
}

/** Server-sent events, for which no field of others is known. */
export function eventsOf(messages: readonly StreamMessage[]): readonly object[] {
  return messages.flatMap(({ at, type, bytes, totalBytes }) => {
    if (type !== 'event') return [];
    const text = payloadText(bytes) ?? Buffer.from(bytes).toString('latin1');
    return [{ time: at / 1000, data: text, ...(totalBytes > bytes.length ? { bytes: totalBytes } : {}) }];
  });
}
