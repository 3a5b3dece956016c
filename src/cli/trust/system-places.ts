import { join } from 'node:path';
import type { Machine } from './machine.ts';
import type { Place } from './place.ts';

type Family = Extract<Place, { kind: 'anchor' }>['family'];

interface Layout {
  readonly family: Family;
  /** Folder for the machine's own CAs: where it is, the family is. */
  readonly anchors: string;
  readonly ending: 'crt' | 'pem';
  readonly tool: string;
}

/** The more particular first: Alpine and Debian share theirs, and are told apart by a file. */
const LAYOUTS: readonly Layout[] = [
  { family: 'fedora', anchors: '/etc/pki/ca-trust/source/anchors', ending: 'pem', tool: 'update-ca-trust' },
  { family: 'arch', anchors: '/etc/ca-certificates/trust-source/anchors', ending: 'crt', tool: 'update-ca-trust' },
  { family: 'suse', anchors: '/usr/share/pki/trust/anchors', ending: 'pem', tool: 'update-ca-certificates' },
  { family: 'alpine', anchors: '/usr/local/share/ca-certificates', ending: 'crt', tool: 'update-ca-certificates' },
  { family: 'debian', anchors: '/usr/local/share/ca-certificates', ending: 'crt', tool: 'update-ca-certificates' },
];

/** The store of the system; none on one that is not known, or lacks its tool. `name` is that of the certificate there. */
export function systemPlaces(machine: Machine, name: string, isForAll: boolean): readonly Place[] {
  const { platform, home, root } = machine;
  if (platform === 'darwin') {
    return isForAll
      ? [{ kind: 'keychain', scope: 'machine', keychain: '/Library/Keychains/System.keychain' }]
      : [{ kind: 'keychain', scope: 'user', keychain: join(home, 'Library/Keychains/login.keychain-db') }];
  }
  if (platform === 'win32') return [{ kind: 'windows', scope: isForAll ? 'machine' : 'user' }];
  const isAlpine = machine.exists(join(root, '/etc/alpine-release'));
  const layout = LAYOUTS.find(
    ({ family, anchors, tool }) =>
      (family !== 'alpine' || isAlpine) && machine.exists(join(root, anchors)) && machine.which(tool) !== undefined,
  );
  if (layout === undefined) return [];
  const file = join(root, layout.anchors, `${name}.${layout.ending}`);
  if (root === '') return [{ kind: 'anchor', family: layout.family, file }];
  const folders = { bundle: join(root, '/etc/ssl/certs'), hooks: join(root, '/etc/ca-certificates/update.d') };
  return [{ kind: 'anchor', family: layout.family, file, folders }];
}

/** The file in which the system keeps all that it trusts. */
export function systemBundle({ family, folders }: Extract<Place, { kind: 'anchor' }>): string {
  if (family === 'fedora') return '/etc/pki/tls/certs/ca-bundle.crt';
  if (family === 'suse') return '/etc/ssl/ca-bundle.pem';
  return join(folders?.bundle ?? '/etc/ssl/certs', 'ca-certificates.crt');
}
