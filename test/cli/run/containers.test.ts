import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { containerOptions } from '../../../src/cli/run/containers.ts';
import { dockerRun } from '../../../src/cli/run/docker-command.ts';

const files = {
  caFile: '/d/ca.pem',
  bundleFile: '/d/ca-bundle.pem',
  wgetrcFile: '/d/wgetrc',
  preloadFile: '/lib/preload.cjs',
  pythonFolder: '/d/clients/python',
  rubyFolder: '/d/clients/ruby',
  phpFolder: '/d/clients/php',
};

const options = (network: 'bridge' | 'host', javaTrustFile: string | null = null) =>
  containerOptions({ files, javaTrustFile, proxyUrl: 'http://172.17.0.1:4000', bypass: ['db'] }, network);

describe('the options of a container', () => {
  test('give it the proxy under the name of this machine, and the files that variables name', () => {
    const given = options('bridge');
    expect(given[0]).toBe('--add-host=host.docker.internal:host-gateway');
    for (const value of [
      '/d/ca-bundle.pem:/httpwhy/ca-bundle.pem:ro',
      '/lib:/httpwhy/node:ro',
      'HTTPS_PROXY=http://host.docker.internal:4000',
      'SSL_CERT_FILE=/httpwhy/ca-bundle.pem',
      'NODE_OPTIONS=--require /httpwhy/node/preload.cjs',
      'NO_PROXY=db',
    ]) {
      expect(given).toContain(value);
    }
  });

  test('never give it the key of the CA, nor the capture', () => {
    const mounted = options('bridge', '/d/clients/java/t.p12').filter((_, index, all) => all[index - 1] === '-v');
    const allowed = [...Object.values(files), dirname(files.preloadFile), '/d/clients/java/t.p12'];
    for (const mount of mounted) expect(allowed).toContain(mount.split(':')[0]);
    for (const mount of mounted) expect(mount).toMatch(/:ro$/);
  });

  test('on the network of the host name the proxy as all do there', () => {
    const given = options('host');
    expect(given).toContain('HTTPS_PROXY=http://172.17.0.1:4000');
    expect(given.join(' ')).not.toContain('host.docker.internal');
  });

  test('have Java settings only with a trust store', () => {
    expect(options('bridge').join(' ')).not.toContain('JAVA_TOOL_OPTIONS');
    expect(options('bridge', '/t.p12').join(' ')).toContain('-Djavax.net.ssl.trustStore=/httpwhy/trust.p12');
  });
});

describe('what docker was asked for', () => {
  test.each([
    [['run', '--rm', 'alpine'], 1, 'bridge'],
    [['create', 'alpine'], 1, 'bridge'],
    [['container', 'run', 'alpine'], 2, 'bridge'],
    [['-H', 'run', '--tls', '--context=x', 'run', 'alpine'], 5, 'bridge'],
    [['run', '--network=host', 'alpine'], 1, 'host'],
    [['run', '--net', 'host', 'alpine'], 1, 'host'],
    [['run', '--network', 'mine', 'alpine'], 1, 'bridge'],
  ] as const)('%j starts a container', (args, place, network) => {
    expect(dockerRun(args)).toEqual({ place, network });
  });

  test.each([[['ps']], [['exec', 'x', 'run']], [['compose', 'run', 'web']], [['build', '.']], [[]], [['--host']]])(
    '%j does not',
    (args) => {
      expect(dockerRun(args)).toBeUndefined();
    },
  );
});
