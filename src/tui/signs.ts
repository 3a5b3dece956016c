import type { Annotation, ExchangeClass, Fault, Retry } from '../exchange/annotation.ts';
import type { CauseId } from '../exchange/causes.ts';
import { CONFIDENCE_SIGNS, OUTCOME_GLYPHS, type Outcome, outcomeOf } from '../exchange/outcome.ts';
import { formatDuration } from '../exchange/units.ts';
import type { Tone } from './line.ts';

/** How an exchange went, as a glyph and a tone: the two always say the same, so that neither is needed alone. */
export interface Sign {
  readonly glyph: string;
  readonly tone: Tone;
}

const TONES: Readonly<Record<ExchangeClass | 'pending', Tone>> = {
  pending: 'pending',
  informational: 'success',
  success: 'success',
  redirection: 'redirect',
  client_error: 'client-error',
  server_error: 'server-error',
  no_response: 'no-response',
};

export function signOf(row: {
  /** Null while pending. */
  readonly class: ExchangeClass | null;
  readonly cause: CauseId | null;
  readonly fault: Fault | null;
}): Sign {
  const outcome = outcomeOf(row);
  return { glyph: OUTCOME_GLYPHS[outcome], tone: toneOf(outcome, row.class) };
}

function toneOf(outcome: Outcome, statusClass: ExchangeClass | null): Tone {
  if (outcome === 'doubtful') return 'warning';
  if (outcome === 'harmless') return 'plain';
  const isBrokenOff = outcome === 'failed' && (statusClass === 'success' || statusClass === 'redirection');
  return TONES[isBrokenOff ? 'no_response' : (statusClass ?? 'pending')];
}

const RETRY_WORDS: Readonly<Record<Retry, string>> = {
  never: 'never',
  after_fix: 'after fix',
  safe: 'safe',
  unsafe: 'unsafe',
};

/** `certain · act: client · retry: safe, in 28 s`; `waitMs` is what is left of the wait where that is known. */
export function judgement({ confidence, fault, retry, retryAfterSeconds }: Annotation, waitMs?: number): string {
  const wait =
    waitMs !== undefined
      ? waitMs === 0
        ? ', now'
        : `, in ${formatDuration(Math.ceil(waitMs / 1000) * 1000)}`
      : retryAfterSeconds === undefined
        ? ''
        : `, after ${formatDuration(retryAfterSeconds * 1000)}`;
  return `${confidence} · act: ${fault} · retry: ${RETRY_WORDS[retry]}${wait}`;
}

/** Behind the sign of a call that a rule of the person's answered, changed or broke. */
export const MOCKED_MARK = 'm';
export const PINNED_MARK = '*';

/** What the signs mean, for the help. */
export const LEGEND: readonly (Sign & { readonly meaning: string })[] = [
  { glyph: OUTCOME_GLYPHS.good, tone: 'success', meaning: 'success' },
  { glyph: OUTCOME_GLYPHS.redirect, tone: 'redirect', meaning: 'redirection' },
  { glyph: OUTCOME_GLYPHS.pending, tone: 'pending', meaning: 'still running' },
  { glyph: OUTCOME_GLYPHS.failed, tone: 'client-error', meaning: '4xx, the client has to change something' },
  { glyph: OUTCOME_GLYPHS.failed, tone: 'server-error', meaning: '5xx, the server failed' },
  { glyph: OUTCOME_GLYPHS.failed, tone: 'no-response', meaning: 'no response, or a broken one' },
  { glyph: OUTCOME_GLYPHS.harmless, tone: 'plain', meaning: 'an error that needs no explaining' },
  { glyph: OUTCOME_GLYPHS.doubtful, tone: 'warning', meaning: 'a good status, but not what it seems' },
  { glyph: MOCKED_MARK, tone: 'plain', meaning: 'a rule of yours answered, changed or broke it' },
  { glyph: PINNED_MARK, tone: 'plain', meaning: 'pinned: it stays when room is made' },
  { glyph: CONFIDENCE_SIGNS.certain, tone: 'plain', meaning: 'certain: the bytes prove the cause' },
  { glyph: CONFIDENCE_SIGNS.likely, tone: 'plain', meaning: 'likely: the server says so, or several signs agree' },
  { glyph: CONFIDENCE_SIGNS.guess, tone: 'plain', meaning: 'guess: only the status speaks' },
];
