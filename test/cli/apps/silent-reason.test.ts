import { expect, test } from 'vitest';
import { type SilentProgram, silentReason } from '../../../src/cli/apps/silent-reason.ts';

const PROXY = 'http://127.0.0.1:40000';
const GIVEN = {
  HTTPS_PROXY: PROXY,
  https_proxy: PROXY,
  NO_PROXY: '',
  NODE_OPTIONS: '--require /x/preload.cjs',
  PYTHONPATH: '/data/clients/python',
  JAVA_TOOL_OPTIONS: '-Dhttps.proxyHost=127.0.0.1',
};

function reasonOf(executable: string, changes: Partial<SilentProgram> & { env?: Record<string, string> } = {}) {
  const { env = {}, ...rest } = changes;
  const environment = new Map(Object.entries({ ...GIVEN, ...env }));
  return silentReason(
    { executable, argv: [executable], environment, isGo: false, isLoopback: false, protocol: 'tcp', ...rest },
    PROXY,
  );
}

test.each([
  [
    'without the variables',
    reasonOf('/bin/x', { env: { HTTPS_PROXY: '', https_proxy: '' } }),
    /started without the proxy variables/,
    true,
  ],
  ['another proxy', reasonOf('/bin/x', { env: { https_proxy: 'http://corp:3128' } }), /set to another proxy/, true],
  ['NO_PROXY', reasonOf('/bin/x', { env: { NO_PROXY: '*.corp' } }), /NO_PROXY was set/, false],
  [
    'NODE_OPTIONS',
    reasonOf('/bin/node', { env: { NODE_OPTIONS: '--max-old-space-size=100' } }),
    /NODE_OPTIONS was overwritten/,
    true,
  ],
  ['own connections', reasonOf('/bin/node'), /opens its connections by itself/, false],
  ['PYTHONPATH', reasonOf('/bin/python3.12', { env: { PYTHONPATH: '/src' } }), /PYTHONPATH was overwritten/, true],
  ['python -I', reasonOf('/bin/python3', { argv: ['python3', '-I', 'x.py'] }), /-I or -E/, true],
  ['trust_env', reasonOf('/bin/python3'), /trust_env=False/, false],
  [
    'JAVA_TOOL_OPTIONS',
    reasonOf('/bin/java', { env: { JAVA_TOOL_OPTIONS: '-Xmx1g' } }),
    /JAVA_TOOL_OPTIONS was overwritten/,
    true,
  ],
  ['Java client', reasonOf('/bin/java'), /without the system properties/, false],
  ['Go to localhost', reasonOf('/bin/x', { isGo: true, isLoopback: true }), /Go never sends calls to localhost/, true],
  ['Go transport', reasonOf('/bin/x', { isGo: true }), /no Proxy function/, false],
  ['QUIC', reasonOf('/bin/x', { protocol: 'udp' }), /HTTP\/3 over UDP/, true],
  ['no HTTP at all', reasonOf('/usr/bin/psql'), /does not speak HTTP/, false],
  ['anything else', reasonOf('/bin/x'), /ignores the proxy variables/, false],
  ['nothing to be seen', reasonOf('/bin/x', { environment: new Map() }), /ignores the proxy variables/, false],
] as const)('%s', (_name, { reason, isSure }, expected, sure) => {
  expect(reason).toMatch(expected);
  expect(isSure).toBe(sure);
});

test('a slash at the end makes no other proxy', () => {
  expect(reasonOf('/bin/x', { env: { https_proxy: `${PROXY}/` } }).reason).toBe('it ignores the proxy variables');
});
