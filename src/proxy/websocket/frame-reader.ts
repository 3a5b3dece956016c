import type { StreamMessage } from '../../exchange/exchange.ts';
import { KeptBytes } from './kept-bytes.ts';
import { unmask } from './unmask.ts';

/** What the frames of one direction turn out to be. */
export type Passed =
  | ({ readonly kind: 'message' } & Pick<StreamMessage, 'type' | 'bytes' | 'totalBytes' | 'closeCode'>)
  /** A piece of a message that was sent with permessage-deflate (RFC 7692). */
  | { readonly kind: 'compressed'; readonly bytes: Uint8Array }
  /** The pieces so far are a whole message; `totalBytes` is its length on the wire. */
  | { readonly kind: 'compressed-end'; readonly type: 'text' | 'binary'; readonly totalBytes: number }
  /** The rules of RFC 6455 are broken; nothing is read from here on. */
  | { readonly kind: 'broken'; readonly reason: string };

export interface FrameRules {
  /** Frames of a client are masked, those of a server are not (RFC 6455 §5.1). */
  readonly from: 'client' | 'server';
  /** permessage-deflate was agreed on: the first reserved bit marks a compressed message. */
  readonly isDeflateAgreed: boolean;
  /** An extension that is not known here was agreed on: reserved bits are its own. */
  readonly hasOtherExtensions: boolean;
  /** Of each message as many bytes are kept, the rest is counted. */
  readonly maxMessageBytes: number;
}

/** The longest header: 2 bytes, 8 of length, 4 of mask. */
const MAX_HEADER_BYTES = 14;
const MAX_CONTROL_BYTES = 125;

const CONTINUATION = 0;
const CONTROL = 0x8;
const TYPES: Readonly<Record<number, StreamMessage['type']>> = {
  1: 'text',
  2: 'binary',
  8: 'close',
  9: 'ping',
  10: 'pong',
};

interface Frame {
  readonly isFinal: boolean;
  readonly isControl: boolean;
  readonly type: StreamMessage['type'];
  readonly mask: Uint8Array | undefined;
  readonly bytes: number;
}

/** The message that a row of frames makes up. */
interface Message {
  readonly type: 'text' | 'binary';
  /** `opaque` is what an unknown extension has changed: counted only. */
  readonly coding: 'plain' | 'deflate' | 'opaque';
  totalBytes: number;
}

/** Reads the WebSocket frames of one direction as they pass, split anywhere. Never throws and never changes what it is given. */
export class FrameReader {
  readonly #rules: FrameRules;
  readonly #header = new Uint8Array(MAX_HEADER_BYTES);
  #headerLength = 0;
  readonly #data: KeptBytes;
  readonly #control = new KeptBytes(MAX_CONTROL_BYTES);
  #frame: Frame | undefined;
  #remaining = 0;
  #message: Message | undefined;
  #isOver = false;
  #givesCompressed = true;

  constructor(rules: FrameRules) {
    this.#rules = rules;
    this.#data = new KeptBytes(rules.maxMessageBytes);
  }

  /** Nothing more is read: after a close frame or a breach of the protocol. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Compressed messages are only counted from here on. */
  dropCompressed(): void {
    this.#givesCompressed = false;
  }

  push(bytes: Uint8Array): Passed[] {
    const passed: Passed[] = [];
    let at = 0;
    while (at < bytes.length && !this.#isOver) {
      if (this.#frame === undefined) {
        at = this.#readHeader(bytes, at, passed);
      } else {
        const end = Math.min(bytes.length, at + this.#remaining);
        this.#readPayload(bytes.subarray(at, end), passed);
        at = end;
      }
    }
    return passed;
  }

  #readHeader(bytes: Uint8Array, begin: number, passed: Passed[]): number {
    let at = begin;
    while (this.#headerLength < this.#headerSize() && at < bytes.length) {
      this.#header[this.#headerLength] = bytes[at]!;
      this.#headerLength += 1;
      at += 1;
      if (this.#headerLength !== 2) continue;
      // What is no frame is known by its first two bytes; the rest of its header may never come.
      const reason = this.#breach();
      if (reason !== undefined) {
        this.#break(reason, passed);
        return at;
      }
    }
    if (this.#headerLength === this.#headerSize()) this.#beginFrame(passed);
    return at;
  }

  #headerSize(): number {
    if (this.#headerLength < 2) return 2;
    const length = this.#header[1]! & 0x7f;
    return 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + (this.#header[1]! & 0x80 ? 4 : 0);
  }

  /** Which rule the first two bytes of a frame break. */
  #breach(): string | undefined {
    const [first = 0, second = 0] = this.#header;
    const { from, isDeflateAgreed, hasOtherExtensions } = this.#rules;
    const opcode = first & 0x0f;
    const isControl = (opcode & CONTROL) !== 0;
    const isFinal = (first & 0x80) !== 0;
    if (opcode !== CONTINUATION && TYPES[opcode] === undefined) return `the opcode ${opcode} is reserved`;
    const mayBeDeflated = isDeflateAgreed && !isControl && opcode !== CONTINUATION;
    if (!hasOtherExtensions && (first & (mayBeDeflated ? 0x30 : 0x70)) !== 0) {
      return 'a reserved bit is set that no extension has defined';
    }
    if (isControl && !isFinal) return `a ${TYPES[opcode]} frame is fragmented`;
    if (isControl && (second & 0x7f) > MAX_CONTROL_BYTES) return `a ${TYPES[opcode]} frame is longer than 125 bytes`;
    if (opcode === CONTINUATION && this.#message === undefined) return 'a continuation continues nothing';
    if (opcode !== CONTINUATION && !isControl && this.#message !== undefined) {
      return 'a message begins before the one before it has ended';
    }
    const isMasked = (second & 0x80) !== 0;
    if (isMasked !== (from === 'client'))
      return isMasked ? 'a server masks its frames' : 'a client does not mask its frames';
    return undefined;
  }

  #beginFrame(passed: Passed[]): void {
    const header = this.#header;
    const bytes = this.#payloadLength();
    const maskAt = this.#headerLength - 4;
    const opcode = header[0]! & 0x0f;
    this.#headerLength = 0;
    if (!Number.isSafeInteger(bytes)) {
      this.#break('a frame announces 2^53 bytes or more', passed);
      return;
    }
    const isControl = (opcode & CONTROL) !== 0;
    if (!isControl && opcode !== CONTINUATION) {
      this.#message = { type: opcode === 1 ? 'text' : 'binary', coding: this.#coding(header[0]!), totalBytes: 0 };
    }
    const isFinal = (header[0]! & 0x80) !== 0;
    const type = isControl ? TYPES[opcode]! : this.#message!.type;
    const mask = (header[1]! & 0x80) !== 0 ? header.slice(maskAt, maskAt + 4) : undefined;
    this.#frame = { isFinal, isControl, type, mask, bytes };
    this.#remaining = bytes;
    if (bytes === 0) this.#endFrame(passed);
  }

  #payloadLength(): number {
    const length = this.#header[1]! & 0x7f;
    if (length < 126) return length;
    const view = new DataView(this.#header.buffer);
    return length === 126 ? view.getUint16(2) : view.getUint32(2) * 2 ** 32 + view.getUint32(6);
  }

  #coding(first: number): Message['coding'] {
    if ((first & 0x70) === 0) return 'plain';
    return this.#rules.hasOtherExtensions ? 'opaque' : 'deflate';
  }

  #readPayload(bytes: Uint8Array, passed: Passed[]): void {
    const { isControl, mask, bytes: frameBytes } = this.#frame!;
    const position = frameBytes - this.#remaining;
    const copy = isControl ? this.#control.add(bytes) : this.#keepData(bytes, passed);
    if (mask !== undefined && copy !== undefined) unmask(copy, mask, position);
    this.#remaining -= bytes.length;
    if (this.#remaining === 0) this.#endFrame(passed);
  }

  /** The copy that was made of a piece of a data frame, if any. */
  #keepData(bytes: Uint8Array, passed: Passed[]): Uint8Array | undefined {
    const message = this.#message!;
    message.totalBytes += bytes.length;
    if (message.coding === 'plain') return this.#data.add(bytes);
    if (message.coding === 'opaque' || !this.#givesCompressed) return undefined;
    const copy = new Uint8Array(bytes);
    passed.push({ kind: 'compressed', bytes: copy });
    return copy;
  }

  #endFrame(passed: Passed[]): void {
    const { isFinal, isControl, type } = this.#frame!;
    this.#frame = undefined;
    if (isControl) {
      passed.push({ kind: 'message', ...controlMessage(type, this.#control.take()) });
      this.#isOver = type === 'close'; // Nothing may follow it (RFC 6455 §5.5.1).
    } else if (isFinal) {
      const { coding, totalBytes } = this.#message!;
      this.#message = undefined;
      if (coding === 'deflate') passed.push({ kind: 'compressed-end', type: type as Message['type'], totalBytes });
      else passed.push({ kind: 'message', type, bytes: this.#data.take(), totalBytes, closeCode: null });
    }
  }

  #break(reason: string, passed: Passed[]): void {
    this.#isOver = true;
    this.#data.take();
    passed.push({ kind: 'broken', reason });
  }
}

function controlMessage(type: StreamMessage['type'], payload: Uint8Array) {
  if (type !== 'close') return { type, bytes: payload, totalBytes: payload.length, closeCode: null };
  // One byte alone is no code, and a reason is there only after one.
  const closeCode = payload.length < 2 ? null : payload[0]! * 256 + payload[1]!;
  const bytes = payload.slice(2);
  return { type, bytes, totalBytes: bytes.length, closeCode };
}
