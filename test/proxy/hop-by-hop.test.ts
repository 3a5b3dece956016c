import { expect, test } from 'vitest';
import { endToEndHeaders } from '../../src/proxy/hop-by-hop.ts';

test('fields of the connection go, everything else stays as it was, order and case included', () => {
  expect(
    endToEndHeaders([
      'X-A',
      '1',
      'Connection',
      'keep-alive',
      'x-a',
      '2',
      'TE',
      'gzip',
      'Trailer',
      'X-Sum',
      'upgrade',
      'h2c',
    ]),
  ).toEqual(['X-A', '1', 'x-a', '2', 'Trailer', 'X-Sum']);
});

test('fields that Connection names go too, in any case', () => {
  expect(endToEndHeaders(['Connection', 'close, X-Private', 'x-private', '1', 'X-Public', '2'])).toEqual([
    'X-Public',
    '2',
  ]);
});

test('Connection cannot take away what the message needs', () => {
  const kept = ['Host', 'a.test', 'Content-Length', '3', 'TE', 'trailers', 'Transfer-Encoding', 'chunked'];
  expect(endToEndHeaders([...kept, 'Connection', 'host, content-length, te, transfer-encoding'])).toEqual(kept);
});

test('what is meant for the proxy stays here', () => {
  expect(endToEndHeaders(['Proxy-Authorization', 'Basic x', 'Proxy-Connection', 'keep-alive'])).toEqual([]);
});
