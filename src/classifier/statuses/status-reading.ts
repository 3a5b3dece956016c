import type { Confidence, Evidence, Fault, Retry } from '../../exchange/annotation.ts';
import type { CauseId } from '../../exchange/causes.ts';
import type { Facts } from '../facts.ts';
import type { Surroundings } from '../quote.ts';
import { clip, headerEvidence } from '../shown.ts';

/** What a status alone says about one call. */
export interface StatusReading extends Surroundings {
  readonly cause: CauseId;
  /** Where the server says nothing in words; where it does, they take this place, between the surroundings. */
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

/** `Accept: text/csv` beside the server's words, where it was sent. For fields that hold no secrets. */
export function sentHeader(facts: Facts, name: string): readonly string[] {
  const value = facts.request.header(name);
  return value === undefined ? [] : [`${name}: ${clip(value, 80)}`];
}

/** Evidence from a response header, where it was sent. */
export function responseHeader(facts: Facts, name: string): readonly Evidence[] {
  const value = facts.response.header(name);
  return value === undefined ? [] : [headerEvidence('response', name, value)];
}
