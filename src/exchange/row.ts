import type { Confidence, ExchangeClass, Fault } from './annotation.ts';
import type { CauseId } from './causes.ts';
import { grpcStatusText } from './grpc-status.ts';
import { printable } from './printable.ts';
import { formatMessages } from './units.ts';

/** What a person has put on an exchange. */
export interface Marks {
  /** It stays when room is made. */
  readonly isPinned: boolean;
  /** In the order of the alphabet. */
  readonly labels: readonly string[];
  readonly note: string | null;
}

/** One line of the log: what a list needs of an exchange, without headers and bodies. */
export interface ExchangeRow {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Null while the exchange is pending. */
  readonly durationMs: number | null;
  readonly method: string;
  readonly url: string;
  /** Null where no status line has arrived (yet). */
  readonly status: number | null;
  /** Null while pending. */
  readonly class: ExchangeClass | null;
  readonly cause: CauseId | null;
  /** Of a success in name only: what its body reports, where it says so. */
  readonly inner?: CauseId | null;
  readonly confidence: Confidence | null;
  readonly fault: Fault | null;
  readonly summary: string;
  /** Bytes of the response body on the wire, so far. */
  readonly responseBytes: number;
  /** WebSocket messages and server-sent events, so far. */
  readonly messageCount: number;
  /** Code with which a gRPC call ended; null where it was none. */
  readonly grpcStatus: number | null;
  /** The program that sent it, for example `node server.js`, where that is known. */
  readonly app?: string;
  /** The rule of the person's that answered, changed or broke it; absent where none did. */
  readonly mockedBy?: string;
  /** Left out where there are none. */
  readonly marks?: Marks;
}

/** What a list says beside the status: `grpc 5 NOT_FOUND`, `12 messages`, `rule card declined`; usually nothing. */
export function rowRemarks({ grpcStatus, messageCount, mockedBy }: ExchangeRow): readonly string[] {
  return [
    ...(grpcStatus === null ? [] : [grpcStatusText(grpcStatus)]),
    ...(messageCount === 0 ? [] : [formatMessages(messageCount)]),
    ...(mockedBy === undefined ? [] : [`rule ${printable(mockedBy)}`]),
  ];
}

/** Where a page of the log begins. Pages are in ascending order of id. */
export type PageAnchor =
  /** The newest rows. */
  | { readonly kind: 'last' }
  /** This row, or the next one that matches, and what follows. */
  | { readonly kind: 'from'; readonly id: number }
  /** The rows just before this one, itself excluded. */
  | { readonly kind: 'before'; readonly id: number };

/** How many exchanges a capture holds, by class; `pending` ones have no class yet. */
export interface ClassCounts {
  readonly informational: number;
  readonly success: number;
  readonly redirection: number;
  readonly client_error: number;
  readonly server_error: number;
  readonly no_response: number;
  readonly pending: number;
}

export const NO_COUNTS: ClassCounts = {
  informational: 0,
  success: 0,
  redirection: 0,
  client_error: 0,
  server_error: 0,
  no_response: 0,
  pending: 0,
};
