import type { Facts } from '../facts.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, counted, headerEvidence, hostOf } from '../shown.ts';

/** Does a status that has no content announce or send some, or leave a client without the content that it asked for? */
export const rule: RuleDefinition = { causes: ['body-on-no-content'], ofSuccesses: true, find };

function find(facts: Facts): Finding | undefined {
  const { status, exchange } = facts;
  if ((status !== 204 && status !== 205) || exchange.request.method === 'HEAD') return undefined;
  const length = facts.response.header('content-length') ?? '';
  const bytes = exchange.response?.body?.totalBytes ?? 0;
  const isAnnounced = /^\d{1,15}$/.test(length) && Number(length) > 0;
  if (isAnnounced || bytes > 0) {
    const what = isAnnounced ? `Content-Length: ${length}` : `a body of ${counted(bytes, 'byte')}`;
    return {
      cause: 'body-on-no-content',
      confidence: 'certain',
      summary: `${what} on a ${status}, which has no body: clients drop it, or take it for the next answer (${callOnHost(facts)})`,
      evidence: [
        { where: 'response.status', what: String(status) },
        isAnnounced
          ? headerEvidence('response', 'Content-Length', length)
          : { where: 'response.body', what: counted(bytes, 'byte') },
      ],
      advice: `Have ${hostOf(facts)} answer 200 with the body, or ${status} without Content-Length and body.`,
    };
  }
  const coding = facts.response.header('transfer-encoding');
  // RFC 9112 §6.1 forbids it; some servers send an empty chunked body all the same, and clients wait for its end.
  if (status === 204 && coding !== undefined) {
    return {
      cause: 'body-on-no-content',
      confidence: 'likely',
      summary: `Transfer-Encoding: ${clip(coding, 40)} on a 204, which has no body: ${callOnHost(facts)}`,
      evidence: [{ where: 'response.status', what: '204' }, headerEvidence('response', 'Transfer-Encoding', coding)],
      advice: `Have ${hostOf(facts)} send 204 without Transfer-Encoding.`,
    };
  }
  const prefer = facts.request.header('prefer') ?? '';
  if (!/\breturn\s{0,2}=\s{0,2}"?representation/i.test(prefer.slice(0, 200))) return undefined;
  return {
    cause: 'body-on-no-content',
    confidence: 'likely',
    summary: `Prefer: ${clip(prefer, 60)} was sent, yet the ${status} has nothing to parse: ${callOnHost(facts)}`,
    evidence: [{ where: 'response.status', what: String(status) }, headerEvidence('request', 'Prefer', prefer)],
    advice: `Take an empty answer as success, and read the resource again where you need it: ${hostOf(facts)} does not honour Prefer here.`,
  };
}
