import type { AppliedRule, RuleChange } from '../applied-rule.ts';
import { maskBody } from './body.ts';
import { maskHeader } from './header.ts';
import type { Ledger } from './ledger.ts';
import { maskText } from './text.ts';
import { maskUrl } from './url.ts';

/** What a rule changed, without secrets: each value is masked as it would be in the place that it is about. */
export function maskAppliedRule(rule: AppliedRule, ledger: Ledger): AppliedRule {
  return { ...rule, changes: rule.changes.map((change) => maskChange(change, ledger)) };
}

function maskChange({ where, before, after }: RuleChange, ledger: Ledger): RuleChange {
  const mask = (value: string | null) => (value === null ? null : maskValue(where, value, ledger));
  return { where, before: mask(before), after: mask(after) };
}

function maskValue(where: string, value: string, ledger: Ledger): string {
  const header = /^(?:request|response)\.headers\.(.+)$/s.exec(where)?.[1];
  if (header !== undefined) return maskHeader(header, value, ledger.maskAt(where));
  if (where === 'request.path') return maskUrl(value, ledger.maskAt(where));
  const member = /^(?:request|response)\.body#(?:.*\/)?([^/]*)$/s.exec(where)?.[1];
  if (member === undefined) return maskText(value, ledger.maskAt(where));
  // By the name of the member, as in the body that it stands in.
  const start = `{${JSON.stringify(member)}:`;
  const form = { type: 'application/json', contentType: 'application/json', isErrorResponse: false };
  const masked = maskBody(`${start}${value}}`, form, ledger.maskAt(where));
  return masked.startsWith(start) ? masked.slice(start.length, -1) : masked;
}
