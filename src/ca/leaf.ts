import { generateKeyPairSync } from 'node:crypto';
import {
  COMMON_NAME,
  distinguishedName,
  EXTENSION,
  keyIdentifier,
  ORGANIZATION,
  signCertificate,
} from './certificate.ts';
import type { Root } from './root.ts';
import type { ServerName } from './server-name.ts';

export interface Leaf {
  readonly certPem: string;
  readonly keyPem: string;
  readonly notAfter: Date;
}

/** The key pair that all leaves of one process share: a new one for each would nearly double the cost of a mint. */
export interface LeafKey {
  readonly keyPem: string;
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Buffer;
}

const DAY_MS = 86_400_000;
// Far below what platforms refuse: Apple more than 825 days even from private CAs, Chromium more than 200, and the
// backdating counts (mitmproxy#8203).
const LEAF_DAYS = 30;
// A client whose clock is behind must not find the certificate "not yet valid".
const BACKDATE_DAYS = 1;
/** The upper bound of a common name in characters (RFC 5280, appendix A.1). */
const MAX_COMMON_NAME = 64;

export function makeLeafKey(): LeafKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  return { keyPem: privateKey, publicKey };
}

/** A server certificate for one name, signed by the root. */
export function issueLeaf(root: Root, leafKey: LeafKey, serverName: ServerName, now: Date): Leaf {
  const notBefore = new Date(now.getTime() - BACKDATE_DAYS * DAY_MS);
  // A leaf must not outlive its issuer: some clients refuse that.
  const notAfter = new Date(Math.min(notBefore.getTime() + LEAF_DAYS * DAY_MS, root.notAfter.getTime()));
  const certPem = signCertificate(
    {
      issuer: root.subject,
      validity: { notBefore, notAfter },
      subject: subjectOf(serverName),
      publicKey: leafKey.publicKey,
      extensions: [
        ...EXTENSION.server(),
        serverName.kind === 'host'
          ? EXTENSION.alternativeDnsName(serverName.text)
          : EXTENSION.alternativeAddress(serverName.bytes),
        EXTENSION.subjectKey(keyIdentifier(leafKey.publicKey)),
        EXTENSION.authorityKey(root.keyIdentifier),
      ],
    },
    root.key,
  );
  return { certPem, keyPem: leafKey.keyPem, notAfter };
}

// The subject is never empty, so that the alternative name need not be critical, which older clients do not expect.
// Clients read the alternative name only; the common name is for people who look at the certificate.
function subjectOf({ text }: ServerName) {
  return text.length <= MAX_COMMON_NAME
    ? distinguishedName([
        [ORGANIZATION, 'httpwhy'],
        [COMMON_NAME, text],
      ])
    : distinguishedName([[ORGANIZATION, 'httpwhy']]);
}
