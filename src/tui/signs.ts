import type { Annotation, Confidence, ExchangeClass, Fault, Retry } from '../exchange/annotation.ts';
import type { CauseId } from '../exchange/causes.ts';
import { outcomeOf } from '../exchange/outcome.ts';
import { formatDuration } from '../exchange/units.ts';
import type { Tone } from './line.ts';

/** How an exchange went, as a glyph and a tone: the two always say the same, so that neither is needed alone. */
export interface Sign {
  readonly glyph: string;
  readonly tone: Tone;
}

const SIGNS: Readonly<Record<ExchangeClass | 'pending', Sign>> = {
  pending: { glyph: '…', tone: 'pending' },
  informational: { glyph: '→', tone: 'redirect' },
  success: { glyph: '✓', tone: 'success' },
  redirection: { glyph: '→', tone: 'redirect' },
  client_error: { glyph: '✗', tone: 'client-error' },
  server_error: { glyph: '✗', tone: 'server-error' },
  no_response: { glyph: '✗', tone: 'no-response' },
};
const HARMLESS: Sign = { glyph: '·', tone: 'plain' };
const NOT_WHAT_IT_SEEMS: Sign = { glyph: '!', tone: 'warning' };

export function signOf(row: {
  /** Null while pending. */
  readonly class: ExchangeClass | null;
  readonly cause: CauseId | null;
  readonly fault: Fault | null;
}): Sign {
  const sign = SIGNS[row.class ?? 'pending'];
  switch (outcomeOf(row)) {
    case 'doubtful':
      return NOT_WHAT_IT_SEEMS;
    case 'failed':
      // A status may have been seen before the exchange broke off.
      return sign.glyph === SIGNS.no_response.glyph ? sign : SIGNS.no_response;
    case 'harmless':
      return HARMLESS;
    case 'pending':
    case 'good':
    case 'redirect':
      return sign;
  }
}

export const CONFIDENCE_SIGNS: Readonly<Record<Confidence, string>> = { certain: '●', likely: '◐', guess: '○' };

const RETRY_WORDS: Readonly<Record<Retry, string>> = {
  never: 'never',
  after_fix: 'after fix',
  safe: 'safe',
  unsafe: 'unsafe',
};

/** `certain · act: client · retry: safe, in 28 s` */
export function judgement({ confidence, fault, retry, retryAfterSeconds }: Annotation): string {
  const wait = retryAfterSeconds === undefined ? '' : `, in ${formatDuration(retryAfterSeconds * 1000)}`;
  return `${confidence} · act: ${fault} · retry: ${RETRY_WORDS[retry]}${wait}`;
}

/** What the signs mean, for the help. */
export const LEGEND: readonly (Sign & { readonly meaning: string })[] = [
  { ...SIGNS.success, meaning: 'success' },
  { ...SIGNS.redirection, meaning: 'redirection' },
  { ...SIGNS.pending, meaning: 'still running' },
  { ...SIGNS.client_error, meaning: '4xx, the client has to change something' },
  { ...SIGNS.server_error, meaning: '5xx, the server failed' },
  { ...SIGNS.no_response, meaning: 'no response, or a broken one' },
  { ...HARMLESS, meaning: 'an error that needs no explaining' },
  { ...NOT_WHAT_IT_SEEMS, meaning: 'a good status, but not what it seems' },
  { glyph: CONFIDENCE_SIGNS.certain, tone: 'plain', meaning: 'certain: the bytes prove the cause' },
  { glyph: CONFIDENCE_SIGNS.likely, tone: 'plain', meaning: 'likely: the server says so, or several signs agree' },
  { glyph: CONFIDENCE_SIGNS.guess, tone: 'plain', meaning: 'guess: only the status speaks' },
];
