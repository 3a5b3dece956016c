import type { StreamMessage } from '../exchange/exchange.ts';
import { printable } from '../exchange/printable.ts';
import { formatBytes, formatDuration } from '../exchange/units.ts';

/** Characters of a message on its line. */
const LONGEST_TEXT = 200;
const ARROWS = { client: '→', server: '←' } as const;

/** WebSocket messages and server-sent events, one a line: time since the start, direction, type, and what it said. */
export function messageLines(messages: readonly StreamMessage[], startedAt: number): string[] {
  return messages.map((message) => {
    const after = `+${formatDuration(Math.max(0, message.at - startedAt))}`;
    return `${after.padStart(11)} ${ARROWS[message.from]} ${message.type.padEnd(6)} ${contentOf(message)}`.trimEnd();
  });
}

function contentOf({ type, bytes, totalBytes, closeCode }: StreamMessage): string {
  const text = type === 'binary' ? undefined : messageText(bytes);
  const size = formatBytes(totalBytes);
  if (text === undefined) return `(${size} of binary data)`;
  const shown = printable(text.slice(0, LONGEST_TEXT).toWellFormed());
  const isCut = text.length > LONGEST_TEXT || totalBytes > bytes.length;
  return [closeCode ?? '', isCut ? `${shown}… (${size})` : shown].filter((part) => part !== '').join(' ');
}

/** The payload as text; undefined where it is none, or binary. A recording that was cut may end inside a character. */
export function messageText(bytes: Uint8Array): string | undefined {
  try {
    // Streaming leaves out the beginning of a character at the end instead of refusing it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}
