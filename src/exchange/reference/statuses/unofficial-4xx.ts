import type { CodeEntry } from '../entry.ts';

export const UNOFFICIAL_CLIENT_ERRORS: readonly CodeEntry[] = [
  {
    code: 419,
    name: 'Page Expired',
    source: 'Laravel',
    means:
      'The CSRF token of the form is missing, or its session has ended. In an API it mostly means that the call came in by a web route.',
    look: ['XSRF-TOKEN and the session cookie, X-XSRF-TOKEN or _token; the path: routes/web.php or routes/api.php.'],
    react: ['Get a fresh token (with Sanctum: /sanctum/csrf-cookie) in the same cookie jar and repeat once.'],
    likelyCauses: ['csrf-failed', 'expired-credentials'],
  },
  {
    code: 420,
    name: 'Enhance Your Calm',
    source: 'Twitter, API v1 (before 429 existed)',
    means: 'Rate limited, in the words of a film. Old Spring versions use the number for "Method Failure".',
    look: ['Retry-After and the body’s message, to tell the limit from a failed method.'],
    react: ['Pause as for 429, and longer after each further one.'],
    likelyCauses: ['rate-limited', 'retried-too-soon'],
  },
  {
    code: 430,
    name: 'Shopify Security Rejection',
    source: 'Shopify',
    means:
      'Shopify takes the request for malicious, such as a bot, and refuses it. It is not the ordinary rate limit, which is 429.',
    look: [
      'Whether server-side Storefront calls pass on the buyer’s address (Shopify-Storefront-Buyer-IP); the rate per address.',
    ],
    react: ['Stop and look at your pattern of calls; a blind repeat confirms the suspicion.'],
    likelyCauses: ['blocked-by-firewall', 'rate-limited'],
  },
  {
    code: 440,
    name: 'Login Time-out',
    source: 'IIS, Exchange',
    means:
      'The session of a web application such as Outlook on the web has run out. On a first sign-in it can also be a problem of permissions in IIS.',
    look: ['The session cookies (cadata and the like), and when they were set.'],
    react: ['Sign in again and repeat. For programs, use the API (Graph, EWS) in place of the web interface.'],
    likelyCauses: ['expired-credentials', 'missing-credentials'],
  },
  {
    code: 444,
    name: 'No Response',
    source: 'nginx',
    means:
      'nginx closed the connection without an answer, because "return 444" told it to. It stands in nginx’s log; the client itself sees an empty reply.',
    look: [
      'server_name and default_server in the configuration: an unknown Host is the usual reason.',
      'Rules on User-Agent or method.',
    ],
    react: ['Call the right host name. If you meet the number as a real status, an intermediary made it up.'],
    likelyCauses: ['blocked-by-firewall', 'connection-reset'],
  },
  {
    code: 449,
    name: 'Retry With',
    source: 'IIS, Exchange ActiveSync',
    means:
      'The server would do it after you have done something else first. In ActiveSync: accept the device policy with the Provision command.',
    look: [
      'The body or MS-* headers for the step that is wanted.',
      'Cosmos DB also uses it, for a write that collided with another: there a plain repeat is right.',
    ],
    react: ['Take the missing step, then repeat the original request.'],
    likelyCauses: ['step-up-required', 'version-conflict', 'unspecified'],
  },
  {
    code: 450,
    name: 'Blocked by Windows Parental Controls',
    source: 'Microsoft',
    means: 'A content filter on this computer or network stopped the call before it left.',
    look: ['The page’s name of the filter, and the category it gives.'],
    react: ['Have the host allowed in the filter.'],
    likelyCauses: ['blocked-by-firewall'],
  },
  {
    code: 460,
    name: 'Client Closed Connection',
    source: 'AWS Elastic Load Balancing',
    means:
      'The client hung up before the load balancer’s idle timeout, that is while the target was still working. It is a line in the access log.',
    look: ['The time limit of the client against the duration of the target.'],
    react: ['Raise the limit of the client or make the target faster. The target may have finished the work.'],
    likelyCauses: ['client-aborted'],
  },
  {
    code: 463,
    name: 'Too Many Forwarded Addresses',
    source: 'AWS Elastic Load Balancing',
    means:
      'X-Forwarded-For holds more than 30 addresses. Alibaba’s load balancer uses the number for a forwarding loop, which is the usual reason for such a list.',
    look: ['X-Forwarded-For: the same addresses again and again are a loop.'],
    react: ['Break the loop between proxies, or let the first one overwrite the header.'],
    likelyCauses: ['malformed-request', 'redirect-loop'],
  },
  {
    code: 464,
    name: 'Incompatible Protocol',
    source: 'AWS Elastic Load Balancing',
    means:
      'The protocol of the request does not fit the target group: HTTP/1.1 to one that takes only HTTP/2 or gRPC, or gRPC without POST.',
    look: ['request.httpVersion, Content-Type, and Server: awselb/2.0 with an empty body.'],
    react: ['Connect with HTTP/2 (by ALPN), or change the protocol version of the target group.'],
    likelyCauses: ['malformed-request', 'wrong-content-type'],
  },
  {
    code: 494,
    name: 'Request Header Too Large',
    source: 'nginx',
    means:
      'A header line or all of them exceed large_client_header_buffers. nginx logs 494 and, unless configured otherwise, answers 400.',
    look: ['The longest header; usually Cookie or a token.'],
    react: ['Shorten it, or raise the buffers on the server.'],
    likelyCauses: ['too-large'],
  },
  {
    code: 495,
    name: 'SSL Certificate Error',
    source: 'nginx',
    means:
      'The client certificate did not verify: expired, unknown issuer, wrong purpose. The client normally sees a 400 with a page that says so.',
    look: [
      'Which certificate the client sent, its dates and issuer; ssl_client_certificate and ssl_verify_depth on the server.',
    ],
    react: ['Use a certificate of the right CA. The request went no further than nginx.'],
    likelyCauses: ['invalid-credentials', 'expired-credentials'],
  },
  {
    code: 496,
    name: 'SSL Certificate Required',
    source: 'nginx',
    means: 'The server demands a client certificate, and none was sent; on the wire this too is a 400.',
    look: [
      'Whether the client has certificate and key configured for this host, and whether a proxy that ends TLS lost them.',
    ],
    react: ['Configure the client certificate and connect anew.'],
    likelyCauses: ['missing-credentials'],
  },
  {
    code: 497,
    name: 'HTTP Request Sent to HTTPS Port',
    source: 'nginx',
    means:
      'Plain HTTP reached a port on which nginx speaks TLS. The answer is a 400 with "The plain HTTP request was sent to HTTPS port".',
    look: ['Scheme and port of the URL; a gateway that ends TLS and connects in the clear to 443.'],
    react: ['Write https://. Servers can send the visitor there with error_page 497.'],
    likelyCauses: ['malformed-request'],
  },
  {
    code: 498,
    name: 'Invalid Token',
    source: 'Esri ArcGIS',
    means: 'The token is wrong or has expired. ArcGIS usually reports it inside a 200, as error.code in the JSON.',
    look: ['error.code and message in the body; the token’s expiry, and the referer or address it is bound to.'],
    react: ['Generate a new token, and repeat once.'],
    likelyCauses: ['expired-credentials', 'invalid-credentials'],
  },
  {
    code: 499,
    name: 'Client Closed Request',
    source: 'nginx; "Token Required" in Esri ArcGIS',
    means:
      'nginx writes it to its log when the client left before the answer, so you never receive it from nginx. As a real status it comes from ArcGIS (no token was sent), or from a gRPC gateway for CANCELLED.',
    look: ['The client’s time limit and the duration in the log.', 'The body: ArcGIS says "Token Required".'],
    react: ['Give the client more patience, or the server less work. For ArcGIS, send a token.'],
    likelyCauses: ['client-aborted', 'missing-credentials'],
  },
];
