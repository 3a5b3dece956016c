import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { printable } from '../../exchange/printable.ts';
import { UserError } from '../../exchange/user-error.ts';
import { asciiHost, matchesHost } from './host-name.ts';

/** What we show to servers that ask who we are. Plain data, so that it can go from thread to thread. */
export interface ClientCertificate {
  /** Host name, address, or pattern such as `*.example.com`. */
  readonly hostPattern: string;
  readonly identity: PemIdentity | Pkcs12Identity;
}

/** The certificate, with further ones of its chain after it, and its key without encryption. */
export interface PemIdentity {
  readonly cert: string;
  readonly key: string;
}

export interface Pkcs12Identity {
  readonly pfx: Uint8Array;
  readonly passphrase: string;
}

/** On a command line the passphrase would stand in the list of processes. */
export const PASSPHRASE_VARIABLE = 'HTTPWHY_CLIENT_CERT_PASSPHRASE';

const PASSPHRASE_STEP = `Put its passphrase into the environment variable ${PASSPHRASE_VARIABLE}.`;
const WRONG_PASSPHRASE_STEP = `Correct the passphrase in the environment variable ${PASSPHRASE_VARIABLE}.`;

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[\s\S]*?-----END (?:[A-Z]+ )?PRIVATE KEY-----/;

/** As `tls.createSecureContext` takes it. */
export function contextOptions(identity: ClientCertificate['identity']): SecureContextOptions {
  // A thread receives a Buffer as the plain array that it is.
  return 'pfx' in identity ? { pfx: Buffer.from(identity.pfx), passphrase: identity.passphrase } : identity;
}

/** The first whose pattern fits. */
export function clientCertificateFor(
  certificates: readonly ClientCertificate[],
  host: string,
): ClientCertificate | undefined {
  return certificates.find(({ hostPattern }) => matchesHost(hostPattern, host));
}

/**
 * Reads `HOST=FILE`: HOST is a name, an address or a pattern such as `*.example.com`; FILE holds certificate and key,
 * both in PEM, or is a PKCS#12 file. An encrypted key is opened with the passphrase in `PASSPHRASE_VARIABLE`.
 * @throws UserError for every mistake that would show only at the first connection otherwise.
 */
export function readClientCertificate(
  option: string,
  environment: Readonly<Record<string, string | undefined>>,
): ClientCertificate {
  const [, host = '', file = ''] = /^([^=]*)=(.*)$/s.exec(option) ?? [];
  const hostPattern = asciiHost(host.trim().replace(/^\[(.*)\]$/, '$1')).toLowerCase();
  if (hostPattern === '' || file === '' || /[\s/]/.test(hostPattern)) {
    throw new UserError(
      'client-certificate-option',
      `"${printable(option)}" is not of the form HOST=FILE.`,
      'Write --client-cert api.example.com=client.pem, or --client-cert "*.example.com=client.p12".',
      2,
    );
  }
  const passphrase = environment[PASSPHRASE_VARIABLE] || undefined;
  const bytes = read(file);
  // A DER SEQUENCE begins PKCS#12, and no PEM file.
  const identity =
    bytes[0] === 0x30 ? pkcs12(bytes, file, passphrase) : pem(bytes.toString('latin1'), file, passphrase);
  return { hostPattern, identity };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw mistake(
      'unreadable',
      `cannot be read (${code ?? String(error)})`,
      file,
      'Check its path and who may read it.',
    );
  }
}

function pem(text: string, file: string, passphrase: string | undefined): PemIdentity {
  const certificates = text.match(CERTIFICATES) ?? [];
  const keyPem = PRIVATE_KEY.exec(text)?.[0];
  if (certificates.length === 0) {
    const step = 'Give a PEM file that holds certificate and key, or a PKCS#12 file (.p12, .pfx).';
    throw mistake('without-certificate', 'holds no certificate', file, step);
  }
  if (keyPem === undefined) {
    const step = `Put both into one file: cat CERTIFICATE KEY > FILE.`;
    throw mistake('without-key', 'holds a certificate but no private key', file, step);
  }
  const key = openKey(keyPem, file, passphrase);
  let own: X509Certificate;
  try {
    own = new X509Certificate(certificates[0]!);
    for (const further of certificates.slice(1)) new X509Certificate(further);
  } catch {
    throw mistake('invalid', 'holds a certificate that is damaged', file, 'Export certificate and key once more.');
  }
  if (!own.checkPrivateKey(key)) {
    const step = 'Put the certificate of the key first, then the ones of its chain, and the key of that certificate.';
    throw mistake('mismatch', 'holds a key that does not belong to its first certificate', file, step);
  }
  return {
    cert: certificates.map((certificate) => `${certificate}\n`).join(''),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function openKey(keyPem: string, file: string, passphrase: string | undefined): KeyObject {
  const isEncrypted = /BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(keyPem);
  if (isEncrypted && passphrase === undefined)
    throw mistake('encrypted', 'holds an encrypted key', file, PASSPHRASE_STEP);
  try {
    return createPrivateKey({ key: keyPem, ...(isEncrypted && { passphrase }) });
  } catch {
    throw isEncrypted
      ? mistake('passphrase', 'cannot be opened with this passphrase', file, WRONG_PASSPHRASE_STEP)
      : mistake('invalid', 'holds a key that is damaged', file, 'Export certificate and key once more.');
  }
}

function pkcs12(bytes: Buffer, file: string, passphrase = ''): Pkcs12Identity {
  const identity = { pfx: bytes, passphrase };
  try {
    createSecureContext(contextOptions(identity));
    return identity;
  } catch (error) {
    const { message } = error as Error;
    if (/mac verify|bad decrypt|decrypt error/i.test(message)) {
      throw passphrase === ''
        ? mistake('encrypted', 'is encrypted', file, PASSPHRASE_STEP)
        : mistake('passphrase', 'cannot be opened with this passphrase', file, WRONG_PASSPHRASE_STEP);
    }
    if (/unsupported/i.test(message)) {
      const step = 'Convert it: openssl pkcs12 -legacy -in FILE -nodes -out client.pem, and name client.pem instead.';
      throw mistake('unsupported', 'is encrypted in a way that is no longer safe', file, step);
    }
    if (/private key/i.test(message)) {
      const step = 'Export the certificate together with its private key.';
      throw mistake('without-key', 'holds no private key', file, step);
    }
    if (/certificate/i.test(message)) {
      throw mistake(
        'without-certificate',
        'holds no certificate',
        file,
        'Export the key together with its certificate.',
      );
    }
    const step = 'Give a PEM file that holds certificate and key, or a PKCS#12 file (.p12, .pfx).';
    throw mistake('invalid', 'is neither PEM nor PKCS#12', file, step);
  }
}

function mistake(kind: string, what: string, file: string, nextStep: string): UserError {
  return new UserError(`client-certificate-${kind}`, `The client certificate ${printable(file)} ${what}.`, nextStep);
}
