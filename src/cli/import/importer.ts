import { setTimeout as pause } from 'node:timers/promises';
import type { Classify } from '../../classifier/classify.ts';
import { MemoryHistory } from '../../classifier/memory-history.ts';
import type { Annotation } from '../../exchange/annotation.ts';
import type { Body, Exchange, StreamMessage } from '../../exchange/exchange.ts';
import { type Outcome, outcomeOf } from '../../exchange/outcome.ts';
import type { CaptureWriter, StoredChunk, WrittenChange } from '../../store/capture-writer.ts';
import type { Recorded } from '../annotate/recorded.ts';
import { asFarAsKnown } from '../annotate/unknown.ts';
import { ConnectionNumbers } from './connection-numbers.ts';
import { renumbered } from './renumber.ts';

/** One transaction: short, because a proxy may be recording into the same capture. */
const BATCH_EXCHANGES = 100;
const BATCH_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
/** Another program writes: how long it is waited for, and between two attempts. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 100;

export interface ImportSummary {
  readonly count: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly outcomes: ReadonlyMap<Outcome, number>;
}

export const NOTHING: ImportSummary = { count: 0, firstId: 0, lastId: 0, outcomes: new Map() };

interface Waiting {
  readonly change: WrittenChange;
  readonly annotate: (exchange: Exchange) => Annotation;
  readonly oldId: number | undefined;
}

/** Annotates the exchanges of one file, each with those before it as its past, and stores them in the run of the writer. */
export class Importer {
  readonly #writer: CaptureWriter;
  readonly #classify: Classify;
  readonly #judgesAnew: boolean;
  readonly #history = new MemoryHistory();
  readonly #connections = new ConnectionNumbers();
  /** By the number that an exchange had where it comes from. */
  readonly #newIds = new Map<number, number>();
  readonly #outcomes = new Map<Outcome, number>();
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #key = 0;
  #count = 0;
  #firstId = 0;
  #lastId = 0;

  constructor(writer: CaptureWriter, classify: Classify, options: { readonly judgesAnew: boolean }) {
    this.#writer = writer;
    this.#classify = classify;
    this.#judgesAnew = options.judgesAnew;
  }

  /** Takes one exchange; stores it with others when there are enough. */
  async add(recorded: Extract<Recorded, { kind: 'exchange' }>): Promise<void> {
    const { exchange, messages = exchange.lastMessages ?? [], history, unknown, own } = recorded;
    const hasOwnPast = history !== null && history.length > 0;
    const memory = hasOwnPast ? new MemoryHistory() : this.#history;
    for (const earlier of history ?? []) {
      this.#take(earlier, earlier.lastMessages ?? [], undefined, (stored) => this.#judge(stored, memory));
    }
    const kept = this.#judgesAnew ? null : (own?.annotation ?? null);
    const oldId = typeof own?.id === 'number' ? own.id : undefined;
    this.#take(exchange, messages, oldId, (stored) => {
      if (kept === null) return this.#judge(stored, memory, (said) => asFarAsKnown(said, unknown, stored));
      const annotation = renumbered(kept, (old) => this.#newIds.get(old));
      memory.add(stored, annotation);
      return annotation;
    });
    if (this.#waiting.length >= BATCH_EXCHANGES || this.#waitingBytes >= BATCH_BYTES) await this.flush();
  }

  /** Stores what waits. */
  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    const changes = waiting.map(({ change }) => change);
    const giveUpAt = performance.now() + PATIENCE_MS;
    for (;;) {
      let done: (readonly [Exchange, Annotation])[] = [];
      try {
        this.#writer.write(changes, (exchange) => {
          const annotation = waiting[done.length]!.annotate(exchange);
          done.push([exchange, annotation]);
          const { oldId } = waiting[done.length - 1]!;
          if (oldId !== undefined) this.#newIds.set(oldId, exchange.id);
          return annotation;
        });
        for (const [exchange, annotation] of done) this.#note(exchange, annotation);
        this.#waiting = [];
        this.#waitingBytes = 0;
        return;
      } catch (error) {
        const isBusy = ((error as NodeJS.ErrnoException).code ?? '').startsWith('SQLITE_BUSY');
        if (!isBusy || performance.now() > giveUpAt) throw error;
        done = [];
        await pause(RETRY_MS);
      }
    }
  }

  get summary(): ImportSummary {
    return { count: this.#count, firstId: this.#firstId, lastId: this.#lastId, outcomes: this.#outcomes };
  }

  #judge(stored: Exchange, memory: MemoryHistory, said = (annotation: Annotation) => annotation): Annotation {
    const annotation = said(this.#classify(stored, memory));
    memory.add(stored, annotation);
    return annotation;
  }

  #take(
    given: Exchange,
    messages: readonly StreamMessage[],
    oldId: number | undefined,
    annotate: Waiting['annotate'],
  ): void {
    const exchange = this.#connections.apply(given);
    const chunks = [
      ...chunksOf('request', exchange.request.body),
      ...chunksOf('response', exchange.response?.body ?? null),
    ];
    this.#waitingBytes += [...chunks, ...messages].reduce((sum, { bytes }) => sum + bytes.length, 0);
    this.#key += 1;
    const stored = messages.map((message, index) => ({ index, message }));
    this.#waiting.push({ change: { key: this.#key, exchange, chunks, messages: stored }, annotate, oldId });
  }

  #note({ id }: Exchange, annotation: Annotation): void {
    if (this.#count === 0) this.#firstId = id;
    this.#lastId = id;
    this.#count += 1;
    const outcome = outcomeOf(annotation);
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
  }
}

function chunksOf(side: StoredChunk['side'], body: Body | null): StoredChunk[] {
  const chunks: StoredChunk[] = [];
  for (let at = 0; at < (body?.bytes.length ?? 0); at += CHUNK_BYTES) {
    chunks.push({ side, index: chunks.length, bytes: body!.bytes.subarray(at, at + CHUNK_BYTES) });
  }
  return chunks;
}
