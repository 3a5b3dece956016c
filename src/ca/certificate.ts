import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bitString,
  boolean,
  bytesOf,
  childrenOf,
  decode,
  encode,
  integer,
  type Node,
  nothing,
  octetString,
  oid,
  sequence,
  set,
  tagged,
  taggedBytes,
  time,
  utf8String,
} from './der.ts';

export const COMMON_NAME = '2.5.4.3';
export const ORGANIZATION = '2.5.4.10';
export const ORGANIZATIONAL_UNIT = '2.5.4.11';

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';
const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

// ECDSA's AlgorithmIdentifier has no parameters (RFC 5758 §3.2). The NULL that node-forge would write makes OpenSSL
// answer "certificate signature failure", in the signed part as well as outside it.
const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
// RSA's has to have it (RFC 4055 §5).
const RSA_WITH_SHA256 = sequence(oid('1.2.840.113549.1.1.11'), nothing());
const VERSION_3 = tagged(0, integer(Uint8Array.of(2)));

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface CertificateContent {
  readonly issuer: Node;
  readonly validity: Validity;
  readonly subject: Node;
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Node[];
}

/** Names in DER form: a relative distinguished name for each pair of attribute type and value. */
export function distinguishedName(attributes: readonly (readonly [type: string, value: string])[]): Node {
  return sequence(...attributes.map(([type, value]) => set(sequence(oid(type), utf8String(value)))));
}

/** An X.509 v3 certificate in PEM, with a random serial, signed by an EC or RSA key. */
export function signCertificate(content: CertificateContent, issuerKey: KeyObject): string {
  const { issuer, validity, subject, publicKey, extensions } = content;
  const algorithm = issuerKey.asymmetricKeyType === 'rsa' ? RSA_WITH_SHA256 : ECDSA_WITH_SHA256;
  const toBeSigned = sequence(
    VERSION_3,
    integer(randomSerial()),
    algorithm,
    issuer,
    sequence(time(validity.notBefore), time(validity.notAfter)),
    subject,
    // node-forge has no EC keys: the encoding that node:crypto exports goes in as it is.
    decode(publicKey),
    tagged(3, sequence(...extensions)),
  );
  const signature = sign('sha256', encode(toBeSigned), issuerKey);
  const der = encode(sequence(toBeSigned, algorithm, bitString(signature)));
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

/** SubjectPublicKeyInfo in DER. */
export function publicKeyInfo(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

/** The first 160 bits of SHA-256 over the SubjectPublicKeyInfo (RFC 7093 §2, method 4). */
export function keyIdentifier(publicKey: Uint8Array): Buffer {
  return createHash('sha256').update(publicKey).digest().subarray(0, 20);
}

/** The subject and key identifier of a certificate, as its own bytes say them: a leaf must repeat both exactly. */
export function issuerIdentity(certificate: Uint8Array): { subject: Node; keyIdentifier: Buffer | undefined } {
  const fields = childrenOf(childrenOf(decode(certificate))[0]);
  const subject = fields[5];
  if (subject === undefined) throw new Error('not an X.509 v3 certificate');
  const extensions = childrenOf(childrenOf(fields.at(-1))[0]);
  const wanted = encode(oid(SUBJECT_KEY_IDENTIFIER));
  const extension = extensions.find((candidate) => {
    const [type] = childrenOf(candidate);
    return type !== undefined && encode(type).equals(wanted);
  });
  return { subject, keyIdentifier: extension && bytesOf(decode(bytesOf(childrenOf(extension).at(-1)))) };
}

export const EXTENSION = {
  /** A CA that may sign leaves, but no further CA. */
  authority: (): readonly Node[] => [
    extension(BASIC_CONSTRAINTS, true, sequence(boolean(true), integer(Uint8Array.of(0)))),
    extension(KEY_USAGE, true, bitString(Uint8Array.of(0b0000_0110), 1)), // keyCertSign, cRLSign
  ],
  server: (): readonly Node[] => [
    extension(BASIC_CONSTRAINTS, true, sequence()),
    extension(KEY_USAGE, true, bitString(Uint8Array.of(0b1000_0000), 7)), // digitalSignature
    extension(EXTENDED_KEY_USAGE, false, sequence(oid(SERVER_AUTH))),
  ],
  subjectKey: (identifier: Uint8Array): Node => extension(SUBJECT_KEY_IDENTIFIER, false, octetString(identifier)),
  authorityKey: (identifier: Uint8Array): Node =>
    extension(AUTHORITY_KEY_IDENTIFIER, false, sequence(taggedBytes(0, identifier))),
  alternativeDnsName: (name: string): Node =>
    extension(SUBJECT_ALTERNATIVE_NAME, false, sequence(taggedBytes(2, Buffer.from(name, 'latin1')))),
  /** @param address 4 or 16 bytes. */
  alternativeAddress: (address: Uint8Array): Node =>
    extension(SUBJECT_ALTERNATIVE_NAME, false, sequence(taggedBytes(7, address))),
};

function extension(type: string, isCritical: boolean, value: Node): Node {
  // The default, FALSE, is left out in DER (X.690 §11.5).
  return isCritical
    ? sequence(oid(type), boolean(true), octetString(encode(value)))
    : sequence(oid(type), octetString(encode(value)));
}

/** 16 random bytes as a positive INTEGER that needs no padding (RFC 5280 §4.1.2.2 allows 20). */
function randomSerial(): Buffer {
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  return serial;
}
