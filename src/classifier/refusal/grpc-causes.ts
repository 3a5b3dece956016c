import type { CauseId } from '../../exchange/causes.ts';

/** What a gRPC status means where its message says no more (grpc.github.io/grpc/core/md_doc_statuscodes). */
export const CAUSE_OF_GRPC: ReadonlyMap<number, CauseId> = new Map([
  [1, 'client-aborted'],
  [2, 'unhandled-exception'],
  [3, 'invalid-value'],
  [4, 'gateway-timeout'],
  [5, 'resource-not-found'],
  [6, 'already-exists'],
  [7, 'insufficient-scope'],
  [8, 'quota-exhausted'],
  [9, 'invalid-state'],
  [10, 'version-conflict'],
  [11, 'invalid-value'],
  [12, 'not-implemented'],
  [13, 'unhandled-exception'],
  [14, 'overloaded'],
  [15, 'unhandled-exception'],
  [16, 'invalid-credentials'],
] as const);
