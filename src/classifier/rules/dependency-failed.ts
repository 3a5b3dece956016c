import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import { unhealthyParts } from '../readers/health.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { serverFailure } from '../server-failure.ts';
import { failureEvidence, referenceWords } from '../server-words.ts';
import { callOnHost, clip, hostOf } from '../shown.ts';

/** Did a database or another service fail that the server needs, and which? */
export const rule: RuleDefinition = { causes: ['dependency-failed'], find };

function find(facts: Facts): Finding | undefined {
  const failure = serverFailure(facts);
  if (failure?.cause !== 'dependency-failed') return undefined;
  const sick = failure.sign === 'health' ? unhealthyParts(facts.response.json()) : [];
  const said = sick.length > 0 ? healthWords(sick) : (facts.errorMessage() ?? facts.error()?.more[0]);
  if (failure.sign === 'status' && said === undefined) return undefined;
  return {
    cause: 'dependency-failed',
    confidence: 'likely',
    summary:
      said === undefined
        ? `a service or database that ${hostOf(facts)} needs has failed: ${callOnHost(facts)}`
        : quoteServer(facts, said, { before: 'something it depends on failed', details: referenceWords(facts, said) }),
    evidence: failureEvidence(facts, failure),
    advice:
      'Look after the service or database that is named; the call itself may be right, and pass once that works again.',
  };
}

/** `redis: ECONNREFUSED 10.0.0.9:6379` */
function healthWords(sick: readonly { readonly name: string; readonly state: string }[]): string {
  return sick
    .slice(0, 3)
    .map(({ name, state }) => `${name}: ${clip(state, 80)}`)
    .join(', ');
}
