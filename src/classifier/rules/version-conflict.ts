import type { History, PastCall, ResourcePast } from '../../exchange/history.ts';
import type { Facts } from '../facts.ts';
import { agoInWords, pastCallInWords } from '../past-words.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { mentionInWords, requestValues } from '../refusal/mentioned.ts';
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
  const details = name === undefined ? sentRevision(facts) : [`${name}: ${clip(value ?? '', 80)}`];
  const isAbsent = name === 'If-None-Match';
  if (byHistory !== undefined) {
    return {
      cause: 'version-conflict',
      confidence: status === 412 ? 'certain' : 'likely',
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

const REVISION = /^_?(?:sha|rev|revision|version|etag|lock_?version|generation|resource_?version|head|parent)$/i;

/** `sha "2be7ddb7…"`: what stands for the version in the body or query. */
function sentRevision(facts: Facts): readonly string[] {
  const sent = requestValues(facts).find(({ name }) => name !== undefined && REVISION.test(name));
  return sent === undefined || facts.errorMessage()?.includes(sent.value) === true ? [] : [mentionInWords(sent)];
}

/**
 * A later version than the one sent was seen in this capture: a write answered with another ETag, or a read did. A bare 409
 * means it only then.
 */
function changedSince(facts: Facts, history: History, name: string | undefined, value: string | undefined) {
  if (name !== 'If-Match' || value === undefined || value === '*') return undefined;
  if (facts.status !== 412 && !(facts.status === 409 && isSilent(facts))) return undefined;
  const latest = latestVersion(history.resourceAt(facts.exchange.request.url));
  if (latest === undefined || isSameVersion(latest.etag, value)) return undefined;
  const { call, etag, isChange } = latest;
  const what = isChange ? `changed it to ${clip(etag, 50)}` : `read ${clip(etag, 50)}`;
  return {
    summary: `If-Match sent ${clip(value, 50)}, but #${call.id} ${what} ${agoInWords(call, facts)}`,
    evidence: [{ where: `history:${call.id}`, what: `${pastCallInWords(call, facts)} answered ETag ${etag}` }],
  };
}

function isSilent(facts: Facts): boolean {
  return facts.fields().length === 0 && !facts.signals().some(({ score }) => score >= 21);
}

/** `W/"a"` and `"a"` are of one version (RFC 9110 §8.8.3.2). */
function isSameVersion(one: string, other: string): boolean {
  const plain = (etag: string) => etag.trim().replace(/^W\//, '');
  return other.split(',').some((etag) => plain(etag) === plain(one));
}

interface Version {
  readonly call: PastCall;
  readonly etag: string;
  readonly isChange: boolean;
}

/** The latest ETag that was seen of the resource; one representation may have another than the next, so that only a single query counts. */
function latestVersion(past: ResourcePast | undefined): Version | undefined {
  if (past === undefined) return undefined;
  const { change, reads } = past;
  const [read] = reads;
  const isOneForm = reads.every(({ query }) => query === read?.query);
  if (read?.etag !== undefined && isOneForm && (change === null || read.call.id > change.call.id)) {
    return { call: read.call, etag: read.etag, isChange: false };
  }
  return change?.etag === undefined ? undefined : { call: change.call, etag: change.etag, isChange: true };
}
