import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type ClientEnvironment, proxyEnvironment } from '../../../src/cli/run/environment.ts';

const PRELOAD = fileURLToPath(new URL('../../../src/cli/run/preload/preload.cjs', import.meta.url));

const environment = (base: NodeJS.ProcessEnv = {}, other: Partial<ClientEnvironment> = {}) =>
  proxyEnvironment({
    proxyUrl: 'http://127.0.0.1:8080',
    caFile: '/data/ca.pem',
    bundleFile: '/data/ca-bundle.pem',
    preloadFile: '/lib/preload.cjs',
    wgetrcFile: '/data/wgetrc',
    pythonFolder: '/data/clients/python',
    rubyFolder: '/data/clients/ruby',
    phpFolder: '/data/clients/php',
    javaTrustFile: null,
    bypass: [],
    base,
    ...other,
  });

describe('the environment of a client', () => {
  test('names the proxy and the CA in every spelling that clients read', () => {
    const proxy = 'http://127.0.0.1:8080';
    const bundle = '/data/ca-bundle.pem';
    expect(environment()).toEqual({
      HTTP_PROXY: proxy,
      http_proxy: proxy,
      HTTPS_PROXY: proxy,
      https_proxy: proxy,
      ALL_PROXY: proxy,
      all_proxy: proxy,
      WS_PROXY: proxy,
      ws_proxy: proxy,
      WSS_PROXY: proxy,
      wss_proxy: proxy,
      CGI_HTTP_PROXY: proxy,
      GLOBAL_AGENT_HTTP_PROXY: proxy,
      npm_config_proxy: proxy,
      npm_config_https_proxy: proxy,
      YARN_HTTP_PROXY: proxy,
      YARN_HTTPS_PROXY: proxy,
      PIP_PROXY: proxy,
      CARGO_HTTP_PROXY: proxy,
      NO_PROXY: '',
      no_proxy: '',
      GLOBAL_AGENT_NO_PROXY: '',
      npm_config_noproxy: '',
      SSL_CERT_FILE: bundle,
      REQUESTS_CA_BUNDLE: bundle,
      CURL_CA_BUNDLE: bundle,
      GIT_SSL_CAINFO: bundle,
      AWS_CA_BUNDLE: bundle,
      CARGO_HTTP_CAINFO: bundle,
      PERL_LWP_SSL_CA_FILE: bundle,
      NIX_SSL_CERT_FILE: bundle,
      npm_config_cafile: bundle,
      YARN_HTTPS_CA_FILE_PATH: bundle,
      BUNDLE_SSL_CA_CERT: bundle,
      COMPOSER_CAFILE: bundle,
      HEX_CACERTS_PATH: bundle,
      WEBSOCKET_CLIENT_CA_BUNDLE: bundle,
      PIP_CERT: bundle,
      HTTPLIB2_CA_CERTS: bundle,
      GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: bundle,
      CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: bundle,
      NODE_EXTRA_CA_CERTS: '/data/ca.pem',
      DENO_CERT: '/data/ca.pem',
      WGETRC: '/data/wgetrc',
      NODE_USE_ENV_PROXY: '1',
      NODE_OPTIONS: '--require /lib/preload.cjs',
      PYTHONPATH: '/data/clients/python',
      RUBYLIB: '/data/clients/ruby',
      RUBYOPT: '-rhttpwhy_start',
      PHP_INI_SCAN_DIR: ':/data/clients/php',
      PERL_LWP_ENV_PROXY: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.proxy',
      GIT_CONFIG_VALUE_0: proxy,
      HTTPWHY_CA_FILE: '/data/ca.pem',
      HTTPWHY_ACTIVE: '1',
    });
  });

  test('overrides what was set before', () => {
    const before = {
      HTTPS_PROXY: 'http://corp:3128',
      NO_PROXY: 'localhost',
      CURL_CA_BUNDLE: '/corp.pem',
      PATH: '/bin',
    };
    expect(environment(before)).toEqual(environment());
  });

  test('keeps roots trusted that a variable which adds roots had named', () => {
    expect(environment({ NODE_EXTRA_CA_CERTS: '/corp.pem' })).toMatchObject({
      NODE_EXTRA_CA_CERTS: '/data/ca-bundle.pem',
      DENO_CERT: '/data/ca.pem',
    });
  });

  test('adds the preload to NODE_OPTIONS, once', () => {
    const options = (NODE_OPTIONS: string): string | undefined => environment({ NODE_OPTIONS }).NODE_OPTIONS;
    expect(options('')).toBe('--require /lib/preload.cjs');
    expect(options('--max-old-space-size=4096')).toBe('--max-old-space-size=4096 --require /lib/preload.cjs');
    expect(options('--require /lib/preload.cjs')).toBe('--require /lib/preload.cjs');
    expect(options('--require /lib/preload.cjs --no-warnings')).toBe('--require /lib/preload.cjs --no-warnings');
    expect(options('--require /lib/preload.cjs.js')).toBe('--require /lib/preload.cjs.js --require /lib/preload.cjs');
  });

  test('puts our modules before those of the person, once', () => {
    const { PYTHONPATH, RUBYLIB } = environment({ PYTHONPATH: '/a:/data/clients/python:/b', RUBYLIB: '/r' });
    expect(PYTHONPATH).toBe('/data/clients/python:/a:/b');
    expect(RUBYLIB).toBe('/data/clients/ruby:/r');
    expect(environment({ RUBYOPT: '-W0' }).RUBYOPT).toBe('-W0 -rhttpwhy_start');
    expect(environment({ RUBYOPT: '-rhttpwhy_start -W0' }).RUBYOPT).toBe('-rhttpwhy_start -W0');
  });

  test('has PHP read its own settings first, then ours', () => {
    const folders = (PHP_INI_SCAN_DIR: string) => environment({ PHP_INI_SCAN_DIR }).PHP_INI_SCAN_DIR;
    expect(folders('/etc/php:')).toBe('/etc/php::/data/clients/php');
    expect(folders(':/data/clients/php')).toBe(':/data/clients/php');
  });

  test('names the hosts to be reached directly in every spelling', () => {
    const bypass = ['db.internal', '.corp.example'];
    expect(environment({ NO_PROXY: 'localhost' }, { bypass })).toMatchObject({
      NO_PROXY: 'db.internal,.corp.example',
      no_proxy: 'db.internal,.corp.example',
      GLOBAL_AGENT_NO_PROXY: 'db.internal,.corp.example',
      npm_config_noproxy: 'db.internal,.corp.example',
    });
  });

  test('leaves a JVM alone where there is no trust store for it, because it would trust nothing of ours', () => {
    expect(environment({ JAVA_TOOL_OPTIONS: '-Xmx1g' })).not.toHaveProperty('JAVA_TOOL_OPTIONS');
    expect(environment({}, { javaTrustFile: '/data/trust.p12' }).JAVA_TOOL_OPTIONS).toContain('trust.p12');
  });

  test('quotes the path of the preload so that Node.js finds it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'httpwhy environment-'));
    try {
      const odd = join(folder, process.platform === 'win32' ? "it's" : 'it\'s a "back\\slash"');
      mkdirSync(odd);
      const preload = join(odd, 'preload.cjs');
      cpSync(dirname(PRELOAD), odd, { recursive: true });
      const { NODE_OPTIONS } = environment({ NODE_OPTIONS: '--no-deprecation' }, { preloadFile: preload });
      const node = spawnSync(
        process.execPath,
        ['-p', 'Object.keys(require.cache).includes(process.env.PRELOAD) + " " + process.noDeprecation'],
        {
          env: { ...process.env, NODE_OPTIONS, PRELOAD: preload },
          encoding: 'utf8',
        },
      );
      expect(node.stderr).toBe('');
      expect(node.stdout).toBe('true true\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
