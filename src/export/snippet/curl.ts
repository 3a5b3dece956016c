import type { Exchange, RequestMessage } from '../../exchange/exchange.ts';
import { headerValue } from '../../exchange/headers.ts';
import type { Masked } from '../../exchange/redact.ts';
import { formatBytes } from '../../exchange/units.ts';
import { type SentBody, sentBody } from './body-parts.ts';
import { joinLiterals, type Part } from './part.ts';
import { SecretVariables } from './secret-variables.ts';
import {
  callOf,
  commonRemarks,
  encodeUnsafe,
  forSnippet,
  headerParts,
  sentHeaders,
  whyNotSendable,
} from './sent-request.ts';
import { declarations, shellComment, shellQuote, shellWord } from './shell.ts';
import { shellBody } from './shell-body.ts';

export interface CurlOptions {
  readonly masked: readonly Masked[];
  /** Longer bodies are left out, with a comment that says so. */
  readonly longestBody?: number;
}

/**
 * Commands for a POSIX shell that send the recorded requests again: same method, target, headers and body bytes.
 * Masked secrets are shell variables declared on top. Nothing of the exchange is executed, and no file is read.
 */
export function curlScript(exchanges: readonly Exchange[], { masked, longestBody }: CurlOptions): string {
  const secrets = new SecretVariables(masked);
  const commands = exchanges.map((exchange) => {
    const command = curlCommand(forSnippet(exchange), secrets, longestBody ?? Infinity);
    return exchanges.length === 1 ? command : [shellComment(callOf(exchange)), ...command];
  });
  const [first = [], ...others] = commands;
  // One command has its variables right above it, under the remarks; several share those on top.
  if (others.length === 0) {
    const remarks = first.slice(0, -1);
    return `${[...remarks, ...declarations(secrets.used), ...first.slice(-1)].join('\n')}\n`;
  }
  const top = secrets.used.length === 0 ? [] : [declarations(secrets.used)];
  return `${[...top, ...commands].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Comments, and the command as the last line. */
function curlCommand(exchange: Exchange, secrets: SecretVariables, longestBody: number): string[] {
  const { request } = exchange;
  const refusal = whyNotSendable(request);
  if (refusal !== undefined) return [shellComment(`No command: ${refusal}`)];
  const mayHaveBody = request.method !== 'HEAD' && request.method !== 'CONNECT';
  const whole = mayHaveBody ? sentBody(request, secrets) : undefined;
  const isLeftOut = whole !== undefined && whole.bytes.length > longestBody;
  const body: SentBody | undefined = isLeftOut ? { parts: [], bytes: new Uint8Array(), isReadable: true } : whole;
  const written = body === undefined ? undefined : shellBody(body);
  const [before, after] = written?.kind === 'pipe' ? [written.before, written.after] : ['', ''];
  const command = [
    ...methodArguments(request, body !== undefined),
    ...versionArguments(request),
    ...headerArguments(request, secrets, body),
    // `--data-raw`, never `--data`: that reads a file when the body begins with `@`.
    ...(written === undefined ? [] : [written.kind === 'word' ? `--data-raw ${written.word}` : '--data-binary @-']),
    ...urlArguments(request.url, secrets),
  ];
  const leftOut = `The body of ${formatBytes(whole?.bytes.length ?? 0)} is left out here; the export as curl has it.`;
  return [
    ...remarks(exchange).map(shellComment),
    ...(isLeftOut ? [shellComment(leftOut)] : []),
    ...(written?.kind === 'pipe' ? written.comments : []),
    `${before}curl ${command.join(' \\\n  ')}${after}`,
  ];
}

function remarks(exchange: Exchange): string[] {
  const { request, connection } = exchange;
  const comments: string[] = [];
  if (request.method === 'CONNECT') {
    comments.push('The client opened a tunnel and sent no request through it; this connects in the same way.');
  }
  if (request.method === 'HEAD' && (request.body?.totalBytes ?? 0) > 0) {
    comments.push('The body is left out: curl sends none with HEAD.');
  } else comments.push(...commonRemarks(exchange));
  const { host, port } = hostOf(request.url);
  const { server, via } = connection.server ?? { server: '', via: null };
  // Of a call through another proxy only that proxy's address is known.
  const address = via === null ? /^(.*):\d+$/.exec(server)?.[1] : undefined;
  if (address !== undefined && /^[a-z0-9.-]*[a-z][a-z0-9.-]*$/i.test(host) && host !== 'localhost') {
    comments.push(`To reach the same server: --resolve ${host}:${port}:${address.replace(/[[\]]/g, '')}`);
  }
  return comments;
}

function hostOf(url: string): { readonly host: string; readonly port: string } {
  if (!URL.canParse(url)) return { host: '', port: '' };
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname, port: port || (protocol === 'https:' ? '443' : '80') };
}

function methodArguments({ method }: RequestMessage, hasBody: boolean): string[] {
  if (method === 'CONNECT') return [];
  // `-X HEAD` would wait for a body that never comes.
  if (method === 'HEAD') return ['-I'];
  if (method === (hasBody ? 'POST' : 'GET')) return [];
  return [`-X ${shellQuote(method)}`];
}

function versionArguments({ httpVersion, url }: RequestMessage): string[] {
  if (httpVersion === '1.0') return ['--http1.0'];
  const isTls = /^https:/i.test(url);
  if (httpVersion.startsWith('2')) return [isTls ? '--http2' : '--http2-prior-knowledge'];
  // Over TLS curl would agree on HTTP/2 where the server can.
  return isTls ? ['--http1.1'] : [];
}

/** Older versions of curl ask with `Expect: 100-continue` before they send more than this. */
const ASKED_BEFORE = 1024;

function headerArguments(request: RequestMessage, secrets: SecretVariables, body: SentBody | undefined): string[] {
  const has = (name: string): boolean => headerValue(request.headers, name) !== undefined;
  const isCompressed =
    has('accept-encoding') && !/^\s*identity\s*$/i.test(headerValue(request.headers, 'accept-encoding') ?? '');
  const args = sentHeaders(request)
    .filter(([name]) => !isCompressed || name.toLowerCase() !== 'accept-encoding')
    .map(([name, value]) => `-H ${headerWord(name, value, secrets)}`);
  // curl adds these by itself.
  const own = ['Host', 'User-Agent', 'Accept', ...(body === undefined ? [] : ['Content-Type'])];
  const isHttp1 = request.httpVersion.startsWith('1');
  const suppressed = own
    .filter((name) => !has(name) && (name !== 'Host' || (isHttp1 && request.method !== 'CONNECT')))
    .map((name) => `-H ${shellQuote(`${name}:`)}`);
  const wait = (body?.bytes.length ?? 0) > ASKED_BEFORE ? ["-H 'Expect:'"] : [];
  return [...args, ...suppressed, ...wait, ...(isCompressed ? ['--compressed'] : [])];
}

function headerWord(name: string, value: string, secrets: SecretVariables): string {
  // `X-Name:` would remove the header, `X-Name;` sends it empty.
  if (value.trim() === '') return shellQuote(`${name};`);
  const parts = secrets.split(value).flatMap((part) => (part.kind === 'literal' ? headerParts(part.text) : [part]));
  return shellWord(joinLiterals([{ kind: 'literal', text: `${name}: ` }, ...parts]));
}

function urlArguments(url: string, secrets: SecretVariables): string[] {
  const parts = secrets.split(url);
  const written = parts.map(
    (part): Part => (part.kind === 'literal' ? { kind: 'literal', text: encodeUnsafe(part.text) } : part),
  );
  // `[1-3]` and `{a,b}` are patterns for curl, and `/../` is resolved before it sends.
  const isPattern = /[[\]{}]/.test(url) || parts.some(({ kind }) => kind === 'variable');
  const hasDots = /\/\.{1,2}(?:[/?#]|$)|\/%2e/i.test(url);
  return [...(isPattern ? ['--globoff'] : []), ...(hasDots ? ['--path-as-is'] : []), shellWord(written)];
}
