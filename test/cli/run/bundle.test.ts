import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { openRoot, type Root } from '../../../src/ca/root.ts';
import { writeBundle } from '../../../src/cli/run/bundle.ts';
import { UserError } from '../../../src/exchange/user-error.ts';

function withRoots<T>(body: (folder: string, ours: Root, theirs: Root) => T): T {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'httpwhy-bundle-')));
  try {
    return body(folder, openRoot(folder, new Date()), openRoot(join(folder, 'company'), new Date()));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const certificatesIn = (file: string): readonly string[] =>
  readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? [];
const isIn = (file: string, root: Root): boolean =>
  certificatesIn(file).some((pem) => new X509Certificate(pem).raw.equals(new X509Certificate(root.certPem).raw));
const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);
const HOME = '/nonexistent';

describe('the bundle', () => {
  test('holds our root and those of the system, which everybody may read', () =>
    withRoots((folder, ours, theirs) => {
      const { bundleFile } = writeBundle(folder, ours.certPem, { HOME });
      expect(bundleFile).toBe(join(folder, 'ca-bundle.pem'));
      expect(modeOf(bundleFile)).toBe('644');
      expect(isIn(bundleFile, ours)).toBe(true);
      expect(isIn(bundleFile, theirs)).toBe(false);
      const held = new Set(certificatesIn(bundleFile));
      for (const pem of getCACertificates('system')) expect(held).toContain(new X509Certificate(pem).toString());
      expect(held.size).toBeGreaterThan(50);
      expect(readFileSync(bundleFile, 'utf8')).toBe(certificatesIn(bundleFile).join(''));
    }));

  test.each(['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'])(
    'holds the roots that %s named so far',
    (name) =>
      withRoots((folder, ours, theirs) => {
        const { bundleFile } = writeBundle(folder, ours.certPem, { HOME, [name]: theirs.certFile });
        expect(isIn(bundleFile, theirs)).toBe(true);
        expect(isIn(bundleFile, ours)).toBe(true);
      }),
  );

  test.each(['REQUESTS_CA_BUNDLE', 'SSL_CERT_DIR'])('holds the roots of a folder that %s named so far', (name) =>
    withRoots((folder, ours, theirs) => {
      const roots = join(folder, 'roots');
      mkdirSync(roots);
      writeFileSync(join(roots, 'company.0'), theirs.certPem);
      expect(isIn(writeBundle(folder, ours.certPem, { HOME, [name]: roots }).bundleFile, theirs)).toBe(true);
    }),
  );

  test('holds every certificate once, also when it is written again over itself', () =>
    withRoots((folder, ours, theirs) => {
      const base = { HOME, SSL_CERT_FILE: theirs.certFile, CURL_CA_BUNDLE: theirs.certFile };
      const { bundleFile } = writeBundle(folder, ours.certPem, base);
      const first = [...certificatesIn(bundleFile)].sort();
      expect(new Set(first).size).toBe(first.length);
      writeBundle(folder, ours.certPem, { HOME, SSL_CERT_FILE: bundleFile });
      expect([...certificatesIn(bundleFile)].sort()).toEqual(first);
    }));

  test('leaves out what is no certificate, and is not bothered by files that are missing', () =>
    withRoots((folder, ours, theirs) => {
      const broken = join(folder, 'broken.pem');
      const fake = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
      writeFileSync(
        broken,
        `# Ünser Stamm\n${fake}${theirs.certPem.replaceAll('\n', '\r\n')}-----BEGIN CERTIFICATE-----\n`,
      );
      const base = { HOME, SSL_CERT_FILE: broken, CURL_CA_BUNDLE: join(folder, 'missing'), AWS_CA_BUNDLE: '/dev/zero' };
      const { bundleFile } = writeBundle(folder, ours.certPem, base);
      expect(isIn(bundleFile, theirs)).toBe(true);
      expect(readFileSync(bundleFile, 'utf8')).not.toContain('AAAA\n-----END');
      // OpenSSL would stop at the first part that it cannot read.
      expect(spawnSync('openssl', ['verify', '-CAfile', bundleFile, theirs.certFile]).status).toBe(0);
    }));

  test('a folder that cannot be written to is said', () =>
    withRoots((folder, ours) => {
      expect(() => writeBundle(join(folder, 'missing'), ours.certPem, { HOME })).toThrow(
        new UserError(
          'data-folder-unusable',
          `The data folder ${folder}/missing cannot be written to: ENOENT.`,
          'Correct its permissions, or choose another folder with --data DIR or HTTPWHY_HOME.',
        ),
      );
    }));
});

describe('the settings for wget', () => {
  test('name the bundle', () =>
    withRoots((folder, ours) => {
      const { bundleFile, wgetrcFile } = writeBundle(folder, ours.certPem, { HOME });
      expect(readFileSync(wgetrcFile, 'utf8')).toBe(`ca_certificate = ${bundleFile}\n`);
      expect(modeOf(wgetrcFile)).toBe('600');
    }));

  test('begin with those of the person, from WGETRC or the home folder', () =>
    withRoots((folder, ours) => {
      writeFileSync(join(folder, '.wgetrc'), 'timeout = 7');
      writeFileSync(join(folder, 'other'), '# grün\ntries = 3\n');
      const settings = (base: NodeJS.ProcessEnv) =>
        readFileSync(writeBundle(folder, ours.certPem, base).wgetrcFile, 'utf8');
      const own = `ca_certificate = ${join(folder, 'ca-bundle.pem')}\n`;
      expect(settings({ HOME: folder })).toBe(`timeout = 7\n${own}`);
      expect(settings({ HOME: folder, WGETRC: join(folder, 'other') })).toBe(`# grün\ntries = 3\n${own}`);
    }));

  test('do not grow when httpwhy is run under httpwhy', () =>
    withRoots((folder, ours) => {
      writeFileSync(join(folder, '.wgetrc'), 'timeout = 7\n');
      const { wgetrcFile } = writeBundle(folder, ours.certPem, { HOME: folder });
      const first = readFileSync(wgetrcFile, 'utf8');
      writeBundle(folder, ours.certPem, { HOME: folder, WGETRC: wgetrcFile });
      expect(readFileSync(wgetrcFile, 'utf8')).toBe(first);
    }));
});
