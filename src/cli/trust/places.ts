import { javaPlaces } from './java-places.ts';
import type { Machine } from './machine.ts';
import { nssPlaces } from './nss-places.ts';
import type { Place, Store } from './place.ts';
import { systemPlaces } from './system-places.ts';

export interface FoundPlaces {
  readonly places: readonly Place[];
  /** Why a store that was looked for gives no place, and what to do. */
  readonly remarks: readonly string[];
}

/** Where the stores that were asked for can be changed on this machine; without any, all of them. */
export function findPlaces(machine: Machine, stores: readonly Store[], name: string): FoundPlaces {
  const places: Place[] = [];
  const remarks: string[] = [];
  const isWanted = (store: Store) => stores.length === 0 || stores.includes(store);
  const isNamed = (store: Store) => stores.includes(store);
  if (isWanted('system')) {
    const found = systemPlaces(machine, name, isNamed('system'));
    places.push(...found);
    if (found.length === 0) remarks.push(noSystemStore(machine));
  }
  // On Windows `certutil` is another program; Firefox trusts there what the system trusts.
  if (isWanted('nss') && machine.platform !== 'win32') {
    const found = nssPlaces(machine, name);
    if (found.length > 0 && machine.which('certutil') === undefined) remarks.push(noCertutil(machine));
    else places.push(...found);
    if (found.length === 0 && isNamed('nss'))
      remarks.push('No profile of Firefox or Chromium was found in the home folder.');
  }
  if (isWanted('java')) {
    const found = javaPlaces(machine, name);
    places.push(...found);
    if (found.length === 0 && isNamed('java'))
      remarks.push('No JDK was found: set JAVA_HOME to one that has bin/keytool.');
  }
  return { places, remarks };
}

function noSystemStore(machine: Machine): string {
  const package_ = machine.which('apk') ?? machine.which('apt-get');
  if (package_ === undefined) return 'The store of this system is not known: see `httpwhy ca guide`.';
  return `The system has no tool for its store yet: install the package ca-certificates (${package_.endsWith('apk') ? 'apk add' : 'apt-get install'} ca-certificates).`;
}

function noCertutil(machine: Machine): string {
  const [install] = (
    [
      ['apt-get', 'apt-get install libnss3-tools'],
      ['dnf', 'dnf install nss-tools'],
      ['pacman', 'pacman -S nss'],
      ['apk', 'apk add nss-tools'],
      ['zypper', 'zypper install mozilla-nss-tools'],
      ['brew', 'brew install nss'],
    ] as const
  ).flatMap(([manager, command]) => (machine.which(manager) === undefined ? [] : [command]));
  return `Firefox and Chromium need certutil of NSS${install === undefined ? '' : `: ${install}`}. Or import by hand: httpwhy ca guide firefox.`;
}
