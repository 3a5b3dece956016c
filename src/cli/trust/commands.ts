import { shellQuote } from '../../export/snippet/shell.ts';
import type { Place } from './place.ts';

/** A program with its arguments; no shell comes between. */
export type Command = readonly [program: string, ...args: string[]];

export interface CertificateFile {
  readonly path: string;
  /** SHA-1 of the certificate in hexadecimal, by which macOS and Windows name it. */
  readonly sha1: string;
}

/** Java's own stores have it since ever; it protects nothing. */
const JAVA_PASSWORD = 'changeit';

/** What makes a place trust the certificate. */
export function trustCommands(place: Place, { path }: CertificateFile): readonly Command[] {
  switch (place.kind) {
    case 'anchor':
      return [['install', '-m', '644', path, place.file], updateCommand(place, false)];
    case 'keychain': {
      const forAll = place.scope === 'machine' ? ['-d'] : [];
      return [['security', 'add-trusted-cert', ...forAll, '-r', 'trustRoot', '-k', place.keychain, path]];
    }
    case 'windows':
      return [['certutil', ...windowsScope(place), '-addstore', 'Root', path]];
    case 'nss':
      return [
        ...(place.isMissing === true ? newDatabase(place.database) : []),
        ['certutil', '-d', `sql:${place.database}`, '-A', '-n', place.nickname, '-t', 'C,,', '-i', path],
      ];
    case 'java':
      return [[place.keytool, '-importcert', '-noprompt', ...javaArguments(place), '-file', path]];
  }
}

/** What undoes it. */
export function untrustCommands(place: Place, { path, sha1 }: CertificateFile): readonly Command[] {
  switch (place.kind) {
    case 'anchor':
      return [['rm', '-f', place.file], updateCommand(place, true)];
    case 'keychain': {
      const forAll = place.scope === 'machine' ? ['-d'] : [];
      return [
        ['security', 'remove-trusted-cert', ...forAll, path],
        ['security', 'delete-certificate', '-Z', sha1, place.keychain],
      ];
    }
    case 'windows':
      return [['certutil', ...windowsScope(place), '-delstore', 'Root', sha1]];
    case 'nss':
      return [['certutil', '-d', `sql:${place.database}`, '-D', '-n', place.nickname]];
    case 'java':
      return [[place.keytool, '-delete', ...javaArguments(place)]];
  }
}

/** Ends with 0 where the certificate is in the place; null where the place says so in another way. */
export function checkCommand(place: Place, { path, sha1 }: CertificateFile): Command | null {
  switch (place.kind) {
    case 'anchor':
      return null;
    case 'keychain':
      return ['security', 'verify-cert', '-c', path];
    case 'windows':
      return ['certutil', ...windowsScope(place), '-verifystore', 'Root', sha1];
    case 'nss':
      return ['certutil', '-d', `sql:${place.database}`, '-L', '-n', place.nickname];
    case 'java':
      return [place.keytool, '-list', ...javaArguments(place)];
  }
}

/** As a person would type it. */
export function commandText(command: readonly string[]): string {
  return command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : shellQuote(word))).join(' ');
}

function updateCommand({ family, folders, file }: Extract<Place, { kind: 'anchor' }>, isRemoval: boolean): Command {
  if (family === 'fedora' || family === 'arch') return ['update-ca-trust'];
  if (family === 'suse') return ['update-ca-certificates'];
  // Without it, links to what is gone would stay.
  const fresh = isRemoval ? ['--fresh'] : [];
  if (folders === undefined) return ['update-ca-certificates', ...fresh];
  const local = file.slice(0, file.lastIndexOf('/'));
  const elsewhere = ['--localcertsdir', local, '--etccertsdir', folders.bundle, '--hooksdir', folders.hooks];
  return ['update-ca-certificates', ...fresh, ...elsewhere];
}

function newDatabase(folder: string): readonly Command[] {
  return [
    ['mkdir', '-p', folder],
    ['certutil', '-d', `sql:${folder}`, '-N', '--empty-password'],
  ];
}

const windowsScope = ({ scope }: Extract<Place, { kind: 'windows' }>) => (scope === 'user' ? ['-user'] : []);

const javaArguments = ({ alias, keystore }: Extract<Place, { kind: 'java' }>) => [
  ...['-alias', alias],
  ...['-keystore', keystore],
  ...['-storepass', JAVA_PASSWORD],
];
