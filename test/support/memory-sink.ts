import type { ProxyEvent } from '../../src/exchange/events.ts';
import type { Exchange } from '../../src/exchange/exchange.ts';
import type { EventSink } from '../../src/proxy/event-sink.ts';
import { Recorder } from '../../src/recorder/recorder.ts';

/** A sink that records in this thread and lets a test wait for what it expects. */
export class MemorySink implements EventSink {
  readonly events: ProxyEvent[] = [];
  readonly #recorder = new Recorder();
  readonly #finished: Exchange[] = [];
  readonly #waiting: { readonly index: number; resolve(exchange: Exchange): void }[] = [];
  isFull = false;
  readonly #whenReady: (() => void)[] = [];

  emit(event: ProxyEvent): void {
    this.events.push(event);
    this.#recorder.accept(event);
    if (event.kind !== 'ended') return;
    for (const { exchange } of this.#recorder.takeChanges()) {
      if (exchange.durationMs !== null) this.#finished.push(exchange);
    }
    for (const waiting of this.#waiting.splice(0)) {
      if (waiting.index < this.#finished.length) waiting.resolve(this.#finished[waiting.index]!);
      else this.#waiting.push(waiting);
    }
  }

  onceReady(callback: () => void): void {
    if (this.isFull) this.#whenReady.push(callback);
    else callback();
  }

  release(): void {
    this.isFull = false;
    for (const callback of this.#whenReady.splice(0)) callback();
  }

  /** The exchange that ended as number `index`, counted from 0; waits until there is one. */
  finished(index = 0): Promise<Exchange> {
    const { promise, resolve } = Promise.withResolvers<Exchange>();
    if (index < this.#finished.length) resolve(this.#finished[index]!);
    else this.#waiting.push({ index, resolve });
    return promise;
  }

  get finishedCount(): number {
    return this.#finished.length;
  }
}
