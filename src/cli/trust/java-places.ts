import { dirname, join } from 'node:path';
import type { Machine } from './machine.ts';
import type { Place } from './place.ts';

/** Folders with a JDK in each of their folders, and where in it. */
const COLLECTIONS: readonly (readonly [folder: string, inside: string])[] = [
  ['/usr/lib/jvm', ''],
  ['/opt/java', ''],
  ['/Library/Java/JavaVirtualMachines', 'Contents/Home'],
];
const OWN_COLLECTIONS: readonly (readonly [folder: string, inside: string])[] = [
  ['.sdkman/candidates/java', ''],
  ['.jdks', ''],
  ['.asdf/installs/java', ''],
  ['.local/share/mise/installs/java', ''],
];

/** The trust store of each JDK, once where several share it. */
export function javaPlaces(machine: Machine, alias: string): readonly Place[] {
  const { root, home, env } = machine;
  const places = new Map<string, Place>();
  const onPath = machine.which('java');
  const homes = [
    ...(env.JAVA_HOME ? [env.JAVA_HOME] : []),
    ...(onPath === undefined || root !== '' ? [] : [dirname(dirname(machine.real(onPath)))]),
    ...COLLECTIONS.flatMap(([folder, inside]) => homesIn(machine, join(root, folder), inside)),
    ...OWN_COLLECTIONS.flatMap(([folder, inside]) => homesIn(machine, join(home, folder), inside)),
  ];
  for (const java of homes) {
    const keytool = join(java, 'bin', machine.platform === 'win32' ? 'keytool.exe' : 'keytool');
    const files = [join(java, 'lib/security/cacerts'), join(java, 'jre/lib/security/cacerts')];
    const file = files.find((candidate) => machine.exists(candidate));
    if (file === undefined || !machine.exists(keytool)) continue;
    const keystore = machine.real(file);
    if (!places.has(keystore)) places.set(keystore, { kind: 'java', keytool: machine.real(keytool), keystore, alias });
  }
  return [...places.values()];
}

function homesIn(machine: Machine, folder: string, inside: string): string[] {
  return machine.list(folder).map((name) => join(folder, name, inside));
}
