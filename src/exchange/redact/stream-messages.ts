import { Buffer, isUtf8 } from 'node:buffer';
import type { StreamMessage } from '../exchange.ts';
import { maskBody, spreadInBody } from './body.ts';
import type { Ledger } from './ledger.ts';
import type { Mask } from './mask.ts';
import type { Spread } from './spread.ts';

/** Masks the messages of a stream; what is returned completes them once all secrets are known. */
export function readMessages(
  messages: readonly StreamMessage[],
  ledger: Ledger,
): (spread: Spread) => readonly StreamMessage[] {
  const read = messages.map((message, index) => readMessage(message, ledger.maskAt(`messages.${index}`)));
  return (spread) => read.map((write, index) => write((text, isCut) => spread(text, `messages.${index}`, { isCut })));
}

type Write = (spread: (text: string, isCut: boolean) => string) => StreamMessage;

/** Payloads that are not text hold one character per byte, so that ASCII secrets in them are found. */
function readMessage(message: StreamMessage, mask: Mask): Write {
  const { bytes, totalBytes, type } = message;
  const isCut = totalBytes > bytes.length;
  const charset = isUtf8(bytes) ? 'utf8' : 'latin1';
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(charset);
  const form = { type: '', contentType: '', isErrorResponse: false };
  const masked = type === 'event' ? maskEvent(text, (data) => maskBody(data, form, mask)) : maskBody(text, form, mask);
  return (spread) => {
    const spreadData = (data: string): string => spreadInBody(data, (part) => spread(part, false));
    const whole = type === 'event' ? maskEvent(masked, spreadData) : spreadData(masked);
    const written = isCut ? spread(whole, true) : whole;
    if (written === text) return message;
    const masks = Buffer.from(written, charset);
    return { ...message, bytes: masks, totalBytes: isCut ? Math.max(totalBytes, masks.length + 1) : masks.length };
  };
}

/** The values of the `data:` lines of an event, which is where JSON stands; the lines themselves stay. */
function maskEvent(text: string, rewrite: (data: string) => string): string {
  return text
    .split(/(\r\n|\n|\r)/)
    .map((line, index) => {
      if (index % 2 === 1) return line;
      const [, field = '', value = line] = /^([a-z]{0,20}: ?)(.*)$/s.exec(line) ?? [];
      return field + rewrite(value);
    })
    .join('');
}
