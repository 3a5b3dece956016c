import type { Annotation, Confidence, RunnerUp } from '../../exchange/annotation.ts';
import type { History } from '../../exchange/history.ts';
import { type Classify, createClassifier } from '../classify.ts';
import { createFacts, type Facts } from '../facts.ts';
import type { UserRule } from './user-rule.ts';

export interface RuleLayers {
  /** The person's own, the first of them first: they know their API. */
  readonly own: readonly UserRule[];
  /** What providers document about their APIs. */
  readonly providers: readonly UserRule[];
}

const RANK: Readonly<Record<Confidence, number>> = { certain: 0, likely: 1, guess: 2 };
const MOST_RUNNERS_UP = 3;

/**
 * The classifier with rules from files before it. A rule that matches goes before a finding of the same or lower confidence,
 * and before silence; before a certain cause only where it says so. Own rules go before those of providers. Where a
 * provider's rule only repeats the cause, the finding stays: it names the concrete thing.
 */
export function withRules(
  classify: Classify,
  { own, providers }: RuleLayers,
  onRuleError: (ruleName: string, error: unknown) => void,
): Classify {
  if (own.length + providers.length === 0) return classify;
  const reported = new Set<string>();
  const report = (name: string, error: unknown) => {
    if (reported.has(name)) return;
    reported.add(name);
    onRuleError(name, error);
  };
  const layered = (rules: readonly UserRule[], isOwn: boolean) =>
    rules.map((rule) => ({ rule, isOwn, classify: createClassifier([rule], report) }));
  const rules = [...layered(own, true), ...layered(providers, false)];
  const rulesFor = byHost(rules);
  return (exchange, history) => {
    const finding = classify(exchange, history);
    const status = exchange.response?.status ?? null;
    const possible = rulesFor(exchange.request.url).filter(({ rule }) => rule.mayMatch(status));
    if (possible.length === 0) return finding;
    const facts = createFacts(exchange);
    let beaten: Annotation | undefined;
    for (const { rule, isOwn, classify: classifyByRule } of possible) {
      if (!matches(rule, facts, history, report)) continue;
      const verdict = classifyByRule(exchange, history);
      if (isStronger(verdict, finding, rule.isOverride)) {
        return !isOwn && verdict.cause === finding.cause ? finding : withRunnersUp(verdict, finding);
      }
      beaten ??= verdict;
    }
    return beaten === undefined ? finding : withRunnersUp(finding, beaten);
  };
}

const MOST_HOSTS = 2000;
const LONGEST_START = 320;

/** Nearly all exchanges are with a few hosts of which no rule speaks: what is left of the rules is kept for each. */
function byHost<Entry extends { readonly rule: UserRule }>(all: readonly Entry[]): (url: string) => readonly Entry[] {
  const known = new Map<string, readonly Entry[]>();
  const forHost = (url: string) => {
    const parsed = URL.parse(url) ?? undefined;
    return all.filter(({ rule }) => rule.mayMatchHost(parsed));
  };
  return (url) => {
    const authority = /^https?:\/\/[^/?#\\]{1,300}(?=[/?#])/i.exec(url.slice(0, LONGEST_START))?.[0];
    if (authority === undefined) return forHost(url);
    let entries = known.get(authority);
    if (entries === undefined) {
      entries = forHost(url);
      if (known.size >= MOST_HOSTS) known.clear();
      known.set(authority, entries);
    }
    return entries;
  };
}

function matches(
  rule: UserRule,
  facts: Facts,
  history: History,
  report: (ruleName: string, error: unknown) => void,
): boolean {
  try {
    return rule.find(facts, history) !== undefined;
  } catch (error) {
    report(rule.name, error);
    return false;
  }
}

function isStronger(verdict: Annotation, finding: Annotation, isOverride: boolean): boolean {
  if (finding.cause === null || isOverride) return true;
  return finding.confidence !== 'certain' && RANK[verdict.confidence] <= RANK[finding.confidence];
}

/** What was found besides stands among what else it may have been. */
function withRunnersUp(best: Annotation, second: Annotation): Annotation {
  if (best.cause === null) return best;
  const all: readonly (RunnerUp | Annotation)[] = [second, ...(best.runnersUp ?? []), ...(second.runnersUp ?? [])];
  const seen = new Set<string | null>([best.cause, null, 'unspecified']);
  const others: RunnerUp[] = [];
  for (const { cause, confidence, summary } of all) {
    if (cause === null || seen.has(cause) || others.length === MOST_RUNNERS_UP) continue;
    seen.add(cause);
    others.push({ cause, confidence, summary });
  }
  return others.length === 0 ? best : { ...best, runnersUp: others };
}
