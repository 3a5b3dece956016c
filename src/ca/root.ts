import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { printable } from '../exchange/printable.ts';
import { UserError } from '../exchange/user-error.ts';
import { publishOnce } from './atomic-file.ts';
import {
  COMMON_NAME,
  distinguishedName,
  EXTENSION,
  issuerIdentity,
  keyIdentifier,
  ORGANIZATION,
  ORGANIZATIONAL_UNIT,
  publicKeyInfo,
  signCertificate,
} from './certificate.ts';
import type { Node } from './der.ts';
import { reasonOf } from './file-error.ts';

/** The CA of one data folder, ready to sign. */
export interface Root {
  /** Path of the certificate, for clients that must trust it. */
  readonly certFile: string;
  readonly certPem: string;
  readonly key: KeyObject;
  readonly notAfter: Date;
  /** What leaves repeat as their issuer. */
  readonly subject: Node;
  readonly keyIdentifier: Buffer;
}

export const CERTIFICATE_FILE = 'ca.pem';
export const KEY_FILE = 'ca-key.pem';

const DAY_MS = 86_400_000;
const ROOT_YEARS = 10;
const BACKDATE_DAYS = 1;

/**
 * The CA in the data folder, made there on first use: `ca-key.pem` (mode 0600) first, then `ca.pem`, so that
 * whoever sees the certificate may rely on both. Processes that start at once agree on one pair, and a start that
 * was cut off between the two files is completed by the next one.
 *
 * @throws UserError where the folder or a file in it cannot be used.
 */
export function openRoot(folder: string, now: Date): Root {
  const keyFile = join(folder, KEY_FILE);
  const certFile = join(folder, CERTIFICATE_FILE);
  makeFolder(folder);
  const key = readKey(keyFile) ?? makeKey(folder, keyFile, certFile);
  const certPem = readCertificate(certFile) ?? makeCertificate(folder, certFile, key, now);
  return checkedRoot(certFile, certPem, keyFile, key, now);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UserError(
      'data-folder-unusable',
      `The data folder ${folder} cannot be created: ${reasonOf(error)}.`,
      'Choose another folder with --data DIR or HTTPWHY_HOME.',
    );
  }
}

function makeKey(folder: string, keyFile: string, certFile: string): KeyObject {
  // The certificate always comes second: without a key it is a left-over, unless both have appeared just now.
  if (existsSync(certFile) && !existsSync(keyFile)) {
    throw new UserError(
      'ca-key-missing',
      `The CA certificate ${certFile} is there, but its key ${keyFile} is not.`,
      `Restore the key, or remove ${certFile}: the next start makes a new CA, which clients must then trust.`,
    );
  }
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  publish(folder, keyFile, privateKey, 0o600);
  return readKey(keyFile) ?? makeKey(folder, keyFile, certFile);
}

function makeCertificate(folder: string, certFile: string, key: KeyObject, now: Date): string {
  const publicKey = publicKeyInfo(key);
  const identifier = keyIdentifier(publicKey);
  // The key's fingerprint keeps the names of two CAs of one user apart: some clients look issuers up by name alone.
  const subject = distinguishedName([
    [ORGANIZATION, 'httpwhy'],
    [ORGANIZATIONAL_UNIT, identifier.toString('hex', 0, 4)],
    [COMMON_NAME, commonName()],
  ]);
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + ROOT_YEARS);
  const certPem = signCertificate(
    {
      issuer: subject,
      validity: { notBefore: new Date(now.getTime() - BACKDATE_DAYS * DAY_MS), notAfter },
      subject,
      publicKey,
      extensions: [...EXTENSION.authority(), EXTENSION.subjectKey(identifier)],
    },
    key,
  );
  publish(folder, certFile, certPem, 0o644);
  return readCertificate(certFile) ?? certPem;
}

/** For example `httpwhy CA (ann@laptop)`; at most 64 characters (RFC 5280, appendix A.1). */
function commonName(): string {
  return `httpwhy CA (${printable(`${userName()}@${hostname()}`).slice(0, 51)})`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`; // a container's user without an entry in passwd
  }
}

function publish(folder: string, file: string, content: string, mode: number): void {
  try {
    publishOnce(file, content, mode);
  } catch (error) {
    throw new UserError(
      'data-folder-unusable',
      `The data folder ${folder} cannot be written to: ${reasonOf(error)}.`,
      'Correct its permissions, or choose another folder with --data DIR or HTTPWHY_HOME.',
    );
  }
}

function readKey(file: string): KeyObject | undefined {
  const pem = readSmallFile(file, 'CA key', (mode) => {
    // Windows knows no such bits and reports 0666 for everything.
    if (process.platform === 'win32' || (mode & 0o077) === 0) return;
    throw new UserError(
      'ca-key-too-open',
      `The CA key ${file} is open to other users (mode ${(mode & 0o777).toString(8).padStart(4, '0')}).`,
      `Run: chmod 600 ${shellWord(file)}. If somebody may have copied it, remove it and ca.pem instead to get a new CA.`,
    );
  });
  if (pem === undefined) return undefined;
  const key = attempt(() => createPrivateKey(pem));
  if (key === undefined || !canSign(key)) {
    throw new UserError(
      'ca-key-invalid',
      `${file} is not an unencrypted EC or RSA private key in PEM form.`,
      'Restore it, or remove it and ca.pem: the next start makes a new CA, which clients must then trust.',
    );
  }
  return key;
}

/** Keys with which leaves can be signed. */
export function canSign({ asymmetricKeyType }: KeyObject): boolean {
  return asymmetricKeyType === 'ec' || asymmetricKeyType === 'rsa';
}

function readCertificate(file: string): string | undefined {
  return readSmallFile(file, 'CA certificate', () => {});
}

/** Undefined where there is no such file. */
function readSmallFile(file: string, what: string, checkMode: (mode: number) => void): string | undefined {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { mode, size } = fstatSync(descriptor);
      checkMode(mode);
      // Far beyond any key or certificate, and short of what would be a burden.
      return size > 1_000_000 ? '' : readFileSync(descriptor, 'utf8');
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UserError(
      'ca-unreadable',
      `The ${what} ${file} cannot be read: ${reasonOf(error)}.`,
      'Give the file to the user who runs httpwhy, or choose another folder with --data DIR.',
    );
  }
}

/** @throws UserError where the two are not a CA that can be used. */
export function checkedRoot(certFile: string, certPem: string, keyFile: string, key: KeyObject, now: Date): Root {
  const renewal = `Remove ${certFile} and ${keyFile}: the next start makes a new CA, which clients must then trust.`;
  const certificate = attempt(() => new X509Certificate(certPem));
  if (certificate === undefined) {
    throw new UserError('ca-certificate-invalid', `${certFile} is not a certificate in PEM form.`, renewal);
  }
  if (!certificate.publicKey.equals(createPublicKey(key))) {
    throw new UserError('ca-mismatch', `${keyFile} is not the key of the certificate ${certFile}.`, renewal);
  }
  const identity = attempt(() => issuerIdentity(certificate.raw));
  if (identity === undefined || !certificate.ca) {
    throw new UserError('ca-not-an-authority', `${certFile} is not the certificate of a CA.`, renewal);
  }
  const notAfter = new Date(certificate.validTo);
  if (notAfter <= now) {
    throw new UserError('ca-expired', `The CA certificate ${certFile} expired on ${dayOf(notAfter)}.`, renewal);
  }
  return {
    certFile,
    certPem,
    key,
    notAfter,
    subject: identity.subject,
    keyIdentifier: identity.keyIdentifier ?? keyIdentifier(publicKeyInfo(key)),
  };
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** The path as one word of a POSIX shell. */
function shellWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
