import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { type ServerFailure, serverFailure } from '../server-failure.ts';
import { failureEvidence } from '../server-words.ts';
import { callOnHost } from '../shown.ts';
import { bodySize } from '../statuses/sizes.ts';
import { requestHeader } from '../statuses/status-reading.ts';

/** Has the server no room left, on its disk, in its database or in the account? */
export const rule: RuleDefinition = { causes: ['server-storage'], find };

function find(facts: Facts): Finding | undefined {
  const failure = serverFailure(facts) ?? saidUnderOther(facts);
  if (failure?.cause !== 'server-storage') return undefined;
  const said = facts.errorMessage();
  const size = bodySize(facts);
  return {
    cause: 'server-storage',
    // 507 means nothing else (RFC 4918 §11.5); of words alone the server may be wrong.
    confidence: 'likely',
    summary:
      said === undefined
        ? `no room left to store ${size}: ${callOnHost(facts)}`
        : quoteServer(facts, said, { before: 'no room left', details: size === 'the request body' ? [] : [size] }),
    evidence: [...failureEvidence(facts, failure), ...requestHeader(facts, 'content-length')],
    advice: 'Free space or raise the quota on the server; a smaller upload may pass.',
  };
}

/** A full disk under a status of the client: Elasticsearch's 429 and 403 name the watermark. */
function saidUnderOther(facts: Facts): ServerFailure | undefined {
  if (facts.status === null || facts.status < 400 || facts.status > 499) return undefined;
  const words = facts.says('storage');
  const isDisk =
    words !== undefined &&
    words.weight === 3 &&
    !words.isAside &&
    /disk|flood.stage|no space left|tablespace|space (?:exceeded|exhausted)/i.test(words.sentence);
  return isDisk ? { cause: 'server-storage', sign: 'words', where: words.where, what: words.text } : undefined;
}
