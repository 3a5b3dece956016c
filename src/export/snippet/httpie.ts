import type { Exchange, RequestMessage } from '../../exchange/exchange.ts';
import { headerValue } from '../../exchange/headers.ts';
import type { Masked } from '../../exchange/redact.ts';
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
import { urlRemarks } from './url-remarks.ts';

/** HTTPie commands for a POSIX shell; masked secrets are shell variables declared on top. */
export function httpieScript(exchanges: readonly Exchange[], masked: readonly Masked[]): string {
  const secrets = new SecretVariables(masked);
  const commands = exchanges.map((exchange) => {
    const command = httpieCommand(forSnippet(exchange), secrets);
    return exchanges.length === 1 ? command : [shellComment(callOf(exchange)), ...command];
  });
  const top = secrets.used.length === 0 ? [] : [declarations(secrets.used)];
  return `${[...top, ...commands].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function httpieCommand(exchange: Exchange, secrets: SecretVariables): string[] {
  const { request } = exchange;
  const refusal = whyNotSendable(request) ?? whyNotInHttpie(request);
  if (refusal !== undefined) return [shellComment(`No command: ${refusal}`)];
  const body = sentBody(request, secrets);
  const written = body === undefined ? undefined : shellBody(body);
  const headers = headerItems(request, secrets, body);
  const [before, after] = written?.kind === 'pipe' ? [written.before, written.after] : ['', ''];
  const words = [
    // Without it, a body would be read from whatever standard input happens to be.
    ...(written?.kind === 'pipe' ? [] : ['--ignore-stdin']),
    ...(/\/\.{1,2}(?:[/?#]|$)/.test(request.url) ? ['--path-as-is'] : []),
    ...(written?.kind === 'word' ? [`--raw=${written.word}`] : []),
    `${request.method} ${urlWord(request.url, secrets)}`,
    ...headers.items,
  ];
  return [
    ...[...commonRemarks(exchange), ...urlRemarks(request.url), ...headers.remarks].map(shellComment),
    ...(written?.kind === 'pipe' ? written.comments : []),
    `${before}http ${words.join(' \\\n  ')}${after}`,
  ];
}

/** A method of other characters than letters would be taken for a host, or for an option. */
function whyNotInHttpie({ method }: RequestMessage): string | undefined {
  if (method === 'CONNECT') return 'HTTPie opens no tunnels; the export as curl does.';
  return /^[A-Z]+$/.test(method) ? undefined : `HTTPie cannot send the method ${method}.`;
}

interface HeaderItems {
  readonly items: readonly string[];
  readonly remarks: readonly string[];
}

function headerItems(request: RequestMessage, secrets: SecretVariables, body: SentBody | undefined): HeaderItems {
  const items: string[] = [];
  const leftOut: string[] = [];
  for (const [name, value] of sentHeaders(request)) {
    const word = headerItem(name, value, secrets);
    if (word === undefined) leftOut.push(name);
    else items.push(word);
  }
  const has = (name: string): boolean => headerValue(request.headers, name) !== undefined;
  // HTTPie adds these by itself.
  const own = ['User-Agent', 'Accept', 'Accept-Encoding', ...(body === undefined ? [] : ['Content-Type'])];
  const removed = own.filter((name) => !has(name)).map((name) => shellQuote(`${name}:`));
  const remarks = leftOut.length === 0 ? [] : [`Left out, because HTTPie cannot send them: ${leftOut.join(', ')}`];
  return { items: [...items, ...removed], remarks };
}

/** Undefined where HTTPie has no way to write it. */
function headerItem(name: string, value: string, secrets: SecretVariables): string | undefined {
  // A name that begins with a dash would be an option: `-ofile:value` writes a file.
  if (name.startsWith('-')) return undefined;
  if (value.trim() === '') return shellQuote(`${name};`);
  const parts = secrets.split(value).flatMap((part) => (part.kind === 'literal' ? headerParts(part.text) : [part]));
  if (parts.some((part) => part.kind === 'bytes' || (part.kind === 'literal' && /\\[:;=@]/.test(part.text)))) {
    return undefined;
  }
  // `Name:=1` would be JSON, and `Name:@file` reads a file.
  const isSeparator = parts[0]?.kind === 'literal' && /^[=@]/.test(parts[0].text);
  return shellWord(joinLiterals([{ kind: 'literal', text: `${name}:${isSeparator ? '\\' : ''}` }, ...parts]));
}

function urlWord(url: string, secrets: SecretVariables): string {
  const parts = secrets
    .split(url)
    .map((part): Part => (part.kind === 'literal' ? { kind: 'literal', text: encodeUnsafe(part.text) } : part));
  return shellWord(parts);
}
