import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { getCACertificates, rootCertificates } from 'node:tls';
import { replaceFile } from '../../ca/atomic-file.ts';
import { reasonOf } from '../../ca/file-error.ts';
import { UserError } from '../../exchange/user-error.ts';
import { ADDING_CA_VARIABLES, REPLACING_CA_VARIABLES } from './environment.ts';

export interface TrustFiles {
  readonly bundleFile: string;
  readonly wgetrcFile: string;
}

/** The largest bundle in use, Mozilla's with comments, has 0.3 MB. */
const MAX_FILE_BYTES = 10_000_000;
const MAX_FILES_OF_FOLDER = 1000;

/**
 * Writes `ca-bundle.pem` and `wgetrc` into the data folder. The bundle holds the system's roots, those that the
 * client's variables named so far (a company's CA, say) and ours, because what such a variable names replaces all
 * others: without them every host that is not intercepted would become untrusted.
 *
 * @throws UserError where the folder cannot be written to.
 */
export function writeBundle(folder: string, rootPem: string, base: NodeJS.ProcessEnv): TrustFiles {
  const bundleFile = join(folder, 'ca-bundle.pem');
  const wgetrcFile = join(folder, 'wgetrc');
  const named = [...REPLACING_CA_VARIABLES, ...ADDING_CA_VARIABLES].map((name) => base[name]);
  const folders = (base.SSL_CERT_DIR ?? '').split(delimiter);
  const sources = new Set([...named, ...folders].filter((path) => path !== undefined && path !== ''));
  const texts = [rootPem, ...systemRoots(), ...[...sources].flatMap((path) => certificateFiles(path as string))];
  const wgetrc = wgetrcText(wgetrcFile, bundleFile, base);
  try {
    replaceFile(bundleFile, bundleText(texts), 0o644);
    // Others need not read it: people keep passwords in their wgetrc.
    if (wgetrc !== undefined) replaceFile(wgetrcFile, wgetrc, 0o600);
  } catch (error) {
    throw new UserError(
      'data-folder-unusable',
      `The data folder ${folder} cannot be written to: ${reasonOf(error)}.`,
      'Correct its permissions, or choose another folder with --data DIR or HTTPWHY_HOME.',
    );
  }
  return { bundleFile, wgetrcFile };
}

/** What this machine trusts; where that cannot be told, what Node.js brings along. */
function systemRoots(): readonly string[] {
  try {
    const roots = getCACertificates('system');
    if (roots.length > 0) return roots;
  } catch {
    // A store that cannot be read is as good as none.
  }
  return rootCertificates;
}

/** Each certificate of the texts once, in PEM. What cannot be parsed is left out: it would spoil the whole for OpenSSL. */
function bundleText(texts: readonly string[]): string {
  // The same roots come from several sources; to parse each once is enough.
  const candidates = new Set(texts.flatMap((text) => [...text.matchAll(PEM)].map(([, base64]) => compact(base64!))));
  return [...candidates].map(pemOf).join('');
}

const PEM = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g;

const compact = (base64: string): string => base64.replace(/\s+/g, '');

function pemOf(base64: string): string {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).toString();
  } catch {
    return '';
  }
}

/** The content of a file, or of all files in a folder as `c_rehash` makes it; nothing where there is nothing to read. */
function certificateFiles(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return textOf(path);
    return readdirSync(path)
      .slice(0, MAX_FILES_OF_FOLDER)
      .flatMap((name) => textOf(join(path, name)));
  } catch {
    return [];
  }
}

function textOf(file: string): readonly string[] {
  try {
    const stats = statSync(file);
    // Only files: reading a pipe could wait for ever.
    return stats.isFile() && stats.size <= MAX_FILE_BYTES ? [readFileSync(file, 'utf8')] : [];
  } catch {
    return [];
  }
}

/** The person's own settings for wget, then ours, which win. Undefined where the file that is there serves already. */
function wgetrcText(wgetrcFile: string, bundleFile: string, base: NodeJS.ProcessEnv): string | undefined {
  if (base.WGETRC === wgetrcFile && textOf(wgetrcFile).length > 0) return undefined;
  const [before = ''] = textOf(base.WGETRC || join(base.HOME || homedir(), '.wgetrc'));
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}ca_certificate = ${bundleFile}\n`;
}
