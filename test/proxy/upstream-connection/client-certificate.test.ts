import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/exchange/user-error.ts';
import {
  clientCertificateFor,
  readClientCertificate,
} from '../../../src/proxy/upstream-connection/client-certificate.ts';
import { chainOfThree, clientIdentity } from '../../support/certificates.ts';
import { pkcs12 } from '../../support/pkcs12.ts';

const folder = mkdtempSync(join(tmpdir(), 'httpwhy-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileOf(content: string | Buffer): string {
  files += 1;
  const path = join(folder, `client-${files}.pem`);
  writeFileSync(path, content);
  return path;
}

const { key, cert } = clientIdentity('ann');
const encryptedKey = createPrivateKey(key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
  .toString();
const traditionalKey = createPrivateKey(key).export({ type: 'sec1', format: 'pem' }).toString();
const PASSPHRASE = { HTTPWHY_CLIENT_CERT_PASSPHRASE: 'secret' };
const WRONG = { HTTPWHY_CLIENT_CERT_PASSPHRASE: 'wrong' };

describe('a client certificate', () => {
  test('with its key in one PEM file, in either order, with text around them', () => {
    const identity = { cert, key };
    for (const content of [
      cert + key,
      key + cert,
      `Bag Attributes\n  friendlyName: ann\n${key}subject=CN=ann\n${cert}`,
    ]) {
      expect(readClientCertificate(`api.test=${fileOf(content)}`, {})).toEqual({ hostPattern: 'api.test', identity });
    }
  });

  test('with a key in the older form', () => {
    expect(readClientCertificate(`api.test=${fileOf(cert + traditionalKey)}`, {}).identity).toEqual({ cert, key });
  });

  test('with its chain', () => {
    const { leaf, intermediate, key: leafKey } = chainOfThree('ann');
    const { identity } = readClientCertificate(`api.test=${fileOf(leafKey + leaf + intermediate)}`, {});
    expect(identity).toEqual({ cert: leaf + intermediate, key: leafKey });
  });

  test('with an encrypted key and its passphrase', () => {
    expect(readClientCertificate(`api.test=${fileOf(cert + encryptedKey)}`, PASSPHRASE).identity).toEqual({
      cert,
      key,
    });
  });

  test('in PKCS#12, with and without a passphrase', () => {
    for (const [passphrase, environment] of [
      ['secret', PASSPHRASE],
      ['', {}],
    ] as const) {
      const { file } = pkcs12('ann', passphrase);
      const { identity } = readClientCertificate(`api.test=${fileOf(file)}`, environment);
      expect(identity).toEqual({ pfx: file, passphrase });
    }
  });

  test('for a pattern, a name in Unicode, an address; the file may have = in its name', () => {
    const path = join(folder, 'a=b.pem');
    writeFileSync(path, cert + key);
    const patternOf = (host: string) => readClientCertificate(`${host}=${path}`, {}).hostPattern;
    expect(patternOf('*.Example.com')).toBe('*.example.com');
    expect(patternOf('bücher.example')).toBe('xn--bcher-kva.example');
    expect(patternOf('[2001:db8::1]')).toBe('2001:db8::1');
  });
});

test('a pattern stands for whole names', () => {
  const certificate = (hostPattern: string) => ({ hostPattern, identity: { cert, key } });
  const fits = (pattern: string, host: string) => clientCertificateFor([certificate(pattern)], host) !== undefined;
  expect(fits('api.example.com', 'api.example.com')).toBe(true);
  expect(fits('api.example.com', 'xapi.example.com')).toBe(false);
  expect(fits('api.example.com', 'apiXexample.com')).toBe(false);
  expect(fits('*.example.com', 'a.b.example.com')).toBe(true);
  expect(fits('*.example.com', 'example.com')).toBe(false);
  expect(fits('*', '192.0.2.1')).toBe(true);
});

describe('a mistake is told before the first connection', () => {
  const ownFile = fileOf(cert + key);
  const missing = join(folder, 'no-such-file.pem');
  const EITHER = 'Give a PEM file that holds certificate and key, or a PKCS#12 file (.p12, .pfx).';
  const SET = 'Put its passphrase into the environment variable HTTPWHY_CLIENT_CERT_PASSPHRASE.';
  const CORRECT = 'Correct the passphrase in the environment variable HTTPWHY_CLIENT_CERT_PASSPHRASE.';
  const AGAIN = 'Export certificate and key once more.';
  const damaged = (pem: string) => pem.replace(/\n[A-Za-z0-9+/]{8}/, '\nAAAAAAAA');

  function errorOf(option: string, environment: Record<string, string>): UserError {
    try {
      readClientCertificate(option, environment);
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
    throw new Error('it was accepted');
  }

  for (const option of [
    'client.pem',
    `=${ownFile}`,
    'api.test=',
    `https://api.test=${ownFile}`,
    `api test=${ownFile}`,
  ]) {
    test(`${JSON.stringify(option.replace(folder, ''))} is not HOST=FILE`, () => {
      expect(errorOf(option, {})).toMatchObject({
        code: 'client-certificate-option',
        message: `"${option}" is not of the form HOST=FILE.`,
        nextStep: 'Write --client-cert api.example.com=client.pem, or --client-cert "*.example.com=client.p12".',
        exitCode: 2,
      });
    });
  }

  for (const [code, content, environment, what, nextStep] of [
    ['without-certificate', key, {}, 'holds no certificate', EITHER],
    ['without-certificate', 'what is this?', {}, 'holds no certificate', EITHER],
    ['without-certificate', '', {}, 'holds no certificate', EITHER],
    [
      'without-key',
      cert,
      {},
      'holds a certificate but no private key',
      'Put both into one file: cat CERTIFICATE KEY > FILE.',
    ],
    ['encrypted', cert + encryptedKey, {}, 'holds an encrypted key', SET],
    ['passphrase', cert + encryptedKey, WRONG, 'cannot be opened with this passphrase', CORRECT],
    ['invalid', cert + damaged(key), {}, 'holds a key that is damaged', AGAIN],
    ['invalid', damaged(cert) + key, {}, 'holds a certificate that is damaged', AGAIN],
    [
      'mismatch',
      cert + clientIdentity('bob').key,
      {},
      'holds a key that does not belong to its first certificate',
      'Put the certificate of the key first, then the ones of its chain, and the key of that certificate.',
    ],
    ['encrypted', pkcs12('ann', 'secret').file, {}, 'is encrypted', SET],
    ['passphrase', pkcs12('ann', 'secret').file, WRONG, 'cannot be opened with this passphrase', CORRECT],
    [
      'without-key',
      pkcs12('ann', 'secret', { hasKey: false }).file,
      PASSPHRASE,
      'holds no private key',
      'Export the certificate together with its private key.',
    ],
    [
      'without-certificate',
      pkcs12('ann', 'secret', { hasCertificate: false }).file,
      PASSPHRASE,
      'holds no certificate',
      'Export the key together with its certificate.',
    ],
    ['invalid', Buffer.from([0x30, 0x03, 0x02, 0x01, 0x01]), {}, 'is neither PEM nor PKCS#12', EITHER],
  ] as const) {
    const kind = typeof content === 'string' ? 'PEM' : 'PKCS#12';
    test(`${kind} that ${what}${environment === WRONG ? ' (the passphrase is wrong)' : ''}`, () => {
      const file = fileOf(content);
      const error = errorOf(`api.test=${file}`, environment);
      expect(error).toMatchObject({ code: `client-certificate-${code}`, nextStep, exitCode: 1 });
      expect(error.message).toBe(`The client certificate ${file} ${what}.`);
    });
  }

  test('a file that is not there', () => {
    expect(errorOf(`api.test=${missing}`, {})).toMatchObject({
      code: 'client-certificate-unreadable',
      message: `The client certificate ${missing} cannot be read (ENOENT).`,
      nextStep: 'Check its path and who may read it.',
    });
  });
});
