import type { Facts } from '../facts.ts';
import { callOf, clip, hostOf } from '../shown.ts';
import { requestHeader, responseHeader, type StatusReading, type StatusTable } from './status-reading.ts';

/** Meanings beyond the RFCs: Cloudflare's documentation for 520 to 527 and 530, others as named. */
export const SERVER_ERROR: StatusTable = {
  500: (facts) => ({
    cause: 'unhandled-exception',
    summary: `${hostOf(facts)} failed while handling ${callOf(facts)}${facts.errorMessage() === undefined ? ' and does not say why' : ''}${reference(facts)}`,
    advice: `Look in the server log at this moment${reference(facts) === '' ? '' : ' for that id'}; a retry of the same call will most likely fail again.`,
    evidence: referenceEvidence(facts),
  }),
  501: (facts) => ({
    cause: 'not-implemented',
    fault: 'client',
    summary: `${hostOf(facts)} does not support what ${callOf(facts)} asks for: the method, or a header such as Transfer-Encoding`,
    advice: 'Use a method and headers that the documentation of this API lists; a retry cannot help.',
    evidence: requestHeader(facts, 'transfer-encoding'),
  }),
  502: gateway('got no valid answer from the server behind it'),
  503: (facts) => ({
    cause: 'overloaded',
    summary: `${hostOf(facts)} cannot take ${callOf(facts)} right now: overloaded, restarting or without a free server behind it${pause(facts)}`,
    advice:
      facts.statedDelay() === undefined
        ? 'Retry with growing pauses.'
        : `Retry after the ${facts.statedDelay()!.source} delay.`,
    evidence: responseHeader(facts, 'retry-after'),
  }),
  504: gatewayTimeout('the server behind it did not answer in time'),
  505: (facts) => ({
    cause: 'not-implemented',
    fault: 'client',
    summary: `${hostOf(facts)} does not speak HTTP/${facts.exchange.request.httpVersion}, in which ${callOf(facts)} was sent`,
    advice: 'Use HTTP/1.1, or the port on which the server speaks this version.',
    evidence: [{ where: 'request.httpVersion', what: facts.exchange.request.httpVersion }],
  }),
  507: (facts) => ({
    cause: 'server-storage',
    summary: `${hostOf(facts)} has no room left to store what ${callOf(facts)} sends`,
    advice: 'Free space or raise the quota on the server; a smaller upload may pass.',
    evidence: requestHeader(facts, 'content-length'),
  }),
  508: (facts) => ({
    cause: 'unhandled-exception',
    summary: `${hostOf(facts)} ran into a loop of its own while handling ${callOf(facts)}`,
    advice:
      'Look for resources that contain or link to each other; on shared hosting, 508 also means a resource limit.',
  }),
  509: (facts) => ({
    cause: 'quota-exhausted',
    summary: `the hosting plan of ${hostOf(facts)} has used up its bandwidth`,
    advice: 'Have the owner of the site raise the plan, or wait for the next billing period.',
  }),
  511: (facts) => ({
    cause: 'network-authentication',
    fault: 'network',
    summary: `the local network wants a sign-in before ${callOf(facts)} may reach ${hostOf(facts)}`,
    advice: 'Open any http:// page in a browser on this network and sign in, then retry.',
  }),
  520: gateway(
    'got an empty or unusable answer from the origin server',
    'Look at the origin for crashes, oversized headers and resets.',
  ),
  521: gateway(
    'was refused a connection by the origin server',
    'Start the origin, and let the CDN’s addresses through its firewall.',
  ),
  522: gateway(
    'could not open a connection to the origin server in time',
    'Check that the origin is up, its address in the CDN right and its firewall open.',
  ),
  523: gateway('has no route to the origin server', 'Check the origin’s address in the DNS settings of the CDN.'),
  524: gatewayTimeout('the origin server accepted the call but did not answer in time'),
  525: gateway(
    'could not complete the TLS handshake with the origin server',
    'Check that the origin speaks TLS with a usable certificate and cipher.',
  ),
  526: gateway(
    'does not accept the certificate of the origin server',
    'Renew the origin’s certificate, or make its name and chain right.',
  ),
  527: gateway('lost the connection to the origin server', 'Look at the network between CDN and origin.'),
  529: (facts) => ({
    cause: 'overloaded',
    summary: `${hostOf(facts)} is overloaded and turned ${callOf(facts)} away${pause(facts)}`,
    advice: 'Retry with growing pauses.',
    evidence: responseHeader(facts, 'retry-after'),
  }),
  530: gateway(
    'could not resolve or reach the origin server',
    'Read the error number in the body (1016 is a DNS matter), and check the origin’s DNS name at the CDN.',
  ),
  561: (facts) => ({
    cause: 'invalid-credentials',
    fault: 'client',
    summary: `the load balancer of ${hostOf(facts)} could not authenticate the caller with its identity provider`,
    advice: 'Sign in again; look at the identity provider and the authentication rule of the load balancer.',
  }),
  598: gatewayTimeout('the read from the server behind it timed out'),
  599: gatewayTimeout('the connection to the server behind it timed out'),
};

function gateway(what: string, advice?: string): (facts: Facts) => StatusReading {
  return (facts) => ({
    cause: 'bad-gateway',
    summary: `${facts.status}: the gateway at ${hostOf(facts)} ${what} for ${callOf(facts)}`,
    advice: advice ?? 'Check that the service behind the gateway runs and is healthy; a retry often passes.',
    evidence: responseHeader(facts, 'server'),
  });
}

function gatewayTimeout(what: string): (facts: Facts) => StatusReading {
  return (facts) => {
    const { durationMs } = facts.exchange;
    const waited = durationMs === null ? '' : ` (${(durationMs / 1000).toFixed(1)} s)`;
    return {
      cause: 'gateway-timeout',
      summary: `${facts.status}: the gateway at ${hostOf(facts)} gave up on ${callOf(facts)}${waited}: ${what}`,
      advice: 'The work may still finish: check before you repeat it. Ask for less, or raise the gateway’s time limit.',
      evidence: responseHeader(facts, 'server'),
    };
  };
}

function pause(facts: Facts): string {
  const delay = facts.statedDelay();
  return delay === undefined ? '' : ` (${delay.source}: ${clip(delay.what, 40)})`;
}

/** Ids by which the server's people find a call in their log. */
const REFERENCE_FIELDS = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'x-amzn-requestid',
  'x-amz-request-id',
  'x-trace-id',
  'traceparent',
  'cf-ray',
];

function referenceField(facts: Facts): string | undefined {
  return REFERENCE_FIELDS.find((name) => (facts.response.header(name) ?? '') !== '');
}

function reference(facts: Facts): string {
  const name = referenceField(facts);
  return name === undefined ? '' : ` (${name}: ${clip(facts.response.header(name) ?? '', 80)})`;
}

function referenceEvidence(facts: Facts) {
  const name = referenceField(facts);
  return name === undefined ? [] : responseHeader(facts, name);
}
