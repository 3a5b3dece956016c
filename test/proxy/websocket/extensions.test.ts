import { expect, test } from 'vitest';
import { agreedExtensions } from '../../../src/proxy/websocket/extensions.ts';

function agreed(...values: string[]) {
  return agreedExtensions(['Upgrade', 'websocket', ...values.flatMap((value) => ['Sec-WebSocket-Extensions', value])]);
}

test('without the field nothing is agreed on', () => {
  expect(agreed()).toEqual({ deflate: null, hasOthers: false });
  expect(agreed('')).toEqual({ deflate: null, hasOthers: false });
});

test('permessage-deflate keeps its context unless the server says otherwise, for each side', () => {
  const both = { client: true, server: true };
  expect(agreed('permessage-deflate')).toEqual({ deflate: { keepsContext: both }, hasOthers: false });
  expect(agreed('Permessage-Deflate; client_max_window_bits="10"; server_max_window_bits=9').deflate).toEqual({
    keepsContext: both,
  });
  expect(agreed('permessage-deflate ;server_no_context_takeover').deflate?.keepsContext).toEqual({
    client: true,
    server: false,
  });
  expect(agreed('permessage-deflate; CLIENT_no_context_takeover; server_no_context_takeover').deflate).toEqual({
    keepsContext: { client: false, server: false },
  });
});

test('any other extension is noticed, on the same line or another', () => {
  expect(agreed('x-webkit-deflate-frame')).toEqual({ deflate: null, hasOthers: true });
  expect(agreed('permessage-deflate, foo; bar=1').hasOthers).toBe(true);
  expect(agreed('permessage-deflate', 'foo').hasOthers).toBe(true);
  expect(agreed('permessage-deflate', 'permessage-deflate').hasOthers).toBe(true);
});
