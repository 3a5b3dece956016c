import { withCertificateFile } from '../trust/certificate-file.ts';
import { isTrusted } from '../trust/change-trust.ts';
import type { TrustJournal } from '../trust/journal.ts';
import { describePlace } from '../trust/place.ts';
import type { RunCommand } from '../trust/runner.ts';
import type { Check } from './check.ts';
import { compactPem, systemRoots } from './system-roots.ts';

/** Whether programs that are not started by `httpwhy run` trust the CA. */
export function checkSystemTrust(caPem: string, roots = systemRoots()): Check {
  const check = { id: 'system-trust', title: 'system trust' };
  const own = compactPem(caPem);
  if (roots.some((pem) => compactPem(pem) === own)) {
    return { ...check, state: 'good', detail: 'the system trusts the CA' };
  }
  return {
    ...check,
    state: 'note',
    detail: 'the system does not trust the CA; programs that `httpwhy run` starts do all the same',
    fix: 'httpwhy ca trust --system',
  };
}

/** Whether the places where `ca trust` has put the CA still have it, and have the CA of today. */
export async function checkTrustedPlaces(
  journal: TrustJournal,
  caPem: string,
  run: RunCommand,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const { place, pem } of journal.entries()) {
    const check = { id: `trust:${describePlace(place)}`, title: 'trusted in' };
    const isThere = await withCertificateFile(pem, (file) => isTrusted(place, pem, file, { run }));
    if (pem !== caPem) {
      const detail = `${describePlace(place)}: an earlier CA of this folder`;
      checks.push({ ...check, state: 'warning', detail, fix: 'httpwhy ca untrust, then httpwhy ca trust' });
    } else if (!isThere) {
      const detail = `${describePlace(place)}: it is not there any more`;
      checks.push({ ...check, state: 'warning', detail, fix: 'httpwhy ca trust' });
    } else checks.push({ ...check, state: 'good', detail: describePlace(place) });
  }
  return checks;
}
