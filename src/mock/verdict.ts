import type { RuleChange } from '../exchange/applied-rule.ts';
import type { TransportError } from '../exchange/transport-error.ts';
import type { ReadyChange } from './ready-change.ts';

/** What becomes of one request by the rule that matched. */
export interface Verdict {
  readonly rule: string;
  /** Before anything happens. */
  readonly delayMs: number;
  readonly course:
    | { readonly kind: 'answer'; readonly answer: ReadyAnswer }
    | { readonly kind: 'forward'; readonly change: ReadyChange | null }
    | { readonly kind: 'fail'; readonly error: TransportError; readonly isCutOff: boolean }
    /** Nothing, until the client or its patience ends; or the error after the time. */
    | { readonly kind: 'silence'; readonly afterMs: number | null; readonly error: TransportError };
  readonly damage: Damage | null;
}

/** What happens to the response's body, whoever gives it. */
export interface Damage {
  readonly bytesPerSecond: number | null;
  readonly slowBodyMs: number | null;
  readonly breakage:
    | { readonly kind: 'truncated'; readonly afterBytes: number | null }
    | { readonly kind: 'malformed-json' | 'wrong-length' }
    | null;
}

/** An answer with everything filled in. */
export interface ReadyAnswer {
  readonly status: number;
  /** Flat, one character for each byte, without those of the framing. */
  readonly rawHeaders: readonly string[];
  readonly body: ReadyBody;
}

export type ReadyBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** `path` is absolute; where `within` is given, the file must lie in that folder. */
  | { readonly kind: 'file'; readonly path: string; readonly within: string | null }
  | { readonly kind: 'stream'; readonly parts: readonly { readonly delayMs: number; readonly bytes: Uint8Array }[] };

/** A response that a rule has changed, and what is different. */
export interface ChangedHead {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly changes: readonly RuleChange[];
}
