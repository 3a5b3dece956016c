import { readdirSync, readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';

/** Where distributions keep all that the system trusts. Asked for its store, Node.js would read SSL_CERT_FILE in their place. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
/** Where an administrator puts further ones. */
const ANCHORS = [
  '/usr/local/share/ca-certificates',
  '/etc/pki/ca-trust/source/anchors',
  '/etc/ca-certificates/trust-source/anchors',
  '/usr/share/pki/trust/anchors',
];
const MOST_NAMES = 100;

/** The system's roots in PEM. */
export function systemRoots(platform: NodeJS.Platform = process.platform): readonly string[] {
  if (platform !== 'linux') return getCACertificates('system');
  for (const file of BUNDLES) {
    const certificates = certificatesIn(file);
    if (certificates !== undefined && certificates.length > 0) return certificates;
  }
  return [];
}

/** Files with CAs that somebody has added to the system, a company's for example; ours are left out. */
export function addedAnchors(folders: readonly string[] = ANCHORS): readonly string[] {
  const names = folders.flatMap((folder) => {
    try {
      return readdirSync(folder).filter((name) => /\.(?:crt|pem|cer)$/.test(name) && !name.startsWith('httpwhy'));
    } catch {
      return [];
    }
  });
  return names.slice(0, MOST_NAMES);
}

const MAX_BUNDLE_BYTES = 10_000_000;

/** Undefined where the file cannot be read. */
export function certificatesIn(file: string): readonly string[] | undefined {
  try {
    const text = readFileSync(file);
    if (text.length > MAX_BUNDLE_BYTES) return undefined;
    return text.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  } catch {
    return undefined;
  }
}

/** Two PEM texts of one certificate differ in their line ends at most. */
export const compactPem = (pem: string): string => pem.replace(/\s+/g, '');
