import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { COMMON_NAME, distinguishedName, EXTENSION, ORGANIZATION, signCertificate } from '../../src/ca/certificate.ts';
import { boolean, encode, type Node, octetString, oid, sequence } from '../../src/ca/der.ts';
import { parseServerName } from '../../src/ca/server-name.ts';

export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

interface Issuer {
  readonly subject: Node;
  readonly key: KeyObject;
}

const DAY_MS = 86_400_000;
const BASIC_CONSTRAINTS = '2.5.29.19';
const A_CA = sequence(oid(BASIC_CONSTRAINTS), boolean(true), octetString(encode(sequence(boolean(true)))));

const nameOf = (commonName: string): Node =>
  distinguishedName([
    [ORGANIZATION, 'Example, Inc'],
    [COMMON_NAME, commonName],
  ]);

interface Wish {
  readonly commonName: string;
  readonly extensions: readonly Node[];
  /** Its own where it is left out. */
  readonly issuer?: Issuer;
  readonly fromDays?: number;
  readonly toDays?: number;
}

/** A certificate for any purpose. */
function issue({ commonName, extensions, issuer, fromDays = -1, toDays = 30 }: Wish) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  const own: Issuer = { subject: nameOf(commonName), key: createPrivateKey(privateKey) };
  const { subject, key } = issuer ?? own;
  const validity = {
    notBefore: new Date(Date.now() + fromDays * DAY_MS),
    notAfter: new Date(Date.now() + toDays * DAY_MS),
  };
  const cert = signCertificate({ issuer: subject, validity, subject: own.subject, publicKey, extensions }, key);
  return { key: privateKey, cert, own };
}

/** The certificate of a server that nobody else has signed. */
export function selfSigned(serverName: string): KeyAndCertificate {
  const { key, cert } = issue({ commonName: serverName, extensions: [EXTENSION.alternativeDnsName(serverName)] });
  return { key, cert };
}

/** A server's certificate right below a root; valid from yesterday for a month unless days from today say otherwise. */
export function serverCertificate(
  serverName: string,
  days: { readonly fromDays?: number; readonly toDays?: number } = {},
): { readonly served: KeyAndCertificate; readonly ca: string } {
  const root = issue({ commonName: `Root of ${serverName}`, extensions: [A_CA] });
  const name = parseServerName(serverName)!;
  const alternative =
    name.kind === 'host' ? EXTENSION.alternativeDnsName(name.text) : EXTENSION.alternativeAddress(name.bytes);
  const { key, cert } = issue({ commonName: serverName, extensions: [alternative], issuer: root.own, ...days });
  // Apart, because a server that is given the CA, too, sends it along.
  return { served: { key, cert }, ca: root.cert };
}

/** A server's certificate behind an intermediate CA, each by itself. */
export function chainOfThree(serverName: string, intermediateDays = { fromDays: -1, toDays: 30 }) {
  const root = issue({ commonName: 'Root', extensions: [A_CA] });
  const intermediate = issue({
    commonName: 'Intermediate',
    extensions: [A_CA],
    issuer: root.own,
    ...intermediateDays,
  });
  const extensions = [EXTENSION.alternativeDnsName(serverName)];
  const leaf = issue({ commonName: serverName, extensions, issuer: intermediate.own });
  return { key: leaf.key, leaf: leaf.cert, intermediate: intermediate.cert, root: root.cert };
}

/** What a client shows, and the CA by which a server knows it. */
export function clientIdentity(commonName: string): KeyAndCertificate & { readonly ca: string } {
  const root = issue({ commonName: 'Client Root', extensions: [A_CA] });
  const { key, cert } = issue({ commonName, extensions: [], issuer: root.own });
  return { key, cert, ca: root.cert };
}
