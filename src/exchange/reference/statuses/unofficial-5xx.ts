import type { CodeEntry } from '../entry.ts';

export const UNOFFICIAL_SERVER_ERRORS: readonly CodeEntry[] = [
  {
    code: 509,
    name: 'Bandwidth Limit Exceeded',
    source: 'Apache bw/limited, cPanel',
    means: 'The hosting account has transferred as much as its plan allows, and the site is off until the next period.',
    look: ['The page of the host; whether everything on this domain answers so.'],
    react: ['Only the owner can end it, by upgrading or waiting. Stop calling for hours, not seconds.'],
    likelyCauses: ['quota-exhausted', 'rate-limited'],
  },
  {
    code: 520,
    name: 'Web Server Returned an Unknown Error',
    source: 'Cloudflare',
    means: 'The origin’s answer to Cloudflare was empty, unreadable, or broke off. The catch-all among the 52x.',
    look: [
      'The origin’s error log at this time: crashes, resets; response headers over 16 kB; a half-working HTTP/2.',
      'cf-ray, for a report.',
    ],
    react: ['Repeat reads with a pause. For writes the origin may have acted before it failed.'],
    likelyCauses: ['bad-gateway', 'unhandled-exception'],
  },
  {
    code: 521,
    name: 'Web Server Is Down',
    source: 'Cloudflare',
    means:
      'The origin refused Cloudflare’s connection: it is not running, does not listen on 443 as the TLS mode wants it, or its firewall rejects Cloudflare’s addresses.',
    look: ['Whether the origin answers directly; its firewall or fail2ban list.'],
    react: ['Nothing was delivered, so every method may be repeated later.'],
    likelyCauses: ['bad-gateway'],
  },
  {
    code: 522,
    name: 'Connection Timed Out',
    source: 'Cloudflare',
    means:
      'No TCP connection to the origin in time, or it did not acknowledge the request. Packets are dropped, mostly by a firewall or an overloaded host.',
    look: [
      'The origin’s address in DNS, allowlists for Cloudflare’s ranges, load.',
      'With Workers: a fetch to the own host name.',
    ],
    react: ['Repeat with growing pauses; the origin has most likely not seen the request.'],
    likelyCauses: ['bad-gateway', 'overloaded'],
  },
  {
    code: 523,
    name: 'Origin Is Unreachable',
    source: 'Cloudflare',
    means:
      'There is no route to the origin’s address. Usually the address in DNS is old, or a network between has a fault.',
    look: ['The A and AAAA records at Cloudflare against the present address of the origin.'],
    react: ['Correct the record. Until then repeats are harmless and hopeless.'],
    likelyCauses: ['bad-gateway'],
  },
  {
    code: 524,
    name: 'A Timeout Occurred',
    source: 'Cloudflare',
    means:
      'Connected and delivered, and the origin did not answer within about 100 to 120 s. The origin goes on working on it.',
    look: ['The duration; the origin’s log for the end of the work.'],
    react: ['Do not repeat a write unseen. Poll a job instead, or use a host name that is not proxied for long calls.'],
    likelyCauses: ['gateway-timeout'],
  },
  {
    code: 525,
    name: 'SSL Handshake Failed',
    source: 'Cloudflare',
    means:
      'Cloudflare and the origin could not agree on TLS: no certificate, no SNI, no common cipher, or 443 is closed.',
    look: ['openssl s_client against the origin with the right server name; its log at the times of failure.'],
    react: ['To be repaired at the origin; single failures while it restarts may be repeated.'],
    likelyCauses: ['bad-gateway', 'tls-handshake-failed'],
  },
  {
    code: 526,
    name: 'Invalid SSL Certificate',
    source: 'Cloudflare',
    means: 'In "Full (strict)" mode, the origin’s certificate is expired, self-signed, revoked or for another name.',
    look: ['Dates, issuer and names of the certificate on the origin itself, not of the one at the edge.'],
    react: ['Install a valid or a Cloudflare origin certificate. No repeat helps before that.'],
    likelyCauses: ['bad-gateway', 'tls-certificate-expired'],
  },
  {
    code: 527,
    name: 'Railgun Error',
    source: 'Cloudflare (retired)',
    means:
      'The connection between Cloudflare and the Railgun agent at the origin failed. Railgun was switched off in 2024, so the number should not appear any more.',
    look: ['cf-ray, and whether it is Cloudflare at all.'],
    react: ['Treat it as 502.'],
    likelyCauses: ['bad-gateway'],
  },
  {
    code: 529,
    name: 'Site Is Overloaded',
    source: 'Qualys SSL Labs, Anthropic and others',
    means: 'The service as a whole has no capacity at the moment. It is not your limit, which would be 429.',
    look: ['Retry-After, and the type in the body ("overloaded_error").', 'The status page.'],
    react: [
      'Back off exponentially with jitter and repeat; the call was not carried out. Lower the parallelism meanwhile.',
    ],
    likelyCauses: ['overloaded', 'rate-limited'],
  },
  {
    code: 530,
    name: 'Origin DNS Error',
    source: 'Cloudflare; "Site Frozen" at Pantheon',
    means:
      'A frame for Cloudflare’s 1xxx errors: the number in the page is the real one. 1016 says that the origin’s name does not resolve, 1033 that a tunnel is not connected.',
    look: ['The 1xxx number in the body, and cf-ray.'],
    react: ['Repair DNS or the tunnel. For a frozen Pantheon site, the owner has to wake it up.'],
    likelyCauses: ['bad-gateway', 'account-suspended'],
  },
  {
    code: 561,
    name: 'Unauthorized',
    source: 'AWS Elastic Load Balancing',
    means: 'The listener authenticates users itself, and the identity provider returned an error code.',
    look: ['error in the query of the callback (/oauth2/idpresponse), and client id, secret and scopes of the rule.'],
    react: ['Sign in anew with cleared cookies; if all users are affected, the rule or the provider’s app is wrong.'],
    likelyCauses: ['invalid-credentials', 'step-up-required'],
  },
  {
    code: 598,
    name: 'Network Read Timeout',
    source: 'some HTTP proxies',
    means: 'A convention of some proxies: connected, and then no data from the server in time.',
    look: ['Which proxy answered, and after how many seconds.'],
    react: ['As with 504: the request may have been processed, so look before you repeat a write.'],
    likelyCauses: ['gateway-timeout', 'response-timeout'],
  },
  {
    code: 599,
    name: 'Network Connect Timeout',
    source: 'some HTTP proxies; Tornado’s client',
    means:
      'No connection to the server in time. Tornado’s HTTP client reports each failure without a status as 599, so that there was perhaps no response at all.',
    look: ['Whether the number came over the wire or from the client library; then the underlying error.'],
    react: [
      'If no connection came about, a repeat is safe. With Tornado, read the exception for what really happened.',
    ],
    likelyCauses: ['gateway-timeout', 'connect-timeout'],
  },
  {
    code: 999,
    name: 'Request Denied',
    source: 'LinkedIn, Yahoo',
    means:
      'Outside every class on purpose: the site takes you for a scraper and refuses. By RFC 9110 it is no valid status, and strict clients fail to read it.',
    look: ['User-Agent, rate and the kind of network the call came from.'],
    react: ['Use the official API with a key. More requests make the block last longer.'],
    likelyCauses: ['blocked-by-firewall', 'rate-limited', 'invalid-response'],
  },
];
