import type { CauseId } from '../../exchange/causes.ts';
import type { Signal } from '../vocabulary/signal.ts';

/** Causes of a refusal of the caller: who is calling, and what the call may do. */
export type AccessCause = Extract<
  CauseId,
  | 'missing-credentials'
  | 'malformed-credentials'
  | 'expired-credentials'
  | 'credentials-not-yet-valid'
  | 'wrong-environment'
  | 'invalid-signature'
  | 'invalid-credentials'
  | 'step-up-required'
  | 'insufficient-scope'
  | 'not-resource-owner'
  | 'ip-not-allowed'
  | 'csrf-failed'
  | 'cors-rejected'
  | 'blocked-by-firewall'
  | 'feature-not-enabled'
  | 'account-suspended'
  | 'payment-required'
  | 'legal-block'
>;

/** Which cause of who may call, and what, a statement of the server speaks of. */
export const ACCESS_CAUSE_OF_SIGNAL = {
  expired: 'expired-credentials',
  revoked: 'invalid-credentials',
  'invalid-credentials': 'invalid-credentials',
  'missing-credentials': 'missing-credentials',
  'malformed-credentials': 'malformed-credentials',
  'not-yet-valid': 'credentials-not-yet-valid',
  'wrong-environment': 'wrong-environment',
  signature: 'invalid-signature',
  'step-up': 'step-up-required',
  scope: 'insufficient-scope',
  owner: 'not-resource-owner',
  ip: 'ip-not-allowed',
  geo: 'ip-not-allowed',
  csrf: 'csrf-failed',
  cors: 'cors-rejected',
  firewall: 'blocked-by-firewall',
  'not-enabled': 'feature-not-enabled',
  suspended: 'account-suspended',
  payment: 'payment-required',
  legal: 'legal-block',
} as const satisfies Partial<Record<Signal, AccessCause>>;

export function accessCauseOf(signal: Signal): AccessCause | undefined {
  return (ACCESS_CAUSE_OF_SIGNAL as Partial<Record<Signal, AccessCause>>)[signal];
}

/**
 * Where a sentence says two of them about equally well, the one that explains more. "Your account has no permission
 * because it is suspended" is about the suspension.
 */
const MOST_TELLING_FIRST: readonly AccessCause[] = [
  'csrf-failed',
  'cors-rejected',
  'step-up-required',
  'credentials-not-yet-valid',
  'wrong-environment',
  'expired-credentials',
  'invalid-signature',
  'ip-not-allowed',
  'blocked-by-firewall',
  'legal-block',
  'payment-required',
  'account-suspended',
  'feature-not-enabled',
  'not-resource-owner',
  'malformed-credentials',
  'missing-credentials',
  'invalid-credentials',
  'insufficient-scope',
];

const RANK: ReadonlyMap<AccessCause, number> = new Map(MOST_TELLING_FIRST.map((cause, rank) => [cause, rank]));

export function tellingRank(cause: AccessCause): number {
  return RANK.get(cause) ?? MOST_TELLING_FIRST.length;
}

/** The caller was not accepted; the others were, and may not do this. */
export function isAboutProof(cause: AccessCause): boolean {
  return PROOF.has(cause);
}

const PROOF: ReadonlySet<AccessCause> = new Set<AccessCause>([
  'missing-credentials',
  'malformed-credentials',
  'expired-credentials',
  'credentials-not-yet-valid',
  'wrong-environment',
  'invalid-signature',
  'invalid-credentials',
]);
