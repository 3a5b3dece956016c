import { basename, join } from 'node:path';
import type { Machine } from './machine.ts';
import type { Place } from './place.ts';

/**
 * The place into which `update-ca-certificates` of Debian has put the certificate, too, where ca-certificates-java is
 * installed. Its hook takes nothing out again when the certificate has left the system's store, not even with `--fresh`: Java
 * would trust it for ever.
 */
export function copyForJava(place: Place, machine: Machine): Place | undefined {
  if (place.kind !== 'anchor' || place.family !== 'debian') return undefined;
  const keystore = join(machine.root, '/etc/ssl/certs/java/cacerts');
  const keytool = machine.which('keytool');
  if (keytool === undefined || !machine.exists(keystore)) return undefined;
  return {
    kind: 'java',
    keytool: machine.real(keytool),
    keystore,
    alias: `debian:${basename(place.file, '.crt')}.pem`,
  };
}
