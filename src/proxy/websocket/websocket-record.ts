import type { StreamMessage } from '../../exchange/exchange.ts';
import { now } from '../event-sink.ts';
import { type AgreedExtensions, agreedExtensions } from './extensions.ts';
import { FrameReader, type Passed } from './frame-reader.ts';
import { MessageInflater } from './message-inflater.ts';

export interface WebSocketRecordOptions {
  /** Fields of the server's handshake response, flat. */
  readonly rawHeaders: readonly string[];
  /** Of each message as many bytes are recorded, after decompression. */
  readonly maxMessageBytes: number;
  onMessage(message: StreamMessage): void;
  /** Said once for each reason: what is missing in the record, as a sentence without its full stop. */
  onNote(note: string): void;
}

/**
 * The messages of one WebSocket connection, read beside the traffic. Those of each direction come in the order in
 * which they passed, a compressed one a moment later than it passed; `at` is always the passing of the last byte.
 */
export class WebSocketRecord {
  readonly #client: Direction;
  readonly #server: Direction;

  constructor(options: WebSocketRecordOptions) {
    const extensions = agreedExtensions(options.rawHeaders);
    this.#client = new Direction('client', extensions, options);
    this.#server = new Direction('server', extensions, options);
  }

  /** One side has said that it closes. */
  get hasClosed(): boolean {
    return this.#client.hasClosed || this.#server.hasClosed;
  }

  /** Bytes that have just passed, split anywhere; they are neither kept nor changed. */
  push(from: 'client' | 'server', bytes: Uint8Array): void {
    (from === 'client' ? this.#client : this.#server).push(bytes);
  }

  /** The connection has ended; calls back, at once or later, when every message has been handed out. */
  finish(callback: () => void): void {
    this.#client.finish(() => this.#server.finish(callback));
  }
}

class Direction {
  readonly #from: 'client' | 'server';
  readonly #reader: FrameReader;
  readonly #inflater: MessageInflater;
  readonly #onNote: (note: string) => void;
  hasClosed = false;

  constructor(
    from: 'client' | 'server',
    { deflate, hasOthers }: AgreedExtensions,
    { maxMessageBytes, onMessage, onNote }: WebSocketRecordOptions,
  ) {
    this.#from = from;
    this.#onNote = onNote;
    this.#reader = new FrameReader({
      from,
      isDeflateAgreed: deflate !== null,
      hasOtherExtensions: hasOthers,
      maxMessageBytes,
    });
    this.#inflater = new MessageInflater({
      keepsContext: deflate?.keepsContext[from] ?? true,
      maxMessageBytes,
      onMessage,
      onGivenUp: (reason) => {
        this.#reader.dropCompressed();
        onNote(`the ${from}'s compressed messages are recorded by their length only: ${reason}`);
      },
    });
  }

  push(bytes: Uint8Array): void {
    if (this.#reader.isOver) return;
    const at = now();
    for (const passed of this.#reader.push(bytes)) this.#receive(passed, at);
  }

  finish(callback: () => void): void {
    this.#inflater.finish(callback);
  }

  #receive(passed: Passed, at: number): void {
    const from = this.#from;
    switch (passed.kind) {
      case 'message': {
        const { type, bytes, totalBytes, closeCode } = passed;
        this.hasClosed ||= type === 'close';
        this.#inflater.pass({ at, from, type, bytes, totalBytes, closeCode });
        return;
      }
      case 'compressed':
        this.#inflater.piece(passed.bytes);
        return;
      case 'compressed-end': {
        const { type, totalBytes } = passed;
        this.#inflater.end({ at, from, type, bytes: new Uint8Array(0), totalBytes, closeCode: null });
        return;
      }
      case 'broken':
        this.#onNote(`the ${from}'s messages are not recorded any further: ${passed.reason}`);
    }
  }
}
