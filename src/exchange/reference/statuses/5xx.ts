import type { CodeEntry } from '../entry.ts';

export const SERVER_ERROR_STATUSES: readonly CodeEntry[] = [
  {
    code: 500,
    name: 'Internal Server Error',
    source: 'RFC 9110 §15.6.1',
    means:
      'The server failed in a way that it did not foresee. It does not follow that your request is right: input that nobody validated is the commonest trigger.',
    look: [
      'A request or trace id in the headers, which is the key to the server’s log.',
      'A stack trace or exception name in the body, and a database or service named in it.',
      'What differs from the last success of the same route.',
    ],
    react: [
      'Repeat reads once or twice with a pause. A write may have gone through: look, or use its idempotency key.',
      'The same failure three times in a row is a bug to report, not weather to wait out.',
    ],
    likelyCauses: ['unhandled-exception', 'dependency-failed', 'server-storage'],
  },
  {
    code: 501,
    name: 'Not Implemented',
    source: 'RFC 9110 §15.6.2',
    means:
      'The server does not know this method, or a feature the request needs, for any resource. Compare 405: known, but not here.',
    look: ['Method and Transfer-Encoding of the request; whether an emulator or stub answers.'],
    react: ['Use something else. Asking again is useless until the server is updated.'],
    likelyCauses: ['not-implemented', 'method-not-allowed'],
  },
  {
    code: 502,
    name: 'Bad Gateway',
    source: 'RFC 9110 §15.6.3',
    means:
      'A gateway asked the server behind it, and what it got was a refused connection, a broken one or no valid HTTP. The body is mostly the gateway’s own page.',
    look: [
      'Server, Via and CDN headers: which gateway, and so whose log to read.',
      'The pattern: all calls, after a pause of idleness, or only large answers.',
    ],
    react: ['Repeat idempotent calls with a growing pause; for others make sure first that nothing was done.'],
    likelyCauses: ['bad-gateway', 'dependency-failed'],
  },
  {
    code: 503,
    name: 'Service Unavailable',
    source: 'RFC 9110 §15.6.4',
    means:
      'Temporarily not able to serve: overload, maintenance, a start, no healthy instance. The server says in effect "later", and often how much later.',
    look: [
      'Retry-After, in seconds or as a date.',
      'The text: maintenance, capacity, upstream, circuit breaker; or a rate limit in disguise.',
    ],
    react: [
      'Wait as told, and without a number back off with jitter. If the application itself says it, normally nothing was carried out.',
    ],
    likelyCauses: ['overloaded', 'maintenance', 'bad-gateway', 'rate-limited'],
  },
  {
    code: 504,
    name: 'Gateway Timeout',
    source: 'RFC 9110 §15.6.5',
    means:
      'A gateway forwarded the request and heard nothing within its limit. The work behind it is probably still going on.',
    look: [
      'The duration, which gives the gateway away: 29, 30, 60 or 100 s.',
      'The application’s log for this call, and how it ended.',
    ],
    react: ['For a write, find out before sending it again. Ask for less, or use an asynchronous job.'],
    likelyCauses: ['gateway-timeout', 'bad-gateway', 'overloaded'],
  },
  {
    code: 505,
    name: 'HTTP Version Not Supported',
    source: 'RFC 9110 §15.6.6',
    means:
      'The major version of HTTP in the request line is not spoken here. A raw space in the URL can cause it, since the rest is then read as the version.',
    look: ['The request line as sent, and forced versions (curl --http2-prior-knowledge, HTTP/1.0).'],
    react: ['Use HTTP/1.1, and encode the URL.'],
    likelyCauses: ['not-implemented', 'malformed-request'],
  },
  {
    code: 506,
    name: 'Variant Also Negotiates',
    source: 'RFC 2295 §8.1',
    means: 'A mistake in the server’s own configuration: the variant chosen by content negotiation negotiates again.',
    look: ['Apache’s type maps and MultiViews; the Accept-Language of the request.'],
    react: ['Ask for one variant by its own URL until the server is repaired.'],
    likelyCauses: ['unhandled-exception'],
  },
  {
    code: 507,
    name: 'Insufficient Storage',
    source: 'RFC 4918 §11.5 (WebDAV)',
    means: 'The server cannot store what is needed to complete the request: the disk or the user’s space is full.',
    look: ['The size of the upload, and quota-available-bytes of the collection in WebDAV.'],
    react: ['Free space first; the standard forbids repeating it without somebody’s deliberate action.'],
    likelyCauses: ['server-storage', 'quota-exhausted'],
  },
  {
    code: 508,
    name: 'Loop Detected',
    source: 'RFC 5842 §7.2 (WebDAV)',
    means:
      'The server found a loop while it went through a tree with "Depth: infinity". Shared hosts (CloudLinux) use the same number for "Resource Limit Is Reached".',
    look: ['The text: a loop in bindings, or the limit on processes, memory or connections of a hosting account.'],
    react: ['Ask with a smaller depth; for the resource limit, wait and lower the load.'],
    likelyCauses: ['unhandled-exception', 'overloaded'],
  },
  {
    code: 510,
    name: 'Not Extended',
    source: 'RFC 2774 §7 (historic)',
    means: 'The request lacks an extension that the resource demands, by a mechanism that was never adopted.',
    look: ['Who sent it; it is nearly always an invention of an application.'],
    react: ['Read the body, and treat it like a 500.'],
    likelyCauses: ['unhandled-exception'],
  },
  {
    code: 511,
    name: 'Network Authentication Required',
    source: 'RFC 6585 §6',
    means:
      'Not from the server: a network on the way wants you to sign in first. The number exists so that programs do not take a portal’s page for the API’s answer.',
    look: ['The link to the portal in the body; whether other hosts answer the same.'],
    react: ['Let a person sign in with a browser, then repeat; nothing has reached the server.'],
    likelyCauses: ['network-authentication'],
  },
];
