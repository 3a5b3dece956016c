import type { Evidence } from '../../exchange/annotation.ts';
import type { Facts } from '../facts.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, headerEvidence, hostOf } from '../shown.ts';

/** Is this a 304, and did the client have a copy to fall back on? */
export const rule: RuleDefinition = { causes: ['not-modified'], find };

/** A request that makes a 304 possible carries one of these (RFC 9110 §13.1). */
const CONDITIONS = ['If-None-Match', 'If-Modified-Since'];

function find(facts: Facts): Finding | undefined {
  if (facts.status !== 304) return undefined;
  const status: Evidence = { where: 'response.status', what: '304' };
  for (const name of CONDITIONS) {
    const value = facts.request.header(name);
    if (value === undefined) continue;
    return {
      cause: 'not-modified',
      confidence: 'certain',
      summary: `the client's copy is current (${name}: ${clip(value, 120)}): ${callOnHost(facts)}`,
      evidence: [status, headerEvidence('request', name, value)],
      advice: '',
    };
  }
  return {
    cause: 'not-modified',
    confidence: 'certain',
    fault: 'server',
    summary: `no If-None-Match or If-Modified-Since sent, yet ${callOnHost(facts)} was answered with 304 and no body`,
    evidence: [status],
    advice: `Look for a cache between client and ${hostOf(facts)} that drops or adds conditional headers.`,
  };
}
