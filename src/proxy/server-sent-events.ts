import type { StreamMessage } from '../exchange/exchange.ts';
import { KeptBytes } from './websocket/kept-bytes.ts';

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/**
 * Splits an event stream (WHATWG HTML §9.2) into its events as their bytes pass, split anywhere. An event is a block of
 * lines with an empty line after it, recorded as it was sent, without that line. More are recorded than a browser
 * dispatches: also a block without `data`, such as `retry: 3000`, because its sender meant something by it. Comments
 * within an event are part of it; a block of nothing but comments is a heartbeat and left out, and so is what stands
 * after the last empty line, which browsers drop as well. Never throws; keeps no more than the limit.
 */
export class EventStreamReader {
  readonly #block: KeptBytes;
  /** Bytes that may turn out to be the byte-order mark, until it is known; then undefined. */
  #opening: Uint8Array | undefined = new Uint8Array(0);
  #isLineEmpty = true;
  /** The block has a line that is no comment. */
  #hasField = false;
  /** The byte before was a CR, so that an LF ends no line of its own. */
  #isAfterCr = false;

  constructor(maxEventBytes: number) {
    this.#block = new KeptBytes(maxEventBytes);
  }

  /** The events that are complete with these bytes. */
  push(bytes: Uint8Array, at: number): StreamMessage[] {
    const text = this.#opening === undefined ? bytes : this.#open(bytes, this.#opening);
    const events: StreamMessage[] = [];
    const lineEnds = new LineEnds(text);
    let begin = 0;
    for (let i = 0; i < text.length; i += 1) {
      const byte = text[i]!;
      const endsCrLf = this.#isAfterCr && byte === LF;
      this.#isAfterCr = byte === CR;
      if (endsCrLf) {
        // After the empty line nothing has begun yet, and this is the rest of it.
        if (this.#isBlockEmpty(begin, i)) begin = i + 1;
      } else if (byte !== CR && byte !== LF) {
        if (this.#isLineEmpty && byte !== COLON) this.#hasField = true;
        this.#isLineEmpty = false;
        i = lineEnds.after(i) - 1;
      } else if (this.#isLineEmpty) {
        this.#block.add(text.subarray(begin, i));
        begin = i + 1;
        const event = this.#endBlock(at);
        if (event !== undefined) events.push(event);
      } else this.#isLineEmpty = true;
    }
    this.#block.add(text.subarray(begin));
    return events;
  }

  #isBlockEmpty(begin: number, at: number): boolean {
    return begin === at && this.#block.totalBytes === 0;
  }

  #endBlock(at: number): StreamMessage | undefined {
    const { totalBytes } = this.#block;
    const bytes = this.#block.take();
    const isEvent = this.#hasField;
    this.#hasField = false;
    return isEvent ? { at, from: 'server', type: 'event', bytes, totalBytes, closeCode: null } : undefined;
  }

  #open(bytes: Uint8Array, before: Uint8Array): Uint8Array {
    const opening = before.length === 0 ? bytes : Buffer.concat([before, bytes]);
    const isMark = BYTE_ORDER_MARK.every((byte, i) => i >= opening.length || opening[i] === byte);
    const isKnown = !isMark || opening.length >= BYTE_ORDER_MARK.length;
    this.#opening = isKnown ? undefined : new Uint8Array(opening);
    if (!isKnown) return NOTHING;
    return isMark ? opening.subarray(BYTE_ORDER_MARK.length) : opening;
  }
}

/** Where lines end, each position looked for once however often it is asked for. */
class LineEnds {
  readonly #text: Uint8Array;
  #cr = -1;
  #lf = -1;

  constructor(text: Uint8Array) {
    this.#text = text;
  }

  /** The first CR or LF at or after a position, or the end of the bytes. */
  after(position: number): number {
    if (this.#cr < position) this.#cr = this.#find(CR, position);
    if (this.#lf < position) this.#lf = this.#find(LF, position);
    return Math.min(this.#cr, this.#lf);
  }

  #find(byte: number, position: number): number {
    const at = this.#text.indexOf(byte, position);
    return at === -1 ? this.#text.length : at;
  }
}

const NOTHING = new Uint8Array(0);
