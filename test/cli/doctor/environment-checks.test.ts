import { rootCertificates } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { openRoot } from '../../../src/ca/root.ts';
import { checkEnvironment } from '../../../src/cli/doctor/environment-checks.ts';
import { temporaryFolder } from '../../support/proxy.ts';

const MOZILLAS = rootCertificates[0]!;

const check = (
  env: Record<string, string>,
  files: Record<string, readonly string[]> = {},
  added: readonly string[] = [],
) =>
  checkEnvironment(env, {
    isListening: async (port) => port === 8080,
    certificatesIn: (file) => files[file],
    systemRoots: () => [],
    addedAnchors: () => added,
  });

test('an empty environment gives nothing to say', async () => expect(await check({})).toEqual([]));

describe('another proxy', () => {
  test('is chained, and its login is not shown', async () => {
    const env = { HTTPS_PROXY: 'http://ann:secret@proxy.corp:3128', NO_PROXY: '*.corp' };
    expect(await check(env)).toEqual([
      {
        id: 'other-proxy',
        title: 'other proxy',
        state: 'note',
        detail: 'http://proxy.corp:3128 (HTTPS_PROXY): httpwhy sends its calls on through it, but for *.corp',
        fix: 'httpwhy --upstream-proxy none, to go without it',
      },
    ]);
  });

  test('that cannot be used is a failure', async () => {
    expect(await check({ https_proxy: 'ftp://proxy.corp' })).toMatchObject([{ id: 'other-proxy', state: 'failure' }]);
  });
});

describe('a shell that was set up for httpwhy', () => {
  test('is well where the proxy runs', async () => {
    expect(await check({ HTTPWHY_ACTIVE: '1', HTTPS_PROXY: 'http://127.0.0.1:8080' })).toMatchObject([
      { id: 'shell', state: 'good', detail: 'sends its programs to the proxy on port 8080' },
    ]);
  });

  test('is a failure where it does not', async () => {
    expect(await check({ HTTPWHY_ACTIVE: '1', HTTPS_PROXY: 'http://127.0.0.1:8081' })).toEqual([
      {
        id: 'shell',
        title: 'this shell',
        state: 'failure',
        detail: 'sends its programs to port 8081, where nothing listens: all their calls fail',
        fix: 'eval "$(httpwhy env --unset)", or start the proxy there',
      },
    ]);
  });
});

describe('roots in the environment', () => {
  test('of a company are named; Mozilla’s alone are nothing to say', async () => {
    const folder = temporaryFolder();
    try {
      const { certPem } = openRoot(folder.path, new Date());
      const files = { '/corp.pem': [MOZILLAS, certPem], '/usual.pem': [MOZILLAS] };
      const checks = await check({ SSL_CERT_FILE: '/corp.pem', CURL_CA_BUNDLE: '/usual.pem' }, files);
      expect(checks).toMatchObject([{ id: 'roots:/corp.pem', state: 'note' }]);
      expect(checks[0]!.detail).toMatch(
        /^\/corp\.pem \(SSL_CERT_FILE\) has some of its own \(httpwhy CA \(.*\)\): clients of httpwhy keep them$/,
      );
    } finally {
      folder.remove();
    }
  });

  test('in a file that is missing are a warning', async () => {
    expect(await check({ SSL_CERT_FILE: '/gone.pem' })).toEqual([
      {
        id: 'roots:/gone.pem',
        title: 'other CAs',
        state: 'warning',
        detail: 'SSL_CERT_FILE: /gone.pem cannot be read',
        fix: 'unset SSL_CERT_FILE',
      },
    ]);
  });

  test('that were added to the system are named', async () => {
    expect((await check({}, {}, ['corp.crt']))[0]!.detail).toBe(
      "somebody has added corp.crt to the system's: httpwhy accepts servers by them, and its clients do",
    );
  });
});

test('variables that switch verification off are warned of, and only with the value that does', async () => {
  expect(await check({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toMatchObject([
    { state: 'warning', detail: "NODE_TLS_REJECT_UNAUTHORIZED=0 lets Node.js accept anybody's certificate" },
  ]);
  expect(await check({ NODE_TLS_REJECT_UNAUTHORIZED: '1', GIT_SSL_NO_VERIFY: 'false' })).toEqual([]);
});
