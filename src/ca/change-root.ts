import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../exchange/user-error.ts';
import { replaceFile } from './atomic-file.ts';
import { reasonOf } from './file-error.ts';
import { CERTIFICATE_FILE, canSign, checkedRoot, KEY_FILE, openRoot, type Root } from './root.ts';

const MAX_FILE_BYTES = 1_000_000;

/** Makes a new CA in the place of the one in the folder, whose key is gone then. A proxy that runs keeps the old one until its end. */
export function rotateRoot(folder: string, now: Date): Root {
  changing(folder, () => removePair(folder));
  return openRoot(folder, now);
}

/**
 * Puts a CA of the person's own in the place of the one in the folder.
 *
 * @throws UserError where the two files are not the certificate and the key of one CA that can be used; then nothing is changed.
 */
export function importRoot(folder: string, certFile: string, keyFile: string, now: Date): Root {
  const certificate = certificateIn(certFile);
  const key = keyIn(keyFile);
  try {
    checkedRoot(certFile, certificate.toString(), keyFile, key, now);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, error.message, 'Give the certificate of a CA and the key that belongs to it.');
  }
  changing(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    removePair(folder);
    // As at the first start: whoever sees the certificate may rely on the key.
    replaceFile(join(folder, KEY_FILE), key.export({ type: 'pkcs8', format: 'pem' }) as string, 0o600);
    replaceFile(join(folder, CERTIFICATE_FILE), certificate.toString(), 0o644);
  });
  return openRoot(folder, now);
}

/** The certificate first: a key alone gets a new one, a certificate alone is an error. */
function removePair(folder: string): void {
  for (const name of [CERTIFICATE_FILE, KEY_FILE]) rmSync(join(folder, name), { force: true });
}

function changing(folder: string, change: () => void): void {
  try {
    change();
  } catch (error) {
    throw new UserError(
      'data-folder-unusable',
      `The data folder ${folder} cannot be written to: ${reasonOf(error)}.`,
      'Correct its permissions, or choose another folder with --data DIR or HTTPWHY_HOME.',
    );
  }
}

function certificateIn(file: string): X509Certificate {
  const bytes = bytesOf(file);
  try {
    return new X509Certificate(bytes);
  } catch {
    throw new UserError('ca-certificate-invalid', `${file} is not a certificate.`, 'Give one in PEM or DER form.');
  }
}

function keyIn(file: string): KeyObject {
  const bytes = bytesOf(file);
  const key =
    attempt(() => createPrivateKey(bytes)) ??
    attempt(() => createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }));
  if (key !== undefined && canSign(key)) return key;
  throw new UserError(
    'ca-key-invalid',
    `${file} is not an unencrypted EC or RSA private key.`,
    'Decrypt it first: openssl pkey -in KEY -out PLAIN-KEY; httpwhy keeps it with mode 0600.',
  );
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file).subarray(0, MAX_FILE_BYTES);
  } catch (error) {
    throw new UserError('ca-unreadable', `${file} cannot be read: ${reasonOf(error)}.`, 'Correct the path.', 2);
  }
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
