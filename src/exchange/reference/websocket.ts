import type { CodeEntry } from './entry.ts';

/** Close codes of WebSocket (RFC 6455 §7.4 and IANA's registry). */
export const CLOSE_ENTRIES: readonly CodeEntry[] = [
  {
    code: 1000,
    name: 'Normal Closure',
    source: 'RFC 6455 §7.4.1',
    means: 'The conversation is over and everything was said.',
    look: ['Whether the reason text says more; some servers use 1000 for "signed out" too.'],
    react: ['Do not reconnect by yourself.'],
    likelyCauses: [],
  },
  {
    code: 1001,
    name: 'Going Away',
    source: 'RFC 6455 §7.4.1',
    means:
      'One side leaves: a server that shuts down, or a browser that goes to another page. Gateways use it for an idle limit.',
    look: ['Who sent it, and how long the connection had been quiet.'],
    react: ['Reconnect after a random pause; send pings more often than the idle limit.'],
    likelyCauses: ['client-aborted'],
  },
  {
    code: 1002,
    name: 'Protocol Error',
    source: 'RFC 6455 §7.4.1',
    means: 'A frame broke the protocol: a bad opcode, an unmasked frame from a client, a wrong continuation.',
    look: ['The last frames, and libraries or proxies that rewrite them (compression above all).'],
    react: ['Try without permessage-deflate. It is a bug in an implementation, so a reconnect only repeats it.'],
    likelyCauses: ['invalid-response'],
  },
  {
    code: 1003,
    name: 'Unsupported Data',
    source: 'RFC 6455 §7.4.1',
    means: 'A type of message that this endpoint does not take, such as binary where it wants text.',
    look: ['Opcode and content of your last message.'],
    react: ['Send the other type; in JavaScript, a string instead of a Blob, or the reverse.'],
    likelyCauses: ['wrong-content-type'],
  },
  {
    code: 1004,
    name: 'Reserved',
    source: 'RFC 6455 §7.4.1',
    means: 'Reserved, without a meaning.',
    look: ['Which library made it up.'],
    react: ['Treat it like 1002.'],
    likelyCauses: [],
  },
  {
    code: 1005,
    name: 'No Status Received',
    source: 'RFC 6455 §7.4.1',
    means: 'A close frame without a number came. It never travels: your own library puts it in for you.',
    look: ['The other side’s code, which calls close() without arguments.'],
    react: ['Take it for a normal end unless messages are missing.'],
    likelyCauses: [],
  },
  {
    code: 1006,
    name: 'Abnormal Closure',
    source: 'RFC 6455 §7.4.1',
    means:
      'The connection broke without a close frame, or never came about. Nobody sent this number; the local library reports it, and browsers say no more on purpose.',
    look: [
      'The handshake in the log first: anything but 101 is the real reason.',
      'Then the duration. A round number such as 60 s is the idle limit of a proxy; a random one is network or crash.',
    ],
    react: [
      'Reconnect with growing, random pauses, and resume from the last message that was confirmed. Ping every 20 to 30 s.',
    ],
    likelyCauses: ['connection-reset', 'connection-refused', 'missing-credentials', 'gateway-timeout'],
  },
  {
    code: 1007,
    name: 'Invalid Frame Payload Data',
    source: 'RFC 6455 §7.4.1',
    means: 'The content does not fit its type, most often a text message that is not UTF-8.',
    look: ['The bytes of the last message; texts cut in the middle of a character.'],
    react: ['Encode as UTF-8, or send it as binary.'],
    likelyCauses: ['malformed-body'],
  },
  {
    code: 1008,
    name: 'Policy Violation',
    source: 'RFC 6455 §7.4.1',
    means: 'Refused for a reason that has no number of its own: not authorised, too many messages, a wrong origin.',
    look: [
      'The reason text, and what was sent just before: the first message after opening is usually authentication.',
    ],
    react: ['Find the rule before you reconnect; an endless loop of reconnects gets the address banned.'],
    likelyCauses: ['invalid-credentials', 'rate-limited', 'insufficient-scope'],
  },
  {
    code: 1009,
    name: 'Message Too Big',
    source: 'RFC 6455 §7.4.1',
    means:
      'A message is larger than the receiver takes; AWS API Gateway stops at 128 kB, many libraries at 1 to 100 MB.',
    look: ['The size of the last message, and who closed: your own client may have a limit as well.'],
    react: ['Send in pieces, or raise maxPayload on the receiving side.'],
    likelyCauses: ['too-large'],
  },
  {
    code: 1010,
    name: 'Mandatory Extension',
    source: 'RFC 6455 §7.4.1',
    means: 'The client needed an extension that the server did not accept in the handshake. Only clients send it.',
    look: ['Sec-WebSocket-Extensions of both handshake messages.'],
    react: ['Do without the extension, or enable it on the server.'],
    likelyCauses: ['not-implemented'],
  },
  {
    code: 1011,
    name: 'Internal Error',
    source: 'RFC 6455 §7.4.1',
    means:
      'The server met something unexpected, the 500 of WebSocket. Some libraries send it too when a ping stays unanswered.',
    look: ['The server’s log; the reason text ("keepalive ping timeout" is about the network).'],
    react: ['Reconnect with pauses, and stop after several in a row.'],
    likelyCauses: ['unhandled-exception'],
  },
  {
    code: 1012,
    name: 'Service Restart',
    source: 'IANA WebSocket registry',
    means: 'The service restarts and invites you to come back.',
    look: ['Whether all your connections ended at the same time.'],
    react: ['Reconnect after a random pause of 5 to 30 s, so that not everybody arrives at once.'],
    likelyCauses: ['maintenance'],
  },
  {
    code: 1013,
    name: 'Try Again Later',
    source: 'IANA WebSocket registry',
    means: 'The server is overloaded and sends some clients away.',
    look: ['The reason text for a delay.'],
    react: ['Wait longer than after 1012, or use another server.'],
    likelyCauses: ['overloaded', 'rate-limited'],
  },
  {
    code: 1014,
    name: 'Bad Gateway',
    source: 'IANA WebSocket registry',
    means: 'A gateway got an invalid answer from the server behind it: 502 in a close frame.',
    look: ['The gateway’s log for the connection behind it.'],
    react: ['Reconnect with growing pauses.'],
    likelyCauses: ['bad-gateway'],
  },
  {
    code: 1015,
    name: 'TLS Handshake',
    source: 'RFC 6455 §7.4.1',
    means: 'The TLS handshake failed. It is reported locally and never sent; most browsers show 1006 instead.',
    look: ['The exchange of the same host in the log: certificate, name, trust in the proxy’s CA.'],
    react: ['Repair trust or certificate; a reconnect alone changes nothing.'],
    likelyCauses: ['tls-untrusted-certificate', 'client-rejects-proxy-ca', 'tls-handshake-failed'],
  },
  {
    code: 3000,
    name: 'Unauthorized',
    source: 'IANA WebSocket registry',
    means: 'The 401 of WebSocket: no valid credential.',
    look: ['Token in the URL, the cookie of the handshake, or the first message.'],
    react: ['Get a new token before you open the next connection.'],
    likelyCauses: ['missing-credentials', 'expired-credentials', 'invalid-credentials'],
  },
  {
    code: 3003,
    name: 'Forbidden',
    source: 'IANA WebSocket registry',
    means: 'The 403 of WebSocket: known, and not permitted.',
    look: ['The channel or topic that was subscribed to, and the rights of the token.'],
    react: ['Stay away until the rights have changed.'],
    likelyCauses: ['insufficient-scope', 'not-resource-owner'],
  },
  {
    code: 3008,
    name: 'Timeout',
    source: 'IANA WebSocket registry',
    means: 'The other side waited for something that did not come in time, such as authentication or a heartbeat.',
    look: ['What you should have sent within which time.'],
    react: ['Send it sooner, and reconnect.'],
    likelyCauses: ['request-timeout'],
  },
];

/** What is known of a close code without an entry of its own (RFC 6455 §7.4.2), or undefined outside 1000 to 4999. */
export function closeRange(code: number): string | undefined {
  if (code >= 1000 && code < 3000) return 'Reserved for the WebSocket protocol and its extensions; not assigned.';
  if (code >= 3000 && code < 4000) return 'For libraries and frameworks, registered at IANA; this one is not.';
  if (code >= 4000 && code < 5000) {
    return 'Private to the application: only its documentation, or the reason text of the close frame, can tell.';
  }
  return undefined;
}
