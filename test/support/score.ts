import { type Classify, createClassifier } from '../../src/classifier/classify.ts';
import { loadRules } from '../../src/classifier/load-rules.ts';
import { MemoryHistory } from '../../src/classifier/memory-history.ts';
import { loadClassifier } from '../../src/cli/classifier.ts';
import type { Annotation, Confidence } from '../../src/exchange/annotation.ts';
import type { Case } from './cases.ts';

/** What the classifier says about one case, and which of it an expert would accept. */
export interface Verdict {
  readonly case: Case;
  readonly annotation: Annotation;
  readonly isRight: boolean;
  readonly isFaultRight: boolean;
  readonly isInnerRight: boolean;
  /** Every string that the expert wants to read stands in the summary. */
  readonly mentionsAll: boolean;
  /** The annotation claims more than an honest classifier may. */
  readonly isOverConfident: boolean;
}

const RANK: Readonly<Record<Confidence, number>> = { guess: 0, likely: 1, certain: 2 };

const onRuleError = (rule: string, error: unknown): never => {
  throw new Error(`the rule ${rule} failed`, { cause: error });
};

/** Classifies every case with its own history, as the program does. A rule that throws rejects: in a corpus that is a defect. */
export async function judge(cases: readonly Case[]): Promise<readonly Verdict[]> {
  const load = await loadClassifier(onRuleError);
  return verdictsOf(cases, load([]));
}

/**
 * The same with each case's own provider left out: nothing of what ships about providers is known. Each of these facts is
 * bound to the hosts of one provider, so that those of the others would not change a thing.
 */
export async function judgeAsStranger(cases: readonly Case[]): Promise<readonly Verdict[]> {
  return verdictsOf(cases, createClassifier(await loadRules(), onRuleError));
}

function verdictsOf(cases: readonly Case[], classify: Classify): readonly Verdict[] {
  return cases.map((each) => {
    const past = new MemoryHistory();
    for (const earlier of each.history) past.add(earlier, classify(earlier, past));
    return verdictOf(each, classify(each.exchange, past));
  });
}

function verdictOf(each: Case, annotation: Annotation): Verdict {
  const { expect } = each;
  const summary = annotation.summary.toLowerCase();
  return {
    case: each,
    annotation,
    isRight: annotation.cause === expect.cause || expect.also.includes(annotation.cause),
    isFaultRight: annotation.fault === expect.fault || expect.faultAlso.includes(annotation.fault),
    isInnerRight:
      expect.cause !== 'error-in-success' ||
      (annotation.cause === 'error-in-success' &&
        (annotation.inner === expect.inner || expect.innerAlso.includes(annotation.inner ?? null))),
    mentionsAll: expect.mention.every((text) => summary.includes(text.toLowerCase())),
    isOverConfident: RANK[annotation.confidence] > RANK[expect.confidence],
  };
}

/** Of what was looked at, how much was right. */
export interface Share {
  readonly right: number;
  readonly of: number;
}

export function shareOf(verdicts: readonly Verdict[], isRight: (verdict: Verdict) => boolean): Share {
  return { right: verdicts.filter(isRight).length, of: verdicts.length };
}

/** 1 where there is nothing to be wrong about. */
export function ratio({ right, of }: Share): number {
  return of === 0 ? 1 : right / of;
}

export function healthy(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter((verdict) => verdict.case.expect.cause === null);
}

export function isQuiet({ annotation }: Verdict): boolean {
  return annotation.cause === null;
}

export function wrongCertain(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter(({ isRight, annotation }) => !isRight && annotation.confidence === 'certain');
}

/**
 * The mean over all labelled causes of the harmonic mean of precision and recall: a rare cause counts as much as a frequent
 * one. An accepted other answer counts for the label.
 */
export function macroF1(verdicts: readonly Verdict[]): number {
  const counts = new Map<string, { hits: number; claimed: number; labelled: number }>();
  const count = (cause: string | null) => {
    const key = cause ?? 'null';
    const known = counts.get(key) ?? { hits: 0, claimed: 0, labelled: 0 };
    counts.set(key, known);
    return known;
  };
  for (const { case: each, annotation, isRight } of verdicts) {
    count(each.expect.cause).labelled += 1;
    count(isRight ? each.expect.cause : annotation.cause).claimed += 1;
    if (isRight) count(each.expect.cause).hits += 1;
  }
  const labelled = [...counts.values()].filter((each) => each.labelled > 0);
  const sum = labelled.reduce((total, each) => total + (2 * each.hits) / (each.claimed + each.labelled), 0);
  return labelled.length === 0 ? 1 : sum / labelled.length;
}

/** `example.com` of `api.example.com`, `example.co.uk` of its like; an address stays whole. */
export function registrableHost(url: string): string {
  const host = URL.canParse(url) ? new URL(url).hostname : url;
  if (/^[\d.]+$|:/.test(host)) return host;
  const labels = host.split('.');
  const isTwoPart =
    labels.length > 2 && /^(?:co|com|org|net|gov|ac|gob|edu)$/.test(labels.at(-2)!) && labels.at(-1)!.length === 2;
  return labels.slice(isTwoPart ? -3 : -2).join('.');
}
