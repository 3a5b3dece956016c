import type { Socket } from 'node:net';
import type { ResponseHead } from '../call.ts';
import { withoutHeader } from '../raw-headers.ts';
import { framedFields } from './framed-fields.ts';
import { chunk, lastChunk, responseHead } from './write.ts';

/** Pieces up to this size are copied into one write with what goes before them; larger ones are written as they are. */
const COPIED_BYTES = 16 * 1024;

/**
 * The sending side of an HTTP/1.1 connection, one message at a time. A head waits for the bytes that come in the same
 * turn, so that a small message is one write, and one packet.
 */
export class Outgoing {
  readonly #socket: Socket;
  /** Heads that are not written yet; one character for each byte. */
  #pending = '';
  #isChunked = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** The head of a message; its body follows by `write` and `end`. */
  begin(head: string, isChunked: boolean): void {
    this.#isChunked = isChunked;
    if (this.#pending === '') process.nextTick(() => this.flush());
    this.#pending += head;
  }

  interim({ status, reason, rawHeaders }: ResponseHead): void {
    // An interim response has no body, and a field that announces one would mislead some clients (RFC 9112 §6.3).
    const fields = withoutHeader(framedFields(rawHeaders, false), 'content-length');
    this.begin(responseHead(status, reason, '1.1', fields), false);
  }

  /** False when the peer is behind: wait for the socket's `drain`. */
  write(bytes: Buffer): boolean {
    if (bytes.length === 0) return !this.#socket.writableNeedDrain;
    if (bytes.length > COPIED_BYTES) return this.#writeLarge(bytes);
    if (this.#isChunked) return this.#writeJoined(chunk(bytes));
    return this.#pending === '' ? this.#socket.write(bytes) : this.#writeJoined(bytes);
  }

  end(rawTrailers: readonly string[]): void {
    if (this.#isChunked) this.#pending += lastChunk(rawTrailers);
    this.flush();
  }

  /** What was not written is not written any more. */
  discard(): void {
    this.#pending = '';
  }

  #writeJoined(bytes: Buffer): boolean {
    const head = this.#pending;
    if (head === '') return this.#socket.write(bytes);
    this.#pending = '';
    const joined = Buffer.allocUnsafe(head.length + bytes.length);
    joined.write(head, 0, 'latin1');
    joined.set(bytes, head.length);
    return this.#socket.write(joined);
  }

  #writeLarge(bytes: Buffer): boolean {
    const socket = this.#socket;
    if (!this.#isChunked) {
      this.flush();
      return socket.write(bytes);
    }
    socket.cork();
    this.#pending += `${bytes.length.toString(16)}\r\n`;
    this.flush();
    socket.write(bytes);
    const isRoom = socket.write('\r\n', 'latin1');
    socket.uncork();
    return isRoom;
  }

  /** Writes what waits for more. */
  flush(): void {
    if (this.#pending === '') return;
    const head = this.#pending;
    this.#pending = '';
    if (!this.#socket.destroyed) this.#socket.write(head, 'latin1');
  }
}
