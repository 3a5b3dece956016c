import { Buffer, isUtf8 } from 'node:buffer';
import type { RequestMessage } from '../../exchange/exchange.ts';
import { headerValue } from '../../exchange/headers.ts';
import { printableLines } from '../../exchange/printable.ts';
import type { Part } from './part.ts';
import type { SecretVariables } from './secret-variables.ts';

export interface SentBody {
  /** Empty for an empty body. */
  readonly parts: readonly Part[];
  readonly bytes: Uint8Array;
  /** Nothing in it is invisible, reorders what a reader sees, or is changed by pasting (a carriage return is). */
  readonly isReadable: boolean;
}

/** The body that is sent; undefined where there is none. An empty one is sent with a length. */
export function sentBody({ body, headers }: RequestMessage, secrets: SecretVariables): SentBody | undefined {
  const bytes = body?.bytes ?? new Uint8Array();
  if (bytes.length === 0) {
    const isAnnounced = (body?.totalBytes ?? 0) > 0 || headerValue(headers, 'content-length') === '0';
    return isAnnounced ? { parts: [], bytes, isReadable: true } : undefined;
  }
  const parts = bodyParts(bytes, secrets);
  const isReadable = parts.every(
    (part) => part.kind !== 'bytes' && (part.kind === 'variable' || isPlainText(part.text)),
  );
  return { parts, bytes, isReadable };
}

function bodyParts(bytes: Uint8Array, secrets: SecretVariables): Part[] {
  if (isUtf8(bytes)) return secrets.split(Buffer.from(bytes).toString('utf8'));
  return secrets.split(Buffer.from(bytes).toString('latin1')).flatMap((part): Part[] => {
    return part.kind === 'literal' ? asciiAndBytes(part.text) : [part];
  });
}

function asciiAndBytes(latin1: string): Part[] {
  return latin1
    .split(/([\u0080-\u00ff]+)/)
    .map((piece, index): Part => {
      return index % 2 === 0
        ? { kind: 'literal', text: piece }
        : { kind: 'bytes', bytes: Buffer.from(piece, 'latin1') };
    })
    .filter((part) => part.kind !== 'literal' || part.text !== '');
}

function isPlainText(text: string): boolean {
  return !text.includes('\r') && printableLines(text) === text;
}
