import type { CodeEntry } from '../entry.ts';

export const STATUSES_410_TO_418: readonly CodeEntry[] = [
  {
    code: 410,
    name: 'Gone',
    source: 'RFC 9110 §15.5.11',
    means: 'A 404 with knowledge: there was something, it was removed on purpose, and links to it should go.',
    look: [
      'Whether the resource, an endpoint or only a cursor or subscription is meant.',
      'Link or the text for a successor.',
    ],
    react: ['Remove the reference. With a sync token, begin a full sync; with a push subscription, delete it.'],
    likelyCauses: ['gone', 'unsupported-api-version'],
  },
  {
    code: 411,
    name: 'Length Required',
    source: 'RFC 9110 §15.5.12',
    means:
      'The server wants Content-Length and got a chunked or unlabelled body. HTTP/1.0 backends and some CDNs insist.',
    look: ['Transfer-Encoding: chunked in the request; an empty POST without Content-Length: 0.'],
    react: ['Send with a known length: buffer the stream, or use a file whose size is known.'],
    likelyCauses: ['malformed-request'],
  },
  {
    code: 412,
    name: 'Precondition Failed',
    source: 'RFC 9110 §15.5.13',
    means:
      'A condition that you sent (If-Match, If-Unmodified-Since, If-None-Match: *) was false, so that the write was not done. With If-None-Match: * it means that the thing exists already.',
    look: ['The If-* header, and the current ETag in the answer or from a fresh GET.'],
    react: ['Read, merge, write again with the new ETag. To drop the condition is to overwrite somebody’s work.'],
    likelyCauses: ['version-conflict', 'already-exists'],
  },
  {
    code: 413,
    name: 'Content Too Large',
    source: 'RFC 9110 §15.5.14',
    means:
      'The body exceeds what the server, or more often a gateway in front of it, is willing to take. Older names are "Payload Too Large" and "Request Entity Too Large".',
    look: [
      'Content-Length, and Server: nginx stops at 1 MB by default, API gateways at 6 or 10 MB.',
      'Retry-After, which marks the refusal as temporary.',
    ],
    react: ['Split, compress, upload in parts or straight to storage. Repeating the same size is of no use.'],
    likelyCauses: ['too-large', 'server-storage'],
  },
  {
    code: 414,
    name: 'URI Too Long',
    source: 'RFC 9110 §15.5.15',
    means: 'The request line is longer than the server reads; about 8000 characters pass nearly everywhere.',
    look: ['The length of the query; a redirect loop that appends "next=" each time; a POST form sent as GET.'],
    react: ['Move parameters into a POST body, or ask in several calls. It is cacheable, like 404.'],
    likelyCauses: ['too-large', 'redirect-loop'],
  },
  {
    code: 415,
    name: 'Unsupported Media Type',
    source: 'RFC 9110 §15.5.16',
    means: 'The server does not take a body of this Content-Type, or of this Content-Encoding, at this URL.',
    look: [
      'Content-Type and Content-Encoding of the request.',
      'Accept, Accept-Post, Accept-Patch or Accept-Encoding of the response.',
    ],
    react: ['Set the right header, or convert the body; then the call may be sent again.'],
    likelyCauses: ['wrong-content-type'],
  },
  {
    code: 416,
    name: 'Range Not Satisfiable',
    source: 'RFC 9110 §15.5.17',
    means: 'No byte of the requested range exists. Content-Range: bytes */N gives the true size N.',
    look: ['The start of Range against N; equal means that the download is already whole.'],
    react: ['Finish, or start anew from zero if the file has changed.'],
    likelyCauses: ['range-not-satisfiable'],
  },
  {
    code: 417,
    name: 'Expectation Failed',
    source: 'RFC 9110 §15.5.18',
    means: 'The server, or a proxy on the way, does not meet Expect: 100-continue.',
    look: ['Expect in the request; curl and older .NET clients add it for larger bodies.'],
    react: ['Repeat at once without Expect; nothing has been processed.'],
    likelyCauses: ['malformed-request'],
  },
  {
    code: 418,
    name: '(Unused)',
    source: 'RFC 9110 §15.5.19',
    means:
      '"I’m a teapot", from an April Fools’ RFC (2324), now reserved so that nobody gives it a serious meaning. Some services use it to send bots away.',
    look: ['Whether it is a joke endpoint or a bot filter: User-Agent, rate, and the page.'],
    react: [
      'Do not insist. Binance, for one, answers so to an address that went on after 429, and bans it for minutes to days.',
    ],
    likelyCauses: ['blocked-by-firewall', 'rate-limited'],
  },
];
