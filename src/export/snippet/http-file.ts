import { Buffer } from 'node:buffer';
import type { Exchange, RequestMessage } from '../../exchange/exchange.ts';
import type { Masked } from '../../exchange/redact.ts';
import { formatBytes } from '../../exchange/units.ts';
import { type SentBody, sentBody } from './body-parts.ts';
import type { Part } from './part.ts';
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

/**
 * A `.http` file as the REST clients of VS Code, JetBrains and Visual Studio read it; masked secrets are variables
 * on top. The format has no escapes: what a client would take for something else is left out, with a word.
 */
export function httpFile(exchanges: readonly Exchange[], masked: readonly Masked[]): string {
  const secrets = new SecretVariables(masked);
  const requests = exchanges.map((exchange) => requestLines(exchange, secrets));
  const variables = secrets.used.flatMap(({ name, placeholder, where }) => [
    comment(where),
    `@${name} = ${placeholder}`,
  ]);
  const top = variables.length === 0 ? [] : [variables.join('\n')];
  return `${[...top, ...requests.map((lines) => lines.join('\n'))].join('\n\n')}\n`;
}

function requestLines(recorded: Exchange, secrets: SecretVariables): string[] {
  const title = `### ${comment(callOf(recorded)).slice(2)}`;
  const exchange = forSnippet(recorded);
  const { request } = exchange;
  const refusal = whyNotSendable(request) ?? whyNotInFile(request);
  if (refusal !== undefined) return [title, comment(`No request: ${refusal}`)];
  const headers = sentHeaders(request);
  const written = headers.map(([name, value]) => ({ name, text: headerText(value, secrets) }));
  const leftOut = written.filter(({ text }) => text === undefined).map(({ name }) => name);
  const body = sentBody(request, secrets);
  const problem = body === undefined ? undefined : bodyProblem(body);
  const remarks = [
    ...commonRemarks(exchange),
    ...(leftOut.length === 0 ? [] : [`Left out, because a .http file cannot hold them: ${leftOut.join(', ')}`]),
    ...(problem === undefined ? [] : [`The body of ${formatBytes(body?.bytes.length ?? 0)} is left out: ${problem}.`]),
  ];
  return [
    title,
    ...remarks.map(comment),
    '# @no-redirect',
    '# @no-cookie-jar',
    `${request.method} ${urlText(request.url, secrets)} HTTP/${request.httpVersion.startsWith('2') ? '2' : '1.1'}`,
    ...written.flatMap(({ name, text }) => (text === undefined ? [] : [text === '' ? `${name}:` : `${name}: ${text}`])),
    ...(body === undefined || problem !== undefined || body.bytes.length === 0
      ? []
      : ['', body.parts.map((part) => partText(part)).join('')]),
  ];
}

function whyNotInFile({ method, url }: RequestMessage): string | undefined {
  if (
    !/^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|PROPFIND|PROPPATCH|MKCOL|COPY|MOVE|LOCK|UNLOCK)$/.test(method)
  ) {
    return `REST clients do not know the method ${method}; the export as curl sends it.`;
  }
  return url.includes('{{') ? 'the URL holds {{, which REST clients take for a variable.' : undefined;
}

function headerText(value: string, secrets: SecretVariables): string | undefined {
  const parts = secrets.split(value).flatMap((part) => (part.kind === 'literal' ? headerParts(part.text) : [part]));
  if (parts.some(({ kind }) => kind === 'bytes') || value.includes('{{')) return undefined;
  return parts.map(partText).join('');
}

/** What in the body has a meaning for some REST client, or cannot stand in a text file. */
function bodyProblem({ isReadable, bytes }: SentBody): string | undefined {
  if (!isReadable) return 'it is not plain text';
  const text = Buffer.from(bytes).toString('utf8');
  if (text.includes('{{')) return 'it holds {{, which REST clients take for a variable';
  if (/^\s*###/m.test(text)) return 'a line of it begins with ###, which ends a request';
  // `< file`, `<@ file` and `<@latin1 file` are read, `<> file` and `>> file` written, `> {% … %}` run, `??` asserted.
  if (/^\s*(?:<(?:@\w*)?\s|<>|>|\?\?)/m.test(text)) {
    return 'a line of it begins with < or >, with which REST clients read and write files';
  }
  // Comments are dropped between request and body, and white space at both ends goes.
  if (/^\s*(?:#|\/\/)/m.test(text)) return 'a line of it begins with # or //, which REST clients take for a comment';
  if (/^\s|\s$/.test(text)) return 'white space at its ends would be lost';
  return undefined;
}

function urlText(url: string, secrets: SecretVariables): string {
  return secrets
    .split(url)
    .map((part) => (part.kind === 'literal' ? encodeUnsafe(part.text) : partText(part)))
    .join('');
}

function partText(part: Part): string {
  if (part.kind === 'variable') return `{{${part.name}}}`;
  return part.kind === 'literal' ? part.text : Buffer.from(part.bytes).toString('utf8');
}

function comment(text: string): string {
  return `# ${text.replace(/[^\w .,:;/#?=+\u2026-]/g, '_').slice(0, 300)}`;
}
