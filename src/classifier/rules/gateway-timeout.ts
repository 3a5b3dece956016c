import { formatDuration } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import { clientDeadline, hasRunOut } from '../readers/client-deadline.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { serverFailure } from '../server-failure.ts';
import { answeringGateway, failureEvidence, referenceWords } from '../server-words.ts';
import { callOnHost, clip } from '../shown.ts';
import { timeoutBehind } from '../timeout-behind.ts';

/** Did a gateway give up waiting for the server behind it? */
export const rule: RuleDefinition = { causes: ['gateway-timeout'], find };

function find(facts: Facts): Finding | undefined {
  const failure = serverFailure(facts) ?? timeoutBehind(facts);
  if (failure?.cause !== 'gateway-timeout') return undefined;
  const name = answeringGateway(facts);
  if (
    failure.sign === 'status' &&
    name === undefined &&
    facts.status !== 524 &&
    facts.says('gateway-timeout') === undefined
  )
    return undefined;
  const { durationMs } = facts.exchange;
  const waited = durationMs === null ? '' : ` after ${formatDuration(durationMs)}`;
  const said = facts.errorMessage();
  const what = `${name ?? 'the gateway'} gave up${waited}; the server behind it did not answer`;
  const isProven = facts.status === 524 && facts.gateway()?.name === 'Cloudflare';
  const deadline = clientDeadline(facts.request);
  const isOwn = deadline !== undefined && hasRunOut(deadline, durationMs);
  const details = [
    ...(deadline === undefined ? [] : [`the client allowed ${clip(deadline.shown, 60)}`]),
    ...referenceWords(facts, said),
  ];
  return {
    cause: 'gateway-timeout',
    confidence: isProven ? 'certain' : 'likely',
    summary:
      said === undefined
        ? `${what} (${[facts.status, ...details, callOnHost(facts)].join(', ')})`
        : quoteServer(facts, said, { before: what, details }),
    evidence: [
      ...failureEvidence(facts, failure),
      ...(durationMs === null ? [] : [{ where: 'timing.durationMs', what: formatDuration(durationMs) }]),
      ...(deadline === undefined ? [] : [{ where: deadline.where, what: deadline.shown }]),
    ],
    advice: isOwn
      ? 'The time that the client itself allows had run out: allow more, or ask for less at once. The work may still finish, so check before you repeat it.'
      : 'The work may still finish: check before you repeat it. Ask for less at once, or raise the time limit of the gateway.',
  };
}
