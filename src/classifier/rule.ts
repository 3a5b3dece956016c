import type { Confidence, Evidence, Fault, Retry } from '../exchange/annotation.ts';
import type { CauseId } from '../exchange/causes.ts';
import type { History } from '../exchange/history.ts';
import type { Facts } from './facts.ts';

/**
 * What one rule concludes. Fault and retry follow from the cause (`CAUSES`) unless the rule knows better.
 * Summary and evidence may hold raw values of the exchange: the engine makes them printable, masks secrets and bounds
 * them. Advice holds no values that can be secret: host, method, scheme, names of fields.
 */
export interface Finding {
  /** Null where the rule proves that nothing needs explaining. */
  readonly cause: CauseId | null;
  /** Only with `error-in-success`: what the body reports. */
  readonly inner?: CauseId | null;
  readonly confidence: Confidence;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly advice: string;
  readonly fault?: Fault;
  readonly retry?: Retry;
  /** Seconds; where it is absent, the delay that the response states applies. */
  readonly retryAfterSeconds?: number;
  /** Causes that are nothing but the consequence of this one: it goes before them, however certain they are. */
  readonly explains?: readonly CauseId[];
}

/**
 * What a file in `rules/` exports as `rule`: one question about one exchange. `find` is pure: it neither waits
 * nor prints, and knows no other rule. Undefined means that the question does not arise here.
 */
export interface RuleDefinition {
  /** Every cause that `find` may give. */
  readonly causes: readonly (CauseId | null)[];
  readonly find: (facts: Facts, history: History) => Finding | undefined;
  /** The question arises for a 2xx that reports no failure, too. Nearly every exchange is one, so the others are not asked then. */
  readonly ofSuccesses?: boolean;
}

export interface Rule extends RuleDefinition {
  /** The name of its file without extension, for example `malformed-json`. Unique. */
  readonly name: string;
}
