import type { Evidence } from '../../exchange/annotation.ts';
import type { CredentialPast } from '../credential-past.ts';
import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import type { Finding } from '../rule.ts';
import { callOnHost } from '../shown.ts';
import type { Refusal } from './refusal.ts';

/** The words to quote: the sentence in which the sign stands, or the server's message where the sign is a code or header. */
export function saidBy(facts: Facts, refusal: Refusal | undefined): string | undefined {
  if (refusal?.by === 'words' && /\s/.test(refusal.what)) return refusal.what;
  return facts.errorMessage() ?? (refusal?.by === 'words' || refusal?.by === 'code' ? refusal.what : undefined);
}

export interface Surroundings {
  /** What the bytes show besides the server's words. */
  readonly before?: string | undefined;
  readonly details?: readonly string[];
}

/** `<what we see>: <what the server says> (401 code, detail, GET /v1/orders on api.example.com)` */
export function sentence(facts: Facts, refusal: Refusal | undefined, surroundings: Surroundings = {}): string {
  const said = saidBy(facts, refusal);
  const { before, details = [] } = surroundings;
  if (said !== undefined) {
    // What only a header says, the words do not repeat.
    const isNew = refusal?.by === 'header' && before?.includes(refusal.what) !== true;
    return quoteServer(facts, said, { before, details: isNew ? [refusal.what, ...details] : details });
  }
  const code = refusal?.by === 'header' || refusal?.by === 'page' ? `${refusal.what}, ` : '';
  return `${before ?? 'refused'} (${[`${code}${facts.status}`, ...details].join(', ')}): ${callOnHost(facts)}`;
}

/** Status, and the sign in the response. */
export function refusalEvidence(facts: Facts, refusal: Refusal | undefined): readonly Evidence[] {
  const status = { where: 'response.status', what: `${facts.status} ${facts.exchange.response?.reason ?? ''}`.trim() };
  return refusal === undefined ? [status] : [status, { where: refusal.where, what: refusal.what }];
}

/** Under a status that is about the caller, what the sentence says besides of things and values is beside the point. */
const MERE_FORM = [
  'resource-not-found',
  'wrong-url',
  'related-resource-missing',
  'invalid-value',
  'invalid-type',
  'missing-field',
] as const;

/** A finding that rests on what the server says, with what the history knows of the credential at its end. */
export function saidFinding(
  facts: Facts,
  refusal: Refusal,
  rest: Surroundings & {
    readonly advice: string;
    readonly evidence?: readonly Evidence[];
    readonly past?: CredentialPast | undefined;
    readonly confidence?: Finding['confidence'];
  },
): Finding {
  const { past } = rest;
  const summary = sentence(facts, refusal, rest);
  return {
    cause: refusal.cause,
    confidence: rest.confidence ?? 'likely',
    summary: past === undefined || past.words === '' ? summary : `${summary}; ${past.words}`,
    evidence: [...refusalEvidence(facts, refusal), ...(rest.evidence ?? []), ...(past?.evidence ?? [])],
    advice: rest.advice,
    ...(facts.status === 401 || facts.status === 403 ? { explains: MERE_FORM } : {}),
  };
}
