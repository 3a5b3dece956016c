import type { Evidence } from '../../exchange/annotation.ts';
import type { CauseId } from '../../exchange/causes.ts';
import { compileRegex, type TextTest } from '../../exchange/pattern/occurrence.ts';
import type { Facts } from '../facts.ts';
import type { Finding, Rule } from '../rule.ts';
import { shown } from '../shown.ts';
import { compileGlob, compileHostGlob, compilePathGlob } from './glob.ts';
import { type Place, type Pointer, parsePointer, placesAt, textOfValue } from './pointer.ts';
import type { RuleSpec, ValuePattern } from './rule-spec.ts';
import { fillTemplate, parseTemplate, type Template } from './template.ts';

/** A rule that came from a file. */
export interface UserRule extends Rule {
  /** Goes before findings that are certain, too. */
  readonly isOverride: boolean;
  /** False where the host alone rules it out. */
  readonly mayMatchHost: (url: URL | undefined) => boolean;
  /** False where the status alone rules it out. */
  readonly mayMatch: (status: number | null) => boolean;
}

/** Characters of one value that a pattern looks at. */
const LONGEST_TESTED = 2000;
/** Characters of a body that `text` looks at beyond the words of the error. */
const LONGEST_SEARCHED = 16 * 1024;
const MOST_EVIDENCE = 8;
/** A delay of more than a year is a time of day, or nonsense. */
const LONGEST_DELAY_SECONDS = 366 * 86_400;

/** Evidence of a match, or undefined where there is none. */
type Condition = (facts: Facts) => readonly Evidence[] | undefined;

/** The spec has been checked: what does not compile here is our own mistake. */
export function compileRule(spec: RuleSpec): UserRule {
  const conditions = conditionsOf(spec);
  const summary = templateOf(spec.summary ?? (spec.cause === null ? `{{status}} is expected here (${spec.name})` : ''));
  const advice = templateOf(spec.advice ?? defaultAdvice(spec.cause));
  const evidence = spec.evidence?.map(pointerOf);
  const delay = typeof spec.retryAfter === 'string' ? pointerOf(spec.retryAfter) : spec.retryAfter;
  const mayMatch = statusTest(spec.when.status);
  return {
    name: spec.name,
    causes: [spec.cause],
    // A file may tell of successes that are none.
    ofSuccesses: true,
    isOverride: spec.override,
    mayMatchHost: hostTest(spec.when.host),
    mayMatch,
    find: (facts): Finding | undefined => {
      if (!mayMatch(facts.status)) return undefined;
      const seen: Evidence[] = [];
      for (const condition of conditions) {
        const proof = condition(facts);
        if (proof === undefined) return undefined;
        seen.push(...proof);
      }
      const retryAfterSeconds = typeof delay === 'object' ? secondsAt(delay, facts) : delay;
      return {
        cause: spec.cause,
        ...(spec.inner === undefined ? {} : { inner: spec.inner }),
        confidence: spec.confidence,
        summary: fillTemplate(summary, facts),
        evidence: evidenceOf(evidence, seen, facts),
        // The engine takes advice for our own words and masks nothing in it.
        advice: shown(fillTemplate(advice, facts)),
        ...(spec.fault === undefined ? {} : { fault: spec.fault }),
        ...(spec.retry === undefined ? {} : { retry: spec.retry }),
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      };
    },
  };
}

function defaultAdvice(cause: CauseId | null): string {
  return cause === null ? '' : `Read httpwhy explain ${cause} for what to look at.`;
}

function evidenceOf(
  wanted: readonly Pointer[] | undefined,
  seen: readonly Evidence[],
  facts: Facts,
): readonly Evidence[] {
  const places = wanted?.flatMap((pointer) => placesAt(pointer, facts).slice(0, 1)).map(evidenceAt);
  const status = facts.status === null ? [] : [{ where: 'response.status', what: String(facts.status) }];
  return (places ?? [...status, ...seen]).slice(0, MOST_EVIDENCE);
}

function evidenceAt({ where, shown: what }: Place): Evidence {
  return { where, what };
}

/** The cheapest first: most rules are about another host. */
function conditionsOf({ when }: RuleSpec): readonly Condition[] {
  const { method, host, path, text, values } = when;
  return [
    ...(method === undefined ? [] : [methodCondition(method)]),
    ...(host === undefined ? [] : [hostCondition(host)]),
    ...(path === undefined ? [] : [pathCondition(path)]),
    ...values.map(({ pointer, patterns }) => valueCondition(pointerOf(pointer), patterns)),
    ...(text === undefined ? [] : [textCondition(text)]),
  ];
}

function statusTest(ranges: RuleSpec['when']['status']): (status: number | null) => boolean {
  if (ranges === undefined) return () => true;
  return (status) => status !== null && ranges.some(([from, to]) => status >= from && status <= to);
}

function methodCondition(methods: readonly string[]): Condition {
  const wanted = new Set(methods);
  return ({ exchange }) => (wanted.has(exchange.request.method) ? [] : undefined);
}

function hostTest(globs: readonly string[] | undefined): (url: URL | undefined) => boolean {
  if (globs === undefined) return () => true;
  const tests = globs.map(compileHostGlob);
  return (url) => url !== undefined && tests.some((test) => test(url.hostname) || test(url.host));
}

function hostCondition(globs: readonly string[]): Condition {
  const test = hostTest(globs);
  return (facts) => (test(facts.url()) ? [] : undefined);
}

function pathCondition(globs: readonly string[]): Condition {
  const tests = globs.map(compilePathGlob);
  return (facts) => {
    const path = facts.url()?.pathname.slice(0, LONGEST_TESTED);
    return path !== undefined && tests.some((test) => test(path)) ? [] : undefined;
  };
}

function valueCondition(pointer: Pointer, patterns: readonly ValuePattern[]): Condition {
  const wantsAbsence = patterns.some((pattern) => pattern.kind === 'exists' && !pattern.isThere);
  const tests = patterns.map(valueTest);
  return (facts) => {
    const places = placesAt(pointer, facts);
    if (places.length === 0) return wantsAbsence ? [] : undefined;
    const found = places.find(({ value }) => tests.some((test) => test(value)));
    return found && [evidenceAt(found)];
  };
}

function valueTest(pattern: ValuePattern): (value: unknown) => boolean {
  switch (pattern.kind) {
    case 'exists':
      return () => pattern.isThere;
    case 'equals':
      // Headers and parameters are text, and APIs disagree about codes: 190 is "190".
      return pattern.value === null
        ? (value) => value === null
        : (value) => value !== null && textOfValue(value) === String(pattern.value);
    case 'glob':
      return onText(compileGlob(pattern.glob));
    case 'regex':
      return onText(compileRegex(pattern.source, pattern.ignoresCase));
  }
}

function onText(test: TextTest): (value: unknown) => boolean {
  return (value) => {
    const text = value === null ? undefined : textOfValue(value);
    return text !== undefined && test(text.slice(0, LONGEST_TESTED));
  };
}

/** Wherever the server says it: in the words that were made out, or anywhere in an error's text. */
function textCondition(phrases: readonly string[]): Condition {
  const tests = phrases.map((phrase) => compileGlob(`*${phrase.toLowerCase().replace(/\s+/g, ' ')}*`));
  return (facts) => {
    const report = facts.error();
    const words: readonly (readonly [string, string | undefined])[] = [
      [report?.where ?? '', report?.message],
      [report?.codeWhere ?? '', report?.code],
      [report?.codeWhere ?? '', report?.subcode],
      [report?.codeWhere ?? '', report?.type],
      ...(report?.fields.map(({ where, message }) => [where, message] as const) ?? []),
      ...(report?.more.map((sentence) => [report.where, sentence] as const) ?? []),
    ];
    for (const [where, what] of words) {
      if (what !== undefined && tests.some((test) => test(what.toLowerCase()))) return [{ where, what }];
    }
    const isError = report !== undefined || (facts.status ?? 0) >= 400;
    const body = isError
      ? facts.response.body()?.text.slice(0, LONGEST_SEARCHED).toLowerCase().replace(/\s+/g, ' ')
      : '';
    const phrase = phrases[tests.findIndex((test) => body !== undefined && body !== '' && test(body))];
    return phrase === undefined ? undefined : [{ where: 'response.body', what: phrase }];
  };
}

/** Whole seconds from a number of at most a year. */
function secondsAt(pointer: Pointer, facts: Facts): number | undefined {
  const value = placesAt(pointer, facts)[0]?.value;
  const seconds =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d{1,9}(?:\.\d{1,6})?$/.test(value.trim())
        ? Number(value)
        : Number.NaN;
  return seconds >= 0 && seconds <= LONGEST_DELAY_SECONDS ? Math.ceil(seconds) : undefined;
}

function pointerOf(text: string): Pointer {
  const pointer = parsePointer(text);
  if (pointer === undefined) throw new TypeError(`${text} is no pointer.`);
  return pointer;
}

function templateOf(text: string): Template {
  const template = parseTemplate(text);
  if ('name' in template) throw new TypeError(`{{${template.name}}} is no pointer.`);
  return template;
}
