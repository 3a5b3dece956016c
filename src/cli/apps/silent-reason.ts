import { basename } from 'node:path';

/** What the system tells of a program that went past the proxy. */
export interface SilentProgram {
  readonly executable: string;
  readonly argv: readonly string[];
  /** The variables with which it was started; empty where they may not be seen. */
  readonly environment: ReadonlyMap<string, string>;
  /** The executable was made by the Go compiler. */
  readonly isGo: boolean;
  /** The destination is this machine. */
  readonly isLoopback: boolean;
  readonly protocol: 'tcp' | 'udp';
}

export interface SilentReason {
  /** Why it went past the proxy: a clause without a full stop. */
  readonly reason: string;
  /** What to do: a sentence. */
  readonly fix: string;
  /** Whether what was seen proves the reason; else it is the usual one. */
  readonly isSure: boolean;
}

const sure = (reason: string, fix: string): SilentReason => ({ reason, fix, isSure: true });
const likely = (reason: string, fix: string): SilentReason => ({ reason, fix, isSure: false });

/** Why a program that `httpwhy run` started did not use the proxy, by what it was given and what it is. */
export function silentReason(program: SilentProgram, proxyUrl: string): SilentReason {
  const { environment, isLoopback, isGo, protocol } = program;
  const runtime = basename(program.executable);
  if (protocol === 'udp') {
    return sure('it speaks HTTP/3 over UDP, which no HTTP proxy carries', 'Turn HTTP/3 (QUIC) off in the program.');
  }
  if (isLoopback && isGo) {
    return sure(
      'Go never sends calls to localhost through a proxy',
      'Call the server by another name (an alias in /etc/hosts), or put httpwhy before it with --reverse URL.',
    );
  }
  return changedEnvironment(environment, proxyUrl) ?? changedOptions(runtime, program) ?? usualReason(runtime, isGo);
}

function changedEnvironment(environment: ReadonlyMap<string, string>, proxyUrl: string): SilentReason | undefined {
  if (environment.size === 0) return undefined;
  const proxy = environment.get('https_proxy') ?? environment.get('HTTPS_PROXY');
  if (proxy === undefined || proxy === '') {
    return sure(
      'it was started without the proxy variables: whoever started it did not hand its environment on',
      'Have its starter pass the environment (sudo -E, env_keep, passenv), or start the program itself with `httpwhy run`.',
    );
  }
  if (proxy.replace(/\/$/, '') !== proxyUrl.replace(/\/$/, '')) {
    return sure(
      'HTTPS_PROXY was set to another proxy after the start',
      `Remove that setting, or chain the other proxy behind httpwhy: httpwhy run --upstream-proxy URL.`,
    );
  }
  const exceptions = environment.get('no_proxy') || environment.get('NO_PROXY') || '';
  if (exceptions === '') return undefined;
  return likely('NO_PROXY was set after the start, and exempts the host', 'Remove the host from NO_PROXY.');
}

function changedOptions(runtime: string, { environment, argv }: SilentProgram): SilentReason | undefined {
  if (environment.size === 0) return undefined;
  const lacks = (name: string, mark: string) => !(environment.get(name) ?? '').includes(mark);
  if (isNode(runtime) && lacks('NODE_OPTIONS', 'preload.cjs')) {
    return sure(
      'NODE_OPTIONS was overwritten, and with it what httpwhy loads into Node.js',
      'Append instead: NODE_OPTIONS="$NODE_OPTIONS --your-option".',
    );
  }
  if (isPython(runtime) && argv.slice(1, 4).some((word) => /^-[bBdEiIOqsSuvx]*[IE]/.test(word))) {
    return sure(
      'Python was started with -I or -E, and reads no variables then',
      'Leave the option out, or give the HTTP client the proxy and the CA in the program.',
    );
  }
  if (isPython(runtime) && lacks('PYTHONPATH', '/clients/python')) {
    return sure(
      'PYTHONPATH was overwritten, and with it what httpwhy loads into Python',
      'Append instead: PYTHONPATH="$PYTHONPATH:your/folder".',
    );
  }
  // Where there was no trust store for it, Java was not told of the proxy in the first place.
  if (isJava(runtime) && environment.has('JAVA_TOOL_OPTIONS') && lacks('JAVA_TOOL_OPTIONS', 'proxyHost')) {
    return sure(
      'JAVA_TOOL_OPTIONS was overwritten, and with it the proxy',
      'Append instead: JAVA_TOOL_OPTIONS="$JAVA_TOOL_OPTIONS -Dyour.option".',
    );
  }
  return undefined;
}

function usualReason(runtime: string, isGo: boolean): SilentReason {
  if (isNode(runtime)) {
    return likely(
      'it opens its connections by itself (net.connect, HTTP/2 without TLS, a connect function for undici)',
      'Give its HTTP client the proxy (undici: new EnvHttpProxyAgent()), or do without connections of its own.',
    );
  }
  if (isPython(runtime)) {
    return likely(
      'its HTTP client was told not to read the environment (trust_env=False, a transport or connector of its own)',
      'Set trust_env=True, or pass the proxy and the CA to the client.',
    );
  }
  if (isJava(runtime)) {
    return likely(
      'its HTTP client was built without the system properties',
      'Build it with them: HttpClientBuilder.useSystemProperties(), ProxySelector.getDefault().',
    );
  }
  if (isGo) {
    return likely(
      'its http.Transport has no Proxy function',
      'Set Proxy: http.ProxyFromEnvironment in the Transport, or start from http.DefaultTransport.Clone().',
    );
  }
  if (/^(?:ssh|git-remote-ssh|psql|mysql|redis-cli|mongosh?|rsync)$/.test(runtime)) {
    return likely('it does not speak HTTP', 'Nothing: httpwhy records HTTP only.');
  }
  return likely(
    'it ignores the proxy variables',
    'Look for a proxy setting of its own, or send it to httpwhy as to a server: httpwhy start --reverse URL.',
  );
}

const isNode = (runtime: string) => /^(?:node|nodejs)$/.test(runtime);
const isPython = (runtime: string) => /^(?:python|pypy)[\d.]*$/.test(runtime);
const isJava = (runtime: string) => runtime === 'java';
