import type { StreamMessage } from '../exchange/exchange.ts';

/** Payloads up to this size say little, and cost as much to record as others. */
export const SMALL_MESSAGE_BYTES = 64;
/** So many small messages of one exchange are recorded in a window; of more, the latest. */
export const MOST_SMALL_MESSAGES = 5000;
const WINDOW_MS = 1000;

/** `skipped`: so many messages passed since the last one that was handed over, and before this one. */
export type OnMessage = (message: StreamMessage, skipped: number) => void;

/**
 * Lets the messages of one exchange through to the record. In a flood of small ones (a million empty pings take a
 * second), the first 5,000 of each second are recorded, and the last of what comes beyond; those between are counted.
 * What is larger is always recorded: there back-pressure holds.
 */
export class MessageRate {
  readonly #onMessage: OnMessage;
  #windowSince = Number.NEGATIVE_INFINITY;
  #count = 0;
  #skipped = 0;
  /** The latest of those that were not handed over. */
  #latest: StreamMessage | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(onMessage: OnMessage) {
    this.#onMessage = onMessage;
  }

  pass(message: StreamMessage): void {
    if (message.at - this.#windowSince >= WINDOW_MS) {
      this.flush();
      this.#windowSince = message.at;
      this.#count = 0;
    }
    this.#count += 1;
    if (this.#count > MOST_SMALL_MESSAGES && message.totalBytes <= SMALL_MESSAGE_BYTES && message.type !== 'close') {
      if (this.#latest !== undefined) this.#skipped += 1;
      this.#latest = message;
      // A stream that falls silent shows what it said last.
      this.#timer ??= setTimeout(() => this.flush(), WINDOW_MS).unref();
      return;
    }
    this.flush();
    this.#onMessage(message, 0);
  }

  /** Hands over the latest message if it was not. */
  flush(): void {
    const latest = this.#latest;
    if (latest === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const skipped = this.#skipped;
    this.#latest = undefined;
    this.#skipped = 0;
    this.#onMessage(latest, skipped);
  }
}
