import type { CauseEntries } from '../entry.ts';

export const PERMISSION: CauseEntries<'permission'> = {
  'insufficient-scope': {
    title: 'Known, and not allowed to do this',
    means:
      'The server knows the caller and refuses the action: the token lacks a scope, the user a role, the key a permission. With a 403 that says nothing more, this is a guess, and the likeliest one.',
    commonCauses: [
      'A scope that was not asked for at sign-in, or was added to the app after the user had consented.',
      'A read-only or restricted key used for a write.',
      'A role that is granted on another project, folder or organisation than the one addressed.',
      'A service account that is missing one of the permissions behind an innocent-looking call.',
    ],
    debug: [
      'Read scope in WWW-Authenticate, or headers such as X-Accepted-OAuth-Scopes beside X-OAuth-Scopes.',
      'Decode the token and compare scope, scp, roles or permissions with what the message asks for.',
      'Try a simple read with the same credential: if that fails too, the credential is at fault rather than the scope.',
    ],
    handle: [
      'Do not repeat, and do not sign the user out: the identity was accepted.',
      'Ask for the one missing scope (incremental consent), or tell an administrator exactly which permission to grant.',
      'A token carries the scopes of its birth; after a grant, fetch a new one.',
    ],
    related: ['not-resource-owner', 'feature-not-enabled', 'hidden-by-auth'],
    example: 'the scope orders:write is missing: the Bearer credential does not allow POST /v1/orders',
  },
  'not-resource-owner': {
    title: 'It belongs to someone else',
    means:
      'The caller may do such things in general, but not to this object: it is owned by another user, account, team or tenant. Changing scopes does not help; another identity or another id does.',
    commonCauses: [
      'An id taken from a fixture, a colleague’s account or another environment.',
      'A multi-tenant call without, or with the wrong, tenant or account header.',
      'An app installed in one workspace that addresses another.',
      'A probe for broken access control, which this server withstood.',
    ],
    debug: [
      'Find out as whom you call ("/me", "whoami") and who owns the id.',
      'Check headers and parameters that select the account on behalf of which you act.',
      'Look at a list call with the same credential: is the id in it.',
    ],
    handle: [
      'Use ids that the same credential has listed or created.',
      'Show it as "no access", and offer to switch account; a repeat gives the same answer.',
    ],
    related: ['insufficient-scope', 'hidden-by-auth', 'resource-not-found'],
    example: 'doc_812 belongs to another account: DELETE /v1/documents/doc_812',
  },
  'ip-not-allowed': {
    title: 'Not from this address or place',
    means:
      'The caller’s network address is what is refused: it is not on an allowlist, is on a blocklist, or lies in a country that is not served. The same request passes from elsewhere.',
    commonCauses: [
      'An allowlist that names the office and not the build server, or IPv4 and not IPv6.',
      'An outbound address that changed: a new NAT gateway, a serverless function without a fixed one.',
      'A database or admin API that is closed to the internet by default.',
      'A VPN or proxy exit in another country.',
    ],
    debug: [
      'Look for the address in the error; many services print the one they saw.',
      'Ask from the same machine what address the world sees, for IPv4 and IPv6.',
      'Compare with a run on another network to be sure that it is the address.',
    ],
    handle: [
      'Give the workload a fixed exit address and have that one allowed; do not open the list to everyone.',
      'Report address and rule instead of repeating.',
    ],
    related: ['blocked-by-firewall', 'legal-block', 'insufficient-scope'],
    example: '203.0.113.24 is not on the allowlist: POST /v1/payouts on api.example.com',
  },
  'csrf-failed': {
    title: 'CSRF token missing or wrong',
    means:
      'The server protects cookie sessions against forged requests and did not find the token it expects, or the Origin or Referer did not fit. It concerns calls that are authenticated by cookie; an API with tokens in headers needs no such check.',
    commonCauses: [
      'A script that logs in by form and then posts without the token from the page.',
      'The token is in a cookie and was not copied into the header (X-CSRF-Token, X-XSRF-TOKEN, X-CSRFToken).',
      'The session changed at sign-in, and the token of the old one is still used.',
      'HTTPS requests without a Referer, which Django refuses, or an origin that is not listed as trusted.',
    ],
    debug: [
      'Look which cookie holds the token, and whether a header of the expected name repeats it.',
      'Compare the session cookie of the page that issued the token with that of the failing call.',
      'Check Origin and Referer against the host of the request.',
    ],
    handle: [
      'Fetch a fresh token with the same cookie jar, send it along, and repeat once.',
      'For programs, use the API’s token authentication instead of the web session.',
    ],
    related: ['missing-credentials', 'cors-rejected', 'expired-credentials'],
    example: 'the CSRF token is missing: POST /profile carries a session cookie and no X-CSRFToken',
  },
  'cors-rejected': {
    title: 'The browser’s origin is not allowed',
    means:
      'The answer does not permit the page’s origin, method or headers, so the browser hides it from the script. Only browsers enforce this; the same call from curl or a server works, which is why it puzzles.',
    commonCauses: [
      'The origin is not configured, or differs in scheme, port or "www".',
      'The preflight (OPTIONS) is answered 401, 404 or 405, because authentication or routing comes before the CORS handler.',
      'Access-Control-Allow-Origin: * together with credentials, which browsers refuse.',
      'A custom header or Content-Type that Access-Control-Allow-Headers does not list.',
      'An error page from a gateway, which has no CORS headers, so that a plain 502 looks like a CORS problem.',
    ],
    debug: [
      'Put Origin and Access-Control-Request-* of the request beside Access-Control-Allow-* of the response.',
      'Check whether the preflight was answered with 2xx: only then does the real call follow.',
      'If the answer is an error anyway, solve that first.',
    ],
    handle: [
      'This is repaired on the server or its gateway: answer OPTIONS without authentication, reflect allowed origins, add Vary: Origin.',
      'In development a proxy on the page’s own origin avoids the question; mode: "no-cors" does not, it only hides the answer.',
      'After a refused preflight the call itself was never sent. Without a preflight it was, and only the answer is hidden, so look before you repeat a write.',
    ],
    related: ['csrf-failed', 'method-not-allowed', 'insufficient-scope'],
    example: 'the preflight does not allow the header x-trace-id for https://app.example.com',
  },
  'blocked-by-firewall': {
    title: 'Stopped by a firewall or bot protection',
    means:
      'Not the API but something in front of it refused: a web application firewall, a CDN rule, bot detection, or a filter on the local network. The body is usually HTML with a reference number, and the API’s own log knows nothing of the call.',
    commonCauses: [
      'A missing or banned User-Agent, such as the default of a library.',
      'Content that looks like an attack: SQL or HTML in a field, "../" in a path, a long run of encoded characters.',
      'Too many calls from a data-centre address.',
      'A challenge that needs a browser with JavaScript.',
    ],
    debug: [
      'Find who answered: Server, Via, cf-ray, x-amzn-waf, x-iinfo, or the name in the page.',
      'Note the reference or ray id; the owner of the firewall finds the rule by it.',
      'Halve the body or drop headers until it passes, to learn what the rule dislikes.',
    ],
    handle: [
      'Send an honest User-Agent with a contact, keep to the API host, and slow down.',
      'Ask the owner for an exception; trying to look like a browser is a race that you lose.',
      'Do not repeat at once: repeated blocks lengthen the ban.',
    ],
    related: ['ip-not-allowed', 'rate-limited', 'insufficient-scope'],
    example: 'blocked by Cloudflare (error 1020, ray 8a1f…): POST /v1/comments',
  },
  'feature-not-enabled': {
    title: 'Not switched on for this account',
    means:
      'The action exists and the caller is known, but the account, project or plan does not include it: an API that must be enabled, a product without a subscription, a beta without an invitation.',
    commonCauses: [
      'A cloud project in which the API was never enabled.',
      'A free plan, or a trial that has ended.',
      'A regional or gradual release that has not reached this account.',
      'A key of another project than the one where the feature was bought.',
    ],
    debug: [
      'Read the message for an activation link; cloud providers put the exact URL there.',
      'Check which project or account the credential resolves to.',
      'Compare the plan’s list of features with the endpoint.',
    ],
    handle: [
      'Enable it, wait a few minutes where the provider says that it takes time, then repeat.',
      'Degrade without the feature, and tell an administrator which switch it is.',
    ],
    related: ['payment-required', 'insufficient-scope', 'quota-exhausted'],
    example: 'the Maps API is not enabled in project shop-dev: GET /maps/v1/geocode',
  },
  'account-suspended': {
    title: 'The account is switched off',
    means:
      'Account, project, user or key owner is disabled, locked, suspended or not verified yet. The credential may be correct; nobody may act with it at present.',
    commonCauses: [
      'Unpaid invoices, or a limit on spending that closes the account.',
      'A lock after too many failed sign-ins.',
      'A breach of terms, or a leaked key that the provider has disabled.',
      'An e-mail address or business that was never verified.',
    ],
    debug: [
      'Read which of them is meant: user, key, project or organisation.',
      'Sign in to the console as the owner; the reason and the way back are shown there.',
      'See from when on in the history all calls with this credential failed.',
    ],
    handle: [
      'Stop all jobs of this account: going on can prolong a lock.',
      'Notify a person. This is solved in a mailbox or with support, not in code.',
    ],
    related: ['payment-required', 'invalid-credentials', 'insufficient-scope'],
    example: 'the account acct_19 is suspended for unpaid invoices: POST /v1/messages',
  },
  'payment-required': {
    title: 'Money is the reason',
    means:
      'The server names a card, balance, credit or bill: a charge was declined, prepaid credit is used up, or the plan must be paid first. 402 is the status made for it, and never got a definition of its own, so read the body.',
    commonCauses: [
      'A card that the issuing bank declines (insufficient funds, expired, suspected fraud).',
      'Prepaid credit at zero, as with model and messaging APIs.',
      'An invoice past due.',
      'A test card on a live account, or the reverse.',
    ],
    debug: [
      'Read code and decline_code: they separate "try another card" from "call the bank".',
      'See who has to pay: your end customer (their card) or you (your account with the provider).',
      'Check balance and spending limit in the console.',
    ],
    handle: [
      'Show the customer a declined card and let them choose another; never repeat a decline in a loop, since card networks charge fees for that.',
      'For your own balance, raise an alarm well before zero, and stop the queue at zero.',
      'Use an idempotency key for every charge, so that a repeat after a fix cannot charge twice.',
    ],
    related: ['feature-not-enabled', 'account-suspended', 'quota-exhausted'],
    example: 'the card was declined for insufficient funds (card_declined): POST /v1/charges',
  },
  'legal-block': {
    title: 'Withheld for legal reasons',
    means:
      '451 says that the content exists and is withheld because somebody with legal power demanded it: a court, a takedown notice, a sanction list, a privacy law. Often it holds in some countries only.',
    commonCauses: [
      'A takedown notice against a repository, file or page.',
      'A web site that does not serve visitors from the European Union, or from embargoed countries.',
      'An access provider that has to block a host.',
    ],
    debug: [
      'Read Link with rel="blocked-by": it names who implements the block (RFC 7725).',
      'Look in the body for the authority, the legal basis and the territory.',
      'Ask from another network whether it is the place or the content.',
    ],
    handle: [
      'Treat it as final for this user, and say that it is legal and not technical.',
      'Caching the answer is allowed by default; getting around it is a decision for lawyers.',
    ],
    related: ['ip-not-allowed', 'blocked-by-firewall', 'gone'],
    example: 'withheld after a takedown notice: GET /repos/acme/leak',
  },
};
