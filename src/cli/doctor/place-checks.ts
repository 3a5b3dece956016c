import { X509Certificate } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { openRoot, type Root } from '../../ca/root.ts';
import { formatBytes } from '../../exchange/units.ts';
import { UserError } from '../../exchange/user-error.ts';
import { makeDataFolder } from '../data-folder.ts';
import { portHolder } from '../port-holder.ts';
import { isListening, lastingProxy } from '../running.ts';
import type { Check } from './check.ts';

const LOW_SPACE_BYTES = 500e6;
const DAY_MS = 86_400_000;
/** A new CA has to reach every client. */
const EARLY_DAYS = 30;

export function checkDataFolder(folder: string): Check {
  const check = { id: 'data-folder', title: 'data folder' };
  try {
    makeDataFolder(folder);
    const { bavail, bsize } = statfsSync(folder);
    const free = bavail * bsize;
    const isLow = free < LOW_SPACE_BYTES;
    return {
      ...check,
      state: isLow ? 'warning' : 'good',
      detail: `${folder}, ${formatBytes(free)} free`,
      ...(isLow ? { fix: 'httpwhy prune, or another folder with --data' } : {}),
    };
  } catch (error) {
    return failed(check, error);
  }
}

/** The files of the CA, made where they are missing. */
export function checkCa(folder: string, now: Date): { readonly check: Check; readonly root?: Root } {
  const check = { id: 'ca', title: 'CA' };
  try {
    const root = openRoot(folder, now);
    const certificate = new X509Certificate(root.certPem);
    const name = /CN=(.*)/.exec(certificate.subject)?.[1] ?? certificate.subject.replaceAll('\n', ', ');
    const until = `until ${root.notAfter.toISOString().slice(0, 10)}`;
    if (new Date(certificate.validFrom) > now) {
      const from = new Date(certificate.validFrom).toISOString().slice(0, 10);
      const detail = `${name} is not valid before ${from}`;
      return {
        check: { ...check, state: 'failure', detail, fix: 'Set the clock of this machine, or httpwhy ca rotate' },
      };
    }
    if (root.notAfter.getTime() - now.getTime() < EARLY_DAYS * DAY_MS) {
      const detail = `${name} is valid only ${until}`;
      return { root, check: { ...check, state: 'warning', detail, fix: 'httpwhy ca rotate' } };
    }
    return { root, check: { ...check, state: 'good', detail: `${name}, ${until}` } };
  } catch (error) {
    return { check: failed(check, error) };
  }
}

export async function checkPort(port: number, folder: string): Promise<Check> {
  const check = { id: 'port', title: 'port' };
  const running = lastingProxy(folder);
  if (running !== undefined && (await isListening(running.port))) {
    return { ...check, state: 'good', detail: `httpwhy listens on ${running.port} (process ${running.pid})` };
  }
  if (!(await isListening(port))) return { ...check, state: 'good', detail: `${port} is free` };
  const holder = portHolder(port) ?? 'another program';
  return {
    ...check,
    state: 'warning',
    detail: `${port} is taken by ${holder}`,
    fix: 'httpwhy --port 0 (any free one)',
  };
}

function failed(check: Pick<Check, 'id' | 'title'>, error: unknown): Check {
  if (!(error instanceof UserError)) throw error;
  return { ...check, state: 'failure', detail: error.message.replace(/\.$/, ''), fix: error.nextStep };
}
