import { describe, expect, test } from 'vitest';
import { framingOf, readRequestHead } from '../../../src/proxy/http2/request-head.ts';

const PSEUDO = [':method', 'GET', ':scheme', 'https', ':authority', 'a.test', ':path', '/p?q'];

describe('the head of a request', () => {
  test('is told without pseudo-header fields', () => {
    expect(readRequestHead([...PSEUDO, 'b', '1', 'a', '2'], true, 1000)).toEqual({
      head: {
        method: 'GET',
        target: '/p?q',
        authority: 'a.test',
        httpVersion: '2.0',
        rawHeaders: ['b', '1', 'a', '2'],
        framing: { kind: 'none' },
      },
      problem: undefined,
    });
  });

  test('has its authority from Host where :authority is not there', () => {
    expect(readRequestHead([':method', 'GET', ':path', '/', 'host', 'b.test'], true, 1000).head.authority).toBe(
      'b.test',
    );
    expect(readRequestHead([':method', 'GET', ':path', '/'], true, 1000).head.authority).toBeUndefined();
  });

  test('of CONNECT has the authority for its target', () => {
    expect(readRequestHead([':method', 'CONNECT', ':authority', 'a.test:443'], false, 1000).head.target).toBe(
      'a.test:443',
    );
  });

  test('is refused where it is larger than allowed', () => {
    const fields = ['x-a', 'v'.repeat(100)];
    expect(readRequestHead(fields, true, 106).problem?.transport).toEqual({
      phase: 'request',
      code: 'ERR_PROXY_LIMIT',
      message: 'the request headers are larger than 106 bytes',
    });
    expect(readRequestHead(fields, true, 107).problem).toBeUndefined();
  });

  test('is refused where Host and :authority name two servers', () => {
    expect(readRequestHead([...PSEUDO, 'host', 'b.test'], true, 1000).problem?.transport).toEqual({
      phase: 'request',
      code: 'ERR_PROXY_BAD_REQUEST',
      message: 'the Host field differs from :authority',
    });
    expect(readRequestHead([...PSEUDO, 'host', 'A.test'], true, 1000).problem).toBeUndefined();
  });
});

test.each([
  ['5', { kind: 'length', bytes: 5 }],
  ['0', { kind: 'length', bytes: 0 }],
  [undefined, { kind: 'chunked' }],
  ['-1', { kind: 'chunked' }],
  ['1e3', { kind: 'chunked' }],
  ['9'.repeat(20), { kind: 'chunked' }],
])('a body with content-length %s is framed as %o', (contentLength, framing) => {
  expect(framingOf(contentLength)).toEqual(framing);
});
