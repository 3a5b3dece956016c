import { spawn } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { issueLeaf, makeLeafKey } from '../../src/ca/leaf.ts';
import { openRoot } from '../../src/ca/root.ts';
import { parseServerName } from '../../src/ca/server-name.ts';
import { UserError } from '../../src/exchange/user-error.ts';
import { withFolder } from './temporary-folder.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

/** Root may do everything: as root, the body runs as the user `nobody`, to whom the folder and its files are given. */
function asOrdinaryUser<T>(folder: string, body: () => T): T {
  if (process.geteuid?.() !== 0) return body();
  for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))]) chownSync(path, 65534, 65534);
  process.seteuid!(65534);
  try {
    return body();
  } finally {
    process.seteuid!(0);
  }
}

describe('on first use', () => {
  test('the folder, the key and the certificate are made, readable by their owner only where it matters', () =>
    withFolder((parent) => {
      const folder = join(parent, 'share', 'httpwhy');
      const root = openRoot(folder, NOW);
      expect(modeOf(folder)).toBe('700');
      expect(modeOf(join(folder, 'ca-key.pem'))).toBe('600');
      expect(modeOf(join(folder, 'ca.pem'))).toBe('644');
      expect(readdirSync(folder).sort()).toEqual(['ca-key.pem', 'ca.pem']);
      expect(root.certFile).toBe(join(folder, 'ca.pem'));
      expect(readFileSync(root.certFile, 'utf8')).toBe(root.certPem);
    }));

  test('the certificate is a P-256 CA of ten years that says whose it is', () =>
    withFolder((folder) => {
      const certificate = new X509Certificate(openRoot(folder, NOW).certPem);
      expect(certificate.ca).toBe(true);
      expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
      expect(certificate.subject).toMatch(/^O=httpwhy\nOU=[0-9a-f]{8}\nCN=httpwhy CA \(.+@.+\)$/);
      expect(certificate.subject).toContain(`@${hostname().slice(0, 20)}`);
      expect(certificate.issuer).toBe(certificate.subject);
      expect(new Date(certificate.validFrom)).toEqual(new Date('2026-02-28T12:00:00Z'));
      expect(new Date(certificate.validTo)).toEqual(new Date('2036-03-01T12:00:00Z'));
      expect(certificate.verify(certificate.publicKey)).toBe(true);
    }));

  test('a certificate that ends after 2049 has the right date', () =>
    withFolder((folder) => {
      const certificate = new X509Certificate(openRoot(folder, new Date('2041-05-06T07:08:09Z')).certPem);
      expect(new Date(certificate.validTo)).toEqual(new Date('2051-05-06T07:08:09Z'));
    }));

  test('two folders have CAs of different names', () =>
    withFolder((folder) => {
      const [one, two] = ['a', 'b'].map((name) => new X509Certificate(openRoot(join(folder, name), NOW).certPem));
      expect(one?.subject).not.toBe(two?.subject);
    }));
});

describe('afterwards', () => {
  test('the same CA is opened again, also in a folder that cannot be written to', () =>
    withFolder((folder) => {
      const first = openRoot(folder, NOW);
      chmodSync(folder, 0o500);
      const second = asOrdinaryUser(folder, () => openRoot(folder, NOW));
      chmodSync(folder, 0o700);
      expect(second.certPem).toBe(first.certPem);
      expect(second.key.equals(first.key)).toBe(true);
    }));

  test('a start that was cut off after the key is completed with that key', () =>
    withFolder((folder) => {
      const { key } = openRoot(folder, NOW);
      rmSync(join(folder, 'ca.pem'));
      const healed = openRoot(folder, NOW);
      expect(healed.key.equals(key)).toBe(true);
      expect(new X509Certificate(healed.certPem).checkPrivateKey(key)).toBe(true);
    }));

  test('a CA made by another program signs with its own name and key identifier', () =>
    withFolder(async (folder) => {
      const files = ['-keyout', join(folder, 'ca-key.pem'), '-out', join(folder, 'ca.pem')];
      const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-nodes'];
      const openssl = spawn('openssl', [
        'req',
        '-x509',
        ...key,
        ...files,
        '-subj',
        '/DC=org/CN=Team CA',
        '-days',
        '9000',
      ]);
      expect(await once(openssl, 'exit')).toEqual([0, null]);
      chmodSync(join(folder, 'ca-key.pem'), 0o600);
      const root = openRoot(folder, NOW);
      const leaf = new X509Certificate(issueLeaf(root, makeLeafKey(), parseServerName('a.test')!, NOW).certPem);
      expect(leaf.checkIssued(new X509Certificate(root.certPem))).toBe(true);
      expect(leaf.verify(new X509Certificate(root.certPem).publicKey)).toBe(true);
    }));
});

test('processes that start at once agree on one pair', () =>
  withFolder(async (parent) => {
    const folder = join(parent, 'data');
    const module = new URL('../../src/ca/root.ts', import.meta.url).href;
    const program = `
      import { openRoot } from ${JSON.stringify(module)};
      console.log('ready');
      process.stdin.once('data', () => {
        const { certPem, key } = openRoot(${JSON.stringify(folder)}, new Date());
        console.log(JSON.stringify([certPem, key.export({ type: 'pkcs8', format: 'pem' })]));
        process.stdin.destroy();
      });`;
    const children = Array.from({ length: 8 }, () =>
      spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    try {
      const output = children.map(() => '');
      const ready = children.map((child, i) => {
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          output[i] += text;
        });
        return once(child.stdout, 'data');
      });
      const closed = children.map((child) => once(child, 'close'));
      await Promise.all(ready);
      for (const child of children) child.stdin.write('go\n');
      expect(await Promise.all(closed)).toEqual(children.map(() => [0, null]));
      const pair = JSON.stringify([
        readFileSync(join(folder, 'ca.pem'), 'utf8'),
        readFileSync(join(folder, 'ca-key.pem'), 'utf8'),
      ]);
      expect(output).toEqual(children.map(() => `ready\n${pair}\n`));
      expect(readdirSync(folder).sort()).toEqual(['ca-key.pem', 'ca.pem']);
    } finally {
      for (const child of children) child.kill();
    }
  }));

describe('what cannot be used is said in one sentence, with the next step', () => {
  const renewalOf = (folder: string) =>
    `Remove ${folder}/ca.pem and ${folder}/ca-key.pem: the next start makes a new CA, which clients must then trust.`;

  function failureOf(folder: string, now = NOW): [code: string, message: string, nextStep: string] | undefined {
    try {
      openRoot(folder, now);
      return undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return [error.code, error.message, error.nextStep];
    }
  }

  test('a folder that cannot be made', () =>
    withFolder((parent) => {
      writeFileSync(join(parent, 'file'), '');
      expect(failureOf(join(parent, 'file', 'data'))).toEqual([
        'data-folder-unusable',
        `The data folder ${parent}/file/data cannot be created: a part of the path is not a folder.`,
        'Choose another folder with --data DIR or HTTPWHY_HOME.',
      ]);
      expect(failureOf(join(parent, 'file'))).toEqual([
        'data-folder-unusable',
        `The data folder ${parent}/file cannot be created: a file of that name is in the way.`,
        'Choose another folder with --data DIR or HTTPWHY_HOME.',
      ]);
    }));

  test('a folder that cannot be written to', () =>
    withFolder((folder) => {
      chmodSync(folder, 0o500);
      const failure = asOrdinaryUser(folder, () => failureOf(folder));
      chmodSync(folder, 0o700);
      expect(failure).toEqual([
        'data-folder-unusable',
        `The data folder ${folder} cannot be written to: permission denied.`,
        'Correct its permissions, or choose another folder with --data DIR or HTTPWHY_HOME.',
      ]);
      expect(failureOf(folder)).toBeUndefined();
    }));

  test('a key that cannot be read', () =>
    withFolder((folder) => {
      openRoot(folder, NOW);
      chmodSync(join(folder, 'ca-key.pem'), 0o000);
      expect(asOrdinaryUser(folder, () => failureOf(folder))).toEqual([
        'ca-unreadable',
        `The CA key ${folder}/ca-key.pem cannot be read: permission denied.`,
        'Give the file to the user who runs httpwhy, or choose another folder with --data DIR.',
      ]);
    }));

  test('a folder in place of the certificate', () =>
    withFolder((folder) => {
      mkdirSync(join(folder, 'ca.pem'));
      openRoot(join(folder, 'other'), NOW);
      copyFileSync(join(folder, 'other', 'ca-key.pem'), join(folder, 'ca-key.pem'));
      expect(failureOf(folder)).toEqual([
        'ca-unreadable',
        `The CA certificate ${folder}/ca.pem cannot be read: it is a folder.`,
        'Give the file to the user who runs httpwhy, or choose another folder with --data DIR.',
      ]);
    }));

  test.each([0o640, 0o604, 0o644, 0o610])('a key open to others (mode %o)', (mode) =>
    withFolder((folder) => {
      openRoot(folder, NOW);
      chmodSync(join(folder, 'ca-key.pem'), mode);
      expect(failureOf(folder)).toEqual([
        'ca-key-too-open',
        `The CA key ${folder}/ca-key.pem is open to other users (mode 0${mode.toString(8)}).`,
        `Run: chmod 600 ${folder}/ca-key.pem. If somebody may have copied it, remove it and ca.pem instead to get a new CA.`,
      ]);
    }),
  );

  test('a key that only its owner can read is accepted, without write permission too', () =>
    withFolder((folder) => {
      openRoot(folder, NOW);
      chmodSync(join(folder, 'ca-key.pem'), 0o400);
      expect(failureOf(folder)).toBeUndefined();
    }));

  test('a key that is none, is encrypted or of another type', () =>
    withFolder((folder) => {
      openRoot(folder, NOW);
      const ed25519 = generateKeyPairSync('ed25519').privateKey;
      const encrypted = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-128-cbc',
        passphrase: 'secret',
      });
      for (const content of [
        '',
        'hello',
        'x'.repeat(2_000_000),
        encrypted,
        ed25519.export({ type: 'pkcs8', format: 'pem' }),
      ]) {
        writeFileSync(join(folder, 'ca-key.pem'), content);
        expect(failureOf(folder)).toEqual([
          'ca-key-invalid',
          `${folder}/ca-key.pem is not an unencrypted EC or RSA private key in PEM form.`,
          'Restore it, or remove it and ca.pem: the next start makes a new CA, which clients must then trust.',
        ]);
      }
    }));

  test('a key that is missing beside its certificate', () =>
    withFolder((folder) => {
      openRoot(folder, NOW);
      rmSync(join(folder, 'ca-key.pem'));
      expect(failureOf(folder)).toEqual([
        'ca-key-missing',
        `The CA certificate ${folder}/ca.pem is there, but its key ${folder}/ca-key.pem is not.`,
        `Restore the key, or remove ${folder}/ca.pem: the next start makes a new CA, which clients must then trust.`,
      ]);
      expect(existsSync(join(folder, 'ca-key.pem'))).toBe(false);
    }));

  test('a certificate that is none', () =>
    withFolder((folder) => {
      openRoot(folder, NOW);
      writeFileSync(join(folder, 'ca.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
      expect(failureOf(folder)).toEqual([
        'ca-certificate-invalid',
        `${folder}/ca.pem is not a certificate in PEM form.`,
        renewalOf(folder),
      ]);
    }));

  test('a key and a certificate of two CAs', () =>
    withFolder((folder) => {
      openRoot(folder, NOW);
      openRoot(join(folder, 'other'), NOW);
      copyFileSync(join(folder, 'other', 'ca.pem'), join(folder, 'ca.pem'));
      expect(failureOf(folder)).toEqual([
        'ca-mismatch',
        `${folder}/ca-key.pem is not the key of the certificate ${folder}/ca.pem.`,
        renewalOf(folder),
      ]);
    }));

  test('a certificate that may not sign others', () =>
    withFolder((folder) => {
      const leafKey = makeLeafKey();
      const leaf = issueLeaf(openRoot(join(folder, 'other'), NOW), leafKey, parseServerName('a.test')!, NOW);
      writeFileSync(join(folder, 'ca.pem'), leaf.certPem);
      writeFileSync(join(folder, 'ca-key.pem'), leafKey.keyPem, { mode: 0o600 });
      expect(failureOf(folder)).toEqual([
        'ca-not-an-authority',
        `${folder}/ca.pem is not the certificate of a CA.`,
        renewalOf(folder),
      ]);
    }));

  test('a CA that has expired, but not one on its last day', () =>
    withFolder((folder) => {
      openRoot(folder, NOW);
      expect(failureOf(folder, new Date('2036-03-01T11:59:59Z'))).toBeUndefined();
      expect(failureOf(folder, new Date('2036-03-01T12:00:00Z'))).toEqual([
        'ca-expired',
        `The CA certificate ${folder}/ca.pem expired on 2036-03-01.`,
        renewalOf(folder),
      ]);
    }));
});
