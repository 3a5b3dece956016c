import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest } from '../../exchange/nearest.ts';
import { UserError } from '../../exchange/user-error.ts';

/** The folder `certs/` of this package. */
const FOLDER = fileURLToPath(new URL('../../../certs/', import.meta.url));

/** Names of the guides: `android`, `chromium`, … */
export function guideNames(folder = FOLDER): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  return names.map((name) => name.slice(0, -'.md'.length)).sort();
}

/** How a platform or client is made to trust the CA, in Markdown. @throws UserError for a name that there is none for. */
export function guide(name: string, folder = FOLDER): string {
  const names = guideNames(folder);
  const wanted = name.toLowerCase();
  const found =
    names.find((candidate) => candidate === wanted || candidate.split('-').includes(wanted)) ?? ALIASES[wanted];
  if (found !== undefined) return readFileSync(join(folder, `${found}.md`), 'utf8');
  const close = nearest(wanted, names);
  throw new UserError(
    'no-such-guide',
    `There is no guide for ${name}${close === undefined ? '' : `; did you mean ${close}?`}`,
    `There are: ${names.join(', ')}.`,
    2,
  );
}

const ALIASES: Readonly<Record<string, string>> = {
  ...{ iphone: 'ios', ipad: 'ios', ipados: 'ios', mac: 'macos', darwin: 'macos', win: 'windows' },
  ...{ chrome: 'chromium', edge: 'chromium', brave: 'chromium', rhel: 'fedora', centos: 'fedora', rocky: 'fedora' },
  ...{ jvm: 'java', jdk: 'java', kotlin: 'java', nodejs: 'node', npm: 'node', python3: 'python', pip: 'python' },
  ...{ podman: 'docker', container: 'docker', linux: 'debian-ubuntu', manjaro: 'arch' },
};
