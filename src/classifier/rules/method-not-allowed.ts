import { headerValues } from '../../exchange/headers.ts';
import type { Facts } from '../facts.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, hostOf, pathOf } from '../shown.ts';

/** Does the server not take this method at this address: by the list in `Allow`, or by its words? */
export const rule: RuleDefinition = { causes: ['method-not-allowed'], find };

function find(facts: Facts): Finding | undefined {
  return byAllow(facts) ?? byWords(facts) ?? byGateway(facts);
}

/** Other statuses than 405 say it, too, and 405 without `Allow`. */
function byWords(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'method-not-allowed');
  if (verdict === undefined) return undefined;
  const { method } = facts.exchange.request;
  return finding(facts, verdict, {
    summary: quoted(facts, `${method} is not allowed: ${callOnHost(facts)}`),
    advice: 'Check method and path in the documentation: a redirect, a missing id or a slash can change what is asked.',
  });
}

/** A gateway's own text for it, under whatever status. */
function byGateway(facts: Facts): Finding | undefined {
  const gateway = facts.gateway();
  if ((facts.status ?? 0) < 400 || facts.isPreflight() || gateway?.meaning?.signal !== 'method') return undefined;
  const { method } = facts.exchange.request;
  const { where, what } = gateway.meaning;
  return {
    cause: 'method-not-allowed',
    confidence: 'likely',
    summary: `${gateway.name} does not let ${method} through: ${callOnHost(facts)}`,
    evidence: [
      { where, what },
      { where: 'request.method', what: method },
    ],
    advice: 'Check the method; where it is right, allow it in the configuration of the gateway.',
  };
}

function byAllow(facts: Facts): Finding | undefined {
  // A refused preflight says nothing about the method that the browser is asking for.
  if (facts.status !== 405 || facts.isPreflight()) return undefined;
  const fields = headerValues(facts.exchange.response?.headers ?? [], 'allow');
  if (fields.length === 0) return undefined;
  const { method } = facts.exchange.request;
  const allowed = fields
    .join(',')
    .slice(0, 500)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  // A server that lists the method and refuses it means a part of the request that is not seen here.
  const isListed = allowed.some((name) => name.toUpperCase() === method);
  const list = allowed.join(', ');
  return {
    cause: 'method-not-allowed',
    confidence: isListed ? 'likely' : 'certain',
    summary: isListed
      ? `Allow lists ${list}, yet ${callOnHost(facts)} is refused`
      : `takes ${list || 'no method at all'}; ${method} is not allowed on ${pathOf(facts)} at ${hostOf(facts)}`,
    evidence: [
      { where: 'response.headers.allow', what: fields.join(', ') },
      { where: 'request.method', what: method },
    ],
    advice: isListed
      ? `Ask ${hostOf(facts)} what else the call needs: the method itself is on its list.`
      : `Use ${list === '' ? 'another address' : alternatives(allowed)}, or correct the path: a missing id or slash leads to another route.`,
  };
}

function alternatives(allowed: readonly string[]): string {
  const useful = allowed.filter((name) => !['OPTIONS', 'HEAD'].includes(name.toUpperCase()));
  const names = useful.length === 0 ? allowed : useful;
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
