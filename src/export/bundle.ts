import type { AnnotatedExchange } from '../exchange/annotation.ts';
import type { StreamMessage } from '../exchange/exchange.ts';

/** An exchange to be written, with the messages that passed in it. */
export interface ExportItem extends AnnotatedExchange {
  /** The first of them; `exchange.messageCount` tells how many there were. */
  readonly messages: readonly StreamMessage[];
}

/** What a report says about the time around an exchange. Everything that is null is not known. */
export interface ExportContext {
  readonly incident: Incident | null;
  /** The latest success of the same method and route, with which `annotation.difference` compares. */
  readonly lastSuccess: AnnotatedExchange | null;
  /** The same request sent again later, in order. */
  readonly repeats: readonly Repeat[];
  /** Of the provider, as key and host name it. */
  readonly environment: 'live' | 'test' | null;
  /** Of the run that recorded it: the command given to `httpwhy run`. */
  readonly runName: string | null;
}

/** The same failure of the same route, counted. */
export interface Incident {
  readonly count: number;
  /** More than `count` may have been: the search was ended. */
  readonly isAtLeast: boolean;
  /** Epoch milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Some of the others, in the order of time. */
  readonly others: readonly Occurrence[];
}

export interface Occurrence {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** By which the server's people find it; null where it has none. */
  readonly requestId: string | null;
}

export interface Repeat {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Null where no status line arrived. */
  readonly status: number | null;
}

export const NO_CONTEXT: ExportContext = {
  incident: null,
  lastSuccess: null,
  repeats: [],
  environment: null,
  runName: null,
};

/** The exchanges of one document, in the order of time, and what is known about the subject: the last that failed. */
export interface ExportBundle {
  readonly items: readonly ExportItem[];
  readonly context: ExportContext;
}
