import type { CodeEntry } from '../entry.ts';

export const REDIRECTION_STATUSES: readonly CodeEntry[] = [
  {
    code: 300,
    name: 'Multiple Choices',
    source: 'RFC 9110 §15.4.1',
    means:
      'There are several forms of this resource, and the client is to choose. Rare in APIs; object stores with several regions and old content negotiation use it.',
    look: ['Location for the server’s own preference, and Link or the body for the list.'],
    react: ['Choose one and ask for it directly from then on. Automatic clients follow Location if there is one.'],
    likelyCauses: ['temporary-redirect'],
  },
  {
    code: 301,
    name: 'Moved Permanently',
    source: 'RFC 9110 §15.4.2',
    means:
      'The resource has a new address for good. Browsers remember it without an end date, so a mistaken 301 haunts them; most clients turn a POST into GET on the way.',
    look: [
      'What differs between URL and Location: https, host, slash at the end, version.',
      'The next exchange: did method, body and Authorization survive.',
    ],
    react: ['Change the URL in the configuration. Follow only for GET and HEAD.'],
    likelyCauses: ['moved-permanently', 'redirect-changes-method', 'redirect-loop'],
  },
  {
    code: 302,
    name: 'Found',
    source: 'RFC 9110 §15.4.3',
    means:
      'Elsewhere for now. By old custom, clients switch from POST to GET here, which the standard tolerates; 303 and 307 exist to say which is meant.',
    look: [
      'Whether Location is a sign-in page: then this is a refused call, not a move.',
      'Set-Cookie beside it; without a cookie jar such chains turn in circles.',
    ],
    react: ['Keep the original URL. In API clients, do not follow to another host with credentials.'],
    likelyCauses: ['redirect-to-login', 'temporary-redirect', 'redirect-changes-method'],
  },
  {
    code: 303,
    name: 'See Other',
    source: 'RFC 9110 §15.4.4',
    means:
      'The request was carried out, and its result, or a status page, is fetched from Location with GET. The change of method is intended.',
    look: ['Location, which after a POST names the result or the job.'],
    react: ['GET the target. The POST itself is finished and must not be sent again.'],
    likelyCauses: ['temporary-redirect', 'redirect-to-login'],
  },
  {
    code: 304,
    name: 'Not Modified',
    source: 'RFC 9110 §15.4.5',
    means:
      'The condition in the request still holds, so your copy is current and no body follows. A 304 without a condition in the request is an error of the server or of a cache between.',
    look: ['If-None-Match and If-Modified-Since against ETag and Last-Modified.', 'Age and Via, if a cache answered.'],
    react: ['Serve the stored copy. Some APIs, GitHub’s among them, do not count it against the rate limit.'],
    likelyCauses: ['not-modified'],
  },
  {
    code: 305,
    name: 'Use Proxy',
    source: 'RFC 9110 §15.4.6 (deprecated)',
    means: 'Once: ask again through the proxy in Location. Withdrawn, since any server could have diverted traffic.',
    look: ['Who sent it; old proxies and appliances are the only ones left.'],
    react: ['Do not obey. Set the proxy by configuration, if one is needed.'],
    likelyCauses: ['unspecified'],
  },
  {
    code: 306,
    name: '(Unused)',
    source: 'RFC 9110 §15.4.7',
    means: 'Reserved. It meant "Switch Proxy" in a draft of the nineties and was never part of a standard.',
    look: ['Server and Via: whoever sends this invented it.'],
    react: ['Treat it as 300, the general case of its class.'],
    likelyCauses: ['unspecified'],
  },
  {
    code: 307,
    name: 'Temporary Redirect',
    source: 'RFC 9110 §15.4.8',
    means:
      'The same request, with the same method and body, once more at Location; only this time. A browser also invents one ("Internal Redirect") when HSTS turns http into https.',
    look: [
      'Whether the body could be sent a second time; a consumed stream cannot.',
      'Whether Authorization went along to the new host, and should have.',
    ],
    react: [
      'Follow it with the method unchanged. For a non-idempotent request to another host, let the caller decide.',
    ],
    likelyCauses: ['temporary-redirect', 'redirect-to-login'],
  },
  {
    code: 308,
    name: 'Permanent Redirect',
    source: 'RFC 9110 §15.4.9',
    means:
      'Moved for good, and method and body must be kept: the 301 for APIs. Google’s resumable uploads use the number with another meaning ("Resume Incomplete"), without Location.',
    look: ['Location; if it is missing and Range is there, it is an upload that waits for its next piece.'],
    react: ['Change the URL. In a resumable upload, go on after the last byte in Range.'],
    likelyCauses: ['moved-permanently', 'redirect-loop'],
  },
];
