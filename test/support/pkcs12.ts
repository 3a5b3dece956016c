import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

export interface TestPkcs12 {
  readonly file: Buffer;
  /** The certificate in it, which signed itself. */
  readonly cert: string;
}

/** A PKCS#12 file, made anew for each test so that no key lies in the repository. */
export function pkcs12(
  commonName: string,
  passphrase: string,
  parts: { readonly hasKey?: boolean; readonly hasCertificate?: boolean } = {},
): TestPkcs12 {
  const { hasKey = true, hasCertificate = true } = parts;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const key = forge.pki.privateKeyFromPem(privateKey);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.now() - 86_400_000);
  certificate.validity.notAfter = new Date(Date.now() + 30 * 86_400_000);
  certificate.setSubject([{ name: 'commonName', value: commonName }]);
  certificate.setIssuer([{ name: 'commonName', value: commonName }]);
  certificate.sign(key, forge.md.sha256.create());
  const asn1 = forge.pkcs12.toPkcs12Asn1(
    (hasKey ? key : null) as typeof key,
    (hasCertificate ? certificate : null) as typeof certificate,
    passphrase,
    { algorithm: 'aes256' },
  );
  return {
    file: Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1'),
    cert: forge.pki.certificateToPem(certificate),
  };
}
