import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importRoot, rotateRoot } from '../../src/ca/change-root.ts';
import { issueLeaf, makeLeafKey } from '../../src/ca/leaf.ts';
import { openRoot } from '../../src/ca/root.ts';
import { parseServerName } from '../../src/ca/server-name.ts';
import { UserError } from '../../src/exchange/user-error.ts';
import { makeRsaRoot } from '../support/rsa-root.ts';
import { withFolder } from './temporary-folder.ts';

const NOW = new Date('2026-11-26T12:00:00Z');

function failureOf(run: () => unknown) {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error.code, error.message, error.nextStep];
  }
}

test('a rotation leaves another CA with another key, and nothing of the old one', () =>
  withFolder((folder) => {
    const before = openRoot(folder, NOW);
    const key = readFileSync(join(folder, 'ca-key.pem'), 'utf8');
    const after = rotateRoot(folder, NOW);
    expect(after.certPem).not.toBe(before.certPem);
    expect(readFileSync(join(folder, 'ca-key.pem'), 'utf8')).not.toBe(key);
    expect(openRoot(folder, NOW).certPem).toBe(after.certPem);
  }));

test('a CA of one’s own, with an RSA key as mkcert makes it, signs leaves that verify', () =>
  withFolder((folder) => {
    const own = makeRsaRoot(NOW);
    writeFileSync(join(folder, 'own.pem'), own.cert);
    writeFileSync(join(folder, 'own-key.pem'), own.key, { mode: 0o644 });
    const data = join(folder, 'data');
    openRoot(data, NOW);
    const root = importRoot(data, join(folder, 'own.pem'), join(folder, 'own-key.pem'), NOW);
    expect(root.certPem).toBe(new X509Certificate(own.cert).toString());
    expect(statSync(join(data, 'ca-key.pem')).mode & 0o777).toBe(0o600);
    const leaf = issueLeaf(root, makeLeafKey(), parseServerName('api.example')!, NOW);
    const authority = new X509Certificate(own.cert);
    expect(new X509Certificate(leaf.certPem).verify(authority.publicKey)).toBe(true);
    expect(new X509Certificate(leaf.certPem).checkIssued(authority)).toBe(true);
  }));

test('what is no CA, or no key of it, is refused, and the CA that is there stays', () =>
  withFolder((folder) => {
    const before = openRoot(folder, NOW);
    const other = openRoot(join(folder, 'other'), NOW);
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const ownKey = join(folder, 'ca-key.pem');
    const text = file('text', 'hello');
    const cases: [string, string, string, string, string][] = [
      [text, ownKey, 'ca-certificate-invalid', `${text} is not a certificate.`, 'Give one in PEM or DER form.'],
      [
        other.certFile,
        file('ed', ed25519),
        'ca-key-invalid',
        `${join(folder, 'ed')} is not an unencrypted EC or RSA private key.`,
        'Decrypt it first: openssl pkey -in KEY -out PLAIN-KEY; httpwhy keeps it with mode 0600.',
      ],
      [
        other.certFile,
        ownKey,
        'ca-mismatch',
        `${ownKey} is not the key of the certificate ${other.certFile}.`,
        'Give the certificate of a CA and the key that belongs to it.',
      ],
      [
        join(folder, 'none'),
        ownKey,
        'ca-unreadable',
        `${join(folder, 'none')} cannot be read: ENOENT.`,
        'Correct the path.',
      ],
    ];
    for (const [certificate, key, ...expected] of cases) {
      expect(failureOf(() => importRoot(folder, certificate, key, NOW))).toEqual(expected);
    }
    expect(openRoot(folder, NOW).certPem).toBe(before.certPem);
    expect(existsSync(ownKey)).toBe(true);
  }));
