import { formatDuration } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { waitWords } from '../readers/retry-delay.ts';
import { referenceEvidence, referenceWords } from '../server-words.ts';
import { callOf, callOnHost, clip, hostOf } from '../shown.ts';
import { bodySize } from './sizes.ts';
import { requestHeader, responseHeader, type StatusReading, type StatusTable, sentHeader } from './status-reading.ts';

/** Meanings beyond the RFCs: Cloudflare's documentation for 520 to 527 and 530, others as named. */
export const SERVER_ERROR: StatusTable = {
  ...Object.fromEntries(
    [520, 521, 522, 523, 525, 526, 527, 530].map((status) => [
      status,
      gateway('no valid answer from the origin server behind the CDN'),
    ]),
  ),
  500: (facts) => ({
    cause: 'unhandled-exception',
    summary: `no reason given${referenceInParentheses(facts)}: ${callOnHost(facts)} failed`,
    details: referenceWords(facts, facts.errorMessage()),
    advice: `Look in the server log at this moment${referenceEvidence(facts).length === 0 ? '' : ' for that id'}; a retry of the same call will most likely fail again.`,
    evidence: referenceEvidence(facts),
  }),
  501: (facts) => ({
    cause: 'not-implemented',
    summary: `${clip(facts.exchange.request.method, 20)}, or a header such as Transfer-Encoding, is not supported: ${callOnHost(facts)}`,
    details: sentHeader(facts, 'Transfer-Encoding'),
    advice: 'Use a method and headers that the documentation of this API lists; a retry cannot help.',
    evidence: requestHeader(facts, 'transfer-encoding'),
  }),
  502: gateway('no valid answer from the server behind the gateway'),
  503: (facts) => ({
    cause: 'overloaded',
    summary: `${pause(facts)}overloaded, restarting or without a free server: ${callOnHost(facts)}`,
    ...pauseBefore(facts),
    advice:
      facts.statedDelay() === undefined
        ? 'Retry with growing pauses.'
        : `Retry after the ${facts.statedDelay()!.source} delay.`,
    evidence: responseHeader(facts, 'retry-after'),
  }),
  504: gatewayTimeout('the server behind the gateway did not answer'),
  505: (facts) => ({
    cause: 'not-implemented',
    summary: `HTTP/${facts.exchange.request.httpVersion} is not spoken by ${hostOf(facts)}; ${callOf(facts)} was sent in it`,
    advice: 'Use HTTP/1.1, or the port on which the server speaks this version.',
    evidence: [{ where: 'request.httpVersion', what: facts.exchange.request.httpVersion }],
  }),
  507: (facts) => ({
    cause: 'server-storage',
    summary: `no room left to store ${bodySize(facts)}: ${callOnHost(facts)}`,
    advice: 'Free space or raise the quota on the server; a smaller upload may pass.',
    evidence: requestHeader(facts, 'content-length'),
  }),
  508: (facts) => ({
    cause: 'unhandled-exception',
    summary: `the server ran into a loop of its own: ${callOnHost(facts)}`,
    advice:
      'Look for resources that contain or link to each other; on shared hosting, 508 also means a resource limit.',
  }),
  509: (facts) => ({
    cause: 'quota-exhausted',
    summary: `the bandwidth of the hosting plan is used up: ${callOnHost(facts)}`,
    advice: 'Have the owner of the site raise the plan, or wait for the next billing period.',
  }),
  511: (facts) => ({
    cause: 'network-authentication',
    summary: `the local network wants a sign-in first: ${callOnHost(facts)}`,
    advice: 'Open any http:// page in a browser on this network and sign in, then retry.',
  }),
  524: gatewayTimeout('the origin server accepted the call but did not answer'),
  529: (facts) => ({
    cause: 'overloaded',
    summary: `${pause(facts)}overloaded: ${callOnHost(facts)} was turned away`,
    ...pauseBefore(facts),
    advice: 'Retry with growing pauses.',
    evidence: responseHeader(facts, 'retry-after'),
  }),
  561: (facts) => ({
    cause: 'invalid-credentials',
    fault: 'client',
    summary: `the identity provider did not authenticate the caller to the load balancer: ${callOnHost(facts)}`,
    advice: 'Sign in again; look at the identity provider and the authentication rule of the load balancer.',
  }),
  598: gatewayTimeout('the read from the server behind the gateway timed out'),
  599: gatewayTimeout('the connection to the server behind the gateway timed out'),
};

function gateway(what: string, advice?: string): (facts: Facts) => StatusReading {
  return (facts) => ({
    cause: 'bad-gateway',
    summary: `${what} (${facts.status}): ${callOnHost(facts)}`,
    advice: advice ?? 'Check that the service behind the gateway runs and is healthy; a retry often passes.',
    evidence: responseHeader(facts, 'server'),
  });
}

function gatewayTimeout(what: string): (facts: Facts) => StatusReading {
  return (facts) => {
    const { durationMs } = facts.exchange;
    const waited = durationMs === null ? [] : [`after ${formatDuration(durationMs)}`];
    return {
      cause: 'gateway-timeout',
      summary: `${what} (${[facts.status, ...waited].join(' ')}): ${callOnHost(facts)}`,
      details: waited,
      advice: 'The work may still finish: check before you repeat it. Ask for less, or raise the gateway’s time limit.',
      evidence: responseHeader(facts, 'server'),
    };
  };
}

/** `retry after 2 min (Retry-After: 120); `, or nothing. */
function pause(facts: Facts): string {
  const delay = facts.statedDelay();
  return delay === undefined ? '' : `${waitWords(delay)}; `;
}

function pauseBefore(facts: Facts): { readonly before?: string } {
  const delay = facts.statedDelay();
  return delay === undefined ? {} : { before: waitWords(delay) };
}

function referenceInParentheses(facts: Facts): string {
  const words = referenceWords(facts, undefined);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}
