import type { CauseEntries } from '../entry.ts';

export const ADDRESS: CauseEntries<'address'> = {
  'wrong-url': {
    title: 'No such route',
    means:
      'The server has nothing under this path at all, whatever the id: the path, its prefix or version, or the host is wrong. It is a mistake in the program, where a missing resource is a matter of data.',
    commonCauses: [
      'A base URL that already contains "/v1", and code that adds it again, or nobody does.',
      'A slash too many or too few: "//orders", "orders/" against "orders".',
      'Singular against plural, or a different case, in a path that is case-sensitive.',
      'A service that is not deployed in this environment, behind a gateway that answers for it.',
    ],
    debug: [
      'Read the answer’s form: the framework’s own "Cannot GET /x" or an nginx page means that no handler was reached.',
      'Compare the path, segment by segment, with the nearest one in the capture that worked.',
      'Try the parent path and the host alone, to see how far the route exists.',
    ],
    handle: [
      'Do not repeat. Build URLs in one place with a URL library, not by gluing strings.',
      'Treat a 404 without the API’s error format as a wrong address, not as "does not exist": code that then creates the thing hides the bug.',
    ],
    related: ['resource-not-found', 'placeholder-in-url', 'unsupported-api-version'],
    example: 'no such route: GET /v1/v1/orders on api.example.com',
  },
  'placeholder-in-url': {
    title: 'A variable was not filled in',
    means:
      'The URL contains what a program writes when it has no value: undefined, null, NaN, [object Object], {id}, :id, or an empty segment where an id belongs. Whatever the server answered, the request was not the one that was meant.',
    commonCauses: [
      'An object used where its id was meant, or a field that has another name (id, _id, uuid).',
      'A path template from the documentation that was never replaced.',
      'A call made before the data it needs has arrived.',
      'A failed create, whose missing id went into the next URL.',
    ],
    debug: [
      'Find the segment in request.url, and the variable it comes from.',
      'Look one call back: the answer from which the value should have come often lacks it.',
      'Check the query too; "page=NaN" is the same mistake.',
    ],
    handle: [
      'Throw before sending when a path parameter is empty or not a string or number.',
      'Encode each parameter with encodeURIComponent or the like; it also makes [object Object] easy to search for.',
      'Get the value first, then call again. If a PUT or DELETE with a placeholder was answered 2xx, see what it hit.',
    ],
    related: ['wrong-url', 'resource-not-found', 'missing-field'],
    example: '"undefined" stands where an id belongs: GET /v1/users/undefined/orders',
  },
  'resource-not-found': {
    title: 'The thing that the URL names is not there',
    means:
      'The route is known and the object is not: it never existed, was deleted, lives in another environment or account, or is not visible to this caller. Many servers answer the same for "not yours" so as not to give away what exists.',
    commonCauses: [
      'An id of another environment, tenant or type (a customer id in an order’s place).',
      'The object was deleted, by another process or a test’s clean-up.',
      'A read right after a write on a store that is consistent only eventually.',
      'The create before it failed, and nobody looked.',
    ],
    debug: [
      'Look in the history for the exchange that created the id, and whether it succeeded.',
      'Compare prefix and shape of the id with others of the same route.',
      'Ask with the credential of an administrator or owner, to tell "missing" from "hidden".',
    ],
    handle: [
      'Take a 404 with the API’s own error format as a normal outcome of a read, and as success of a DELETE.',
      'Repeat only right after your own create, a few times within seconds.',
    ],
    related: ['wrong-url', 'hidden-by-auth', 'gone'],
    example: 'no ord_9999 here: No such order (GET /v1/orders/ord_9999)',
  },
  'hidden-by-auth': {
    title: 'Not found, because not allowed to know',
    means:
      'The server answers 404 in place of 401 or 403: the same resource answers with credentials, or with other ones. It is done on purpose, so that strangers cannot find out what exists.',
    commonCauses: [
      'A private repository, document or bucket asked for without a token, or with one that lacks access.',
      'A token without the scope, on an API that hides rather than refuses.',
      'A session that expired, so that the caller is anonymous again.',
      'The right user in the wrong organisation.',
    ],
    debug: [
      'See in the history which credential got 2xx from the same URL; the annotation names the exchange.',
      'Compare Authorization and cookies of both calls.',
      'Test the credential on something it surely may see ("/user", "/me").',
    ],
    handle: [
      'On a 404 for something that you know exists, check authentication before you conclude that it was deleted.',
      'Never delete local data because of such a 404.',
      'Repeat once with the right credential; if it is still a 404, believe it.',
    ],
    related: ['missing-credentials', 'insufficient-scope', 'resource-not-found'],
    example: 'hidden without a credential; the same URL answered 200 with one in #12',
  },
  gone: {
    title: 'It existed, and is gone for good',
    means:
      'The server remembers the resource and says that it will not come back: it was deleted, its retention is over, or a cursor, delta or continuation token has run out. Unlike a 404, this is a statement.',
    commonCauses: [
      'A subscription of a browser for push messages that the user has revoked.',
      'A sync or page token that was kept for too long.',
      'A shared link that was withdrawn.',
      'An endpoint that was shut down after its sunset.',
    ],
    debug: [
      'Read whether the resource or only your token is gone; the body usually tells.',
      'For cursors, compare their age with the documented lifetime.',
      'Look for Link with rel="successor-version" when a whole endpoint is gone.',
    ],
    handle: [
      'Delete your reference and stop asking.',
      'For an expired cursor, start a full sync from the beginning, and store the new token.',
    ],
    related: ['resource-not-found', 'unsupported-api-version', 'deprecated-endpoint'],
    example: 'the sync token has expired, a full sync is needed: GET /calendars/primary/events',
  },
  'method-not-allowed': {
    title: 'The path exists, this method on it does not',
    means:
      'The route is right and the verb is not. Allow in the response lists what works here; the standard demands it, and not every server obeys.',
    commonCauses: [
      'POST to a single item, or PUT to a collection.',
      'PUT where the API updates with PATCH, or the reverse.',
      'A redirect on the way that turned a POST into a GET.',
      'A POST to a static file host or the wrong service behind a gateway.',
    ],
    debug: [
      'Compare the method with Allow.',
      'Look at the exchange before: was this call once another method that was redirected.',
      'Read Server: static hosts and object stores refuse everything but GET and HEAD.',
    ],
    handle: [
      'Correct method or path in the code; no repeat will differ.',
      'If a network blocks PUT and DELETE, some APIs accept POST with X-HTTP-Method-Override.',
    ],
    related: ['wrong-url', 'redirect-changes-method', 'not-implemented'],
    example: 'takes GET, POST; DELETE is not allowed: /v1/orders',
  },
  'unsupported-api-version': {
    title: 'This version is unknown or retired',
    means:
      'The version asked for, in a header, a parameter or the path, is not served: too old and switched off, too new for this host, or misspelt. It also covers an endpoint that was removed with its version.',
    commonCauses: [
      'A dated version header (2019-05-01) past its end of support.',
      'A preview feature called without its preview version or flag.',
      'An SDK newer than the server, as with self-hosted products.',
      'A version written in the wrong form ("1" against "v1", a date without zeros).',
    ],
    debug: [
      'Find where the version is sent: path, query (api-version), header, or the media type in Accept.',
      'Read the answer for the list of supported versions; many servers give it.',
      'Compare the SDK’s version with that of the server.',
    ],
    handle: [
      'Pin one version explicitly, and move it by decision and not by default.',
      'Fail with the supported versions in the message; another attempt needs another version.',
    ],
    related: ['deprecated-endpoint', 'gone', 'not-acceptable'],
    example: 'the API version 2019-05-01 is not supported any more; 2024-10-01 and newer are: GET /resources',
  },
};
