import type { ProxyEvent } from '../exchange/events.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { AnalysisBudget } from './analysis-budget.ts';
import type { BodyChunk } from './body-pieces.ts';
import { Draft, type NumberedMessage } from './draft.ts';

/** What became known of one exchange since the last call of `takeChanges`. */
export interface Change {
  readonly key: number;
  /** As it stands now, with id 0; its `durationMs` is null while it is pending. */
  readonly exchange: Exchange;
  readonly chunks: readonly BodyChunk[];
  readonly messages: readonly NumberedMessage[];
}

/** A pending exchange that holds more than this is handed out at once, however young. */
const LIGHT_BYTES = 64 * 1024;

/** All beginnings of bodies together, beside the 16 KiB that each may have. */
const BEGINNINGS_BYTES = 8 * 1024 * 1024;

/**
 * Turns the events of one proxy into exchanges. Holds only what is still pending: a finished exchange
 * is handed out once and forgotten. Events of an unknown or finished exchange are ignored.
 */
export class Recorder {
  #drafts = new Map<number, Draft>();
  #touched = new Set<number>();
  readonly #budget = new AnalysisBudget(BEGINNINGS_BYTES);

  get pendingCount(): number {
    return this.#drafts.size;
  }

  /** Exchanges that were kept back by the last call of `takeChanges`, in the order in which the requests arrived. */
  get youngKeys(): readonly number[] {
    return inOrder(this.#touched);
  }

  accept(event: ProxyEvent): void {
    if (event.kind === 'request') {
      if (this.#drafts.has(event.key)) return;
      this.#drafts.set(event.key, new Draft(event, this.#budget));
    } else {
      const draft = this.#drafts.get(event.key);
      if (draft === undefined || draft.isEnded) return;
      draft.advance(event);
    }
    this.#touched.add(event.key);
  }

  /**
   * Every exchange that changed, in the order in which the requests arrived. One that is pending and began after
   * `youngSince` (epoch milliseconds) is kept back: most end in a moment, and then need to be told only once.
   *
   * Bytes in the changes may be those of the events. What stays here has been copied: once the changes are done with,
   * the memory of all events so far may be used again.
   */
  takeChanges(youngSince = Number.POSITIVE_INFINITY): Change[] {
    const changes: Change[] = [];
    const before = this.#drafts.size;
    const touched = inOrder(this.#touched);
    this.#touched = new Set();
    for (const key of touched) {
      const draft = this.#drafts.get(key)!;
      const isYoung = !draft.isKnown && draft.startedAt > youngSince && draft.waitingBytes <= LIGHT_BYTES;
      if (isYoung && !draft.isEnded) {
        draft.settle();
        this.#touched.add(key);
        continue;
      }
      const chunks: BodyChunk[] = [];
      draft.request.takeChunks(chunks);
      draft.response.takeChunks(chunks);
      changes.push({ key, exchange: draft.toExchange(), chunks, messages: draft.takeMessages() });
      draft.isKnown = true;
      if (draft.isEnded) {
        draft.release();
        this.#drafts.delete(key);
      } else draft.settle();
    }
    // A map that many things enter and leave replaces its table again and again, and each holds on to the next. One that has
    // grown old so keeps alive, until the whole heap is marked, all that ever was in those that followed. A new map does not.
    if (this.#drafts.size < before) this.#drafts = new Map(this.#drafts);
    return changes;
  }
}

function inOrder(keys: ReadonlySet<number>): number[] {
  return [...keys].sort((a, b) => a - b);
}
