import { fileURLToPath } from 'node:url';
import { openRoot } from '../../ca/root.ts';
import { dataFolder, makeDataFolder } from '../data-folder.ts';
import { writeBundle } from './bundle.ts';
import { proxyEnvironment } from './environment.ts';

/** The variables for a client of the proxy at this URL; writes the files that they name into the data folder. */
export function clientEnvironment(
  proxyUrl: string,
  data: string | undefined,
  base: NodeJS.ProcessEnv,
): Record<string, string> {
  const folder = makeDataFolder(dataFolder(data, base));
  const root = openRoot(folder, new Date());
  return proxyEnvironment({
    proxyUrl,
    caFile: root.certFile,
    ...writeBundle(folder, root.certPem, base),
    preloadFile: fileURLToPath(new URL('./preload.cjs', import.meta.url)),
    base,
  });
}
