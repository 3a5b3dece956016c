import { createInflateRaw, type InflateRaw } from 'node:zlib';
import type { StreamMessage } from '../../exchange/exchange.ts';
import { KeptBytes } from './kept-bytes.ts';

export interface InflaterOptions {
  /** Later messages refer to earlier ones (context takeover, RFC 7692 §7.1.1). */
  readonly keepsContext: boolean;
  readonly maxMessageBytes: number;
  onMessage(message: StreamMessage): void;
  /** Said once: what is compressed is recorded by its length on the wire from here on. */
  onGivenUp(reason: string): void;
}

type Waiting =
  | { readonly kind: 'piece'; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly message: StreamMessage }
  | { readonly kind: 'ready'; readonly message: StreamMessage };

/** One message may grow to this size, of which hardly anything is kept: bombs expand 1,000-fold. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;
const MAX_WAITING_BYTES = 2 * 1024 * 1024;
/** What a piece takes beside its bytes, so that a flood of tiny ones counts, too. */
const PIECE_BYTES = 512;
/** How long the record of a connection that has ended waits for what is still compressed. */
const FINISH_MS = 2000;
/** The end of each message, which senders leave out (RFC 7692 §7.2.2). */
const TAIL = new Uint8Array([0x00, 0x00, 0xff, 0xff]);

/**
 * Undoes the compression of one direction's messages beside the traffic, in zlib's own threads. Messages come out in
 * the order in which they passed, also those that were not compressed.
 */
export class MessageInflater {
  readonly #options: InflaterOptions;
  readonly #kept: KeptBytes;
  #queue: Waiting[] = [];
  #waitingBytes = 0;
  #inflate: InflateRaw | undefined;
  #isBusy = false;
  /** The message whose last bytes are being decompressed. */
  #ending: StreamMessage | undefined;
  /** A last block has ended the compressed data of a message, whose remaining bytes mean nothing. */
  #hasEnded = false;
  #isGivenUp = false;
  #onFinished: (() => void) | undefined;
  #finishTimer: NodeJS.Timeout | undefined;

  constructor(options: InflaterOptions) {
    this.#options = options;
    this.#kept = new KeptBytes(options.maxMessageBytes);
  }

  /** A message that was not compressed. */
  pass(message: StreamMessage): void {
    if (this.#isBusy || this.#queue.length > 0) this.#enqueue({ kind: 'ready', message }, message.bytes.length);
    else this.#options.onMessage(message);
  }

  /** A piece of a compressed message; it is not copied. */
  piece(bytes: Uint8Array): void {
    if (!this.#isGivenUp) this.#enqueue({ kind: 'piece', bytes }, bytes.length);
  }

  /** The pieces are a whole message; this one has no bytes, and their length on the wire. */
  end(message: StreamMessage): void {
    if (this.#isGivenUp) this.#options.onMessage(message);
    else this.#enqueue({ kind: 'end', message }, 0);
  }

  /** Calls back when all that passed has come out; at once where nothing waits. */
  finish(callback: () => void): void {
    if (!this.#isBusy && this.#queue.length === 0) {
      this.#close();
      callback();
      return;
    }
    this.#onFinished = callback;
    this.#finishTimer = setTimeout(() => this.giveUp('the connection ended before it was done'), FINISH_MS).unref();
  }

  /** What waits comes out as it is. */
  giveUp(reason: string): void {
    if (this.#isGivenUp) return;
    this.#isGivenUp = true;
    this.#isBusy = false;
    this.#close();
    this.#kept.take();
    const waiting = this.#queue;
    this.#queue = [];
    if (this.#ending !== undefined) this.#options.onMessage(this.#ending);
    this.#ending = undefined;
    for (const item of waiting) if (item.kind !== 'piece') this.#options.onMessage(item.message);
    this.#options.onGivenUp(reason);
    this.#reportFinished();
  }

  #enqueue(item: Waiting, bytes: number): void {
    this.#queue.push(item);
    this.#waitingBytes += bytes + PIECE_BYTES;
    if (this.#waitingBytes > MAX_WAITING_BYTES) this.giveUp('its messages come faster than they can be decompressed');
    else if (!this.#isBusy) this.#next();
  }

  #next(): void {
    while (!this.#isBusy) {
      const item = this.#queue.shift();
      if (item === undefined) {
        this.#reportFinished();
        return;
      }
      this.#waitingBytes -= PIECE_BYTES;
      if (item.kind === 'ready') {
        this.#waitingBytes -= item.message.bytes.length;
        this.#options.onMessage(item.message);
      } else if (item.kind === 'end') {
        this.#endMessage(item.message);
      } else {
        this.#waitingBytes -= item.bytes.length;
        if (!this.#hasEnded) this.#writePiece(item.bytes);
      }
    }
  }

  /** The last piece goes with the tail: one trip to zlib's threads fewer. */
  #writePiece(bytes: Uint8Array): void {
    const [following] = this.#queue;
    if (following?.kind === 'end') {
      this.#queue.shift();
      this.#waitingBytes -= PIECE_BYTES;
      this.#ending = following.message;
      this.#write(Buffer.concat([bytes, TAIL]));
    } else this.#write(bytes);
  }

  #endMessage(message: StreamMessage): void {
    this.#ending = message;
    if (this.#hasEnded) this.#handOut();
    else this.#write(TAIL);
  }

  #write(bytes: Uint8Array): void {
    this.#isBusy = true;
    this.#inflate ??= this.#open();
    const inflate = this.#inflate;
    const proceed = () => {
      inflate.off('end', ended);
      if (this.#inflate !== inflate) return;
      this.#isBusy = false;
      this.#handOut();
      this.#next();
    };
    // After a last block zlib reads no more, and does not call back.
    const ended = () => {
      this.#hasEnded = true;
      proceed();
    };
    inflate.once('end', ended);
    inflate.write(bytes, proceed);
  }

  #handOut(): void {
    if (this.#ending === undefined) return;
    const { at, from, type, closeCode } = this.#ending;
    const { totalBytes } = this.#kept;
    const bytes = this.#kept.take();
    if (this.#hasEnded) this.#close();
    else if (!this.#options.keepsContext) this.#inflate?.reset();
    this.#ending = undefined;
    this.#hasEnded = false;
    this.#options.onMessage({ at, from, type, bytes, totalBytes, closeCode });
  }

  #open(): InflateRaw {
    const inflate = createInflateRaw();
    inflate.on('data', (piece: Uint8Array) => {
      if (this.#inflate !== inflate) return;
      this.#kept.add(piece);
      if (this.#kept.totalBytes > MAX_INFLATED_BYTES) {
        this.giveUp(`a message of it is larger than ${MAX_INFLATED_BYTES / 1024 / 1024} MiB when decompressed`);
      }
    });
    inflate.on('error', () => {
      if (this.#inflate === inflate) this.giveUp('what it sends is not compressed as was agreed');
    });
    return inflate;
  }

  #close(): void {
    const inflate = this.#inflate;
    this.#inflate = undefined;
    inflate?.close();
  }

  #reportFinished(): void {
    const callback = this.#onFinished;
    if (callback === undefined) return;
    this.#onFinished = undefined;
    clearTimeout(this.#finishTimer);
    this.#close();
    callback();
  }
}
