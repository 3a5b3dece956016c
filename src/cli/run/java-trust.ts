import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { clientFolder } from './client-files.ts';
import { TRUST_PASSWORD } from './java-options.ts';

/** A JVM starts twice; on a busy machine each start takes seconds. */
const KEYTOOL_MS = 60_000;
const ALIAS = 'httpwhy';

export interface JavaTrust {
  /** The trust store, or null where there is no Java, or none could be made. */
  readonly file: string | null;
  /** What the person should know, where it could not be made. */
  readonly problem: string | null;
}

export interface Jdk {
  readonly keytool: string;
  readonly cacerts: string;
}

const NONE: JavaTrust = { file: null, problem: null };

/** A trust store replaces the one of the JVM. So it is a copy of that, or of the one that the person's options name, with our CA added. */
export async function javaTrust(
  folder: string,
  caFile: string,
  caPem: string,
  base: NodeJS.ProcessEnv,
): Promise<JavaTrust> {
  const jdk = findJdk(base);
  if (jdk === undefined) return NONE;
  const source = namedStore(base.JAVA_TOOL_OPTIONS, clientFolder(folder)) ?? {
    file: jdk.cacerts,
    password: TRUST_PASSWORD,
  };
  const own = join(clientFolder(folder), 'java');
  const file = join(own, `trust-${fingerprint(source.file, caPem)}.p12`);
  if (existsSync(file)) return { file, problem: null };
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(own, { recursive: true, mode: 0o755 });
    const target = ['-keystore', temporary, '-storetype', 'PKCS12', '-storepass', TRUST_PASSWORD];
    await keytool(jdk, [
      ...['-importkeystore', '-noprompt', '-srckeystore', source.file, '-srcstorepass', source.password],
      ...['-destkeystore', temporary, '-deststoretype', 'PKCS12', '-deststorepass', TRUST_PASSWORD],
    ]);
    await keytool(jdk, ['-importcert', '-noprompt', '-alias', ALIAS, '-file', caFile, ...target]);
    renameSync(temporary, file);
    return { file, problem: null };
  } catch (error) {
    const { code, stdout = '' } = error as NodeJS.ErrnoException & { readonly stdout?: string };
    const reason =
      stdout
        .split('\n')
        .find((line) => line.trim() !== '')
        ?.trim() ?? String(code);
    return {
      file: null,
      problem: `No trust store for Java could be made (${jdk.keytool}: ${reason}); Java programs go past the proxy.`,
    };
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** The JDK that `java` starts: of JAVA_HOME, else of PATH. */
export function findJdk(base: NodeJS.ProcessEnv): Jdk | undefined {
  const onPath = (base.PATH ?? '').split(delimiter).filter((entry) => entry !== '');
  const homes = [...(base.JAVA_HOME ? [base.JAVA_HOME] : []), ...onPath.flatMap(homeBehind)];
  for (const home of homes) {
    const keytoolFile = join(home, 'bin', process.platform === 'win32' ? 'keytool.exe' : 'keytool');
    const cacerts = [join(home, 'lib', 'security', 'cacerts'), join(home, 'jre', 'lib', 'security', 'cacerts')].find(
      (file) => existsSync(file),
    );
    if (cacerts !== undefined && existsSync(keytoolFile)) return { keytool: keytoolFile, cacerts };
  }
  return undefined;
}

/** `/usr/bin/java` is a link to a link into the JDK. On macOS it is a stub, behind which there is no `lib`. */
function homeBehind(folder: string): string[] {
  try {
    const home = dirname(dirname(realpathSync(join(folder, process.platform === 'win32' ? 'java.exe' : 'java'))));
    return [home, ...(home.endsWith('jre') ? [dirname(home)] : [])];
  } catch {
    return [];
  }
}

/** The store that the person's own options name, a company's for example; one of ours is none. */
function namedStore(options = '', ours: string): { file: string; password: string } | undefined {
  const value = (name: string) =>
    new RegExp(`(?:^|\\s)["']?-D${name}=(?:"([^"]*)"|'([^']*)'|([^\\s"']*))`).exec(options);
  const [, double, single, bare] = value('javax\\.net\\.ssl\\.trustStore') ?? [];
  const file = double ?? single ?? bare ?? '';
  if (file === '' || file.startsWith(ours) || !existsSync(file)) return undefined;
  const password = value('javax\\.net\\.ssl\\.trustStorePassword')
    ?.slice(1)
    .find((part) => part !== undefined);
  return { file, password: password ?? TRUST_PASSWORD };
}

/** Changes with everything that goes into the store. */
function fingerprint(source: string, caPem: string): string {
  const { size, mtimeMs } = statSync(source);
  return createHash('sha256')
    .update(JSON.stringify([realpathSync(source), size, mtimeMs, caPem]))
    .digest('hex')
    .slice(0, 16);
}

async function keytool({ keytool: file }: Jdk, args: readonly string[]): Promise<void> {
  // Options for programs would be echoed, and could name the store that is being made.
  const { JAVA_TOOL_OPTIONS: _, JDK_JAVA_OPTIONS: __, ...env } = process.env;
  await promisify(execFile)(file, [...args], { timeout: KEYTOOL_MS, env });
}
