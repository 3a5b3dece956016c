import { STATUS_CODES } from 'node:http';
import { type Annotation, classOfStatus } from '../exchange/annotation.ts';
import { causeOf } from '../exchange/causes.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { History } from '../exchange/history.ts';
import { printable } from '../exchange/printable.ts';
import { withChain } from './chains.ts';
import { type Candidate, rankCandidates, runnersUp } from './choice.ts';
import { differenceOf } from './difference.ts';
import { placed } from './evidence-place.ts';
import { createFacts, type Facts } from './facts.ts';
import { BoundedMap } from './past/bounded-map.ts';
import { isPlainSuccess } from './plain-success.ts';
import { retryVerdict } from './retry.ts';
import type { Finding, Rule } from './rule.ts';
import { secretsOf, withoutSecrets } from './secrets.ts';
import { callOnHost, clip, LONGEST_LINE, shown } from './shown.ts';

export type Classify = (exchange: Exchange, history: History) => Annotation;

const MOST_EVIDENCE = 12;

/**
 * A classifier that asks every rule and takes the best finding, whatever the order of the rules.
 *
 * It never throws. A rule that does is skipped for that exchange, the others decide, and `onRuleError` hears of it
 * once for each rule: a broken rule meets every exchange.
 */
export function createClassifier(
  rules: readonly Rule[],
  onRuleError: (ruleName: string, error: unknown) => void,
): Classify {
  const ofSuccesses = rules.filter((rule) => rule.ofSuccesses === true);
  const reported = new Set<string>();
  const report = (name: string, error: unknown): undefined => {
    if (reported.has(name)) return;
    reported.add(name);
    onRuleError(name, error);
  };
  const attempt = <Result>(name: string, step: () => Result): Result | undefined => {
    try {
      return step();
    } catch (error) {
      return report(name, error);
    }
  };
  return (exchange, history) => {
    const facts = createFacts(exchange);
    const isSuccess = isQuietSuccess(facts);
    const candidates: Candidate[] = [];
    for (const rule of isSuccess ? ofSuccesses : rules) {
      try {
        const finding = rule.find(facts, history);
        if (finding !== undefined) candidates.push({ ruleName: rule.name, finding });
      } catch (error) {
        report(rule.name, error);
      }
    }
    const ranked = rankCandidates(candidates);
    const best = ranked[0]?.finding ?? whatTheClassMeans(facts);
    if (best.cause === null) return annotationOf(best, facts);
    const finding = attempt('chains', () => withChain(best, facts, history)) ?? best;
    const difference = attempt('difference', () => differenceOf(finding, facts, history));
    return {
      ...annotationOf(finding, facts),
      ...runnersUpOf(ranked, finding, facts),
      ...(difference === undefined ? {} : { difference }),
    };
  };
}

/** A 2xx that came whole and reports no failure. */
function isQuietSuccess(facts: Facts): boolean {
  const { status, exchange } = facts;
  return (
    status !== null && status >= 200 && status < 300 && exchange.error === null && facts.failedSuccess() === undefined
  );
}

function runnersUpOf(ranked: readonly Candidate[], best: Finding, facts: Facts): Pick<Annotation, 'runnersUp'> {
  const others = runnersUp(ranked).filter(({ cause }) => cause !== best.cause);
  if (others.length === 0) return {};
  const say = sayerOf(facts);
  return {
    runnersUp: others.map(({ cause, confidence, summary }) => ({ cause, confidence, summary: say(summary) })),
  };
}

/** Where no rule has anything to say: a success needs no words, anything else is said to be unexplained. */
function whatTheClassMeans(facts: Facts): Finding {
  const { status, exchange } = facts;
  if (status === null) {
    // A response that the proxy itself gave on purpose, or an import that lost what happened.
    return exchange.proxyStatus !== null && exchange.proxyStatus < 400
      ? quiet(`${exchange.proxyStatus}, answered by httpwhy itself`)
      : {
          cause: 'connection-reset',
          confidence: 'guess',
          summary: `no response was recorded, and no error says why: ${callOnHost(facts)}`,
          evidence: [],
          advice: 'Repeat the call through httpwhy to see where it breaks.',
        };
  }
  const line = `${status} ${exchange.response?.reason || STATUS_CODES[status] || ''}`.trim();
  if (status < 400) return { ...quiet(line), confidence: isPlainSuccess(facts) ? 'certain' : 'likely' };
  return {
    cause: status < 500 ? 'unspecified' : 'unhandled-exception',
    confidence: 'guess',
    summary: `no reason is known here for ${line}: ${callOnHost(facts)}`,
    evidence: [{ where: 'response.status', what: String(status) }],
    advice: 'Read the response body, and look for the call in the server log.',
  };
}

function quiet(summary: string): Finding {
  return { cause: null, confidence: 'certain', summary, evidence: [], advice: '' };
}

function annotationOf(finding: Finding, facts: Facts): Annotation {
  const { cause } = finding;
  const defaults = cause === null ? ({ fault: 'nobody', retry: 'never' } as const) : causeOf(cause);
  const say = cause === null ? shownLine : sayerOf(facts);
  const delay = finding.retryAfterSeconds ?? (isFailure(facts) ? facts.statedDelay()?.seconds : undefined);
  return {
    class: classOfStatus(facts.status),
    cause,
    ...(finding.inner === undefined ? {} : { inner: finding.inner }),
    fault: finding.fault ?? defaults.fault,
    confidence: finding.confidence,
    summary: say(finding.summary),
    evidence: placed(finding.evidence.slice(0, MOST_EVIDENCE), facts).map(({ where, what }) => ({
      where: say(where),
      what: say(what),
    })),
    // Our own words: masking `Authorization: Bearer …` in them would spoil them. Values in them are masked by the rule.
    advice: cause === null ? '' : clip(printable(withoutSecrets(finding.advice, secretsOf(facts))), LONGEST_LINE),
    retry: retryVerdict(finding.retry ?? defaults.retry, facts),
    ...(cause === null || delay === undefined ? {} : { retryAfterSeconds: delay }),
  };
}

const MOST_LINES = 500;
const LONGEST_KEPT = 100;
const shownLines = new BoundedMap<string, string>(MOST_LINES);

/** Nearly every exchange has one of few lines, such as `200 OK`. */
function shownLine(line: string): string {
  if (line.length > LONGEST_KEPT) return shown(line);
  let text = shownLines.get(line);
  if (text === undefined) {
    text = shown(line);
    shownLines.set(line, text);
  }
  return text;
}

/** A server may repeat the credential that it refuses, in a form that nothing but the request gives away. */
function sayerOf(facts: Facts): (text: string) => string {
  const secrets = secretsOf(facts);
  return (text) => shown(withoutSecrets(text, secrets));
}

function isFailure(facts: Facts): boolean {
  return facts.status !== null && facts.status >= 400;
}
