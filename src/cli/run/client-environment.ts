import { fileURLToPath } from 'node:url';
import { openRoot, type Root } from '../../ca/root.ts';
import { dataFolder, makeDataFolder } from '../data-folder.ts';
import { type TrustFiles, writeBundle } from './bundle.ts';
import { writeClientFiles } from './client-files.ts';
import { proxyEnvironment, type StartUpFiles } from './environment.ts';
import { type JavaTrust, javaTrust } from './java-trust.ts';

export interface ClientOptions {
  /** Hosts that are to be reached directly. */
  readonly bypass?: readonly string[];
  /** As `trustForJava` gives it; without it JVMs are left alone. */
  readonly javaTrustFile?: string | null;
}

/** The files that variables of clients name. */
export interface ClientFiles extends StartUpFiles, TrustFiles {
  readonly caFile: string;
  /** In a folder with the modules that it loads. */
  readonly preloadFile: string;
}

/** The variables for a client of the proxy at this URL; writes the files that they name into the data folder. */
export function clientEnvironment(
  proxyUrl: string,
  data: string | undefined,
  base: NodeJS.ProcessEnv,
  { bypass = [], javaTrustFile = null }: ClientOptions = {},
): Record<string, string> {
  return proxyEnvironment({ proxyUrl, bypass, javaTrustFile, base, ...clientFiles(data, base) });
}

export function clientFiles(data: string | undefined, base: NodeJS.ProcessEnv): ClientFiles {
  const { folder, root } = rootIn(data, base);
  const trust = writeBundle(folder, root.certPem, base);
  return {
    caFile: root.certFile,
    ...trust,
    ...writeClientFiles(folder, trust.bundleFile),
    preloadFile: fileURLToPath(new URL('./preload/preload.cjs', import.meta.url)),
  };
}

/** Takes a few seconds where there is a Java and no trust store yet, else none. */
export function trustForJava(data: string | undefined, base: NodeJS.ProcessEnv): Promise<JavaTrust> {
  const { folder, root } = rootIn(data, base);
  return javaTrust(folder, root.certFile, root.certPem, base);
}

function rootIn(data: string | undefined, base: NodeJS.ProcessEnv): { folder: string; root: Root } {
  const folder = makeDataFolder(dataFolder(data, base));
  return { folder, root: openRoot(folder, new Date()) };
}
