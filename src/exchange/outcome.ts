import type { Confidence, ExchangeClass, Fault } from './annotation.ts';
import { type CauseId, causeOf } from './causes.ts';

/** How an exchange went, in one word, as lists and filters need it. */
export type Outcome =
  | 'pending'
  /** Informational and success. */
  | 'good'
  | 'redirect'
  /** A good status that is not what it seems: somebody has to act. */
  | 'doubtful'
  /** A failing class, or broken off after a good status. */
  | 'failed'
  /** A failing class with nothing to explain, a browser's probe for a favicon for example. */
  | 'harmless';

/** These say something useful about a call that did what it was meant to do. */
const REMARKS: ReadonlySet<CauseId> = new Set(['moved-permanently', 'deprecated-endpoint']);

export function outcomeOf(exchange: {
  /** Null while pending. */
  readonly class: ExchangeClass | null;
  readonly cause: CauseId | null;
  readonly fault: Fault | null;
}): Outcome {
  const { class: statusClass, cause, fault } = exchange;
  switch (statusClass) {
    case null:
      return 'pending';
    case 'client_error':
    case 'server_error':
    case 'no_response':
      return cause === null ? 'harmless' : 'failed';
    case 'informational':
    case 'success':
    case 'redirection': {
      const isRemark = cause === null || fault === 'nobody' || REMARKS.has(cause);
      if (isRemark) return statusClass === 'redirection' ? 'redirect' : 'good';
      return causeOf(cause).group === 'no-response' ? 'failed' : 'doubtful';
    }
  }
}

/** One character for each, so that colour is never the only sign. */
export const OUTCOME_GLYPHS: Readonly<Record<Outcome, string>> = {
  pending: '…',
  good: '✓',
  redirect: '→',
  doubtful: '!',
  failed: '✗',
  harmless: '·',
};

export const CONFIDENCE_SIGNS: Readonly<Record<Confidence, string>> = { certain: '●', likely: '◐', guess: '○' };

/** Somebody wants to see it. */
export function isTrouble(outcome: Outcome): boolean {
  return outcome === 'failed' || outcome === 'doubtful';
}
