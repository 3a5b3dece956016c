import type { Evidence } from '../../exchange/annotation.ts';
import { type CorsFault, originFault, preflightFault } from '../access/cross-origin.ts';
import { refusalOf } from '../access/refusal.ts';
import { refusalEvidence, saidBy, saidFinding } from '../access/sentence.ts';
import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, hostOf } from '../shown.ts';

/** Does the server, or the browser by what the server answers, refuse the origin that asks? */
export const rule: RuleDefinition = { causes: ['cors-rejected'], ofSuccesses: true, find };

function find(facts: Facts): Finding | undefined {
  const { status } = facts;
  if (status === null || status < 200) return undefined;
  if (facts.isPreflight()) return ofPreflight(facts, status);
  const refusal = refusalOf(facts);
  const origin = facts.request.header('origin');
  if (refusal?.cause === 'cors-rejected') {
    return saidFinding(facts, refusal, {
      before: origin === undefined ? undefined : `the origin ${clip(origin, 100)} is refused`,
      evidence: origin === undefined ? [] : [{ where: 'request.headers.origin', what: origin }],
      advice: `Add the origin to the list that ${hostOf(facts)} allows: scheme, host and port exactly as the browser sends them.`,
    });
  }
  return status < 300 ? hiddenFromPage(facts) : undefined;
}

/** Any answer but a 2xx refuses a preflight, and a 2xx must allow origin, method and headers. */
function ofPreflight(facts: Facts, status: number): Finding | undefined {
  // A server or gateway that fails says nothing about origins.
  const refusal = refusalOf(facts);
  if ((status >= 500 || status === 429) && refusal?.cause !== 'cors-rejected') return undefined;
  const isRefused = status >= 300;
  const fault = preflightFault(facts);
  if (!isRefused && fault === undefined) return undefined;
  const origin = facts.request.header('origin') ?? '';
  const method = facts.request.header('access-control-request-method') ?? '';
  const mayNot = `${clip(origin, 100)} may not send ${clip(method, 20)}`;
  const said = isRefused && status >= 400 ? saidBy(facts, refusal) : undefined;
  const why = isRefused
    ? `the preflight to ${hostOf(facts)} was ${status < 400 ? 'redirected' : 'refused'} with ${status}`
    : `${fault!.words} in the preflight’s answer`;
  const summary =
    said === undefined
      ? `${mayNot}: ${why}${isRefused ? '' : ` (${status}, ${callOnHost(facts)})`}`
      : quoteServer(facts, said, { before: mayNot });
  return {
    cause: 'cors-rejected',
    confidence: 'certain',
    summary,
    evidence: [
      { where: 'request.headers.origin', what: origin },
      { where: 'response.status', what: String(status) },
      ...(fault === undefined ? [] : [{ where: fault.where, what: fault.what }]),
    ],
    advice: adviceOf(facts, isRefused, fault),
  };
}

function adviceOf(facts: Facts, isRefused: boolean, fault: CorsFault | undefined): string {
  if (isRefused) {
    return 'Have the server answer OPTIONS with 204, without credentials and without a redirect, with the Access-Control-Allow-* headers for this origin, method and header list.';
  }
  return `Have ${hostOf(facts)} answer this preflight with ${fault!.fix}.`;
}

/** The call worked, and the browser keeps the answer from the page that asked. */
function hiddenFromPage(facts: Facts): Finding | undefined {
  const origin = facts.request.header('origin');
  const site = facts.request.header('sec-fetch-site');
  if (origin === undefined || facts.request.header('sec-fetch-mode') !== 'cors') return undefined;
  if (site !== 'cross-site' && site !== 'same-site') return undefined;
  const fault = originFault(facts, origin);
  if (fault === undefined) return undefined;
  const evidence: Evidence[] = [
    { where: 'request.headers.origin', what: origin },
    { where: fault.where, what: fault.what },
    ...refusalEvidence(facts, undefined),
  ];
  return {
    cause: 'cors-rejected',
    confidence: 'likely',
    summary: `the browser keeps the answer from ${clip(origin, 100)}: ${fault.words} (${facts.status}, ${callOnHost(facts)})`,
    evidence,
    advice: `Have ${hostOf(facts)} answer with ${fault.fix}. The call itself was carried out.`,
    retry: 'after_fix',
  };
}
