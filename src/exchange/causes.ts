import type { Fault, Retry } from './annotation.ts';

export type CauseGroup =
  | 'no-response'
  | 'success'
  | 'redirection'
  | 'authentication'
  | 'permission'
  | 'address'
  | 'form'
  | 'meaning'
  | 'limits'
  | 'server';

export interface Cause {
  readonly group: CauseGroup;
  /** Who has to act, unless the evidence of one exchange says otherwise. */
  readonly fault: Fault;
  /** Whether a retry helps; `unsafe` holds for methods that are not idempotent and becomes `safe` for those that are. */
  readonly retry: Retry;
  /** When this cause applies, in one line of Markdown. */
  readonly when: string;
}

/**
 * The vocabulary of annotations. An id says what went wrong, not which status carried it: the same
 * id may appear under several statuses, because APIs disagree about 400, 403, 409 and 422.
 */
export const CAUSES = {
  'dns-failure': { group: 'no-response', fault: 'client', retry: 'after_fix', when: 'the host name does not resolve' },
  'connection-refused': {
    group: 'no-response',
    fault: 'server',
    retry: 'safe',
    when: 'nothing listens on that address and port',
  },
  'connect-timeout': {
    group: 'no-response',
    fault: 'network',
    retry: 'safe',
    when: 'no answer to the TCP or TLS handshake in time, or no route',
  },
  'connection-reset': {
    group: 'no-response',
    fault: 'server',
    retry: 'unsafe',
    when: 'the server closed or reset before sending a response',
  },
  'response-timeout': {
    group: 'no-response',
    fault: 'server',
    retry: 'unsafe',
    when: 'connected, request sent, nothing came back in time',
  },
  'tls-untrusted-certificate': {
    group: 'no-response',
    fault: 'server',
    retry: 'after_fix',
    when: "the server's chain is self-signed or has an unknown issuer",
  },
  'tls-certificate-expired': {
    group: 'no-response',
    fault: 'server',
    retry: 'after_fix',
    when: "the server's certificate is expired or not valid yet",
  },
  'tls-hostname-mismatch': {
    group: 'no-response',
    fault: 'server',
    retry: 'after_fix',
    when: 'the certificate is for another name',
  },
  'tls-handshake-failed': {
    group: 'no-response',
    fault: 'server',
    retry: 'after_fix',
    when: 'no common protocol or cipher, the peer does not speak TLS, a client certificate is required, any other alert',
  },
  'client-rejects-proxy-ca': {
    group: 'no-response',
    fault: 'client',
    retry: 'after_fix',
    when: "the client aborted the handshake because it does not trust the proxy's CA, or pins",
  },
  'client-aborted': {
    group: 'no-response',
    fault: 'client',
    retry: 'unsafe',
    when: 'the client went away before the response was complete (a status may have been seen)',
  },
  'truncated-response': {
    group: 'no-response',
    fault: 'server',
    retry: 'unsafe',
    when: 'the server closed before the promised length or the last chunk (a status was seen; this outranks the status)',
  },
  'invalid-response': { group: 'no-response', fault: 'server', retry: 'after_fix', when: 'what came back is not HTTP' },
  'proxy-rejected': {
    group: 'no-response',
    fault: 'client',
    retry: 'after_fix',
    when: 'the proxy itself refused: malformed request, loop to itself, limit, blocked by a rule',
  },
  'error-in-success': {
    group: 'success',
    fault: 'client',
    retry: 'after_fix',
    when: '2xx whose body reports a failure (GraphQL `errors`, `{"ok":false}`, SOAP fault, error envelope, a gRPC status other than 0, a 207 or batch with failed parts); where the body says which, the summary carries it and `inner` names it',
  },
  'unexpected-html': {
    group: 'success',
    fault: 'client',
    retry: 'after_fix',
    when: "2xx HTML where JSON or another data format was asked for: a single-page application's fall-back, a sign-in or captive page, a proxy's notice",
  },
  'created-without-location': {
    group: 'success',
    fault: 'server',
    retry: 'never',
    when: '201 to a POST without `Location` and without the new resource or its id anywhere',
  },
  'body-on-no-content': {
    group: 'success',
    fault: 'server',
    retry: 'never',
    when: '204/205 that announces a body, or a client that asked for one it then has to parse',
  },
  'partial-content': {
    group: 'success',
    fault: 'nobody',
    retry: 'never',
    when: '206: only a part was returned; `Content-Range` says which',
  },
  'deprecated-endpoint': {
    group: 'success',
    fault: 'client',
    retry: 'never',
    when: "`Deprecation`, `Sunset`, a 299 `Warning`, or a provider's own header of that meaning",
  },
  'moved-permanently': {
    group: 'redirection',
    fault: 'client',
    retry: 'after_fix',
    when: '301/308: the client should use the new URL',
  },
  'temporary-redirect': { group: 'redirection', fault: 'nobody', retry: 'never', when: '302/303/307' },
  'not-modified': {
    group: 'redirection',
    fault: 'nobody',
    retry: 'never',
    when: "304: the client's copy is current; no body",
  },
  'redirect-to-login': {
    group: 'redirection',
    fault: 'client',
    retry: 'after_fix',
    when: 'the target is a sign-in page: the call was not authenticated',
  },
  'redirect-loop': {
    group: 'redirection',
    fault: 'server',
    retry: 'never',
    when: 'the same URLs keep answering with redirects to each other',
  },
  'redirect-changes-method': {
    group: 'redirection',
    fault: 'client',
    retry: 'after_fix',
    when: '301/302 answered a non-GET and the client repeated it as GET; the later GET carries this annotation',
  },
  'missing-credentials': {
    group: 'authentication',
    fault: 'client',
    retry: 'after_fix',
    when: 'no credential was sent at all (or an empty one)',
  },
  'malformed-credentials': {
    group: 'authentication',
    fault: 'client',
    retry: 'after_fix',
    when: 'one was sent in the wrong form: wrong scheme, no or doubled scheme, quotes, `undefined`/`null`, bad base64, wrong header',
  },
  'expired-credentials': {
    group: 'authentication',
    fault: 'client',
    retry: 'after_fix',
    when: "the token's `exp` has passed, or the server says expired",
  },
  'credentials-not-yet-valid': {
    group: 'authentication',
    fault: 'client',
    retry: 'after_fix',
    when: "`nbf`/`iat` in the future, or the request's own time too far from the server's in either direction (clock skew)",
  },
  'wrong-environment': {
    group: 'authentication',
    fault: 'client',
    retry: 'after_fix',
    when: 'test credential on live or the reverse, issuer, audience, tenant or region of another environment, a token of another host',
  },
  'invalid-signature': {
    group: 'authentication',
    fault: 'client',
    retry: 'after_fix',
    when: 'an HMAC or request signature does not match',
  },
  'invalid-credentials': {
    group: 'authentication',
    fault: 'client',
    retry: 'after_fix',
    when: 'well-formed but not accepted: unknown, revoked, wrong password',
  },
  'step-up-required': {
    group: 'authentication',
    fault: 'client',
    retry: 'after_fix',
    when: 'accepted, but a second factor, one-time code, consent or fresh sign-in is demanded',
  },
  'insufficient-scope': {
    group: 'permission',
    fault: 'client',
    retry: 'after_fix',
    when: 'the token lacks a scope, role or permission of an action; also the `guess` for a 403 that says nothing',
  },
  'not-resource-owner': {
    group: 'permission',
    fault: 'client',
    retry: 'after_fix',
    when: 'the resource belongs to someone else',
  },
  'ip-not-allowed': { group: 'permission', fault: 'client', retry: 'after_fix', when: 'IP allowlist, geography' },
  'csrf-failed': { group: 'permission', fault: 'client', retry: 'after_fix', when: 'CSRF token missing or wrong' },
  'cors-rejected': {
    group: 'permission',
    fault: 'client',
    retry: 'after_fix',
    when: 'the origin is not allowed: a refused preflight, "invalid CORS request", no allow headers on a preflight\'s answer; outranks `method-not-allowed` for a preflight',
  },
  'blocked-by-firewall': {
    group: 'permission',
    fault: 'client',
    retry: 'after_fix',
    when: 'WAF, bot protection, CDN rule, missing or banned user agent',
  },
  'feature-not-enabled': {
    group: 'permission',
    fault: 'client',
    retry: 'after_fix',
    when: 'API, product or plan not enabled for the account',
  },
  'account-suspended': {
    group: 'permission',
    fault: 'client',
    retry: 'after_fix',
    when: "the account, key's owner or project is disabled, suspended, locked or unverified",
  },
  'payment-required': {
    group: 'permission',
    fault: 'client',
    retry: 'after_fix',
    when: 'the server names card, balance, credit or billing: 402, card declined, credit exhausted',
  },
  'legal-block': { group: 'permission', fault: 'nobody', retry: 'never', when: '451' },
  'wrong-url': {
    group: 'address',
    fault: 'client',
    retry: 'after_fix',
    when: 'no such route: path, version prefix, host or trailing slash is wrong',
  },
  'placeholder-in-url': {
    group: 'address',
    fault: 'client',
    retry: 'after_fix',
    when: 'the URL contains `undefined`, `null`, `NaN`, `[object Object]`, `{id}`, `:id`, an empty segment where an id belongs',
  },
  'resource-not-found': {
    group: 'address',
    fault: 'client',
    retry: 'after_fix',
    when: 'the route exists, the resource named by the URL does not',
  },
  'hidden-by-auth': {
    group: 'address',
    fault: 'client',
    retry: 'after_fix',
    when: '404 in place of 401/403: the same resource answers, or should answer, with (other) credentials',
  },
  gone: {
    group: 'address',
    fault: 'client',
    retry: 'never',
    when: 'the resource existed and was deleted, or a cursor, delta or continuation token has expired: 410, or the server says so',
  },
  'method-not-allowed': {
    group: 'address',
    fault: 'client',
    retry: 'after_fix',
    when: '405; `Allow` lists the methods',
  },
  'unsupported-api-version': {
    group: 'address',
    fault: 'client',
    retry: 'after_fix',
    when: 'version header, parameter or path retired or unknown; an endpoint that was removed',
  },
  'malformed-json': {
    group: 'form',
    fault: 'client',
    retry: 'after_fix',
    when: 'the body is not valid JSON; summary says line, column and what is wrong',
  },
  'malformed-body': {
    group: 'form',
    fault: 'client',
    retry: 'after_fix',
    when: 'any other body the server cannot parse (form, XML, multipart, GraphQL, protobuf), or one that is missing altogether (but a server that names the missing field means `missing-field`)',
  },
  'wrong-content-type': {
    group: 'form',
    fault: 'client',
    retry: 'after_fix',
    when: '`Content-Type` missing or not what the body is or the server takes; 415',
  },
  'not-acceptable': { group: 'form', fault: 'client', retry: 'after_fix', when: '`Accept` cannot be satisfied; 406' },
  'malformed-request': {
    group: 'form',
    fault: 'client',
    retry: 'after_fix',
    when: "bad query string or query-language expression in it, header, URL encoding, host; plain HTTP to a TLS port; 400 from the server's parser; 411, 417, 421, 426, 428",
  },
  'too-large': {
    group: 'form',
    fault: 'client',
    retry: 'after_fix',
    when: 'body, URI, headers, or the number of items or tokens in the body over a limit: 413, 414, 431, 400 that says so',
  },
  unspecified: {
    group: 'form',
    fault: 'client',
    retry: 'after_fix',
    when: 'the server refused (400 or another 4xx without an id of its own) and neither bytes nor history tell why (a silent 409 too); always a `guess`',
  },
  'range-not-satisfiable': { group: 'form', fault: 'client', retry: 'after_fix', when: '416' },
  'missing-field': {
    group: 'meaning',
    fault: 'client',
    retry: 'after_fix',
    when: 'a required field, parameter or header is absent (credentials aside)',
  },
  'invalid-type': {
    group: 'meaning',
    fault: 'client',
    retry: 'after_fix',
    when: 'a field has the wrong JSON type or format for its type',
  },
  'invalid-value': {
    group: 'meaning',
    fault: 'client',
    retry: 'after_fix',
    when: 'right type, value not allowed: range, enum, length, pattern, date order',
  },
  'unknown-field': {
    group: 'meaning',
    fault: 'client',
    retry: 'after_fix',
    when: 'a field or parameter the API does not know',
  },
  'related-resource-missing': {
    group: 'meaning',
    fault: 'client',
    retry: 'after_fix',
    when: "the body or query (not the URL's path) refers to something that does not exist",
  },
  'already-exists': { group: 'meaning', fault: 'client', retry: 'after_fix', when: 'duplicate' },
  'version-conflict': {
    group: 'meaning',
    fault: 'client',
    retry: 'after_fix',
    when: 'ETag/`If-Match`/revision/optimistic lock: 409, 412',
  },
  'invalid-state': {
    group: 'meaning',
    fault: 'client',
    retry: 'after_fix',
    when: 'not allowed in the current state of the resource or of the other party (a recipient that blocks or cannot be reached)',
  },
  'idempotency-conflict': {
    group: 'meaning',
    fault: 'client',
    retry: 'after_fix',
    when: 'the idempotency key was used with other parameters, or is in use',
  },
  'resource-locked': { group: 'meaning', fault: 'client', retry: 'safe', when: '423, a lock or operation in progress' },
  'rate-limited': {
    group: 'limits',
    fault: 'client',
    retry: 'safe',
    when: 'too many requests in a window: 429, or 403/503 that says so',
  },
  'quota-exhausted': {
    group: 'limits',
    fault: 'client',
    retry: 'after_fix',
    when: 'a daily, monthly or plan quota, or a count limit without a window (money: `payment-required`)',
  },
  'concurrency-limited': { group: 'limits', fault: 'client', retry: 'safe', when: 'too many at the same time' },
  'retried-too-soon': {
    group: 'limits',
    fault: 'client',
    retry: 'safe',
    when: 'rate limited *and* the history shows the client retried before the delay it was given',
  },
  'unhandled-exception': {
    group: 'server',
    fault: 'server',
    retry: 'unsafe',
    when: '500 with a stack trace, exception name, reference id, or no explanation',
  },
  'bad-gateway': {
    group: 'server',
    fault: 'server',
    retry: 'unsafe',
    when: 'a gateway could not get a valid answer from its upstream, or has none: 502, CDN 520–527, 530, 503 that says so',
  },
  maintenance: { group: 'server', fault: 'server', retry: 'safe', when: '503 that says maintenance or deploy' },
  overloaded: {
    group: 'server',
    fault: 'server',
    retry: 'safe',
    when: '503/529 that says load, capacity, queue, circuit breaker, not ready, or says nothing more',
  },
  'gateway-timeout': { group: 'server', fault: 'server', retry: 'unsafe', when: '504, 524, 408 from an intermediary' },
  'request-timeout': {
    group: 'server',
    fault: 'client',
    retry: 'safe',
    when: '408 from the server: the client was too slow to send',
  },
  'dependency-failed': {
    group: 'server',
    fault: 'server',
    retry: 'unsafe',
    when: '424, or 5xx whose body names another service or database',
  },
  'not-implemented': { group: 'server', fault: 'client', retry: 'never', when: '501, 505' },
  'server-storage': {
    group: 'server',
    fault: 'server',
    retry: 'unsafe',
    when: '507, disk full, database out of space',
  },
  'network-authentication': { group: 'server', fault: 'network', retry: 'after_fix', when: '511, captive portal' },
} as const satisfies Record<string, Cause>;

export type CauseId = keyof typeof CAUSES;

export const CAUSE_IDS = Object.keys(CAUSES) as readonly CauseId[];

export function causeOf(id: CauseId): Cause {
  return CAUSES[id];
}
