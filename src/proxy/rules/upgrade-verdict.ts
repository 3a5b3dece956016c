import type { AppliedRule } from '../../exchange/applied-rule.ts';
import type { TransportError } from '../../exchange/transport-error.ts';
import type { RequestDecider } from '../../mock/rule-engine.ts';
import { RuleRequest } from '../../mock/rule-request.ts';
import type { RequestHead } from '../call.ts';

/**
 * Why a rule does not let an upgrade (a WebSocket, say) through, or undefined. Rules refuse and break upgrades, but neither
 * answer nor change them: one that would answer refuses, so that nothing goes to a server that a mock stands for.
 */
export function upgradeVerdict(
  decider: RequestDecider | undefined,
  { method, protocol, rawHeaders }: RequestHead,
  url: string,
): { readonly rule: AppliedRule; readonly error: TransportError } | undefined {
  if (decider === undefined || decider.isEmpty) return undefined;
  const as = (name: string) => new RuleRequest(name, url, rawHeaders, new Uint8Array());
  // Rules know a WebSocket by the method that it has over HTTP/1.1, whichever it has over HTTP/2 (RFC 8441).
  let asked = as(protocol === undefined ? method : 'GET');
  let prospect = decider.look(asked);
  if (prospect === undefined && protocol !== undefined) {
    asked = as(method);
    prospect = decider.look(asked);
  }
  const verdict = prospect?.decide(asked);
  if (verdict === undefined || verdict.course.kind === 'forward') return undefined;
  const rule: AppliedRule = { name: verdict.rule, effect: 'failed', changes: [] };
  if (verdict.course.kind === 'fail') return { rule, error: verdict.course.error };
  const message = `the rule "${verdict.rule}" is for it, and rules do not answer upgrades`;
  return { rule, error: { phase: 'request', code: 'ERR_PROXY_BLOCKED', message } };
}
