import { formatDuration } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import { waitWords } from '../readers/retry-delay.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { serverFailure } from '../server-failure.ts';
import { failureEvidence } from '../server-words.ts';
import { callOnHost, hostOf } from '../shown.ts';

/** Is the service down on purpose, for maintenance or a deployment? */
export const rule: RuleDefinition = { causes: ['maintenance'], find };

function find(facts: Facts): Finding | undefined {
  const failure = serverFailure(facts);
  if (failure?.cause !== 'maintenance') return undefined;
  const delay = facts.statedDelay();
  const said = facts.errorMessage();
  // The sentence that names the end or the work often stands behind a headline.
  const more = facts
    .error()
    ?.more.find((text) => /\d{1,2}[:.h]\d{2}|\buntil\b|\bbis\b|maint|wartung/i.test(text) && text !== said);
  const words =
    said === undefined || (more !== undefined && !/maint|wartung|deploy|mainten/i.test(said)) ? (more ?? said) : said;
  return {
    cause: 'maintenance',
    confidence: 'likely',
    summary:
      words === undefined
        ? `down for maintenance: ${callOnHost(facts)}`
        : quoteServer(facts, words, delay === undefined ? {} : { before: waitWords(delay) }),
    evidence: failureEvidence(facts, failure),
    advice:
      delay === undefined
        ? `Wait until the work is done, and look at the status page of ${hostOf(facts)}; retry with long pauses.`
        : `Wait ${formatDuration(delay.seconds * 1000)}, then retry.`,
  };
}
