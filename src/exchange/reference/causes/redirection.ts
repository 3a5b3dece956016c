import type { CauseEntries } from '../entry.ts';

export const REDIRECTION: CauseEntries<'redirection'> = {
  'moved-permanently': {
    title: 'The URL has a permanent successor',
    means:
      '301 and 308 say that the resource lives elsewhere for good and that links should be changed. Each call that still goes to the old place pays an extra round trip, and may lose its method, body or Authorization on the way.',
    commonCauses: [
      'http:// instead of https://, or the bare domain instead of "www".',
      'A missing or surplus slash at the end of the path.',
      'A repository, tenant or user that was renamed.',
      'A base URL from old documentation.',
    ],
    debug: [
      'Put request.url beside Location and find the one thing that differs: scheme, host, slash, version.',
      'Watch what the client did next. Most turn a POST into a GET after 301; 308 forbids it.',
      'If the host changed, see whether the client dropped Authorization, as curl, browsers and most libraries do.',
    ],
    handle: [
      'Change the configured URL to the target; do not let production depend on following.',
      'Follow automatically for GET and HEAD only, with a limit of hops, and log the first one.',
    ],
    related: ['redirect-changes-method', 'redirect-loop', 'temporary-redirect'],
    example: 'moved to https://api.example.com/v1/orders/ (a slash at the end is missing)',
  },
  'temporary-redirect': {
    title: 'Go there this time',
    means:
      '302, 303 and 307 send the client elsewhere for this one request, and the original URL stays the right one. 303 means "fetch the result with GET", 307 "the same request again, over there"; 302 is read in both ways.',
    commonCauses: [
      'A download that is handed to a signed storage URL.',
      'The answer to a form (POST, redirect, GET).',
      'Load spread over regions, or a host that is being moved.',
    ],
    debug: [
      'Read Location; a relative one is resolved against the request’s URL.',
      'See in the next exchange whether method, body and credentials arrived as they should.',
      'If nothing follows, the client does not follow redirects, or not across hosts.',
    ],
    handle: [
      'Keep calling the original URL; never store the target of a 302, least of all a signed one that expires.',
      'Send no Authorization to another host than the one it was issued for.',
    ],
    related: ['moved-permanently', 'redirect-to-login', 'redirect-changes-method'],
    example: 'this time at storage.example.net/exports/42.csv (302): GET /v1/exports/42/file',
  },
  'not-modified': {
    title: 'The client’s copy is still good',
    means:
      '304 answers a conditional request: the validator that the client sent (If-None-Match or If-Modified-Since) still fits, so no body is sent. It is the cache at work, not a problem.',
    commonCauses: [
      'A browser, HTTP library or CDN that revalidates what it has.',
      'A poller that sends the ETag of its last answer, as it should.',
      'Code that copies conditional headers from a recorded call without having a cache.',
    ],
    debug: [
      'Compare If-None-Match of the request with ETag of the response.',
      'If the program complains about an empty body, see who added the condition: often a library’s cache that was cleared.',
      'If the data should have changed, ask whether the server computes its ETag from everything that matters.',
    ],
    handle: [
      'Use the stored body, and update its headers with those of the 304.',
      'Without a stored copy, send the request again without the conditional headers.',
    ],
    related: ['version-conflict', 'partial-content', 'body-on-no-content'],
    example: 'unchanged since the copy with ETag "33a64df5": GET /v1/catalog',
  },
  'redirect-to-login': {
    title: 'Sent to a sign-in page',
    means:
      'The server takes the caller for a person with a browser who is not signed in, and redirects to a login form. For a program this is a 401 in disguise; if it follows, it gets 200 and a page of HTML.',
    commonCauses: [
      'The session cookie is missing, has expired, or was not sent because of SameSite, domain or path.',
      'A token in a header that this route does not look at, because it belongs to the web interface and not to the API.',
      'A single sign-on gateway or identity-aware proxy in front of everything.',
    ],
    debug: [
      'Read Location: the sign-in host tells which system wants to see a credential.',
      'Check Cookie and Authorization of the request against a call that worked.',
      'Compare the path with those of the API: what lies under /app is often guarded differently from /api.',
    ],
    handle: [
      'Switch automatic following off for API calls, and treat a redirect to a login as "not authenticated".',
      'Send Accept: application/json and, for some frameworks, X-Requested-With: XMLHttpRequest, which turns the redirect into a 401.',
      'Renew the session once, then repeat; a second redirect means that the credential is wrong.',
    ],
    related: ['missing-credentials', 'expired-credentials', 'unexpected-html'],
    example: 'not signed in: GET /api/reports is sent to login.example.com/oauth2/authorize',
  },
  'redirect-loop': {
    title: 'Redirects that lead back to themselves',
    means:
      'The same URLs keep answering with redirects to each other, and no number of steps will reach a page. The client stops at its own limit and reports "too many redirects".',
    commonCauses: [
      'TLS ends at the load balancer, the app sees http:// and redirects to https:// for ever, because X-Forwarded-Proto is not trusted.',
      'One layer adds a slash or "www" and another takes it away.',
      'A login that sets a cookie which the client does not keep, and redirects until it sees it.',
      'A CDN in "flexible" mode that speaks plain HTTP to an origin which insists on HTTPS.',
    ],
    debug: [
      'Lay the URLs of the chain side by side; the loop is nearly always a pair.',
      'Compare what changes per step: scheme, host, slash, or only a cookie.',
      'Call the origin directly, without CDN or proxy, and see which layer sends the second redirect.',
    ],
    handle: [
      'Keep the limit on hops and report the whole chain; a longer limit cures nothing.',
      'Keep cookies between the hops if the site relies on them (a cookie jar, curl -L -b "").',
    ],
    related: ['moved-permanently', 'redirect-to-login', 'temporary-redirect'],
    example: 'http://shop.example.com/ and https://shop.example.com/ redirect to each other (4 times)',
  },
  'redirect-changes-method': {
    title: 'A redirect turned the request into a GET',
    means:
      'A POST, PUT or DELETE was answered with 301 or 302, and the client repeated it as GET without its body. RFC 9110 allows that for POST, for historical reasons. The server then sees a harmless read, and answers 200, 404 or 405 to a question that was never asked.',
    commonCauses: [
      'http:// in the URL of a POST: the upgrade to https:// eats the body.',
      'A missing slash at the end, as Django, Rails and many routers want it.',
      'A host that was renamed and redirects with 301 where 308 was needed.',
    ],
    debug: [
      'Look at the exchange before this one: its status and Location are the cause.',
      'Compare both URLs, and correct the first so that no redirect is needed.',
      'Check that the expected effect is really missing.',
    ],
    handle: [
      'Call the final URL directly; that is the whole fix on the client.',
      'Forbid redirects for anything but GET and HEAD, so that this fails loudly.',
      'On the server answer 307 or 308, which keep method and body.',
      'Then send the original call again: the server that redirected has, in all likelihood, not acted on it.',
    ],
    related: ['moved-permanently', 'temporary-redirect', 'method-not-allowed'],
    example: 'the POST of #41 became this GET: 301 from /v1/orders to /v1/orders/',
  },
};
