import { dirname } from 'node:path';
import type { ClientFiles } from './client-environment.ts';
import { proxyEnvironment } from './environment.ts';

/** How a container calls the machine that it runs on. */
const HOST_OF_CONTAINER = 'host.docker.internal';
const FOLDER = '/httpwhy';

export interface ContainerProxy {
  readonly files: ClientFiles;
  readonly javaTrustFile: string | null;
  /** As programs on this machine reach it. */
  readonly proxyUrl: string;
  readonly bypass: readonly string[];
}

/**
 * Options of `docker run` that send a container through the proxy: variables, the files that they name as read-only
 * mounts, and a name for this machine. With `network: 'host'` the container has this machine's addresses.
 */
export function containerOptions(proxy: ContainerProxy, network: 'bridge' | 'host'): string[] {
  const { files, javaTrustFile, proxyUrl, bypass } = proxy;
  const url = new URL(proxyUrl);
  const mounts: (readonly [outside: string, inside: string])[] = [
    [files.caFile, `${FOLDER}/ca.pem`],
    [files.bundleFile, `${FOLDER}/ca-bundle.pem`],
    [dirname(files.preloadFile), `${FOLDER}/node`],
    [files.wgetrcFile, `${FOLDER}/wgetrc`],
    [files.pythonFolder, `${FOLDER}/python`],
    [files.rubyFolder, `${FOLDER}/ruby`],
    ...(javaTrustFile === null ? [] : [[javaTrustFile, `${FOLDER}/trust.p12`] as const]),
  ];
  const variables = proxyEnvironment({
    proxyUrl: network === 'host' ? proxyUrl : `http://${HOST_OF_CONTAINER}:${url.port}`,
    caFile: `${FOLDER}/ca.pem`,
    bundleFile: `${FOLDER}/ca-bundle.pem`,
    preloadFile: `${FOLDER}/node/preload.cjs`,
    wgetrcFile: `${FOLDER}/wgetrc`,
    pythonFolder: `${FOLDER}/python`,
    rubyFolder: `${FOLDER}/ruby`,
    phpFolder: `${FOLDER}/php`,
    javaTrustFile: javaTrustFile === null ? null : `${FOLDER}/trust.p12`,
    bypass,
    // The image's own values are not known here.
    base: {},
  });
  return [
    ...(network === 'host' ? [] : [`--add-host=${HOST_OF_CONTAINER}:host-gateway`]),
    ...mounts.flatMap(([outside, inside]) => ['-v', `${outside}:${inside}:ro`]),
    ...Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
  ];
}
