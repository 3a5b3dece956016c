import type { MemoryHistory } from '../../classifier/memory-history.ts';
import type { AnnotatedExchange, Annotation } from '../../exchange/annotation.ts';
import type { ProxyEvent } from '../../exchange/events.ts';
import type { Exchange, RequestMessage } from '../../exchange/exchange.ts';
import { type Change, Recorder } from '../../recorder/recorder.ts';
import { CaptureWriter, type WrittenChange } from '../../store/capture-writer.ts';
import type { NewRun } from '../../store/run-table.ts';
import { Backlog } from '../threads/backlog.ts';
import type { CaptureRedaction } from '../threads/capture-redaction.ts';

/** Above this much memory what has passed is stored at once. */
const HEAVY_BYTES = 8 * 1024 * 1024;
/** Where another process holds the capture, it is tried again. */
const RETRY_MS = 100;
const OPEN_ATTEMPTS = 30;

export interface RecordingOptions {
  readonly capture: string;
  readonly run: NewRun;
  readonly history: MemoryHistory;
  classify(exchange: Exchange, history: MemoryHistory): Annotation;
  /** Masks secrets before anything is stored; null: stores what came. */
  readonly redaction: CaptureRedaction | null;
  /** A series is being measured: what need not be stored yet waits for its end. */
  readonly isMeasured: boolean;
  /** One line when something could not be stored. */
  notice(line: string): void;
}

/** Stores replayed exchanges as the writer thread does those of clients, each with the number of the one that it repeats. */
export class ReplayRecording {
  readonly #options: RecordingOptions;
  readonly #writer: CaptureWriter;
  readonly #recorder = new Recorder();
  readonly #backlog: Backlog;
  readonly #origins = new Map<number, number>();
  readonly #keys = new WeakMap<RequestMessage, number>();
  readonly #ended = new Map<number, AnnotatedExchange>();
  readonly #timer: NodeJS.Timeout;
  #heldBytes = 0;

  private constructor(options: RecordingOptions, writer: CaptureWriter) {
    this.#options = options;
    this.#writer = writer;
    this.#backlog = new Backlog(
      (changes) => this.#write(changes),
      (line) => options.notice(line),
      () => performance.now(),
    );
    this.#timer = setInterval(() => this.#flush(), options.isMeasured ? 5000 : 200).unref();
  }

  /** @throws UserError where the capture cannot be written */
  static async open(options: RecordingOptions): Promise<ReplayRecording> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return new ReplayRecording(options, new CaptureWriter(options.capture, { run: options.run }));
      } catch (error) {
        const code = String((error as NodeJS.ErrnoException).code);
        const isLocked = code === 'capture-locked' || code.startsWith('SQLITE_BUSY');
        if (!isLocked || attempt === OPEN_ATTEMPTS) throw error;
        await pause(RETRY_MS);
      }
    }
  }

  /** Names the exchange that the one of this key repeats; before any of its events. */
  begin(key: number, replayOf: number): void {
    this.#origins.set(key, replayOf);
  }

  accept(event: ProxyEvent): void {
    this.#recorder.accept(event);
    if (event.kind !== 'request-chunk' && event.kind !== 'response-chunk') return;
    this.#heldBytes += event.bytes.length;
    if (this.#heldBytes > HEAVY_BYTES) this.#flush();
  }

  /** What became of an exchange that has ended, without its bodies, with its number in the capture; 0 where it could not be stored. */
  async result(key: number): Promise<AnnotatedExchange> {
    await this.#store();
    const result = this.#ended.get(key);
    if (result === undefined) throw new Error(`exchange ${key} has not ended`);
    this.#ended.delete(key);
    this.#origins.delete(key);
    return result;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    try {
      await this.#store();
    } finally {
      this.#writer.close();
    }
  }

  async #store(): Promise<void> {
    for (let attempt = 1; this.#flush(attempt === OPEN_ATTEMPTS); attempt += 1) await pause(RETRY_MS);
  }

  /** True where something waits. */
  #flush(isLast = false): boolean {
    const { redaction } = this.#options;
    const changes = this.#recorder.takeChanges();
    this.#backlog.add(redaction?.redact(changes) ?? changes, this.#heldBytes);
    this.#heldBytes = 0;
    return this.#backlog.flush(isLast).isWaiting;
  }

  #write(changes: readonly Change[]): void {
    for (const { key, exchange } of changes) this.#keys.set(exchange.request, key);
    const written = changes.map((change) => this.#withOrigin(change));
    try {
      this.#writer.write(written, (exchange) => this.#annotate(exchange));
    } catch (error) {
      // What cannot be stored is explained all the same.
      for (const { exchange } of changes) if (exchange.durationMs !== null) this.#annotate({ ...exchange, id: 0 });
      throw error;
    }
  }

  #withOrigin(change: Change): WrittenChange {
    const replayOf = this.#origins.get(change.key);
    return replayOf === undefined ? change : { ...change, origin: { replayOf } };
  }

  /** Once for each exchange, however often it is written; the number is that of the last time. */
  #annotate(stored: Exchange): Annotation {
    const { classify, history, redaction } = this.#options;
    const classified = (exchange: Exchange): Annotation => {
      const annotation = classify(exchange, history);
      history.add(exchange, annotation);
      return annotation;
    };
    const key = this.#keys.get(stored.request);
    const known = key === undefined ? undefined : this.#ended.get(key);
    const annotation = known?.annotation ?? redaction?.annotate(stored, classified) ?? classified(stored);
    if (key !== undefined) this.#ended.set(key, { exchange: withoutBodies(stored), annotation });
    return annotation;
  }
}

/** A series of thousands waits to be summed up. */
export function withoutBodies(exchange: Exchange): Exchange {
  const { request, response } = exchange;
  return { ...exchange, request: { ...request, body: null }, response: response && { ...response, body: null } };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
