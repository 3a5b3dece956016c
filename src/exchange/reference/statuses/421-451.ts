import type { CodeEntry } from '../entry.ts';

export const STATUSES_421_TO_451: readonly CodeEntry[] = [
  {
    code: 421,
    name: 'Misdirected Request',
    source: 'RFC 9110 §15.5.20',
    means:
      'The request came to a server that does not answer for this host. HTTP/2 clients share a connection among names on one certificate, and sometimes shouldn’t.',
    look: ['Host or :authority against SNI and the certificate’s names; connection reuse in the timing.'],
    react: ['Repeat on a new connection for this host, with any method: this server did not act on it.'],
    likelyCauses: ['malformed-request'],
  },
  {
    code: 422,
    name: 'Unprocessable Content',
    source: 'RFC 9110 §15.5.21',
    means:
      'The body was read and parsed, and its content is refused. This is the validation error of Rails, Laravel, FastAPI and many more; the answer normally lists fields with reasons.',
    look: [
      'errors, detail, violations or invalid-params in the body, with paths into your request.',
      'The named field in the request: absent, misspelt, a wrong type, or an excluded value.',
      'Content-Type. FastAPI reports a body under the wrong type as "field required".',
    ],
    react: [
      'Correct the fields and send again. Put the messages beside the inputs of a form; keep it out of retry rules.',
    ],
    likelyCauses: [
      'missing-field',
      'invalid-value',
      'invalid-type',
      'related-resource-missing',
      'already-exists',
      'invalid-state',
    ],
  },
  {
    code: 423,
    name: 'Locked',
    source: 'RFC 4918 §11.3 (WebDAV)',
    means: 'The resource is locked by somebody, or by an operation that is still running on it.',
    look: ['Lock-Token, owner and time-out in the body; your own earlier operations.'],
    react: ['Wait and repeat, with pauses that grow. With WebDAV, send the lock token if the lock is yours.'],
    likelyCauses: ['resource-locked', 'account-suspended'],
  },
  {
    code: 424,
    name: 'Failed Dependency',
    source: 'RFC 4918 §11.4 (WebDAV)',
    means:
      'Not tried, because another part of the same request had failed. APIs borrow it for "a service behind us failed".',
    look: ['The first entry with another status; the name of the dependency.'],
    react: ['Treat the root failure; then send the dependent parts again.'],
    likelyCauses: ['dependency-failed'],
  },
  {
    code: 425,
    name: 'Too Early',
    source: 'RFC 8470 §5.2',
    means:
      'The request came as TLS 1.3 early data, which an attacker could replay, and the server will not act on it before the handshake is complete.',
    look: ['Early-Data: 1 in the request, added by a CDN or proxy.'],
    react: ['Repeat once the handshake is done, without early data. Browsers do so by themselves.'],
    likelyCauses: ['unspecified'],
  },
  {
    code: 426,
    name: 'Upgrade Required',
    source: 'RFC 9110 §15.5.22',
    means: 'This resource wants another protocol, named in Upgrade: WebSocket, a newer HTTP version, or TLS.',
    look: [
      'Upgrade in the response. On a WebSocket endpoint: was it a plain GET, or did a proxy strip Connection and Upgrade.',
    ],
    react: ['Speak the protocol asked for. Some package registries answer so to clients that are too old.'],
    likelyCauses: ['malformed-request', 'unsupported-api-version'],
  },
  {
    code: 428,
    name: 'Precondition Required',
    source: 'RFC 6585 §3',
    means: 'The server takes this write only with a condition, so that nobody overwrites a change unseen.',
    look: ['Whether If-Match or If-Unmodified-Since was sent, and which one the text asks for.'],
    react: ['GET the resource, then repeat the write with its ETag in If-Match.'],
    likelyCauses: ['malformed-request'],
  },
  {
    code: 429,
    name: 'Too Many Requests',
    source: 'RFC 6585 §4',
    means:
      'You have sent too many requests in a given time. Some services use it also for a monthly quota, a number of parallel calls, or an empty balance, where waiting a minute does not help.',
    look: [
      'Retry-After; then the RateLimit fields or X-RateLimit-*, with the unit of Reset.',
      'The words: per second or per month, concurrent, insufficient_quota.',
      'The rate of your own calls to this host in the capture.',
    ],
    react: [
      'Wait as told, or back off with jitter, and repeat; nothing was done, so that POST is safe too.',
      'Slow down all workers that share the key, not just this call.',
    ],
    likelyCauses: ['rate-limited', 'quota-exhausted', 'concurrency-limited', 'retried-too-soon'],
  },
  {
    code: 431,
    name: 'Request Header Fields Too Large',
    source: 'RFC 6585 §5',
    means: 'One header, or all together, exceed the server’s buffer: 16 kB in Node.js, about 8 kB in many others.',
    look: ['Cookie first, then Authorization with a token full of groups, then tracing baggage.'],
    react: ['Delete cookies, shorten tokens, and send again. A loop that adds a cookie per visit comes back tomorrow.'],
    likelyCauses: ['too-large'],
  },
  {
    code: 451,
    name: 'Unavailable For Legal Reasons',
    source: 'RFC 7725 §3',
    means:
      'Withheld because of a legal demand. Exchange ActiveSync used the number years earlier for "go to another server", with the address in X-MS-Location.',
    look: [
      'Link with rel="blocked-by", and the text for authority and territory.',
      'X-MS-Location, when the server is Exchange.',
    ],
    react: ['Final for this caller and place; show the reason. For ActiveSync, change to the URL given.'],
    likelyCauses: ['legal-block', 'ip-not-allowed'],
  },
];
