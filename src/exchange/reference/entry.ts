import type { CAUSES, CauseGroup, CauseId } from '../causes.ts';

/** What the reference says about one cause. Plain text, whole sentences; each list in the order in which it is of use. */
export interface CauseEntry {
  /** A few words, as a heading: `Too many requests in a window`. */
  readonly title: string;
  readonly means: string;
  readonly commonCauses: readonly string[];
  /** What to look at in the exchange, and in which order. */
  readonly debug: readonly string[];
  /** How code that makes such calls should react, retries included. */
  readonly handle: readonly string[];
  readonly related: readonly CauseId[];
  /** A summary as the log shows it for such a call. */
  readonly example: string;
}

type IdsOf<Group extends CauseGroup> = {
  [Id in CauseId]: (typeof CAUSES)[Id]['group'] extends Group ? Id : never;
}[CauseId];

/** The entries of one group, all of them: a cause of the vocabulary without a text does not compile. */
export type CauseEntries<Group extends CauseGroup> = Readonly<Record<IdsOf<Group>, CauseEntry>>;

/** What the reference says about a code that comes with an answer: an HTTP status, a gRPC status, a WebSocket close code. */
export interface CodeEntry {
  readonly code: number;
  readonly name: string;
  /** Who says so: `RFC 9110 §15.5.2`, `nginx`, `Cloudflare`. */
  readonly source: string;
  readonly means: string;
  /** Which parts of the exchange tell why. */
  readonly look: readonly string[];
  /** How a client should react: whether to repeat, when, and what must be true first. */
  readonly react: readonly string[];
  /** The likeliest first; empty where nothing went wrong. */
  readonly likelyCauses: readonly CauseId[];
}
