import type { History } from '../../exchange/history.ts';
import type { Facts } from '../facts.ts';
import { agoInWords, pastCallInWords } from '../past-words.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Has the resource changed since the request's version of it was read: ETag, revision, optimistic lock? */
export const rule: RuleDefinition = { causes: ['version-conflict'], find };

const CONDITIONS = ['If-Match', 'If-Unmodified-Since', 'If-None-Match', 'If-Modified-Since', 'If-Range'];
const ADVICE = 'Read the resource again, merge your change and send its new ETag or revision.';

function find(facts: Facts, history: History): Finding | undefined {
  const { status } = facts;
  if (status === null || status < 400 || facts.isPreflight()) return undefined;
  const name = CONDITIONS.find((condition) => facts.request.header(condition) !== undefined);
  const value = name === undefined ? undefined : facts.request.header(name);
  const condition = name === undefined ? [] : [{ where: `request.headers.${name.toLowerCase()}`, what: value ?? '' }];
  const verdict = refusalFor(facts, 'version-conflict');
  const byHistory = changedSince(facts, history, name, value);
  if (verdict === undefined && byHistory === undefined) return undefined;
  const details = name === undefined ? [] : [`${name}: ${clip(value ?? '', 80)}`];
  const isAbsent = name === 'If-None-Match';
  if (byHistory !== undefined) {
    return {
      cause: 'version-conflict',
      confidence: 'certain',
      summary: `${byHistory.summary}: ${callOnHost(facts)}`,
      evidence: [...condition, ...byHistory.evidence, { where: 'response.status', what: String(status) }],
      advice: ADVICE,
    };
  }
  const base = finding(facts, verdict!, {
    summary: quoted(facts, `the condition does not hold any more: ${callOnHost(facts)}`, undefined, details),
    advice: isAbsent ? 'It exists already: read it, or write without If-None-Match to replace it.' : ADVICE,
  });
  return { ...base, evidence: [...condition, ...base.evidence] };
}

/** An earlier call of this capture changed the resource, and its answer had another ETag than the one sent. */
function changedSince(facts: Facts, history: History, name: string | undefined, value: string | undefined) {
  if (facts.status !== 412 || name !== 'If-Match' || value === undefined || value === '*') return undefined;
  const change = history.resourceAt(facts.exchange.request.url)?.change;
  if (change === undefined || change === null || change.etag === undefined || change.etag === value) return undefined;
  const { call, etag } = change;
  return {
    summary: `If-Match sent ${clip(value, 50)}, but #${call.id} changed it to ${clip(etag, 50)} ${agoInWords(call, facts)}`,
    evidence: [{ where: `history:${call.id}`, what: `${pastCallInWords(call, facts)} answered ETag ${etag}` }],
  };
}
