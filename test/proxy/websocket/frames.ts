import { deflateRawSync } from 'node:zlib';

export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface FrameParts {
  readonly opcode: number;
  readonly payload?: string | Uint8Array;
  readonly isFinal?: boolean;
  /** The three reserved bits, as they lie in the first byte. */
  readonly reserved?: number;
  readonly mask?: readonly [number, number, number, number];
  /** In place of the payload's own length. */
  readonly length?: bigint;
}

export const MASK = [0x37, 0xfa, 0x21, 0x3d] as const;

/** One frame of RFC 6455 §5.2, written for tests independently of the reader. */
export function frame({ opcode, payload = '', isFinal = true, reserved = 0, mask, length }: FrameParts): Buffer {
  const bytes = Buffer.from(payload as string);
  const size = length ?? BigInt(bytes.length);
  const head = [(isFinal ? 0x80 : 0) | reserved | opcode];
  const masked = mask === undefined ? 0 : 0x80;
  if (size < 126n) head.push(masked | Number(size));
  else if (size < 65_536n) head.push(masked | 126, Number(size >> 8n), Number(size & 255n));
  else {
    head.push(masked | 127);
    for (let shift = 56n; shift >= 0n; shift -= 8n) head.push(Number((size >> shift) & 255n));
  }
  if (mask === undefined) return Buffer.concat([Buffer.from(head), bytes]);
  const maskedBytes = bytes.map((byte, i) => byte ^ mask[i % 4]!);
  return Buffer.concat([Buffer.from(head), Buffer.from(mask), maskedBytes]);
}

export function closePayload(code: number, reason = ''): Buffer {
  return Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]);
}

/** A message compressed by itself, without the tail (RFC 7692 §7.2.1). */
export function deflated(text: string | Uint8Array): Buffer {
  return deflateRawSync(Buffer.from(text as string), { finishFlush: 2 /* Z_SYNC_FLUSH */ }).subarray(0, -4);
}
