import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { issueLeaf, type Leaf, makeLeafKey } from '../../src/ca/leaf.ts';
import { openRoot, type Root } from '../../src/ca/root.ts';
import { parseServerName } from '../../src/ca/server-name.ts';
import { withFolder } from './temporary-folder.ts';

const DAY_MS = 86_400_000;
const LONG_NAME = `${'a-rather-long-label.'.repeat(6)}example.com`;

const leafFor = (root: Root, name: string, now = new Date()): Leaf =>
  issueLeaf(root, makeLeafKey(), parseServerName(name)!, now);

function openssl(...args: string[]): { status: number | null; output: string } {
  const { error, status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (error !== undefined) throw new Error(`This test needs the openssl program on the PATH: ${error.message}`);
  return { status, output: stdout + stderr };
}

function verify(folder: string, root: Root, leaf: Leaf, ...args: string[]) {
  const file = join(folder, 'leaf.pem');
  writeFileSync(file, leaf.certPem);
  return openssl('verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', root.certFile, ...args, file);
}

describe('OpenSSL accepts, at its strictest,', () => {
  test.each([
    ['a host', 'api.example.com', '-verify_hostname', 'api.example.com'],
    ['an IPv4 address', '192.0.2.7', '-verify_ip', '192.0.2.7'],
    ['an IPv6 address', '[2001:db8::7]', '-verify_ip', '2001:db8::7'],
    ['a name that does not fit a common name', LONG_NAME, '-verify_hostname', LONG_NAME],
    ['an internationalised name', 'bücher.example', '-verify_hostname', 'xn--bcher-kva.example'],
  ])('a certificate for %s', (_what, name, flag, wanted) =>
    withFolder((folder) => {
      const root = openRoot(folder, new Date());
      const accepted = verify(folder, root, leafFor(root, name), flag, wanted);
      expect(accepted).toEqual({ status: 0, output: `${join(folder, 'leaf.pem')}: OK\n` });
      const other = flag === '-verify_ip' ? '192.0.2.8' : `x${wanted}`;
      expect(verify(folder, root, leafFor(root, name), flag, other)).toMatchObject({ status: 2 });
    }),
  );

  test('the root itself, but no certificate of another root', () =>
    withFolder((folder) => {
      const root = openRoot(folder, new Date());
      expect(openssl('verify', '-x509_strict', '-CAfile', root.certFile, root.certFile).status).toBe(0);
      const stranger = openRoot(join(folder, 'other'), new Date());
      expect(verify(folder, root, leafFor(stranger, 'a.test')).status).toBe(2);
    }));
});

test('a certificate has the extensions a server needs, and signs with ECDSA without parameters', () =>
  withFolder((folder) => {
    const root = openRoot(folder, new Date());
    const file = join(folder, 'leaf.pem');
    writeFileSync(file, leafFor(root, 'api.example.com').certPem);
    const text = openssl('x509', '-in', file, '-noout', '-text').output.replace(/\s+/g, ' ');
    expect(text).toContain('X509v3 Basic Constraints: critical CA:FALSE');
    expect(text).toContain('X509v3 Key Usage: critical Digital Signature X509v3');
    expect(text).toContain('X509v3 Extended Key Usage: TLS Web Server Authentication X509v3');
    expect(text).toContain('X509v3 Subject Alternative Name: DNS:api.example.com X509v3');
    expect(text).toContain('Subject: O = httpwhy, CN = api.example.com Subject');
    expect(text).toContain('ASN1 OID: prime256v1');
    const structure = openssl('asn1parse', '-in', file).output.split('\n');
    const algorithms = structure.flatMap((line, i) => (line.includes('ecdsa-with-SHA256') ? [structure[i + 1]] : []));
    expect(algorithms).toHaveLength(2);
    expect(algorithms.join()).not.toContain('NULL');
  }));

test('a root has the extensions a CA needs', () =>
  withFolder((folder) => {
    const { certFile } = openRoot(folder, new Date());
    const text = openssl('x509', '-in', certFile, '-noout', '-text').output.replace(/\s+/g, ' ');
    expect(text).toContain('X509v3 Basic Constraints: critical CA:TRUE, pathlen:0 X509v3');
    expect(text).toContain('X509v3 Key Usage: critical Certificate Sign, CRL Sign X509v3');
    expect(text).toContain('X509v3 Subject Key Identifier:');
  }));

test('a certificate is valid from a day ago, for thirty days', () =>
  withFolder((folder) => {
    const now = new Date('2026-03-01T12:00:00Z');
    const leaf = leafFor(openRoot(folder, now), 'a.test', now);
    const { validFrom, validTo } = new X509Certificate(leaf.certPem);
    expect(new Date(validFrom)).toEqual(new Date('2026-02-28T12:00:00Z'));
    expect(new Date(validTo)).toEqual(new Date('2026-03-30T12:00:00Z'));
    expect(leaf.notAfter).toEqual(new Date(validTo));
  }));

test('a certificate does not outlive its root', () =>
  withFolder((folder) => {
    const root = openRoot(folder, new Date());
    const leaf = leafFor(root, 'a.test', new Date(root.notAfter.getTime() - 3 * DAY_MS));
    expect(leaf.notAfter).toEqual(root.notAfter);
  }));

test('serial numbers are positive, sixteen bytes long and never the same', () =>
  withFolder((folder) => {
    const root = openRoot(folder, new Date());
    const leafKey = makeLeafKey();
    const serials = Array.from(
      { length: 50 },
      () => new X509Certificate(issueLeaf(root, leafKey, parseServerName('a.test')!, new Date()).certPem).serialNumber,
    );
    expect(new Set(serials).size).toBe(50);
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
  }));

test('a public key whose bits look like DER of their own keeps them', () =>
  withFolder((folder) => {
    const root = openRoot(folder, new Date());
    // An uncompressed point begins with 04, the tag of an OCTET STRING; here its length fits as well.
    let leafKey = makeLeafKey();
    while (leafKey.publicKey.at(-64) !== 63) leafKey = makeLeafKey();
    const leaf = issueLeaf(root, leafKey, parseServerName('a.test')!, new Date());
    const { publicKey } = new X509Certificate(leaf.certPem);
    expect(publicKey.export({ type: 'spki', format: 'der' })).toEqual(leafKey.publicKey);
  }));
