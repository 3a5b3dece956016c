import { Buffer } from 'node:buffer';
import type { Exchange, RequestMessage } from '../exchange/exchange.ts';
import { headerValue, headerValues } from '../exchange/headers.ts';
import type { Masked } from '../exchange/redact.ts';
import { writeBody } from './curl-body.ts';
import { type SecretVariable, SecretVariables } from './secret-variables.ts';
import { joinLiterals, type ShellPart, shellComment, shellQuote, shellWord } from './shell.ts';

export interface CurlOptions {
  readonly masked: readonly Masked[] | null;
  /** Longer bodies are left out, with a comment that says so. */
  readonly longestBody?: number;
}

/**
 * A command for a POSIX shell that sends the recorded request again: same method, target, headers and body bytes.
 * Masked secrets are shell variables declared on top. Nothing of the exchange is executed, and no file is read.
 */
export function curlCommand(exchange: Exchange, options: CurlOptions): string {
  const { request } = exchange;
  // `file:///etc/passwd` is a URL, too, and an imported capture can hold any.
  if (!/^https?:\/\//i.test(request.url)) {
    return `${shellComment(`No command: ${request.url} is not a URL of http or https.`)}\n`;
  }
  if (!TOKEN.test(request.method)) return `${shellComment('No command: the method is none that HTTP allows.')}\n`;
  const secrets = new SecretVariables(options.masked ?? []);
  const comments = remarks(exchange);
  const body = writeBody(request, secrets, options.longestBody);
  const command = [
    ...methodArguments(request, body !== undefined),
    ...versionArguments(request),
    ...headerArguments(request, secrets, body !== undefined),
    ...(body?.args ?? []),
    ...urlArguments(request.url, secrets),
  ];
  const lines = [
    ...comments,
    ...(body?.comments ?? []),
    ...secrets.used.map(declaration),
    `${body?.before ?? ''}curl ${command.join(' \\\n  ')}${body?.after ?? ''}`,
  ];
  return `${lines.join('\n')}\n`;
}

function declaration({ name, placeholder, masked }: SecretVariable): string {
  // In a body or a URL the value stands in the spelling of that place: JSON-escaped, percent-encoded.
  const spelling = /^request\.(?:body|url)/.test(masked.where) ? ', as it is spelled there' : '';
  return `${name}=${shellQuote(placeholder)}  ${shellComment(masked.where + spelling)}`;
}

function remarks({ request, connection }: Exchange): string[] {
  const comments: string[] = [];
  if (request.method === 'CONNECT') {
    comments.push(
      shellComment('The client opened a tunnel and sent no request through it; this connects in the same way.'),
    );
  }
  if (request.method === 'HEAD' && (request.body?.totalBytes ?? 0) > 0) {
    comments.push(shellComment('The body is left out: curl sends none with HEAD.'));
  }
  if (request.trailers.length > 0) comments.push(shellComment('The trailers are left out: curl sends none.'));
  const { host, port } = hostOf(request.url);
  const { server, via } = connection.server ?? { server: '', via: null };
  // Of a call through another proxy only that proxy's address is known.
  const address = via === null ? /^(.*):\d+$/.exec(server)?.[1] : undefined;
  if (address !== undefined && /^[a-z0-9.-]*[a-z][a-z0-9.-]*$/i.test(host) && host !== 'localhost') {
    comments.push(shellComment(`To reach the same server: --resolve ${host}:${port}:${address.replace(/[[\]]/g, '')}`));
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

/** Belong to the connection, or are computed anew (RFC 9110 §7.6.1). */
const NOT_SENT = new Set([
  'content-length',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

function headerArguments(request: RequestMessage, secrets: SecretVariables, hasBody: boolean): string[] {
  const { headers } = request;
  const has = (name: string): boolean => headerValue(headers, name) !== undefined;
  const listed = headerValues(headers, 'connection').flatMap((value) => value.toLowerCase().split(/\s*,\s*/));
  const isUpgrade = listed.includes('upgrade') && has('upgrade');
  const dropped = new Set([...NOT_SENT, ...listed]);
  if (isUpgrade) for (const name of ['connection', 'upgrade']) dropped.delete(name);
  const isCompressed =
    has('accept-encoding') && !/^\s*identity\s*$/i.test(headerValue(headers, 'accept-encoding') ?? '');
  if (isCompressed) dropped.add('accept-encoding');

  const args = headers
    .filter(([name, value]) => {
      const lower = name.toLowerCase();
      if (dropped.has(lower) || lower.startsWith('proxy-') || !isSendable(name, value)) return false;
      return lower !== 'host' || !isHostOf(request.url, value);
    })
    .map(([name, value]) => `-H ${headerWord(name, value, secrets)}`);
  // curl adds these by itself.
  const own = ['Host', 'User-Agent', 'Accept', ...(hasBody ? ['Content-Type'] : [])];
  const isHttp1 = request.httpVersion.startsWith('1');
  const suppressed = own
    .filter((name) => !has(name) && (name !== 'Host' || (isHttp1 && request.method !== 'CONNECT')))
    .map((name) => `-H ${shellQuote(`${name}:`)}`);
  const wait = (request.body?.bytes.length ?? 0) >= 1024 * 1024 ? ["-H 'Expect:'"] : [];
  return [...args, ...suppressed, ...wait, ...(isCompressed ? ['--compressed'] : [])];
}

/** What methods and field names consist of (RFC 9110 §5.6.2). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Field names and values that HTTP allows (RFC 9110 §5); pseudo-headers of HTTP/2 are none. */
function isSendable(name: string, value: string): boolean {
  return TOKEN.test(name) && !/[\r\n\0]/.test(value);
}

function isHostOf(url: string, host: string): boolean {
  const authority = /^https?:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  const standard = /^https:/i.test(url) ? ':443' : ':80';
  const wanted = host.toLowerCase();
  return wanted === authority || wanted + standard === authority || wanted === authority + standard;
}

function headerWord(name: string, value: string, secrets: SecretVariables): string {
  // `X-Name:` would remove the header, `X-Name;` sends it empty.
  if (value.trim() === '') return shellQuote(`${name};`);
  const parts = secrets.split(value).flatMap((part) => (part.kind === 'literal' ? literalBytes(part.text) : [part]));
  return shellWord(joinLiterals([{ kind: 'literal', text: `${name}: ` }, ...parts]));
}

/** Header values hold one byte per character. What is UTF-8 in them is written as such, the rest as bytes. */
function literalBytes(text: string): ShellPart[] {
  const bytes = Buffer.from(text, /[\u0100-\uffff]/.test(text) ? 'utf8' : 'latin1');
  const decoded = bytes.toString('utf8');
  if (!decoded.includes('\ufffd') && !CONTROL.test(decoded)) return [{ kind: 'literal', text: decoded }];
  return bytes
    .toString('latin1')
    .split(/([^\t\u0020-\u007e]+)/)
    .map((piece, index): ShellPart => {
      return index % 2 === 0
        ? { kind: 'literal', text: piece }
        : { kind: 'bytes', bytes: Buffer.from(piece, 'latin1') };
    })
    .filter((part) => part.kind !== 'literal' || part.text !== '');
}

const CONTROL = /(?!\t)[\p{Cc}\p{Cf}]/u;

function urlArguments(url: string, secrets: SecretVariables): string[] {
  const parts = secrets.split(url);
  const written = parts.map(
    (part): ShellPart => (part.kind === 'literal' ? { kind: 'literal', text: encodeUnsafe(part.text) } : part),
  );
  // `[1-3]` and `{a,b}` are patterns for curl, and `/../` is resolved before it sends.
  const isPattern = /[[\]{}]/.test(url) || parts.some(({ kind }) => kind === 'variable');
  const hasDots = /\/\.{1,2}(?:[/?#]|$)|\/%2e/i.test(url);
  return [...(isPattern ? ['--globoff'] : []), ...(hasDots ? ['--path-as-is'] : []), shellWord(written)];
}

/** What no request line can hold, and what would mislead a reader of the command. */
function encodeUnsafe(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}]|\p{Cs}/gu, (character) =>
    encodeURIComponent(character.toWellFormed()),
  );
}
