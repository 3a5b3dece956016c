import type { AnnotatedExchange, Annotation } from '../exchange/annotation.ts';
import type { ClassCounts, ExchangeRow, PageAnchor } from '../exchange/row.ts';

export interface PageRequest {
  /** In the language of docs/filters.md; empty for everything. One that is wrong makes the calls throw a `UserError` `filter`. */
  readonly filter: string;
  readonly anchor: PageAnchor;
  readonly limit: number;
}

/** The capture as the interface sees it. Calls are synchronous, indexed look-ups. */
export interface LogSource {
  page(request: PageRequest): readonly ExchangeRow[];
  counts(): ClassCounts;
  /** The id of the nearest failed exchange after (`newer`) or before (`older`) this one that matches the filter. */
  nextFailure(id: number, direction: 'newer' | 'older', filter: string): number | undefined;
  /** What explains one row, without its headers and bodies; null while it is pending, and where it is gone. */
  annotation(id: number): Annotation | null;
  detail(id: number): AnnotatedExchange | undefined;
  /** Calls the listener soon after rows were added or changed; returns the way to stop it. */
  onChange(listener: () => void): () => void;
}

/** What keys can do to one exchange. Each answers with one line for the person, or rejects with a `UserError`. */
export interface LogActions {
  exportReport(id: number): Promise<string>;
  copyCurl(id: number): Promise<string>;
  /** New connections to the host of this exchange pass unread from now on. */
  tunnelHost(id: number): Promise<string>;
}

export interface LogSession {
  /** `127.0.0.1:8080` */
  readonly address: string;
  /** What fills an empty log: commands for the person to try, one a line. */
  readonly hints: readonly string[];
  /** Calls the listener with one line when something must be said (recording failed, for example); returns the way to stop it. */
  onNotice(listener: (line: string) => void): () => void;
}
