import type { CodeEntry } from '../entry.ts';

export const INFORMATIONAL_STATUSES: readonly CodeEntry[] = [
  {
    code: 100,
    name: 'Continue',
    source: 'RFC 9110 §15.2.1',
    means:
      'The server has seen the headers, finds nothing to object to, and asks for the body. It comes only before a final status, usually because the client sent Expect: 100-continue.',
    look: [
      'See whether a final status follows. A call that ends here broke off while the body was sent.',
      'Expect in the request tells who asked: curl does so by itself for bodies over 1 MB (older versions over 1 kB).',
    ],
    react: [
      'Send the body now. Do not wait for ever: a server that does not know Expect stays silent, and one second is the usual patience.',
    ],
    likelyCauses: [],
  },
  {
    code: 101,
    name: 'Switching Protocols',
    source: 'RFC 9110 §15.2.2',
    means:
      'The connection stops being HTTP/1.1 here and goes on with the protocol in Upgrade, in practice WebSocket. Everything after it belongs to that protocol.',
    look: [
      'Upgrade and Connection of both messages must agree, and Sec-WebSocket-Accept must fit Sec-WebSocket-Key.',
      'Sec-WebSocket-Protocol shows the subprotocol that was chosen; none, although the client offered some, makes browsers close.',
      'What went wrong afterwards is in the close code: try "httpwhy explain ws 1006".',
    ],
    react: ['Leave the connection to the new protocol; it cannot return to the pool of the HTTP client.'],
    likelyCauses: [],
  },
  {
    code: 102,
    name: 'Processing',
    source: 'RFC 2518 §10.1 (WebDAV)',
    means:
      'A sign of life: the server has the whole request and is still at work. WebDAV dropped it again in RFC 4918, yet the number stays registered and some servers send it.',
    look: ['The final status is what counts; several of these before it show a slow operation, not a failed one.'],
    react: ['Start the idle timer anew with each one, and keep an overall deadline.'],
    likelyCauses: [],
  },
  {
    code: 103,
    name: 'Early Hints',
    source: 'RFC 8297',
    means:
      'Headers in advance, mostly Link with rel="preload", so that a browser can begin to load styles and scripts while the page is still being made.',
    look: ['Compare Link here with that of the final answer; hints are promises and may turn out wrong.'],
    react: ['An API client may ignore it, and must not take it for the answer; very old libraries did.'],
    likelyCauses: [],
  },
  {
    code: 104,
    name: 'Upload Resumption Supported',
    source: 'IANA, temporary: draft-ietf-httpbis-resumable-upload',
    means:
      'The server tells early that this upload can be resumed, and where: Location is the address to ask for the offset if the connection breaks. The registration was made for a draft and may change with it.',
    look: ['Read Location and Upload-Offset, and the version of the draft that both sides speak.'],
    react: ['Remember Location. After an interruption ask it with HEAD for the offset, and send the rest with PATCH.'],
    likelyCauses: [],
  },
];
