import type { MessagePort } from 'node:worker_threads';
import type { ProxyEvent } from '../../exchange/events.ts';
import { callWaiting } from '../../proxy/call-waiting.ts';
import type { EventSink } from '../../proxy/event-sink.ts';
import { EventEncoder } from './event-encoder.ts';
import type { RecordedMessage, RecordMessage } from './messages.ts';

/** Above this much unrecorded memory the proxy stops reading bodies and streams; below half of it, it goes on. */
const HIGH_WATER_BYTES = 12 * 1024 * 1024;
/** Above this, calls that begin wait as well. The room between is theirs, whatever a flood may do. */
const FULL_BYTES = 16 * 1024 * 1024;
/** With what the writer waits, an exchange is in the capture within 50 ms after its end. */
const BATCH_MS = 20;
const BATCH_BYTES = 256 * 1024;
/** What an event weighs at the other end beside its bytes: objects, roughly. */
const EVENT_COST = 128;
const MESSAGE_COST = 640;

/** Hands the proxy's events to the writer thread in batches, and says when the writer is behind. */
export class ThreadSink implements EventSink {
  readonly #port: MessagePort;
  readonly #encoder = new EventEncoder();
  readonly #waiting = new Set<() => void>();
  readonly #waitingCalls = new Set<() => void>();
  #batchCost = 0;
  #unrecorded = 0;
  #timer: NodeJS.Timeout | undefined;
  #isLost = false;
  /** Exchanges that begin now are not recorded; those that have begun are recorded to their end. */
  isPaused = false;
  readonly #unrecordedKeys = new Set<number>();

  readonly #onBatch: () => void;

  /** `onBatch` is called whenever a batch goes over. */
  constructor(port: MessagePort, onBatch: () => void = () => undefined) {
    this.#port = port;
    this.#onBatch = onBatch;
    port.on('message', ({ cost }: RecordedMessage) => this.#recorded(cost));
  }

  get isFull(): boolean {
    return this.#unrecorded > HIGH_WATER_BYTES;
  }

  /** Small bytes are copied at once, so that they may be views; a large array with memory of its own is given away. */
  emit(event: ProxyEvent): void {
    if (this.#isLost || this.#isLeftOut(event)) return;
    const before = this.#encoder.length;
    this.#encoder.add(event);
    const cost = (event.kind === 'message' ? MESSAGE_COST : EVENT_COST) + this.#encoder.length - before;
    this.#batchCost += cost;
    this.#unrecorded += cost;
    if (this.#batchCost >= BATCH_BYTES) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), BATCH_MS);
  }

  #isLeftOut(event: ProxyEvent): boolean {
    if (event.kind === 'request' && this.isPaused) this.#unrecordedKeys.add(event.key);
    if (this.#unrecordedKeys.size === 0 || !this.#unrecordedKeys.has(event.key)) return false;
    if (event.kind === 'ended') this.#unrecordedKeys.delete(event.key);
    return true;
  }

  onceReady(callback: () => void, wanted: 'bytes' | 'call' = 'bytes'): void {
    if (wanted === 'bytes' && this.isFull) this.#waiting.add(callback);
    else if (wanted === 'call' && this.#unrecorded > FULL_BYTES) this.#waitingCalls.add(callback);
    else callback();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#batchCost === 0) return;
    const batch = this.#encoder.take();
    const message: RecordMessage = { kind: 'events', batch, cost: this.#batchCost };
    this.#batchCost = 0;
    this.#port.postMessage(message, [batch.bytes.buffer, ...batch.pieces.map(({ buffer }) => buffer)]);
    this.#onBatch();
  }

  /** Sends what is left and says that nothing follows. */
  end(): void {
    this.flush();
    this.#port.postMessage({ kind: 'end' } satisfies RecordMessage);
  }

  /** The writer is gone: traffic goes on unrecorded. */
  abandon(): void {
    this.#isLost = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#encoder.take();
    this.#batchCost = 0;
    this.#recorded(this.#unrecorded);
  }

  #recorded(cost: number): void {
    this.#unrecorded -= cost;
    const again = () => void setImmediate(() => this.#recorded(0));
    if (!this.isFull) callWaiting(this.#waitingCalls, again);
    if (this.#unrecorded <= HIGH_WATER_BYTES / 2) callWaiting(this.#waiting, again);
  }
}
