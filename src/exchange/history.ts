import type { CauseId } from './causes.ts';
import type { RequestMessage } from './exchange.ts';
import type { Headers } from './headers.ts';

/**
 * The few questions that the classifier may ask of the exchanges before the one it looks at.
 * Answers come from the same capture only. Each costs a look-up, not a search.
 */
export interface History {
  /** What became of earlier requests with the same credential, by its fingerprint (`credentialFingerprint`). */
  usesOfCredential(fingerprint: string): CredentialUses;
  /** What happened to the resource at this URL, whatever its query; undefined where it was never addressed. */
  resourceAt(url: string): ResourcePast | undefined;
  /**
   * The latest successes of the same method and route, and of the same operation where one address serves several
   * (`X-Amz-Target`, GraphQL, JSON-RPC); the latest first. Where this host has none, those of the same path on another
   * host of the same site.
   */
  successesLike(request: RequestMessage): readonly PastSuccess[];
  /**
   * The latest success of each route of the same site whose path ends in the same words, whatever its method, version,
   * prefix or host: at most 8. By it a wrong address is known that is close to a right one.
   */
  successesNear(url: string): readonly PastCall[];
  /** The limit that the latest call of the same method, route and credential ran into; undefined where it was answered. */
  limitBefore(request: RequestMessage): PastLimit | undefined;
  /** The redirect by which exactly this URL was answered the last time; undefined where it was answered otherwise. */
  redirectFrom(url: string): PastRedirect | undefined;
  /** The latest redirect to exactly this URL, as long as nobody has followed it. */
  redirectTo(url: string): PastRedirect | undefined;
  /** Calls that asked for a token or session, the latest first: at most 16. */
  tokenCalls(): readonly TokenCall[];
  /** The latest request to the same host that carried the same `Idempotency-Key`. */
  idempotencyKeyUse(request: RequestMessage): KeyUse | undefined;
}

/** An earlier exchange, in so far as sentences need it. */
export interface PastCall {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Epoch milliseconds, when it was answered or had failed. */
  readonly endedAt: number;
  readonly method: string;
  readonly host: string;
  /** As sent, without the query. It may hold a secret: mask it before it is shown. */
  readonly path: string;
  /** Null where no status line arrived. */
  readonly status: number | null;
  /** What was said about it; null where nothing needed explaining, or nothing was said. */
  readonly cause: CauseId | null;
  /** It did what it was meant to do, as far as is known. */
  readonly isSuccess: boolean;
}

/** Which credential a past request carried; never the credential itself. */
export interface PastCredential {
  readonly fingerprint: string;
  /** Name of the header, parameter or cookie: `Authorization`. */
  readonly name: string;
  readonly place: 'header' | 'query' | 'cookie' | 'url';
  /** Of `Authorization`, as sent: `Bearer`; null where there is none. */
  readonly scheme: string | null;
}

export interface CredentialUses {
  /** How often the credential was answered with success. */
  readonly successes: number;
  /** Id of the latest of them, or null. */
  readonly lastSuccessId: number | null;
  readonly lastSuccess: PastCall | null;
  /** How it was sent in that one. */
  readonly lastSuccessAs: PastCredential | null;
  /** The hosts where it worked, the latest first. */
  readonly hosts: readonly HostUses[];
  /** The first call since the last success in which its caller was refused (401, or an authentication cause). */
  readonly firstRefusal: PastCall | null;
  /** The exchange whose response handed it out, in its body or as a cookie. */
  readonly issuedBy: PastCall | null;
  /** The sign-out or revocation that ended it. */
  readonly endedBy: PastCall | null;
}

export interface HostUses {
  readonly host: string;
  readonly successes: number;
  readonly last: PastCall;
}

/** One path of one host. */
export interface ResourcePast {
  /** How GET or HEAD was answered last, once for each credential and query; the latest first. */
  readonly reads: readonly PastRead[];
  /** The latest success of whatever method. */
  readonly lastSuccess: PastCall | null;
  /** The successful DELETE after which nothing succeeded here. */
  readonly deletion: PastCall | null;
  /** The latest POST, PUT or PATCH to this very address that failed, with no success after it. */
  readonly failedWrite: PastCall | null;
  /** The latest POST, PUT or PATCH that succeeded, and the `ETag` it answered with. */
  readonly change: { readonly call: PastCall; readonly etag: string | undefined } | null;
  /** POST requests to this address, the latest first: at most four. */
  readonly posts: readonly PastPost[];
}

export interface PastRead {
  readonly call: PastCall;
  /** Null where it carried none. */
  readonly credential: PastCredential | null;
  /** The query without parameters that carry credentials. */
  readonly query: string;
  /** Of a success. */
  readonly etag: string | undefined;
}

export interface PastPost {
  readonly call: PastCall;
  readonly credential: PastCredential | null;
  /** Of the request; null where the body was absent, large or of another form than JSON and form fields. */
  readonly fields: Fields | null;
  /** Equal for equal bodies, where they are of another form; null where there was none or it was large. */
  readonly bodyFingerprint: string | null;
}

/** The scalar fields of a body by path: `customer.email`, `items[].price`. Empty objects and lists count as scalars. */
export type Fields = ReadonlyMap<string, Field>;

export interface Field {
  readonly type: 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';
  /** The value as text; where that is long or may be secret, a description such as `<40 characters>`. */
  readonly shown: string;
  /** Equal for equal values of the same type. */
  readonly identity: string;
}

/** The request of a success, for comparison with one that failed. */
export interface PastSuccess {
  readonly call: PastCall;
  readonly request: KeptRequest;
}

/** A request without its secrets and without the body. */
export interface KeptRequest {
  readonly host: string;
  readonly path: string;
  readonly search: string;
  readonly httpVersion: string;
  /** Secret values are masked. */
  readonly headers: Headers;
  /** Of the masked header values: equal for equal secrets, by the lower-case name of the header. */
  readonly fingerprints: ReadonlyMap<string, string>;
  readonly credential: PastCredential | null;
  readonly fields: Fields | null;
}

export interface PastLimit {
  readonly call: PastCall;
  /** The delay that it was given, counted from `call.endedAt`. */
  readonly delaySeconds: number;
}

export interface PastRedirect {
  readonly call: PastCall;
  /** The URL that was asked for, and the one that `Location` named; without fragments. */
  readonly from: string;
  readonly target: string;
  readonly userAgent: string | undefined;
  /** What the redirected call carried; null where that was none. */
  readonly credential: PastCredential | null;
  /** How often in a row this URL was answered with a redirect, this one included. */
  readonly timesInRow: number;
  /** Epoch milliseconds of the first of them. */
  readonly firstAt: number;
}

export interface TokenCall {
  readonly call: PastCall;
  readonly kind: 'refresh' | 'sign-in';
  /** The code by which the server refused it: `invalid_grant`. */
  readonly errorCode: string | undefined;
  /** The exchange that had handed out the refresh token which was sent. */
  readonly renews: PastCall | null;
}

export interface KeyUse {
  readonly call: PastCall;
  /** The earlier body in comparison with this one. */
  readonly body: 'same' | 'other' | 'unknown';
}

export const NEVER_USED: CredentialUses = {
  successes: 0,
  lastSuccessId: null,
  lastSuccess: null,
  lastSuccessAs: null,
  hosts: [],
  firstRefusal: null,
  issuedBy: null,
  endedBy: null,
};

export const NO_HISTORY: History = {
  usesOfCredential: () => NEVER_USED,
  resourceAt: () => undefined,
  successesLike: () => [],
  successesNear: () => [],
  limitBefore: () => undefined,
  redirectFrom: () => undefined,
  redirectTo: () => undefined,
  tokenCalls: () => [],
  idempotencyKeyUse: () => undefined,
};
