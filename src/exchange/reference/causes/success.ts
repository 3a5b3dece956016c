import type { CauseEntries } from '../entry.ts';

export const SUCCESS: CauseEntries<'success'> = {
  'error-in-success': {
    title: 'A good status, and a body that reports a failure',
    means:
      'The transport succeeded and the operation did not. GraphQL, JSON-RPC, SOAP over some stacks, batch endpoints and many home-grown APIs answer 200 and put the outcome into the body; gRPC puts it into the trailers. Code that looks only at the status takes the failure for a result.',
    commonCauses: [
      'GraphQL: "errors" beside a "data" that is null or has holes.',
      'An envelope such as {"ok": false}, {"success": false} or {"code": 40013, "data": null}.',
      'A 207 or bulk answer in which some items failed.',
      'A gRPC call that ended with a grpc-status other than 0 under HTTP 200.',
    ],
    debug: [
      'Read "inner" in the annotation: it names what the body reports, in the same vocabulary.',
      'Find the part that failed: errors[].path in GraphQL, the index in a batch, the Multi-Status href in WebDAV.',
      'Check whether a part was carried out all the same, since a batch is often not atomic.',
    ],
    handle: [
      'Decide on the body in one place, next to the HTTP call, and turn a reported failure into the same error type as a bad status.',
      'Whether to repeat follows from what is inside; repeat only the items that failed.',
      'Do not let caches keep such answers: with 200 they are cacheable like any success.',
    ],
    related: ['unexpected-html', 'unhandled-exception', 'invalid-value'],
    example: 'GraphQL reports a failure in "order.customer": not authorized to read customer',
  },
  'unexpected-html': {
    title: 'HTML where data was asked for',
    means:
      'The call was answered 2xx with a web page although JSON or another data format was wanted. Something other than the API answered. In the program this usually shows up as "Unexpected token <" at position 0.',
    commonCauses: [
      'A wrong path that falls through to the index.html of a single-page application.',
      'A sign-in page under 200, after redirects that the client followed without a word.',
      'The base URL points to the web site instead of the API host.',
      'A captive portal, parking page or security product in between.',
    ],
    debug: [
      'Read the <title> in the body: it usually says whose page it is.',
      'Compare request.url with the documentation, the "/api" prefix above all.',
      'Look at the exchanges just before: a 302 to a login page explains the page that follows.',
    ],
    handle: [
      'Check Content-Type before parsing, and raise an error that quotes URL and title rather than the parser’s complaint.',
      'Send Accept: application/json; many frameworks then answer with a proper 401 or 404.',
      'Correct URL or credential, and send it again; what answered this time was not the API.',
    ],
    related: ['redirect-to-login', 'wrong-url', 'network-authentication'],
    example: 'HTML ("Sign in – Example") instead of JSON: GET /api/v1/me on app.example.com',
  },
  'created-without-location': {
    title: 'Created, but nobody says what',
    means:
      'A POST was answered 201, yet neither a Location header nor the body tells the address or the id of what was made. Without Location, the created resource is by definition the one of the request’s own URL (RFC 9110 §15.3.2), which for a POST to a collection is hardly meant.',
    commonCauses: [
      'The handler returns the status and forgets the header.',
      'A gateway or framework strips Location, or rewrites it away.',
      'The API creates asynchronously and should have said 202.',
    ],
    debug: [
      'Look through the response headers for the id under another name (X-Resource-Id, Content-Location, Link).',
      'List the collection afterwards and find the newest item by a value of your own.',
    ],
    handle: [
      'Choose the id on the client where the API allows it (PUT, or an external reference), so that you need no answer to find the resource.',
      'Do not send the POST again in order to get an id: it creates a second one.',
    ],
    related: ['body-on-no-content', 'error-in-success', 'already-exists'],
    example: 'no Location and an empty body: what POST /v1/carts created cannot be found',
  },
  'body-on-no-content': {
    title: 'A body where none may be',
    means:
      '204 and 205 have no content by definition. Either the server announced one all the same, which breaks framing on a kept-alive connection, or the client tried to parse the emptiness, which fails with "Unexpected end of JSON input".',
    commonCauses: [
      'Client code that calls response.json() after every 2xx.',
      'A server that sets 204 and still serialises its result.',
      'Middleware that adds Content-Length or a default body to each answer.',
    ],
    debug: [
      'See what is announced: Content-Length above 0 or Transfer-Encoding beside 204 is the server’s fault.',
      'If neither is there, look at the caller: which line reads the body.',
      'Watch the next exchange on the same connection: stray bytes of this one can spoil it.',
    ],
    handle: [
      'Return early on 204, 205 and 304, and on an empty body in general, before any parser sees it.',
      'The operation itself succeeded, so there is nothing to send again.',
    ],
    related: ['created-without-location', 'invalid-response', 'truncated-response'],
    example: '204 with Content-Length: 17: a body that no client may read',
  },
  'partial-content': {
    title: 'Only a part was returned',
    means:
      '206 answers a Range request with a slice; Content-Range says which bytes of how many. It is a full success for a client that asked for it, and a trap for one that takes the slice for the whole.',
    commonCauses: [
      'A video player, PDF viewer or download manager that reads in pieces.',
      'A resumed download.',
      'A library or CDN that adds Range by itself.',
    ],
    debug: [
      'Put Range of the request beside Content-Range of the response: "bytes 0-1023/146515".',
      'Compare ETag or Last-Modified across the pieces; different ones must not be joined.',
      'For multipart/byteranges, read each part’s own Content-Range.',
    ],
    handle: [
      'Send If-Range with the ETag when you continue, so that a changed file arrives whole instead of as a mixture.',
      'Count what you have against the total before you call the file complete.',
    ],
    related: ['range-not-satisfiable', 'truncated-response', 'not-modified'],
    example: 'bytes 0-1023 of 146515 returned: GET /files/manual.pdf',
  },
  'deprecated-endpoint': {
    title: 'It works, and will not for long',
    means:
      'The server marks the endpoint, version or parameter as on its way out: a Deprecation header (RFC 9745), a Sunset date (RFC 8594), a Warning with code 299 or a header of the provider’s own. Nothing failed today.',
    commonCauses: [
      'An API version pinned years ago.',
      'An SDK that was never updated and still calls the old path.',
      'A field or parameter that has a successor.',
    ],
    debug: [
      'Read Sunset: it is the date after which the URL may stop answering.',
      'Follow Link with rel="deprecation", "sunset" or "successor-version" to the announcement.',
      'Count in the capture which routes carry the mark, and from which client they come.',
    ],
    handle: [
      'Log the header once per route and raise it like a compiler warning; nobody reads successful responses.',
      'Plan the move before the Sunset date, and test against the successor while both answer.',
    ],
    related: ['unsupported-api-version', 'gone', 'moved-permanently'],
    example: 'GET /v1/charges ends on 2027-03-31 (Sunset); its successor is /v2/charges',
  },
};
