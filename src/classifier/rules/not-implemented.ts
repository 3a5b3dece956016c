import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { serverFailure } from '../server-failure.ts';
import { failureEvidence } from '../server-words.ts';
import { callOf, callOnHost, clip, hostOf } from '../shown.ts';
import { requestHeader } from '../statuses/status-reading.ts';

/** Is the method, header, operation or HTTP version one that the server does not have? */
export const rule: RuleDefinition = { causes: ['not-implemented'], find };

function find(facts: Facts): Finding | undefined {
  const failure = serverFailure(facts);
  if (failure?.cause !== 'not-implemented') return undefined;
  if (facts.status === 505) return ofVersion(facts);
  if (failure.sign === 'status' && facts.errorMessage() === undefined) return undefined;
  const said = facts.errorMessage();
  const [field] = facts.error()?.fields ?? [];
  const details = [
    ...(field === undefined || said?.includes(field.path) === true ? [] : [clip(field.path, 60)]),
    ...requestHeader(facts, 'transfer-encoding')
      .map(({ what }) => `Transfer-Encoding: ${clip(what, 40)}`)
      .slice(0, field === undefined ? 1 : 0),
  ];
  return {
    cause: 'not-implemented',
    confidence: 'likely',
    fault: 'client',
    summary: said === undefined ? `not supported: ${callOnHost(facts)}` : quoteServer(facts, said, { details }),
    evidence: [...failureEvidence(facts, failure), ...requestHeader(facts, 'transfer-encoding')],
    advice: 'Use a method, operation and headers that the documentation of this API lists; a retry cannot help.',
  };
}

function ofVersion(facts: Facts): Finding {
  const { httpVersion } = facts.exchange.request;
  const said = facts.errorMessage();
  const before = `HTTP/${httpVersion} is not spoken by ${hostOf(facts)}`;
  return {
    cause: 'not-implemented',
    confidence: 'likely',
    fault: 'client',
    summary:
      said === undefined ? `${before}; ${callOf(facts)} was sent in it (505)` : quoteServer(facts, said, { before }),
    evidence: [
      { where: 'response.status', what: '505' },
      { where: 'request.httpVersion', what: httpVersion },
    ],
    advice: 'Use HTTP/1.1, or the port on which the server speaks this version.',
  };
}
