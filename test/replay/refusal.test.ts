import { expect, test } from 'vitest';
import { whyNotReplayable } from '../../src/replay/refusal.ts';
import { exchange, textBody } from '../support/exchanges.ts';

test.each([
  ['a GET', exchange()],
  [
    'a POST with its whole body',
    exchange({ request: { method: 'POST', headers: [['Content-Length', '2']], body: textBody('hi') } }),
  ],
  ['a call that failed', exchange({ response: null, error: { phase: 'connect', code: 'ECONNREFUSED', message: '' } })],
  [
    'a call that its client gave up while it waited',
    exchange({ response: null, error: { phase: 'response', code: 'ERR_CLIENT_ABORTED', message: '' } }),
  ],
  [
    'a request that asks for HTTP/2 on the way',
    exchange({
      request: {
        headers: [
          ['Connection', 'Upgrade, HTTP2-Settings'],
          ['Upgrade', 'h2c'],
        ],
      },
    }),
  ],
  [
    'a stream that is still pending, its request sent',
    exchange({ durationMs: null, timing: { connectedMs: 1, requestSentMs: 1, responseStartMs: 2 } }),
  ],
])('%s can be sent again', (_name, given) => {
  expect(whyNotReplayable(given)).toBe(undefined);
});

test.each([
  [
    'a body that was recorded in part',
    exchange({ request: { method: 'POST', body: { bytes: Buffer.from('begin'), totalBytes: 25_000_000 } } }),
    'only 5 B of its 25 MB of body were recorded; record it again with a larger --max-body',
  ],
  [
    'a body that was announced and did not come whole',
    exchange({ request: { method: 'PUT', headers: [['content-length', '1000']], body: textBody('{"a":') } }),
    'its client sent only 5 B of the 1.0 kB of body that it announced',
  ],
  [
    'a body in chunks that broke off',
    exchange({
      request: { method: 'PUT', headers: [['Transfer-Encoding', 'chunked']], body: textBody('{"a":') },
      error: { phase: 'request', code: 'ERR_CLIENT_ABORTED', message: '' },
    }),
    'its client broke off before the end of the body',
  ],
  [
    'a WebSocket',
    exchange({ response: { status: 101 } }),
    'it became a WebSocket or another protocol, whose messages answer each other; only requests are sent again',
  ],
  [
    'a refused handshake of a WebSocket',
    exchange({
      request: {
        headers: [
          ['connection', 'Upgrade'],
          ['upgrade', 'websocket'],
        ],
      },
      response: { status: 403 },
    }),
    'it asked for a WebSocket or another protocol, whose messages answer each other; only requests are sent again',
  ],
  [
    'a refused handshake of a WebSocket over HTTP/2',
    exchange({ request: { method: 'CONNECT', headers: [[':protocol', 'websocket']] }, response: { status: 403 } }),
    'it asked for a WebSocket or another protocol, whose messages answer each other; only requests are sent again',
  ],
  ['a tunnel', exchange({ request: { method: 'CONNECT' } }), 'what passed in this connection was not read'],
  [
    'an import of a file',
    exchange({ request: { url: 'file:///etc/passwd' } }),
    'its address is no URL of http or https',
  ],
  ['a method with a line break', exchange({ request: { method: 'GET\r\nX:' } }), 'its method is none that HTTP allows'],
  ['an upload under way', exchange({ durationMs: null }), 'its request is still being sent'],
])('%s is refused with the reason', (_name, given, reason) => {
  expect(whyNotReplayable(given)).toBe(reason);
});

test('a body that redaction made shorter is no body that broke off', () => {
  const body = textBody('{"password":"<password-k3f9x, 12+ characters>"}');
  const request = { method: 'POST', headers: [['Content-Length', '90']] as const, body };
  expect(whyNotReplayable(exchange({ request }))).toBe(undefined);
});
