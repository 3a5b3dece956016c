import { type Command, InvalidArgumentError } from 'commander';
import { dataFolder } from './data-folder.ts';
import { mocksFile } from './mock/mocks-file.ts';
import { addRetentionOptions, limitsOf, type RetentionOptions } from './retention-options.ts';
import { parseSize } from './size.ts';
import type { ProxySettings } from './threads/messages.ts';

export { parseSize } from './size.ts';

export const DEFAULT_PORT = 8080;
const DEFAULT_MAX_BODY = '10mb';

export interface DataOptions {
  readonly data?: string;
}

export interface SessionOptions extends DataOptions, RetentionOptions {
  readonly port: number;
  readonly host: string;
  readonly upstreamCa?: string;
  readonly insecureUpstream?: boolean;
  readonly maxBody: number;
  readonly upstreamProxy?: string;
  readonly clientCert?: readonly string[];
  readonly tunnel?: readonly string[];
  readonly only?: readonly string[];
  readonly reverse?: string;
  readonly rules?: string;
  readonly redactDisplay?: boolean;
  readonly redactAtCapture?: boolean;
}

export function addDataOption(command: Command): Command {
  return command.option('--data <dir>', 'data folder with capture and CA (default: HTTPWHY_HOME or the platform’s)');
}

/** For command lines that are shown: ` --data DIR` where it was given here, nothing else. */
export function dataOption(data: string | undefined): string {
  if (data === undefined) return '';
  return ` --data ${/^[\w./-]+$/.test(data) ? data : `'${data.replaceAll("'", "'\\''")}'`}`;
}

/** The options of every command that starts a proxy. */
export function addSessionOptions(command: Command, defaultPort: number): Command {
  return addRetentionOptions(addDataOption(command))
    .option('--port <n>', 'port to listen on (0: any free)', parsePort, defaultPort)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--upstream-ca <file>', 'PEM file with a further CA that servers may use')
    .option('--insecure-upstream', 'accept any certificate of servers')
    .option(
      '--upstream-proxy <url>',
      'go through this proxy: http, https or socks5 (default: HTTPS_PROXY and so on; none)',
    )
    .option('--client-cert <host=file...>', 'client certificate for a host: PEM with certificate and key, or PKCS #12')
    .option('--tunnel <globs...>', 'hosts to pass unread, for example *.pinned.example')
    .option('--only <globs...>', 'hosts to read; all others pass unread')
    .option('--reverse <url>', 'also answer as if we were this server: http://localhost:3000')
    .option('--rules <file>', 'mocks, changes and faults (default: .httpwhy/mocks.yaml of the project)')
    .option('--redact-display', 'mask secrets in the log and in what it shows, for a shared screen')
    .option('--redact-at-capture', 'mask secrets before anything is stored (of each body the first 256 KiB are)')
    .option('--max-body <size>', 'how much of each body is recorded', parseSize, parseSize(DEFAULT_MAX_BODY));
}

export function proxySettings(options: SessionOptions, env: NodeJS.ProcessEnv): ProxySettings {
  return {
    folder: dataFolder(options.data, env),
    host: options.host,
    port: options.port,
    maxBodyBytes: options.maxBody,
    upstreamCaFile: options.upstreamCa ?? null,
    verifiesServers: options.insecureUpstream !== true,
    tunnel: hostGlobs(options.tunnel),
    only: hostGlobs(options.only),
    reverse: options.reverse ?? null,
    upstreamProxy: options.upstreamProxy ?? null,
    clientCertificates: options.clientCert ?? [],
    mocks: mocksFile(options.rules, process.cwd()),
    redactsDisplay: options.redactDisplay === true,
    redactsCapture: options.redactAtCapture === true,
    limits: limitsOf(options),
  };
}

/** `*.example.com,10.0.0.*` or one by one. */
function hostGlobs(values: readonly string[] = []): string[] {
  const globs = values.flatMap((value) => value.split(',')).map((glob) => glob.trim());
  return globs.filter((glob) => glob !== '');
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

/** The number of an exchange, also as the log shows it: `17` or `#17`. */
export function parseId(text: string): number {
  const match = /^#?(\d{1,15})$/.exec(text);
  if (match === null) throw new InvalidArgumentError('An exchange is named by its number in the log, for example 17.');
  return Number(match[1]);
}

export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is expected, for example 50.');
  return Number(text);
}
