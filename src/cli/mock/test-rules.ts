import { printable } from '../../exchange/printable.ts';
import { differenceOfBody, type Fit, fitOfHead } from '../../mock/conditions.ts';
import { RuleIndex } from '../../mock/rule-index.ts';
import type { RuleRequest } from '../../mock/rule-request.ts';
import type { ListedRule } from './parse-mocks.ts';
import { actionText, matchText } from './rule-text.ts';

export interface TestedRules {
  /** The rule that would act; counters and chance aside. */
  readonly match: ListedRule | undefined;
  readonly lines: readonly string[];
}

const MOST_OTHERS = 5;

/** Which rule is for a request, and why those before it, or near it, are not. */
export function testRules(rules: readonly ListedRule[], request: RuleRequest): TestedRules {
  const enabled = rules.filter(({ isEnabled }) => isEnabled);
  const misses: string[] = [];
  for (const listed of enabled) {
    const difference = differenceFrom(listed, request);
    if (difference === undefined) {
      const { rule } = listed;
      const { nth, probability } = rule.match;
      const notes = [
        ...(nth === null ? [] : ['only some of such requests, by nth']),
        ...(probability === 1 ? [] : ['only a share of them, by probability']),
      ];
      const lines = [`"${rule.name}" ${actionText(rule)}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}.`];
      return { match: listed, lines: [...lines, ...shown(misses)].map(printable) };
    }
    if (difference !== 'far') misses.push(`  not "${listed.rule.name}" (${matchText(listed)}): ${difference}`);
  }
  return { match: undefined, lines: ['No rule: the request goes to its server.', ...shown(misses)].map(printable) };
}

function shown(misses: readonly string[]): readonly string[] {
  const more = misses.length - MOST_OTHERS;
  return [...misses.slice(0, MOST_OTHERS), ...(more > 0 ? [`  and ${more} more that nearly match`] : [])];
}

/** `far`: another host, another method, or another path altogether. */
function differenceFrom({ rule }: ListedRule, request: RuleRequest): string | undefined {
  const isNear = new RuleIndex([rule]).lookUp(request).length > 0;
  if (!isNear) return 'far';
  const fit: Fit | undefined = (({ kind }) => kind === 'fits')(fitOfHead(rule, request))
    ? differenceOfBody(rule, request)
    : fitOfHead(rule, request);
  if (fit?.kind !== 'differs') return undefined;
  switch (fit.in) {
    case 'path':
      return 'the path differs';
    case 'query':
      return `the parameter ${fit.name} differs`;
    case 'headers':
      return `the header ${fit.name} differs`;
    case 'json':
      return `${fit.name} in the JSON body differs`;
  }
}
