import { createClassifier } from '../../src/classifier/classify.ts';
import { loadRules } from '../../src/classifier/load-rules.ts';
import { MemoryHistory } from '../../src/classifier/memory-history.ts';
import type { Rule } from '../../src/classifier/rule.ts';
import type { Annotation } from '../../src/exchange/annotation.ts';
import type { Exchange } from '../../src/exchange/exchange.ts';
import type { Header } from '../../src/exchange/headers.ts';
import { type Difference, exchange, NOON } from './build.ts';

/** A call `seconds` after noon; what else differs from an ordinary one as in `exchange`. */
export interface Call extends Omit<Difference, 'id'> {
  readonly seconds?: number;
}

/** Calls in order, numbered from 1, a second apart unless they say otherwise. */
export function calls(...list: readonly Call[]): readonly Exchange[] {
  return list.map(({ seconds, ...difference }, index) => ({
    ...exchange({ ...difference, id: index + 1 }),
    startedAt: NOON + (seconds ?? index) * 1000,
  }));
}

/** The history of the calls, without annotations. */
export function historyOf(...list: readonly Call[]): MemoryHistory {
  const history = new MemoryHistory();
  for (const call of calls(...list)) history.add(call);
  return history;
}

/** What is said about the last of the calls with every rule, the ones before it being its history. */
export async function annotateLast(...list: readonly Call[]): Promise<Annotation> {
  return annotateWith(await loadRules(), ...list);
}

export function annotateWith(rules: readonly Rule[], ...list: readonly Call[]): Annotation {
  const classify = createClassifier(rules, (name, error) => {
    throw new Error(`rule ${name}`, { cause: error });
  });
  const history = new MemoryHistory();
  let last: Annotation | undefined;
  for (const call of calls(...list)) {
    last = classify(call, history);
    history.add(call, last);
  }
  return last!;
}

export const bearer = (token: string): Header => ['Authorization', `Bearer ${token}`];
export const JSON_TYPE: Header = ['Content-Type', 'application/json'];
export const FORM_TYPE: Header = ['Content-Type', 'application/x-www-form-urlencoded'];
