import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateFile } from './commands.ts';

/** The name under which stores keep the certificate: `httpwhy-1a2b3c4d`. */
export function storeName(pem: string): string {
  return `httpwhy-${new X509Certificate(pem).fingerprint256.replaceAll(':', '').slice(0, 8).toLowerCase()}`;
}

export function sha1Of(pem: string): string {
  return new X509Certificate(pem).fingerprint.replaceAll(':', '');
}

/** A file with this certificate as long as it is needed: tools take files, and `ca.pem` may hold another one by now. */
export async function withCertificateFile<T>(pem: string, use: (file: CertificateFile) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'httpwhy-ca-'));
  try {
    const path = join(folder, 'ca.pem');
    writeFileSync(path, pem, { mode: 0o644 });
    return await use({ path, sha1: sha1Of(pem) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
