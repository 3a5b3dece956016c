import type { Confidence, Evidence, Fault, Retry } from '../../exchange/annotation.ts';
import type { CauseId } from '../../exchange/causes.ts';
import type { Facts } from '../facts.ts';
import { headerEvidence } from '../shown.ts';

/** What a status alone says about one call. */
export interface StatusReading {
  readonly cause: CauseId;
  readonly summary: string;
  readonly advice: string;
  /** `guess` unless a field of the same exchange proves the reading. */
  readonly confidence?: Confidence;
  /** Besides the status itself. */
  readonly evidence?: readonly Evidence[];
  readonly fault?: Fault;
  readonly retry?: Retry;
}

export type StatusTable = Readonly<Record<number, (facts: Facts) => StatusReading>>;

/** Evidence from a request header, where it was sent. */
export function requestHeader(facts: Facts, name: string): readonly Evidence[] {
  const value = facts.request.header(name);
  return value === undefined ? [] : [headerEvidence('request', name, value)];
}

/** Evidence from a response header, where it was sent. */
export function responseHeader(facts: Facts, name: string): readonly Evidence[] {
  const value = facts.response.header(name);
  return value === undefined ? [] : [headerEvidence('response', name, value)];
}
