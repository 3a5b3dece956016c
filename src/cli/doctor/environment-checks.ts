import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { UserError } from '../../exchange/user-error.ts';
import { readProxyPolicy } from '../../proxy/upstream-connection/proxy-policy.ts';
import { ADDING_CA_VARIABLES, REPLACING_CA_VARIABLES } from '../run/environment.ts';
import type { Check } from './check.ts';
import { addedAnchors, certificatesIn, compactPem, systemRoots } from './system-roots.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'];

/** Variables that make a client accept anybody's certificate, with the value that does. */
const CARELESS: readonly (readonly [name: string, value: RegExp, who: string])[] = [
  ['NODE_TLS_REJECT_UNAUTHORIZED', /^0$/, 'Node.js'],
  ['PYTHONHTTPSVERIFY', /^0$/, 'Python'],
  ['GIT_SSL_NO_VERIFY', /^(?:1|true|yes|on|)$/i, 'git'],
  ['npm_config_strict_ssl', /^false$/i, 'npm'],
];

export interface EnvironmentCheckOptions {
  /** Whether something accepts connections on a port of this machine. */
  readonly isListening: (port: number) => Promise<boolean>;
  /** The CAs of a file, in PEM; undefined where it cannot be read. */
  readonly certificatesIn?: (file: string) => readonly string[] | undefined;
  /** What the system trusts, and the files that were added to it. */
  readonly systemRoots?: () => readonly string[];
  readonly addedAnchors?: () => readonly string[];
}

/** What the shell has set already: another proxy, a company's roots, a shell that was set up for httpwhy. */
export async function checkEnvironment(env: Environment, options: EnvironmentCheckOptions): Promise<readonly Check[]> {
  const shell = await checkShell(env, options);
  return [
    ...(shell === undefined ? checkProxy(env) : [shell]),
    ...checkAnchors((options.addedAnchors ?? addedAnchors)()),
    ...checkRoots(env, options),
    ...checkCareless(env),
  ];
}

/** A shell in which `eval "$(httpwhy env)"` was run, or that `httpwhy run` has started. */
async function checkShell(env: Environment, { isListening }: EnvironmentCheckOptions): Promise<Check | undefined> {
  if (!env.HTTPWHY_ACTIVE) return undefined;
  const check = { id: 'shell', title: 'this shell' };
  const port = portOf(env.HTTPS_PROXY ?? env.https_proxy ?? '');
  if (port !== undefined && (await isListening(port))) {
    return { ...check, state: 'good', detail: `sends its programs to the proxy on port ${port}` };
  }
  return {
    ...check,
    state: 'failure',
    detail: `sends its programs to port ${port ?? '?'}, where nothing listens: all their calls fail`,
    fix: 'eval "$(httpwhy env --unset)", or start the proxy there',
  };
}

function checkProxy(env: Environment): readonly Check[] {
  const names = PROXY_VARIABLES.filter((name) => env[name]?.trim());
  const [name] = names;
  if (name === undefined) return [];
  const check = { id: 'other-proxy', title: 'other proxy' };
  try {
    readProxyPolicy({ environment: env }, null);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ ...check, state: 'failure', detail: error.message.replace(/\.$/, ''), fix: error.nextStep }];
  }
  const exceptions = env.no_proxy?.trim() || env.NO_PROXY?.trim();
  const but = exceptions ? `, but for ${exceptions}` : '';
  const where = withoutLogin(env[name]!.trim());
  return [
    {
      ...check,
      state: 'note',
      detail: `${where} (${name}): httpwhy sends its calls on through it${but}`,
      fix: 'httpwhy --upstream-proxy none, to go without it',
    },
  ];
}

function checkRoots(env: Environment, options: EnvironmentCheckOptions): readonly Check[] {
  const files = new Map<string, string[]>();
  for (const name of [...REPLACING_CA_VARIABLES, ...ADDING_CA_VARIABLES]) {
    const file = env[name]?.trim();
    if (file) files.set(file, [...(files.get(file) ?? []), name]);
  }
  const read = options.certificatesIn ?? certificatesIn;
  const isUsual = usualRoots(files.size === 0 ? [] : (options.systemRoots ?? systemRoots)());
  return [...files].flatMap(([file, names]): Check[] => {
    const check = { id: `roots:${file}`, title: 'other CAs' };
    const shown = names.length > 2 ? `${names[0]} and ${names.length - 1} more variables` : names.join(', ');
    const certificates = read(file);
    if (certificates === undefined) {
      return [
        { ...check, state: 'warning', detail: `${shown}: ${file} cannot be read`, fix: `unset ${names.join(' ')}` },
      ];
    }
    const own = certificates.filter((pem) => !isUsual(pem)).map(subjectOf);
    if (own.length === 0) return [];
    const some = own.slice(0, 2).join('; ') + (own.length > 2 ? `; ${own.length - 2} more` : '');
    return [
      {
        ...check,
        state: 'note',
        detail: `${file} (${shown}) has some of its own (${some}): clients of httpwhy keep them`,
      },
    ];
  });
}

function checkAnchors(names: readonly string[]): readonly Check[] {
  if (names.length === 0) return [];
  const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  const detail = `somebody has added ${some} to the system's: httpwhy accepts servers by them, and its clients do`;
  return [{ id: 'added-roots', title: 'other CAs', state: 'note', detail }];
}

function checkCareless(env: Environment): readonly Check[] {
  return CARELESS.filter(([name, value]) => env[name] !== undefined && value.test(env[name])).map(([name, , who]) => ({
    id: `careless:${name}`,
    title: 'verification',
    state: 'warning' as const,
    detail: `${name}=${env[name]} lets ${who} accept anybody's certificate`,
    fix: `unset ${name}`,
  }));
}

/** Whether a root is one of Mozilla's, as Node.js brings them, or the system's. */
function usualRoots(system: readonly string[]): (pem: string) => boolean {
  const known = new Set([...rootCertificates, ...system].map(compactPem));
  return (pem) => known.has(compactPem(pem));
}

function subjectOf(pem: string): string {
  try {
    const { subject } = new X509Certificate(pem);
    return /CN=(.*)/.exec(subject)?.[1] ?? subject.split('\n').at(-1) ?? '?';
  } catch {
    return 'one that cannot be read';
  }
}

function portOf(url: string): number | undefined {
  try {
    return Number(new URL(url).port) || undefined;
  } catch {
    return undefined;
  }
}

function withoutLogin(url: string): string {
  try {
    const parsed = new URL(url.includes('://') ? url : `http://${url}`);
    return `${parsed.protocol}//${parsed.host}`;
  } catch {
    return 'a proxy';
  }
}
