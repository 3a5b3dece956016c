import { z } from 'zod';

/** `httpwhy-` and the beginning of the certificate's SHA-256: so two CAs do not take each other's place. */
const NAME = /^httpwhy-[0-9a-f]{8}$/;
/** Absolute on either kind of system, without steps upwards. */
const path = z.string().regex(/^(?!.*(?:^|[\\/])\.\.(?:[\\/]|$))(?:\/|[A-Za-z]:\\)/);
const scope = z.enum(['user', 'machine']);

/**
 * One place where a CA can be trusted. The journal keeps these as data, never as commands: what `untrust` runs with more
 * rights is made anew by this program.
 */
export const PLACE = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('anchor'),
    family: z.enum(['debian', 'alpine', 'suse', 'fedora', 'arch']),
    file: path.and(z.string().regex(/\/httpwhy-[0-9a-f]{8}\.(?:crt|pem)$/)),
    /** Of Debian's tool, where they are not the usual ones. */
    folders: z.strictObject({ bundle: path, hooks: path }).optional(),
  }),
  z.strictObject({ kind: z.literal('keychain'), scope, keychain: path }),
  z.strictObject({ kind: z.literal('windows'), scope }),
  z.strictObject({
    kind: z.literal('nss'),
    owner: z.string().max(100),
    database: path,
    nickname: z.string().regex(NAME),
    isMissing: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('java'), keytool: path, keystore: path, alias: z.string().regex(NAME) }),
]);

export type Place = Readonly<z.infer<typeof PLACE>>;

/** Stores as the options of the command group them. */
export type Store = 'system' | 'nss' | 'java';

export function storeOf({ kind }: Place): Store {
  return kind === 'nss' || kind === 'java' ? kind : 'system';
}

/** For example `the system (Debian): /usr/local/share/ca-certificates/httpwhy-1a2b3c4d.crt`. */
export function describePlace(place: Place): string {
  switch (place.kind) {
    case 'anchor':
      return `the system (${FAMILIES[place.family]}): ${place.file}`;
    case 'keychain':
      return `the keychain ${place.scope === 'user' ? 'of this user' : 'of the machine'}: ${place.keychain}`;
    case 'windows':
      return `the Windows store of ${place.scope === 'user' ? 'this user' : 'the machine'}`;
    case 'nss':
      return `${place.owner}: ${place.database}`;
    case 'java':
      return `Java: ${place.keystore}`;
  }
}

const FAMILIES: Readonly<Record<Extract<Place, { kind: 'anchor' }>['family'], string>> = {
  debian: 'Debian, Ubuntu',
  alpine: 'Alpine',
  suse: 'SUSE',
  fedora: 'Fedora, RHEL',
  arch: 'Arch',
};
