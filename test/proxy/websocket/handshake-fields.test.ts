import { expect, test } from 'vitest';
import type { RequestHead } from '../../../src/proxy/call.ts';
import type { Target } from '../../../src/proxy/target.ts';
import { handshakeFields, refusalFields } from '../../../src/proxy/websocket/handshake-fields.ts';

const TARGET: Target = {
  scheme: 'http',
  host: 'api.test',
  port: 8080,
  serverName: 'api.test',
  path: '/',
  url: 'http://api.test:8080/',
  hostField: null,
};

function asked(rawHeaders: readonly string[], target: Partial<Target> = {}): string[] {
  const head: RequestHead = {
    method: 'GET',
    target: '/',
    authority: undefined,
    httpVersion: '1.1',
    rawHeaders,
    framing: { kind: 'none' },
  };
  return handshakeFields(head, { ...TARGET, ...target });
}

test('Connection and Upgrade stay where the client put them', () => {
  const fields = [
    'Upgrade',
    'websocket',
    'Host',
    'api.test',
    'X-A',
    '1',
    'connection',
    'keep-alive, Upgrade',
    'X-B',
    '2',
  ];
  expect(asked(fields)).toEqual(fields);
});

test('what is meant for this connection only stays behind', () => {
  expect(
    asked([
      ...['Host', 'api.test', 'Proxy-Connection', 'keep-alive', 'X-Hop', '1'],
      ...['Connection', 'Upgrade, X-Hop', 'Keep-Alive', 'timeout=5', 'Upgrade', 'tcp'],
    ]),
  ).toEqual(['Host', 'api.test', 'Connection', 'Upgrade, X-Hop', 'Upgrade', 'tcp']);
});

test('a Host that the target demands takes the place of the one that was sent', () => {
  expect(asked(['X-A', '1', 'HOST', 'other.test', 'Upgrade', 'tcp'], { hostField: 'api.test' })).toEqual([
    ...['X-A', '1', 'HOST', 'api.test', 'Upgrade', 'tcp'],
  ]);
});

test('a Host that was not sent comes first, also where a value looks like its name', () => {
  expect(asked(['X-A', 'Host', 'Upgrade', 'tcp', 'X-B', 'host'])).toEqual([
    ...['Host', 'api.test:8080', 'X-A', 'Host', 'Upgrade', 'tcp', 'X-B', 'host'],
  ]);
});

test('a refusal keeps Upgrade, and leaves Connection to whoever passes it on', () => {
  expect(
    refusalFields({ rawHeaders: ['Connection', 'Upgrade, X-Hop', 'X-Hop', '1', 'UPGRADE', 'foo/2', 'Date', 'now'] }),
  ).toEqual(['UPGRADE', 'foo/2', 'Date', 'now']);
});
