import { readFileSync } from 'node:fs';
import { rootCertificates as bundledRoots, getCACertificates } from 'node:tls';
import { UserError } from '../exchange/user-error.ts';

/**
 * The roots that this machine trusts, those built into Node.js, and the person's own.
 * @throws UserError `upstream-ca` where the file is no PEM file
 */
export function serverRoots(upstreamCaFile: string | null): string[] {
  const roots = new Set([...bundledRoots, ...getCACertificates('default'), ...getCACertificates('system')]);
  if (upstreamCaFile !== null) roots.add(readPem(upstreamCaFile));
  return [...roots];
}

function readPem(file: string): string {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(
      'upstream-ca',
      `The CA file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      'Correct the path given with --upstream-ca.',
    );
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) {
    throw new UserError(
      'upstream-ca',
      `${file} holds no certificate in PEM form.`,
      'Give a file that begins with -----BEGIN CERTIFICATE-----.',
    );
  }
  return pem;
}
