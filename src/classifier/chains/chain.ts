import type { History, PastCall } from '../../exchange/history.ts';
import type { Facts } from '../facts.ts';
import type { Finding } from '../rule.ts';

/** An earlier exchange because of which this one failed. */
export interface Chain {
  readonly call: PastCall;
  /** For the beginning of the summary: `deleted in #90, 20 s before`. */
  readonly words: string;
  readonly advice?: string;
  /** Both exchanges name the same thing, so that the finding is more than a guess. */
  readonly isProven: boolean;
}

/** Looks for a chain of one kind; undefined where the finding is of another kind or there is none. */
export type Search = (finding: Finding, facts: Facts, history: History) => Chain | undefined;
