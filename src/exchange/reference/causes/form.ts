import type { CauseEntries } from '../entry.ts';

export const FORM: CauseEntries<'form'> = {
  'malformed-json': {
    title: 'The body is not valid JSON',
    means:
      'The request announces JSON and its bytes cannot be parsed. httpwhy parses the body itself: line, column and culprit in the summary are facts about the request, whatever the server says.',
    commonCauses: [
      'A comma after the last element, single quotes, or comments.',
      'A value that JSON does not have: undefined, NaN, True, None.',
      'A raw line feed or an unescaped quote inside a string, from text pasted into a template.',
      'A body cut off in the middle, or an empty one.',
      'Form data or a shell’s broken quoting under Content-Type: application/json.',
    ],
    debug: [
      'Go to the line and column of the summary; the caret stands at the first byte that cannot be right, and the mistake is there or just before.',
      'If the body starts with "a=b", the client sent a form; if it is a quoted string of JSON, it was encoded twice.',
      'Compare Content-Length with the size of the body when the end is missing.',
    ],
    handle: [
      'Build JSON with a serialiser; never with string templates.',
      'Without a change of the body no repeat can succeed.',
    ],
    related: ['wrong-content-type', 'malformed-body', 'invalid-type'],
    example: 'line 5, column 1 of the request body: a comma before the closing "}"',
  },
  'malformed-body': {
    title: 'A body that cannot be parsed, or none',
    means:
      'The body is broken in a format other than JSON (a form, XML, multipart, a GraphQL document, protobuf), or there is none where one is needed. The server did not get as far as looking at fields.',
    commonCauses: [
      'multipart/form-data with a hand-set Content-Type that lacks the boundary.',
      'XML with an unescaped "&", a wrong encoding declaration or an unclosed element.',
      'A GraphQL query with a syntax error, or without the "query" member.',
      'A stream that had already been read, so that an empty body went out.',
      'Protobuf of another message type or schema version.',
    ],
    debug: [
      'Look at the recorded bytes, not at the object in the program.',
      'For multipart, compare the boundary in the header with the one in the body.',
      'If there is no body, look at the client: GET with a body, a consumed stream, or a redirect that dropped it.',
    ],
    handle: [
      'Let the HTTP library set Content-Type for forms; do not set it by hand.',
      'When a request is repeated, make sure that its body can be read a second time.',
    ],
    related: ['malformed-json', 'wrong-content-type', 'missing-field'],
    example: 'multipart without a boundary in Content-Type: POST /v1/files',
  },
  'wrong-content-type': {
    title: 'The Content-Type does not fit',
    means:
      'The header says something that the body is not, or that the server does not take, or it is missing. The server chooses its parser by this header, so that a perfect JSON body under text/plain may as well be noise.',
    commonCauses: [
      'A library default: fetch sends text/plain for a string, curl -d sends a form.',
      'A form sent where JSON is wanted, or JSON where a token endpoint wants a form.',
      'A missing vendor type such as application/vnd.api+json or application/json-patch+json.',
      'A charset or parameter that a strict server refuses.',
    ],
    debug: [
      'Put Content-Type beside the first bytes of the body.',
      'Read Accept, Accept-Post or Accept-Patch of the response: they list what is taken.',
      'Compare with the documentation’s curl example, header by header.',
    ],
    handle: [
      'Set the header explicitly where the body is made, in the same function.',
      'Correct it and repeat; a 415 means that nothing was processed.',
    ],
    related: ['malformed-json', 'malformed-body', 'not-acceptable'],
    example: 'a JSON body under application/x-www-form-urlencoded: POST /v1/orders',
  },
  'not-acceptable': {
    title: 'The wanted format is not offered',
    means:
      'The Accept headers of the request (type, language, encoding) leave nothing that the server could send. Most servers ignore a preference they cannot meet; this one refuses.',
    commonCauses: [
      'A missing or wrong vendor type with a version in it.',
      'Accept: application/xml on an API that has only JSON.',
      'A download endpoint that produces CSV or PDF, called with Accept: application/json.',
      'A library that sets a narrow default.',
    ],
    debug: [
      'Read all Accept-* headers; the language or encoding may be the reason.',
      'Look in the body for a list of what is available.',
      'Repeat with Accept: */* and see which Content-Type comes.',
    ],
    handle: [
      'Ask for what you can parse, and put */*;q=0.1 behind it where anything will do.',
      'Treat it as a configuration error, not as one to be repeated.',
    ],
    related: ['wrong-content-type', 'unsupported-api-version', 'unexpected-html'],
    example: 'Accept: application/xml cannot be satisfied: GET /v1/orders on api.example.com',
  },
  'malformed-request': {
    title: 'The request breaks the rules before its content matters',
    means:
      'Something in the request line, query, headers or framing is not as the protocol or the server’s parser wants it. This is about form: a query expression that does not parse, a bad escape, a missing Host or length, a condition or protocol upgrade that is demanded.',
    commonCauses: [
      'A raw space, "[", "{" or a lone "%" in the URL.',
      'A filter or search expression with a syntax error ("$filter=name eq", an unclosed quote).',
      'Plain HTTP sent to a TLS port.',
      'A chunked body where the server insists on Content-Length (411), an Expect it will not meet (417), or no If-Match where one is demanded (428).',
      'A connection reused for a host that its server does not serve (421).',
    ],
    debug: [
      'Read who answered: a bare page of nginx or the load balancer means that the application never saw the call.',
      'Decode the URL and look for what should have been escaped, and for double escapes such as %2520.',
      'Check Host, Content-Length and Transfer-Encoding as they went over the wire.',
    ],
    handle: [
      'Let a URL library encode each part, and let the HTTP library do framing.',
      'Only 421 is worth an automatic repeat, on a fresh connection; the others need a correction.',
    ],
    related: ['too-large', 'invalid-value', 'unspecified'],
    example: 'the query expression does not parse at "eq" (position 12): GET /Products?$filter=…',
  },
  'too-large': {
    title: 'Over a size limit',
    means:
      'The body, URL, headers, or the number of items or tokens in the body exceed what the server or a gateway in front of it takes. The limit that bites is the smallest on the way, and often not the API’s own.',
    commonCauses: [
      'The 1 MB default of nginx, the 6 or 10 MB of serverless gateways, the 100 kB of a JSON body parser.',
      'Cookies and tokens that have grown: 431, or a plain 400 from nginx, is reached at about 8 kB.',
      'A long list of ids in a query string.',
      'A batch with more items, or a prompt with more tokens, than allowed.',
    ],
    debug: [
      'See which part is large: the evidence names size and place.',
      'Find out who refused, by Server and by the form of the page: gateway or application.',
      'For headers, sort them by length; usually one cookie or token stands out.',
    ],
    handle: [
      'Split the batch, upload in parts or to a pre-signed URL, compress where the API allows it, move ids from the query into a POST body.',
      'A smaller request may be sent at once. Wait for Retry-After only where a 413 carries it.',
      'Use Expect: 100-continue for large uploads, so that a refusal comes before the bytes.',
    ],
    related: ['malformed-request', 'quota-exhausted', 'server-storage'],
    example: '12.4 MB of multipart/form-data is too large for POST /v1/files (limit 10 MB)',
  },
  unspecified: {
    title: 'Refused, and nothing tells why',
    means:
      'The status blames the request, and neither the answer nor the recorded bytes nor the history give a reason. httpwhy says so instead of inventing one; it is always a guess.',
    commonCauses: [
      'An API that answers a bare 400 for every kind of bad input.',
      'A gateway that replaces the real error body by its own page.',
      'A 409 without a word: a duplicate, a newer version or a state.',
      'Details that the server only logs, for safety.',
    ],
    debug: [
      'Compare with the last successful call of the same route: what differs in headers, query and body is the first suspect.',
      'Ask again with Accept: application/json, since some servers explain only then.',
      'Take the request apart: leave out optional fields until the answer changes.',
      'Give the request id from the response headers to the server’s people.',
    ],
    handle: [
      'Do not repeat blindly, and log request id and body size so that it can be found later.',
      'If you own the server, return problem details (RFC 9457) that name the field.',
    ],
    related: ['invalid-value', 'missing-field', 'malformed-request'],
    example: 'refused without a reason; its application/json body may be at fault: POST /v1/imports',
  },
  'range-not-satisfiable': {
    title: 'The range lies outside the resource',
    means:
      'A Range request asked for bytes that do not exist. The answer gives the true size in Content-Range, as "bytes */SIZE"; often the client has everything already.',
    commonCauses: [
      'A download that is complete already and asks to continue from its very end.',
      'A file that was replaced by a shorter one between two pieces.',
      'An empty file.',
      'A start after the end, or an offset computed from a wrong total.',
    ],
    debug: [
      'Compare the first byte of Range with the size in Content-Range; equal means finished.',
      'Compare the ETag of earlier pieces with that of now.',
      'Look for a stale length in the program’s own records.',
    ],
    handle: [
      'If the offset equals the size, call the download done.',
      'If the file has shrunk or changed, start again from zero without Range.',
    ],
    related: ['partial-content', 'truncated-response', 'invalid-value'],
    example: 'bytes=146515- lies outside the 146515 bytes of /files/manual.pdf',
  },
};
