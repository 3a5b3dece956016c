import type { CodeEntry } from '../entry.ts';

export const STATUSES_400_TO_409: readonly CodeEntry[] = [
  {
    code: 400,
    name: 'Bad Request',
    source: 'RFC 9110 §15.5.1',
    means:
      'The server takes the request for the client’s mistake and has no better number for it. It may be syntax (JSON, URL, headers) or meaning (fields, values): many APIs use it for what others call 422, 409 or even 401.',
    look: [
      'The error body, above all the name of a field, parameter or code in it.',
      'The request body as it was sent: does it parse, and is it what Content-Type says.',
      'Who answered. A bare page of nginx or a load balancer means oversized or malformed headers, or plain HTTP on a TLS port.',
    ],
    react: ['Correct the request. The same bytes fail again, so no retry policy should include 400.'],
    likelyCauses: [
      'malformed-json',
      'missing-field',
      'invalid-value',
      'invalid-type',
      'malformed-request',
      'unspecified',
    ],
  },
  {
    code: 401,
    name: 'Unauthorized',
    source: 'RFC 9110 §15.5.2',
    means:
      '401 says that the server does not know who you are; 403 that it knows and refuses. The name is misleading, since it is about authentication.',
    look: [
      'WWW-Authenticate, which the standard demands: scheme, realm, error and error_description.',
      'Authorization as it was sent: present, one scheme, not "undefined", not expired.',
      'The same credential earlier in the capture, and the Date of the response against your clock.',
    ],
    react: [
      'Renew the token, or ask for sign-in, and repeat once; the call was refused before it did anything.',
      'A second 401 in a row means that renewing does not help. Stop, before the account is locked.',
    ],
    likelyCauses: [
      'expired-credentials',
      'missing-credentials',
      'invalid-credentials',
      'malformed-credentials',
      'wrong-environment',
    ],
  },
  {
    code: 402,
    name: 'Payment Required',
    source: 'RFC 9110 §15.5.3 (reserved)',
    means:
      'Reserved since 1997 and used freely: by payment APIs for a declined card, by others for an empty balance, an unpaid bill or a plan that lacks the feature.',
    look: ['code, decline_code or type in the body; and whether your customer or you have to pay.'],
    react: ['No automatic repeat. Let a person pay or choose another means, then send it with a new idempotency key.'],
    likelyCauses: ['payment-required', 'quota-exhausted', 'feature-not-enabled'],
  },
  {
    code: 403,
    name: 'Forbidden',
    source: 'RFC 9110 §15.5.4',
    means:
      'Understood and refused; other credentials may help, the same ones never will. It is also the favourite of firewalls, CSRF guards, address lists and, at some APIs, of rate limits.',
    look: [
      'The form of the answer: the API’s own JSON speaks of permissions, an HTML page of a firewall.',
      'Scopes and roles: WWW-Authenticate with insufficient_scope, X-Accepted-OAuth-Scopes, the token’s scp.',
      'Rate-limit headers and the words of the message, before you start granting rights.',
    ],
    react: ['Do not repeat and do not sign out. Report which permission is missing, to whoever can grant it.'],
    likelyCauses: [
      'insufficient-scope',
      'not-resource-owner',
      'blocked-by-firewall',
      'feature-not-enabled',
      'ip-not-allowed',
      'csrf-failed',
      'rate-limited',
    ],
  },
  {
    code: 404,
    name: 'Not Found',
    source: 'RFC 9110 §15.5.5',
    means:
      'There is nothing under this URL, or nothing that you may know of. Three things hide behind it: a route that does not exist, an object that does not exist, and one that is hidden from you.',
    look: [
      'The path, segment by segment, for a doubled prefix, "undefined" or a slash.',
      'The body: the API’s error format means that the route is right.',
      'The history: the call that created the id, or the same URL with another credential.',
    ],
    react: [
      'For a read of an object it is a result like any other; for a route it is a bug.',
      'Repeat only right after your own create, where the store is eventually consistent.',
    ],
    likelyCauses: ['resource-not-found', 'wrong-url', 'placeholder-in-url', 'hidden-by-auth'],
  },
  {
    code: 405,
    name: 'Method Not Allowed',
    source: 'RFC 9110 §15.5.6',
    means: 'The resource is there and does not take this method. The server must list in Allow which ones it takes.',
    look: ['Allow; the exchange before, if a redirect changed the method; and whether this is a CORS preflight.'],
    react: ['Change method or URL. It may be cached, so do not probe in a loop.'],
    likelyCauses: ['method-not-allowed', 'cors-rejected', 'redirect-changes-method', 'wrong-url'],
  },
  {
    code: 406,
    name: 'Not Acceptable',
    source: 'RFC 9110 §15.5.7',
    means:
      'The server has no form of the resource that the Accept, Accept-Language or Accept-Encoding of the request permit, and it insists on that. Some firewalls (ModSecurity) misuse the number for "blocked".',
    look: ['All Accept-* headers, and the list of available types in the body.', 'Server, and the style of the page.'],
    react: ['Widen Accept, or ask for a version and type that the API offers.'],
    likelyCauses: ['not-acceptable', 'unsupported-api-version', 'blocked-by-firewall'],
  },
  {
    code: 407,
    name: 'Proxy Authentication Required',
    source: 'RFC 9110 §15.5.8',
    means: 'A 401 from a proxy on the way: it wants to know the caller before it forwards anything.',
    look: [
      'Proxy-Authenticate for the scheme, and Proxy-Authorization for what was sent.',
      'Whether a system-wide proxy is in use that the program did not know of.',
    ],
    react: ['Configure user and password of the proxy. The target server has not seen the request.'],
    likelyCauses: ['missing-credentials', 'invalid-credentials'],
  },
  {
    code: 408,
    name: 'Request Timeout',
    source: 'RFC 9110 §15.5.9',
    means:
      'The server did not receive a complete request in time and gives up the connection. On an idle connection it is only housekeeping; some gateways use it for a slow server behind them.',
    look: [
      'Content-Length against what was sent, and where the pause was.',
      'Server, to see whether an intermediary said it.',
    ],
    react: ['May be repeated on a new connection with any method, since the request was never whole.'],
    likelyCauses: ['request-timeout', 'gateway-timeout'],
  },
  {
    code: 409,
    name: 'Conflict',
    source: 'RFC 9110 §15.5.10',
    means:
      'The request is fine by itself and does not fit the present state: a duplicate, a newer version, a wrong state, a key in use. Which of these decides what to do, so the body must be read.',
    look: [
      'The word for the conflict: exists, version, revision, state, locked, idempotency.',
      'Earlier calls of your own to the same resource. A repeat after a time-out meets its own success here.',
    ],
    react: [
      'Read the resource, solve the conflict, then send a new request. A plain repeat is right only for "in progress" and for aborted transactions.',
    ],
    likelyCauses: [
      'already-exists',
      'version-conflict',
      'invalid-state',
      'idempotency-conflict',
      'resource-locked',
      'unspecified',
    ],
  },
];
