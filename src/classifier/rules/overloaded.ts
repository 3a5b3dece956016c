import { formatDuration } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import { waitWords } from '../readers/retry-delay.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { serverFailure } from '../server-failure.ts';
import { answeringGateway, failureEvidence, referenceWords } from '../server-words.ts';
import { hostOf } from '../shown.ts';

/** Does the server say that it has more to do than it can, or is not ready yet? */
export const rule: RuleDefinition = { causes: ['overloaded'], find };

function find(facts: Facts): Finding | undefined {
  const failure = serverFailure(facts);
  if (failure?.cause !== 'overloaded' || failure.sign === 'status') return undefined;
  const words = facts.says('overloaded');
  // "Service unavailable" in other words is what 503 says already.
  const isTold =
    failure.sign === 'gateway' || (words !== undefined && words.weight === 3 && !words.isAside) || facts.status === 529;
  const delay = facts.statedDelay();
  if (!isTold) return undefined;
  const name = answeringGateway(facts);
  const said = facts.errorMessage() ?? facts.gateway()?.meaning?.says ?? 'the server is overloaded';
  return {
    cause: 'overloaded',
    confidence: 'likely',
    summary: quoteServer(facts, said, {
      ...(delay === undefined ? {} : { before: waitWords(delay) }),
      details: [...(name === undefined ? [] : [`from ${name}`]), ...referenceWords(facts, said)],
    }),
    evidence: failureEvidence(facts, failure),
    advice:
      delay === undefined
        ? `Retry with growing pauses, and send ${hostOf(facts)} less at once.`
        : `Wait ${formatDuration(delay.seconds * 1000)}, then retry with growing pauses.`,
  };
}
