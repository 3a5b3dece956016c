import { createHash, createHmac, randomBytes, X509Certificate } from 'node:crypto';
import { bmpString, encode, integer, type Node, nothing, octetString, oid, sequence, set, tagged } from './der.ts';

const DATA = '1.2.840.113549.1.7.1';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';
const X509 = '1.2.840.113549.1.9.22.1';
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
const SHA256 = '2.16.840.1.101.3.4.2.1';
/** Oracle's attribute. Without it a JVM takes the certificate for a part of somebody's chain, and trusts nobody. */
const TRUSTED_KEY_USAGE = '2.16.840.1.113894.746875.1.1';
const ANY_USAGE = '2.5.29.37.0';

const MAC_ITERATIONS = 10_000;
const MAC_KEY = 3;
/** Of SHA-256, in bytes. */
const BLOCK = 64;

/** A PKCS #12 file (RFC 7292) that holds nothing but trusted certificates, as `keytool` writes it and a JVM reads it. */
export function trustStore(
  certificates: readonly { readonly pem: string; readonly alias: string }[],
  password: string,
): Buffer {
  const bags = sequence(...certificates.map(({ pem, alias }) => bag(new X509Certificate(pem).raw, alias)));
  const contents = encode(sequence(content(encode(bags))));
  const salt = randomBytes(20);
  const mac = createHmac('sha256', deriveKey(password, salt)).update(contents).digest();
  const digest = sequence(sequence(oid(SHA256), nothing()), octetString(mac));
  const macData = sequence(
    digest,
    octetString(salt),
    integer(Uint8Array.of(MAC_ITERATIONS >> 8, MAC_ITERATIONS & 0xff)),
  );
  return encode(sequence(integer(Uint8Array.of(3)), content(contents), macData));
}

const content = (bytes: Uint8Array): Node => sequence(oid(DATA), tagged(0, octetString(bytes)));

function bag(der: Uint8Array, alias: string): Node {
  const certificate = sequence(oid(X509), tagged(0, octetString(der)));
  return sequence(
    oid(CERTIFICATE_BAG),
    tagged(0, certificate),
    set(sequence(oid(FRIENDLY_NAME), set(bmpString(alias))), sequence(oid(TRUSTED_KEY_USAGE), set(oid(ANY_USAGE)))),
  );
}

/** RFC 7292, appendix B.2, for a key of one hash: then the step that mixes further blocks is not reached. */
function deriveKey(password: string, salt: Uint8Array): Buffer {
  const secret = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const filled = (bytes: Uint8Array) => Buffer.alloc(Math.ceil(bytes.length / BLOCK) * BLOCK, bytes);
  let key = Buffer.concat([Buffer.alloc(BLOCK, MAC_KEY), filled(salt), filled(secret)]);
  for (let i = 0; i < MAC_ITERATIONS; i += 1) key = createHash('sha256').update(key).digest();
  return key;
}
