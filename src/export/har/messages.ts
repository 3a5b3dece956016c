import { Buffer, isUtf8 } from 'node:buffer';
import type { StreamMessage } from '../../exchange/exchange.ts';

/** Of RFC 6455 §5.2. */
const OPCODES = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** As Chromium writes them: `time` in seconds, and the data of everything but text in base64. */
export function webSocketMessages(messages: readonly StreamMessage[]): readonly object[] {
  return messages.flatMap(({ at, from, type, bytes, totalBytes, closeCode }) => {
    if (type === 'event') return [];
    const isText = type === 'text' || type === 'close';
    const text = isText ? wholeText(bytes) : undefined;
    return [
      {
        type: from === 'client' ? 'send' : 'receive',
        time: at / 1000,
        ...exactTime(at),
        opcode: OPCODES[type],
        data: text ?? Buffer.from(bytes).toString('base64'),
        ...(isText && text === undefined ? { _encoding: 'base64' } : {}),
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
    const text = wholeText(bytes);
    return [
      {
        time: at / 1000,
        ...(isExact(at) ? {} : { at }),
        data: text ?? Buffer.from(bytes).toString('base64'),
        ...(text === undefined ? { encoding: 'base64' } : {}),
        ...(totalBytes > bytes.length ? { bytes: totalBytes } : {}),
      },
    ];
  });
}

/** Undefined where the text would not give the same bytes again. */
function wholeText(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : undefined;
}

/** Seconds do not hold every fraction of a millisecond. */
function exactTime(at: number): object {
  return isExact(at) ? {} : { _at: at };
}

function isExact(at: number): boolean {
  return (at / 1000) * 1000 === at;
}
