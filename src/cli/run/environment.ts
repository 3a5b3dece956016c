import { delimiter } from 'node:path';
import { gitVariables } from './git-config.ts';
import { javaOptions } from './java-options.ts';

/** Folders of modules that a runtime loads before the program. */
export interface StartUpFiles {
  /** Holds `sitecustomize.py`. */
  readonly pythonFolder: string;
  /** Holds `httpwhy_start.rb`. */
  readonly rubyFolder: string;
  /** Holds an ini file. */
  readonly phpFolder: string;
}

export interface ClientEnvironment extends StartUpFiles {
  /** For example `http://127.0.0.1:8080`. */
  readonly proxyUrl: string;
  /** Our CA alone, in PEM. */
  readonly caFile: string;
  /** Our CA together with all roots that the client would trust without us. */
  readonly bundleFile: string;
  readonly preloadFile: string;
  readonly wgetrcFile: string;
  /** The same as the bundle for a JVM; null where there is none, and JVMs are left alone. */
  readonly javaTrustFile: string | null;
  /** Hosts that are to be reached directly, for `NO_PROXY`. */
  readonly bypass: readonly string[];
  /** What the client would get otherwise. */
  readonly base: NodeJS.ProcessEnv;
}

/** Clients disagree about the case: curl reads `http_proxy` in lower case only, Go prefers upper case. */
const PROXY_VARIABLES = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'WS_PROXY', 'WSS_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
  'CGI_HTTP_PROXY', // PHP, where HTTP_PROXY could be a request's header
  'GLOBAL_AGENT_HTTP_PROXY',
  'npm_config_proxy',
  'npm_config_https_proxy',
  'YARN_HTTP_PROXY',
  'YARN_HTTPS_PROXY',
  // Settings in files of pip and cargo win over HTTPS_PROXY, but not over these.
  'PIP_PROXY',
  'CARGO_HTTP_PROXY',
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
  'YARN_HTTPS_CA_FILE_PATH',
  'BUNDLE_SSL_CA_CERT',
  'COMPOSER_CAFILE',
  'HEX_CACERTS_PATH',
  'PIP_CERT',
  'HTTPLIB2_CA_CERTS',
  'WEBSOCKET_CLIENT_CA_BUNDLE',
  'GRPC_DEFAULT_SSL_ROOTS_FILE_PATH',
  'CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE',
] as const;

/** What these name is trusted besides the client's own roots. */
export const ADDING_CA_VARIABLES = ['NODE_EXTRA_CA_CERTS', 'DENO_CERT'] as const;

/**
 * Every variable that makes a client use the proxy and trust its CA, to be laid over `base`. Lists and options are
 * appended to; all others do not depend on whether a variable was set before: a half-set environment would silently keep
 * the old proxy or CA.
 */
export function proxyEnvironment(client: ClientEnvironment): Record<string, string> {
  const { proxyUrl, caFile, bundleFile, preloadFile, wgetrcFile, javaTrustFile, bypass, base } = client;
  const same = (names: readonly string[], value: string) => names.map((name) => [name, value] as const);
  return Object.fromEntries([
    ...same(PROXY_VARIABLES, proxyUrl),
    ...same(BYPASS_VARIABLES, bypass.join(',')),
    ...same(REPLACING_CA_VARIABLES, bundleFile),
    // Our CA alone is quicker to load than the bundle, unless the variable named roots that must stay trusted.
    ...ADDING_CA_VARIABLES.map((name) => [name, base[name] ? bundleFile : caFile] as const),
    ['WGETRC', wgetrcFile],
    ['NODE_USE_ENV_PROXY', '1'],
    ['NODE_OPTIONS', withWord(base.NODE_OPTIONS, `--require ${quotedForNode(preloadFile)}`)],
    ['PYTHONPATH', withFolder(base.PYTHONPATH, client.pythonFolder)],
    ['RUBYLIB', withFolder(base.RUBYLIB, client.rubyFolder)],
    ['RUBYOPT', withWord(base.RUBYOPT, '-rhttpwhy_start')],
    // What stands in front of the delimiter is what PHP would read otherwise, also where that is nothing.
    ['PHP_INI_SCAN_DIR', phpFolders(base.PHP_INI_SCAN_DIR, client.phpFolder)],
    ['PERL_LWP_ENV_PROXY', '1'],
    ...Object.entries(gitVariables(proxyUrl, base)),
    ...(javaTrustFile === null
      ? []
      : [['JAVA_TOOL_OPTIONS', javaOptions(base.JAVA_TOOL_OPTIONS, proxyUrl, javaTrustFile, bypass)] as const]),
    ['HTTPWHY_CA_FILE', caFile],
    ['HTTPWHY_ACTIVE', '1'],
  ]);
}

/** Adds an option to a list of them, once: commands under `httpwhy run` may run `httpwhy run` again. */
function withWord(before: string | undefined, word: string): string {
  const words = (before ?? '').trim();
  if (` ${words} `.includes(` ${word} `)) return words;
  return words === '' ? word : `${words} ${word}`;
}

function withFolder(before: string | undefined, folder: string): string {
  const others = (before ?? '').split(delimiter).filter((entry) => entry !== '' && entry !== folder);
  return [folder, ...others].join(delimiter);
}

function phpFolders(before = '', folder: string): string {
  const folders = before.split(delimiter);
  return folders.includes(folder) ? before : `${before}${delimiter}${folder}`;
}

/** Node.js splits NODE_OPTIONS at spaces; inside double quotes a backslash takes the next character as it is. */
function quotedForNode(path: string): string {
  return /[\s"\\]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path;
}
