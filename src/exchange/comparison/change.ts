/**
 * In what two exchanges differ, as plain data. `Difference` in difference.ts answers another question: what of a failing
 * request explains the failure, weighed against successes, told of a request that is no longer there.
 */
export interface Comparison {
  readonly before: Compared;
  readonly after: Compared;
  /** As the messages are read: the request from its first line to its body, then the response. */
  readonly changes: readonly Change[];
  /** Changes of bodies beyond those that are listed. */
  readonly leftOut: number;
  /** What could not be compared, each a sentence. */
  readonly remarks: readonly string[];
}

/** One of the two. */
export interface Compared {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly method: string;
  readonly url: string;
  /** Null where no status line arrived. */
  readonly status: number | null;
}

/** Nothing differs but what tells nothing. */
export function isEqual({ changes, leftOut }: Comparison): boolean {
  return leftOut === 0 && changes.every(({ noise }) => noise !== null);
}

export type Side = 'request' | 'response';

export type Part =
  | 'method'
  | 'scheme'
  | 'host'
  | 'path'
  | 'query'
  | 'http-version'
  | 'status'
  | 'reason'
  | 'header'
  | 'trailer'
  | 'body'
  /** How many messages passed in a stream. */
  | 'messages'
  /** What broke below HTTP. */
  | 'error';

export type How =
  | 'added'
  | 'removed'
  | 'changed'
  /** A JSON value of another type, or a body of another kind. */
  | 'retyped'
  /** The same value in another place: `from` tells where it was. */
  | 'moved'
  /** The same values in another order. */
  | 'reordered';

/** Why a change tells nothing. */
export type Noise =
  /** A time that went along with the clock. */
  | 'time-of-call'
  /** Names this one call. */
  | 'request-id'
  /** An id or a time that differed in every call of the route so far. */
  | 'differs-always'
  /** The order of fields, parameters or members, in which nobody may see a meaning; the layout of JSON. */
  | 'order'
  /** Follows from another change, as `Content-Length` does from the body. */
  | 'follows';

export interface Change {
  readonly side: Side;
  readonly part: Part;
  /** Name of the field or parameter as sent, JSON Pointer (RFC 6901) into the body; empty where there is one of its kind. */
  readonly name: string;
  readonly how: How;
  /** On one line, cut where it is long; null where there was none. */
  readonly before: string | null;
  readonly after: string | null;
  /** Only of what was moved: the JSON Pointer where it was. */
  readonly from?: string;
  /** Null: the change counts. */
  readonly noise: Noise | null;
  /** Only of a body of text. */
  readonly text?: TextChange;
}

export interface TextChange {
  readonly hunks: readonly Hunk[];
  readonly addedLines: number;
  readonly removedLines: number;
  /** Hunks beyond those that are listed. */
  readonly leftOut: number;
}

/** Lines that changed, and some around them. */
export interface Hunk {
  /** Number of its first line on each side, from 1. */
  readonly beforeLine: number;
  readonly afterLine: number;
  readonly lines: readonly ChangedLine[];
}

export interface ChangedLine {
  readonly how: 'same' | 'added' | 'removed';
  /** Cut where it is long. */
  readonly text: string;
}
