import type { CauseEntries } from '../entry.ts';

export const SERVER: CauseEntries<'server'> = {
  'unhandled-exception': {
    title: 'The server’s program failed',
    means:
      '500: the code on the server ran into something that it was not written for. The request may be innocent, or be the one input that nobody tried. How much was done before the failure cannot be seen from outside.',
    commonCauses: [
      'A null or missing value, often from an optional field that was left out.',
      'Input that validation let through: an empty list, a huge number, an emoji in a three-byte column.',
      'A fresh deploy with a bug or a missing migration.',
      'An error of a dependency that nobody caught.',
    ],
    debug: [
      'Take the request id or trace id from the response headers, and search the server’s log or error tracker for it.',
      'Read the body: in development mode it holds exception and stack trace, and the first frame of the application is the place.',
      'Compare with the last success of the route; if only this input fails, the difference is the trigger.',
    ],
    handle: [
      'Repeat idempotent calls once or twice after a pause; a failure that comes back each time is a bug, and more attempts only fill logs.',
      'Do not repeat a POST without an idempotency key, because the write may have happened before the crash.',
      'If you own the server: answer expected problems with a 4xx, and show no stack traces in production.',
    ],
    related: ['dependency-failed', 'bad-gateway', 'overloaded'],
    example: 'TypeError: Cannot read properties of null (reading "id") in orders.js:88: POST /v1/orders',
  },
  'bad-gateway': {
    title: 'The gateway got no valid answer from behind',
    means:
      'A proxy, load balancer or CDN answered in place of the API, because the server behind it refused the connection, closed it, spoke nonsense or is not there. The application may never have seen the call.',
    commonCauses: [
      'The application is restarting, has crashed, or listens on another port than the gateway thinks.',
      'No healthy instance is registered.',
      'The application closes idle connections sooner than the gateway does, so that single requests hit a closed one.',
      'Response headers larger than the gateway’s buffer, or a certificate that it does not accept.',
    ],
    debug: [
      'Find out which gateway speaks (Server, Via, cf-ray, x-amz-cf-id) and read its error log, not the application’s.',
      'Look for the time and pattern: all calls (down), one in a thousand (keep-alive), only large answers (buffers).',
      'Call the application directly, past the gateway.',
    ],
    handle: [
      'Repeat idempotent calls with growing pauses; a restart is over in seconds.',
      'A POST may have been processed before the connection broke: use an idempotency key, or look first.',
    ],
    related: ['gateway-timeout', 'overloaded', 'connection-reset'],
    example: 'no valid answer from the server behind nginx (502): POST /v1/payments on api.example.com',
  },
  maintenance: {
    title: 'Down on purpose',
    means:
      'The server says that it is being maintained or deployed. Somebody knows, and there is an end to it; Retry-After or the page may say when.',
    commonCauses: [
      'A planned window, announced on the status page.',
      'A deploy or migration with the maintenance page switched on.',
      'A sandbox that is reset at night.',
      'A maintenance flag that was forgotten.',
    ],
    debug: [
      'Read Retry-After and the body for the end of the window.',
      'Check the provider’s status page.',
      'See whether all routes or only one product are affected.',
    ],
    handle: [
      'Pause the queue until the stated time, then begin again slowly.',
      'Show the users that it is planned; do not page anybody at night for it.',
      'Nothing was processed, so each call may be sent again later.',
    ],
    related: ['overloaded', 'bad-gateway', 'resource-locked'],
    example: 'down for maintenance until 04:00 UTC (Retry-After: 1800): GET /v1/accounts',
  },
  overloaded: {
    title: 'Too busy at the moment',
    means:
      'The server, or something that protects it, sheds load: queue full, no capacity, circuit breaker open, not ready yet. It concerns all callers, not your quota. A 503 that says no more is taken for this.',
    commonCauses: [
      'A peak in traffic, or a slow database that keeps all workers busy.',
      'Instances that are starting and not ready.',
      'A circuit breaker or load shedder in a mesh (Envoy: "upstream connect error", "overflow").',
      'A retry storm: everybody repeats at once after a short outage.',
    ],
    debug: [
      'Read Retry-After, and x-envoy-overloaded or similar headers.',
      'Look at the durations of the calls before: rising ones announce overload.',
      'Check the status page, and whether other routes answer.',
    ],
    handle: [
      'Back off with jitter, and with a budget for retries (such as one in ten calls), so that you are not part of the storm.',
      'Open a circuit breaker of your own after several failures, and serve from a cache meanwhile.',
      'A refusal at the door does nothing, so POST may be repeated; with a gateway in between, use an idempotency key to be sure.',
    ],
    related: ['rate-limited', 'maintenance', 'gateway-timeout'],
    example: 'retry after 30 s; overloaded, restarting or without a free server: POST /v1/messages',
  },
  'gateway-timeout': {
    title: 'The gateway lost patience',
    means:
      'A proxy, load balancer or CDN passed the request on and got no answer within its own limit. The server behind usually goes on working, and its result is thrown away.',
    commonCauses: [
      'A slow query or report; 29 s (API Gateway), 30 s (Heroku), 60 s (nginx, ALB) and 100 to 125 s (Cloudflare) are usual limits.',
      'A deadlock or exhausted pool, so that nothing is answered.',
      'A firewall that drops packets between gateway and server.',
      'A large upload that is processed before the answer.',
    ],
    debug: [
      'Compare the duration with the known limits above: it tells which gateway gave up.',
      'Look in the application’s log whether the call was finished afterwards.',
      'See whether it grows with the size of the request, or hits all routes.',
    ],
    handle: [
      'Assume that a write was carried out. Check, or repeat with the same idempotency key.',
      'Ask for less per call, or turn the work into a job with a status URL.',
      'Raising the limit is the last resort, and must be done on every hop.',
    ],
    related: ['response-timeout', 'bad-gateway', 'request-timeout'],
    example: 'the server behind the gateway did not answer (504 after 60.0 s): GET /v1/reports/year',
  },
  'request-timeout': {
    title: 'The client was too slow to send',
    means:
      'The server waited for the rest of the request and closed (408). The whole request never arrived, so nothing was done with it. On an idle kept-alive connection, the same status is merely a goodbye.',
    commonCauses: [
      'A slow or lossy uplink, and a large upload.',
      'Content-Length larger than what was sent.',
      'A client that opens connections in advance and does not use them.',
      'A stream as body whose source stalls.',
    ],
    debug: [
      'Compare Content-Length with the bytes that were recorded.',
      'See whether the pause lay before or in the middle of the body.',
      'If an intermediary answered after the request was complete, it is a gateway timeout in disguise.',
    ],
    handle: [
      'Repeat on a new connection; for a complete body that is safe with every method.',
      'Upload in parts, so that one stall does not cost everything.',
    ],
    related: ['gateway-timeout', 'client-aborted', 'truncated-response'],
    example: 'not complete after 60 s: api.example.com stopped waiting for the rest of POST /v1/files',
  },
  'dependency-failed': {
    title: 'Something behind the API failed',
    means:
      'The server names another service, database or step as the reason. It is not the caller’s fault, nor quite the API’s; in WebDAV and batches (424) it is another part of the same request.',
    commonCauses: [
      'A database that refuses connections, or a cache or queue that is down.',
      'A third party (payment, mail, identity) with an outage.',
      'An expired credential between two services of the same provider.',
      'An earlier operation of the batch that failed, so that this one was not tried.',
    ],
    debug: [
      'Read which dependency is named, and look at its status.',
      'In a batch, find the first failure; the others follow from it.',
      'Follow the trace id through the services.',
    ],
    handle: [
      'Repeat idempotent calls with pauses as for an outage; for a batch, correct the first failure and send the dependent parts again.',
      'Check before repeating a write: the part before the dependency may be stored.',
    ],
    related: ['unhandled-exception', 'bad-gateway', 'overloaded'],
    example: 'could not connect to Redis at 10.0.3.4:6379: POST /v1/sessions',
  },
  'not-implemented': {
    title: 'The server cannot do this at all',
    means:
      '501 and 505: the method, the HTTP version or a transfer coding is unknown to the server, for every resource. That is stronger than "not allowed here".',
    commonCauses: [
      'A method such as PATCH or PROPFIND on a simple server.',
      'A function in the documentation that this edition or mock does not have.',
      'A Transfer-Encoding other than chunked (AWS load balancers answer so).',
      'An HTTP version forced by a client setting.',
    ],
    debug: [
      'Check method and request.httpVersion.',
      'Read Server: a stub, a local emulator or a static host may be in place of the real one.',
      'Compare with OPTIONS, where the server answers it.',
    ],
    handle: [
      'Do without, or use another call; repeating is useless.',
      'Remember the answer for the session and do not ask again: 501 is cacheable.',
    ],
    related: ['method-not-allowed', 'feature-not-enabled', 'unsupported-api-version'],
    example: 'PATCH is not supported: PATCH /v1/orders/7 on localhost:4010',
  },
  'server-storage': {
    title: 'The server has no room left',
    means:
      'A disk, a database or a storage quota on the server’s side is full, and what was sent could not be kept. Reads often go on working.',
    commonCauses: [
      'Logs or uploads that filled a volume.',
      'A database in read-only mode because it reached its size or its transaction limit.',
      'A user’s storage quota in WebDAV or a mailbox.',
      'A temporary folder too small for a large upload.',
    ],
    debug: [
      'Read whose room it is: yours (quota) or the server’s (disk).',
      'See whether small writes still pass.',
      'On your own server: "df -h" and "df -i", since inodes run out too.',
    ],
    handle: [
      'Stop writing, and tell the operator; a repeat helps only after space was freed.',
      'Check whether a part was stored, as an upload may have left a fragment.',
    ],
    related: ['quota-exhausted', 'too-large', 'dependency-failed'],
    example: 'no room left to store 2.1 GB: PUT /dav/backups/full.tar on files.example.com',
  },
  'network-authentication': {
    title: 'The local network wants a sign-in first',
    means:
      'Not the server answered but the network you are in: a hotel, train or guest Wi-Fi that intercepts traffic until somebody has accepted its page. 511 exists so that programs can tell this from the real server.',
    commonCauses: [
      'A captive portal, before or after its session ran out.',
      'A company network that wants the device registered.',
      'Plain http:// calls, which a portal can intercept; over https:// the same shows as a certificate error.',
    ],
    debug: [
      'Read the link in the body: it leads to the portal and not to the API.',
      'Open a page such as http://neverssl.com in a browser on the same network.',
      'See whether all hosts are affected since a certain minute.',
    ],
    handle: [
      'Do not show this as an error of the API, and never store the page as its answer.',
      'Wait for connectivity and repeat; the call did not leave the network.',
    ],
    related: ['unexpected-html', 'tls-untrusted-certificate', 'redirect-to-login'],
    example: 'sign in at https://portal.hotel.example/: the local network wants it before GET /v1/me',
  },
};
