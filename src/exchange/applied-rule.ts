/** What a rule of the person's did to one exchange. */
export interface AppliedRule {
  readonly name: string;
  /** `answered`: no server was asked. `failed`: the rule broke the call, whether or not a server was asked. */
  readonly effect: 'answered' | 'changed' | 'failed' | 'delayed';
  readonly changes: readonly RuleChange[];
}

/** One thing that is not as it came. What the exchange itself holds is the request as the client sent it, and the response as the client got it. */
export interface RuleChange {
  /** As in evidence: `request.url`, `request.headers.authorization`, `response.body#/error/code`. */
  readonly where: string;
  /** Null where there was nothing. */
  readonly before: string | null;
  /** Null where nothing is left. */
  readonly after: string | null;
}

/** Of one exchange. */
export const MOST_RULE_CHANGES = 50;
const LONGEST_VALUE = 500;

/** A change with values of a bounded length. */
export function ruleChange(where: string, before: string | null, after: string | null): RuleChange {
  return { where, before: shortened(before), after: shortened(after) };
}

function shortened(value: string | null): string | null {
  return value === null || value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE)}…`;
}
