import type { Transform } from 'node:stream';
import { createBrotliDecompress, createInflate, createUnzip, createZstdDecompress, type ZlibOptions } from 'node:zlib';
import type { StreamMessage } from '../exchange/exchange.ts';
import { now } from './event-sink.ts';
import { rawHeader } from './raw-headers.ts';
import { EventStreamReader } from './server-sent-events.ts';

/** What waits to be decompressed; beyond it the record is given up, and the body is all there is. */
const MAX_WAITING_BYTES = 2 * 1024 * 1024;
/** What a piece takes beside its bytes. */
const PIECE_BYTES = 512;
/** How long the record of a response that has ended waits for what is still compressed. */
const FINISH_MS = 2000;

type Decompress = Transform & { close(): void };

/** Everything is handed out as soon as it can be: an event is not to wait for the next. */
const AT_ONCE: ZlibOptions = { chunkSize: 4096 };
const DECOMPRESSORS: ReadonlyMap<string, () => Decompress> = new Map<string, () => Decompress>([
  ['gzip', () => createUnzip(AT_ONCE)],
  ['x-gzip', () => createUnzip(AT_ONCE)],
  ['deflate', () => createInflate(AT_ONCE)],
  ['br', () => createBrotliDecompress()],
  ['zstd', () => createZstdDecompress()],
]);

/**
 * The events of a `text/event-stream` response, read beside the traffic, also where the stream is compressed with one
 * coding (RFC 9110 §8.4). Of a stream with several codings, or one that is not what it claims, no events are recorded:
 * its body tells the rest.
 */
export class EventStreamRecord {
  readonly #reader: EventStreamReader;
  readonly #onEvent: (event: StreamMessage) => void;
  #decompress: Decompress | undefined;
  #isPlain = false;
  /** When the pieces passed that wait to be decompressed. */
  #times: number[] = [];
  #waitingBytes = 0;
  #onFinished: (() => void) | undefined;
  #finishTimer: NodeJS.Timeout | undefined;

  constructor(rawHeaders: readonly string[], maxEventBytes: number, onEvent: (event: StreamMessage) => void) {
    this.#reader = new EventStreamReader(maxEventBytes);
    this.#onEvent = onEvent;
    const coding = rawHeader(rawHeaders, 'content-encoding')?.trim().toLowerCase() ?? '';
    if (coding === '' || coding === 'identity') this.#isPlain = true;
    else this.#decompress = this.#open(DECOMPRESSORS.get(coding));
  }

  /** Bytes of the body that have just passed; they are neither kept nor changed. */
  push(bytes: Uint8Array): void {
    const at = now();
    if (this.#isPlain) {
      this.#read(bytes, at);
      return;
    }
    if (this.#decompress === undefined) return;
    const size = bytes.length + PIECE_BYTES;
    this.#waitingBytes += size;
    if (this.#waitingBytes > MAX_WAITING_BYTES) {
      this.#giveUp();
      return;
    }
    this.#times.push(at);
    this.#decompress.write(new Uint8Array(bytes), () => {
      this.#waitingBytes -= size;
      this.#times.shift();
      if (this.#times.length === 0 && this.#onFinished !== undefined) this.#giveUp();
    });
  }

  /** The response has ended; calls back, at once or later, when every event has been handed out. */
  finish(callback: () => void): void {
    if (this.#times.length === 0 || this.#decompress === undefined) {
      this.#giveUp();
      callback();
      return;
    }
    this.#onFinished = callback;
    this.#finishTimer = setTimeout(() => this.#giveUp(), FINISH_MS).unref();
  }

  #open(create: (() => Decompress) | undefined): Decompress | undefined {
    const decompress = create?.();
    decompress?.on('data', (bytes: Uint8Array) => {
      const [at] = this.#times;
      if (at !== undefined && this.#decompress !== undefined) this.#read(bytes, at);
    });
    decompress?.on('error', () => this.#giveUp());
    // What comes after the end of the compressed data means nothing.
    decompress?.on('end', () => this.#giveUp());
    return decompress;
  }

  #read(bytes: Uint8Array, at: number): void {
    for (const event of this.#reader.push(bytes, at)) this.#onEvent(event);
  }

  #giveUp(): void {
    const decompress = this.#decompress;
    this.#decompress = undefined;
    this.#times = [];
    decompress?.close();
    clearTimeout(this.#finishTimer);
    const callback = this.#onFinished;
    this.#onFinished = undefined;
    callback?.();
  }
}
