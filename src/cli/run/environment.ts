export interface ClientEnvironment {
  /** For example `http://127.0.0.1:8080`. */
  readonly proxyUrl: string;
  /** Our CA alone, in PEM. */
  readonly caFile: string;
  /** Our CA together with all roots that the client would trust without us. */
  readonly bundleFile: string;
  readonly preloadFile: string;
  readonly wgetrcFile: string;
  /** What the client would get otherwise. */
  readonly base: NodeJS.ProcessEnv;
}

export type Shell = 'sh' | 'fish' | 'powershell';

/** Clients disagree about the case: curl reads `http_proxy` in lower case only, Go prefers upper case. */
const PROXY_VARIABLES = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'WS_PROXY', 'WSS_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
  'CGI_HTTP_PROXY', // PHP, where HTTP_PROXY could be a request's header
  'GLOBAL_AGENT_HTTP_PROXY',
  'npm_config_proxy',
  'npm_config_https_proxy',
  'YARN_HTTP_PROXY',
  'YARN_HTTPS_PROXY',
];

const BYPASS_VARIABLES = ['NO_PROXY', 'no_proxy', 'GLOBAL_AGENT_NO_PROXY', 'npm_config_noproxy'];

/** What these name takes the place of the client's own roots; any of them left as it was would keep our CA out. */
export const REPLACING_CA_VARIABLES = [
  'SSL_CERT_FILE', // OpenSSL, Go, Ruby, .NET, httpx
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'AWS_CA_BUNDLE',
  'CARGO_HTTP_CAINFO',
  'PERL_LWP_SSL_CA_FILE',
  'NIX_SSL_CERT_FILE',
  'npm_config_cafile',
  'BUNDLE_SSL_CA_CERT',
  'PIP_CERT',
  'HTTPLIB2_CA_CERTS',
  'GRPC_DEFAULT_SSL_ROOTS_FILE_PATH',
  'CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE',
] as const;

/** What these name is trusted besides the client's own roots. */
export const ADDING_CA_VARIABLES = ['NODE_EXTRA_CA_CERTS', 'DENO_CERT'] as const;

/**
 * Every variable that makes a client use the proxy and trust its CA, to be laid over `base`. The values do not depend
 * on whether a variable was set before: a half-set environment would silently keep the old proxy or CA.
 */
export function proxyEnvironment(client: ClientEnvironment): Record<string, string> {
  const { proxyUrl, caFile, bundleFile, preloadFile, wgetrcFile, base } = client;
  const same = (names: readonly string[], value: string) => names.map((name) => [name, value] as const);
  return Object.fromEntries([
    ...same(PROXY_VARIABLES, proxyUrl),
    ...same(BYPASS_VARIABLES, ''),
    ...same(REPLACING_CA_VARIABLES, bundleFile),
    // Our CA alone is quicker to load than the bundle, unless the variable named roots that must stay trusted.
    ...ADDING_CA_VARIABLES.map((name) => [name, base[name] ? bundleFile : caFile] as const),
    ['WGETRC', wgetrcFile],
    ['NODE_USE_ENV_PROXY', '1'],
    ['NODE_OPTIONS', nodeOptions(base.NODE_OPTIONS ?? '', preloadFile)],
    ['HTTPWHY_ACTIVE', '1'],
  ]);
}

/** The variables as commands of a shell, one a line. */
export function environmentText(variables: Readonly<Record<string, string>>, shell: Shell): string {
  const command = COMMANDS[shell];
  return Object.entries(variables)
    .map(([name, value]) => `${command(name, value)}\n`)
    .join('');
}

const COMMANDS: Readonly<Record<Shell, (name: string, value: string) => string>> = {
  sh: (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
  fish: (name, value) => `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`,
  // PowerShell takes typographic quotes for straight ones (about_Quoting_Rules), and doubles them to mean themselves.
  powershell: (name, value) => `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`,
};

/** Adds the preload to what NODE_OPTIONS holds, once: commands under `httpwhy run` may run `httpwhy run` again. */
function nodeOptions(before: string, preloadFile: string): string {
  const option = `--require ${quotedForNode(preloadFile)}`;
  if (before === option || before.endsWith(` ${option}`) || before.includes(`${option} `)) return before;
  return before.trim() === '' ? option : `${before.trimEnd()} ${option}`;
}

/** Node.js splits NODE_OPTIONS at spaces; inside double quotes a backslash takes the next character as it is. */
function quotedForNode(path: string): string {
  return /[\s"\\]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path;
}
