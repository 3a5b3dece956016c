import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { COMMON_NAME, distinguishedName, EXTENSION, signCertificate } from '../../src/ca/certificate.ts';

/** A root with an RSA key. */
export function makeRsaRoot(now: Date): { readonly cert: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  const subject = distinguishedName([[COMMON_NAME, 'own root']]);
  const validity = {
    notBefore: new Date(now.getTime() - 86_400_000),
    notAfter: new Date(now.getTime() + 365 * 86_400_000),
  };
  const extensions = EXTENSION.authority();
  const cert = signCertificate(
    { issuer: subject, validity, subject, publicKey, extensions },
    createPrivateKey(privateKey),
  );
  return { cert, key: privateKey };
}
