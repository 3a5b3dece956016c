import type { AnnotatedExchange, Annotation } from '../exchange/annotation.ts';
import { type ClassCounts, type ExchangeRow, NO_COUNTS } from '../exchange/row.ts';
import type { FilterCompletions, LogSource, PageRequest } from '../tui/source.ts';

const NO_BYTES = new Uint8Array();

/** A capture that cannot be read yet, and is empty until it can. */
export class SourceToCome implements LogSource {
  readonly #listeners = new Map<() => void, () => void>();
  #source: LogSource | undefined;

  get isToCome(): boolean {
    return this.#source === undefined;
  }

  arrived(source: LogSource): void {
    this.#source = source;
    for (const listener of this.#listeners.keys()) {
      this.#listeners.set(listener, source.onChange(listener));
      listener();
    }
  }

  page(request: PageRequest): readonly ExchangeRow[] {
    return this.#source?.page(request) ?? [];
  }

  counts(): ClassCounts {
    return this.#source?.counts() ?? NO_COUNTS;
  }

  trouble(since: number | null, limit: number): ReturnType<LogSource['trouble']> {
    return this.#source?.trouble(since, limit) ?? { rows: [], revision: 0 };
  }

  completions(filter: string, caret: number): FilterCompletions {
    return this.#source?.completions(filter, caret) ?? { start: caret, end: caret, candidates: [] };
  }

  nextFailure(id: number, direction: 'newer' | 'older', filter: string): number | undefined {
    return this.#source?.nextFailure(id, direction, filter);
  }

  annotation(id: number): Annotation | null {
    return this.#source?.annotation(id) ?? null;
  }

  detail(id: number): AnnotatedExchange | undefined {
    return this.#source?.detail(id);
  }

  readonly contents: LogSource['contents'] = {
    bodySize: (id, side) => this.#source?.contents.bodySize(id, side) ?? 0,
    body: (id, side, from, length) => this.#source?.contents.body(id, side, from, length) ?? NO_BYTES,
    messages: (id, from, limit) => this.#source?.contents.messages(id, from, limit) ?? [],
  };

  onChange(listener: () => void): () => void {
    this.#listeners.set(listener, this.#source?.onChange(listener) ?? (() => undefined));
    return () => {
      this.#listeners.get(listener)?.();
      this.#listeners.delete(listener);
    };
  }
}
