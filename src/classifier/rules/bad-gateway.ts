import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { serverFailure } from '../server-failure.ts';
import { answeringGateway, failureEvidence, referenceWords } from '../server-words.ts';
import { callOnHost } from '../shown.ts';

/** Could a gateway not reach the server behind it, or make nothing of its answer? */
export const rule: RuleDefinition = { causes: ['bad-gateway'], find };

/** Cloudflare's numbers, which say how it failed (its documentation of 5xx errors); 530 stands for a number in the body. */
const NUMBERED: ReadonlyMap<number | null, readonly [what: string, advice: string]> = new Map([
  [
    520,
    [
      'the origin server sent an empty or unusable answer',
      'Look at the origin for crashes, oversized headers and resets.',
    ],
  ],
  [
    521,
    [
      'the origin server refused the connection',
      'Start the origin, and let the addresses of the CDN through its firewall.',
    ],
  ],
  [
    522,
    [
      'no connection to the origin server in time',
      'Check that the origin is up, its address in the CDN right and its firewall open.',
    ],
  ],
  [523, ['no route to the origin server', 'Check the address of the origin in the DNS settings of the CDN.']],
  [
    525,
    [
      'the TLS handshake with the origin server failed',
      'Check that the origin speaks TLS with a usable certificate and cipher.',
    ],
  ],
  [
    526,
    [
      'the certificate of the origin server is not accepted',
      'Renew the certificate of the origin, or make its name and chain right.',
    ],
  ],
  [527, ['the connection to the origin server was lost', 'Look at the network between CDN and origin.']],
  [
    530,
    [
      'the origin server cannot be resolved or reached',
      'Read the error number in the body (1016 and 1033 are matters of DNS and tunnel), and check the DNS name of the origin.',
    ],
  ],
]);

function find(facts: Facts): Finding | undefined {
  const failure = serverFailure(facts);
  if (failure?.cause !== 'bad-gateway') return undefined;
  const name = answeringGateway(facts);
  const isNamed = name !== undefined || facts.says('bad-gateway') !== undefined;
  const numbered = NUMBERED.get(facts.status);
  if (failure.sign === 'status' && !isNamed && numbered === undefined) return undefined;
  const isCloudflare = facts.gateway()?.name === 'Cloudflare';
  const meaning = facts.gateway()?.meaning?.says;
  const what = meaning ?? numbered?.[0] ?? 'no valid answer from the server behind it';
  const said = reasonIn(facts);
  const details = referenceWords(facts, said);
  const who = name ?? (isCloudflare ? 'Cloudflare' : 'the gateway');
  return {
    cause: 'bad-gateway',
    confidence:
      isCloudflare && numbered !== undefined && (name !== undefined || facts.status === 530) ? 'certain' : 'likely',
    summary:
      said === undefined
        ? `${who} says ${facts.status}: ${what} (${[...details, callOnHost(facts)].join(', ')})`
        : quoteServer(facts, said, { before: `${who}: ${what}`, details }),
    evidence: failureEvidence(facts, failure),
    advice:
      numbered?.[1] ??
      `Check that the service behind ${name ?? 'the gateway'} runs, is healthy and listens where it is expected; a retry often passes.`,
  };
}

const REASON =
  /refused|reset|timed? ?out|resol|unreachable|no route|handshake|certificate|closed|prematurely|no healthy|no server/i;

/** The sentence that names the reason: some pages begin with another that says no more than that it failed. */
function reasonIn(facts: Facts): string | undefined {
  const said = facts.errorMessage();
  if (said === undefined || REASON.test(said)) return said;
  return facts.error()?.more.find((text) => text.length < 300 && REASON.test(text)) ?? said;
}
