import type { MessagePort } from 'node:worker_threads';
import type { ProxyEvent } from '../../exchange/events.ts';
import type { EventSink } from '../../proxy/event-sink.ts';
import type { RecordedMessage, RecordMessage } from './messages.ts';

/** Above this much unrecorded memory the proxy stops reading; below half of it, it goes on. */
const HIGH_WATER_BYTES = 16 * 1024 * 1024;
const BATCH_MS = 10;
const BATCH_BYTES = 256 * 1024;
/** What an event weighs beside its bytes: objects and header strings, roughly. */
const EVENT_COST = 512;

/** Hands the proxy's events to the writer thread in batches, and says when the writer is behind. */
export class ThreadSink implements EventSink {
  readonly #port: MessagePort;
  readonly #waiting: (() => void)[] = [];
  #batch: ProxyEvent[] = [];
  #batchCost = 0;
  #unrecorded = 0;
  #timer: NodeJS.Timeout | undefined;
  #isLost = false;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', ({ cost }: RecordedMessage) => this.#recorded(cost));
  }

  get isFull(): boolean {
    return this.#unrecorded > HIGH_WATER_BYTES;
  }

  emit(event: ProxyEvent): void {
    if (this.#isLost) return;
    const cost = EVENT_COST + ('bytes' in event ? event.bytes.length : 0);
    this.#batch.push(event);
    this.#batchCost += cost;
    this.#unrecorded += cost;
    if (this.#batchCost >= BATCH_BYTES) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), BATCH_MS);
  }

  onceReady(callback: () => void): void {
    if (this.isFull) this.#waiting.push(callback);
    else callback();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#batch.length === 0) return;
    const message: RecordMessage = { kind: 'events', events: this.#batch, cost: this.#batchCost };
    this.#port.postMessage(message, transferable(this.#batch));
    this.#batch = [];
    this.#batchCost = 0;
  }

  /** Sends what is left and says that nothing follows. */
  end(): void {
    this.flush();
    this.#port.postMessage({ kind: 'end' } satisfies RecordMessage);
  }

  /** The writer is gone: traffic goes on unrecorded. */
  abandon(): void {
    this.#isLost = true;
    this.#batch = [];
    this.#batchCost = 0;
    this.#recorded(this.#unrecorded);
  }

  #recorded(cost: number): void {
    this.#unrecorded -= cost;
    if (this.#unrecorded > HIGH_WATER_BYTES / 2) return;
    for (const callback of this.#waiting.splice(0)) callback();
  }
}

/** Large chunks change hands instead of being copied; for small ones copying is cheaper. */
function transferable(events: readonly ProxyEvent[]): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [];
  for (const event of events) {
    if ('bytes' in event && event.bytes.length > 4096 && event.bytes.buffer instanceof ArrayBuffer) {
      buffers.push(event.bytes.buffer);
    }
  }
  return buffers;
}
