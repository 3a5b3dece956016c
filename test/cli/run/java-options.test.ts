import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { javaOptions } from '../../../src/cli/run/java-options.ts';

const options = (before?: string, trustFile = '/data/trust.p12', bypass: readonly string[] = []) =>
  javaOptions(before, 'http://127.0.0.1:8080', trustFile, bypass);

const OWN =
  '-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=8080 -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=8080 -Dhttp.nonProxyHosts= -Djavax.net.ssl.trustStore=/data/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit';

describe('the options of a JVM', () => {
  test('name the proxy for this machine, too, and the trust store', () => {
    expect(options()).toBe(OWN);
    expect(javaOptions(undefined, 'http://[::1]:8080', '/t', [])).toContain('-Dhttp.proxyHost=::1 ');
  });

  test('stand behind those of the person', () => {
    expect(options('-Xmx1g -Dfile.encoding="UTF 8"')).toBe(`-Xmx1g -Dfile.encoding="UTF 8" ${OWN}`);
  });

  test('take the place of another proxy and trust store, also of an outer run of ours', () => {
    expect(options(options('-Xmx1g'))).toBe(`-Xmx1g ${OWN}`);
    expect(options('-Dhttps.proxyHost=corp -Djavax.net.ssl.trustStore="/a b/c.jks" -Xmx1g')).toBe(`-Xmx1g ${OWN}`);
    expect(options('-Dhttps.proxyHosts=kept')).toBe(`-Dhttps.proxyHosts=kept ${OWN}`);
  });

  test('leave out the hosts to be reached directly, with their subdomains', () => {
    expect(options(undefined, '/t', ['.corp.example', '*'])).toContain(
      '-Dhttp.nonProxyHosts=corp.example|*.corp.example|* ',
    );
  });

  test('quote the path of the trust store', () => {
    expect(options(undefined, '/my data/trust.p12')).toContain('"-Djavax.net.ssl.trustStore=/my data/trust.p12"');
    expect(options(undefined, '/a "b"/t')).toContain(`'-Djavax.net.ssl.trustStore=/a "b"/t'`);
  });

  test.skipIf(spawnSync('java', ['-version']).status !== 0)('are understood by a JVM', () => {
    const { stderr, stdout } = spawnSync('java', ['-XshowSettings:properties', '-version'], {
      encoding: 'utf8',
      env: { ...process.env, JAVA_TOOL_OPTIONS: options('-Dmine="x y"', "/it's my data/trust.p12") },
    });
    expect(stdout + stderr).toContain("javax.net.ssl.trustStore = /it's my data/trust.p12\n");
    expect(stdout + stderr).toContain('mine = x y\n');
    expect(stdout + stderr).toMatch(/http\.nonProxyHosts = *\n/);
  });
});
