import type { CauseId } from '../exchange/causes.ts';

/**
 * Every cause once, the most specific first: between two findings of equal confidence the earlier one wins.
 *
 * The order follows from how much a cause explains. What broke below HTTP says why nothing above it worked. What
 * several exchanges show together says more than one of them alone. A defect in the request's address, form or
 * credential explains the refusal that follows it. A cause that names the concrete thing (a field, a lock, a list of
 * addresses) says more than one that a status stands for. The last of each block are what a bare status means.
 */
const MOST_SPECIFIC_FIRST: readonly CauseId[] = [
  // Below HTTP, from this machine outwards.
  'proxy-rejected',
  'client-rejects-proxy-ca',
  'client-aborted',
  'dns-failure',
  'connection-refused',
  'tls-untrusted-certificate',
  'tls-certificate-expired',
  'tls-hostname-mismatch',
  'tls-handshake-failed',
  'connect-timeout',
  'response-timeout',
  'truncated-response',
  'invalid-response',
  'connection-reset',
  // What only several exchanges show.
  'redirect-loop',
  'redirect-changes-method',
  'retried-too-soon',
  'hidden-by-auth',
  // A preflight is the browser's question, not the call.
  'cors-rejected',
  // A defect that can be seen in the request itself. A broken credential in the URL is a credential, not a placeholder.
  'malformed-credentials',
  'placeholder-in-url',
  'malformed-json',
  'malformed-body',
  'wrong-content-type',
  'not-acceptable',
  // Who is calling, and with which proof.
  'step-up-required',
  'credentials-not-yet-valid',
  'expired-credentials',
  'invalid-signature',
  'wrong-environment',
  'missing-credentials',
  // What the call may do.
  'csrf-failed',
  'ip-not-allowed',
  'account-suspended',
  'payment-required',
  'feature-not-enabled',
  'not-resource-owner',
  'legal-block',
  'blocked-by-firewall',
  // Limits: a plan's quota is no window, and what runs at once is neither.
  'concurrency-limited',
  'quota-exhausted',
  'rate-limited',
  // What the request says, from the narrow to the wide.
  'unsupported-api-version',
  'gone',
  'idempotency-conflict',
  'version-conflict',
  'resource-locked',
  'already-exists',
  'related-resource-missing',
  'missing-field',
  'unknown-field',
  'invalid-type',
  'too-large',
  'range-not-satisfiable',
  'invalid-state',
  'invalid-value',
  'method-not-allowed',
  'malformed-request',
  // The server, from the narrow to the wide.
  'network-authentication',
  'server-storage',
  'dependency-failed',
  'maintenance',
  'gateway-timeout',
  'bad-gateway',
  'request-timeout',
  'overloaded',
  'not-implemented',
  // Successes and redirections that are not quite.
  'error-in-success',
  'unexpected-html',
  'body-on-no-content',
  'created-without-location',
  'deprecated-endpoint',
  'partial-content',
  'redirect-to-login',
  'moved-permanently',
  'temporary-redirect',
  'not-modified',
  // What a status means when nothing else speaks.
  'resource-not-found',
  'wrong-url',
  'insufficient-scope',
  'invalid-credentials',
  'unhandled-exception',
  'unspecified',
];

const RANK: ReadonlyMap<CauseId, number> = new Map(MOST_SPECIFIC_FIRST.map((cause, rank) => [cause, rank]));

/** 0 for the most specific cause; nothing to explain (null) comes before them all. */
export function specificityRank(cause: CauseId | null): number {
  return cause === null ? -1 : (RANK.get(cause) ?? MOST_SPECIFIC_FIRST.length);
}
