import type { CauseId } from '../../exchange/causes.ts';
import { REFUSED_ACCESS } from './refused-access.ts';
import { REFUSED_CONTENT } from './refused-content.ts';

/** What a server says when it refuses for this reason, before a style gives it its form. */
export interface Refusal {
  readonly status: number;
  /** In Stripe's form, `snake_case`; the other styles derive theirs from it. */
  readonly code: string;
  /** Google's canonical code (google.rpc.Code). */
  readonly canonical: Canonical;
  /** Name of AWS's exception, without the suffix `Exception`. */
  readonly exception: string;
  /** One sentence to a developer, in English; `{last}` stands for the last segment of the path. */
  readonly message: string;
  /** The field or parameter that it is about. */
  readonly field?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** A server refuses before it looks at a GraphQL document: the status stays, where the style would say 200. */
  readonly isBeforeGraphql?: true;
}

export type Canonical =
  | 'INVALID_ARGUMENT'
  | 'FAILED_PRECONDITION'
  | 'OUT_OF_RANGE'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'NOT_FOUND'
  | 'ABORTED'
  | 'ALREADY_EXISTS'
  | 'RESOURCE_EXHAUSTED'
  | 'CANCELLED'
  | 'INTERNAL'
  | 'UNIMPLEMENTED'
  | 'UNAVAILABLE'
  | 'DEADLINE_EXCEEDED';

/** Causes that a server states in an error of its own. */
export const REFUSALS: Partial<Readonly<Record<CauseId, Refusal>>> = { ...REFUSED_ACCESS, ...REFUSED_CONTENT };
