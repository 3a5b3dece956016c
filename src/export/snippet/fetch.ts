import { Buffer } from 'node:buffer';
import type { Exchange, RequestMessage } from '../../exchange/exchange.ts';
import { headerValue } from '../../exchange/headers.ts';
import type { Masked } from '../../exchange/redact.ts';
import { type SentBody, sentBody } from './body-parts.ts';
import type { Part } from './part.ts';
import {
  base64Lines,
  commentLine,
  declaredLine,
  duplicateRemarks,
  headerExpression,
  hex,
  type Language,
  stringLiteral,
  urlExpression,
} from './script.ts';
import { SecretVariables } from './secret-variables.ts';
import { callOf, commonRemarks, forSnippet, sentHeaders, whyNotSendable } from './sent-request.ts';
import { urlRemarks } from './url-remarks.ts';

const JAVASCRIPT: Language = { comment: '//', astral: (code) => `\\u{${hex(code, 1)}}` };

/** A JavaScript module that sends the requests with `fetch`; masked secrets are constants on top. */
export function fetchScript(exchanges: readonly Exchange[], masked: readonly Masked[]): string {
  const secrets = new SecretVariables(masked);
  const calls = exchanges.map((exchange) => fetchCall(forSnippet(exchange), secrets));
  const blocks = calls.map((lines, index) => {
    if (calls.length === 1) return lines;
    return [commentLine(callOf(exchanges[index]!), JAVASCRIPT), '{', ...lines.map((line) => `  ${line}`), '}'];
  });
  const constants = secrets.used.map((variable) => declaredLine(variable, 'const ', ';', JAVASCRIPT));
  const top = constants.length === 0 ? [] : [constants];
  return `${[...top, ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function fetchCall(exchange: Exchange, secrets: SecretVariables): string[] {
  const { request } = exchange;
  const refusal = whyNotSendable(request) ?? whyNotInFetch(request);
  if (refusal !== undefined) return [commentLine(`No call: ${refusal}`, JAVASCRIPT)];
  const headers = sentHeaders(request);
  const takesBody = !/^(?:GET|HEAD)$/i.test(request.method);
  const body = takesBody ? sentBody(request, secrets) : undefined;
  const isBodyLost = !takesBody && (request.body?.totalBytes ?? 0) > 0;
  const remarks = [
    ...commonRemarks(exchange),
    ...urlRemarks(request.url),
    ...duplicateRemarks(headers),
    ...(isBodyLost ? [`The body is left out: fetch sends none with ${request.method}.`] : []),
  ];
  const hasType = headerValue(request.headers, 'content-type') !== undefined;
  return [
    ...remarks.map((remark) => commentLine(remark, JAVASCRIPT)),
    `const response = await fetch(${urlExpression(request, secrets, JAVASCRIPT)}, {`,
    `  method: ${stringLiteral(request.method, JAVASCRIPT)},`,
    ...(headers.length === 0
      ? []
      : [
          '  headers: [',
          ...headers.map(([name, value]) => {
            return `    [${stringLiteral(name, JAVASCRIPT)}, ${headerExpression(value, secrets, JAVASCRIPT)}],`;
          }),
          '  ],',
        ]),
    ...(body === undefined ? [] : [`  body: ${bodyExpression(body, hasType)},`]),
    "  redirect: 'manual',",
    '});',
    'console.log(response.status, await response.text());',
  ];
}

function whyNotInFetch({ method }: RequestMessage): string | undefined {
  return /^(?:CONNECT|TRACE|TRACK)$/i.test(method)
    ? `fetch does not send ${method}; the export as curl does.`
    : undefined;
}

function bodyExpression({ parts, isReadable, bytes }: SentBody, hasType: boolean): string {
  if (bytes.length === 0) return "''";
  const isText = parts.every(({ kind }) => kind !== 'bytes');
  const hasVariable = parts.some(({ kind }) => kind === 'variable');
  if (isText && (isReadable || hasVariable)) {
    const text = parts.map(textExpression).join(' + ');
    // A string without a content type gets one from fetch.
    return hasType ? text : `new TextEncoder().encode(${text})`;
  }
  if (!hasVariable) return bytesExpression(bytes);
  return `new Blob([${parts.map((part) => (part.kind === 'bytes' ? bytesExpression(part.bytes) : textExpression(part))).join(', ')}])`;
}

function textExpression(part: Part): string {
  if (part.kind === 'variable') return part.name;
  return stringLiteral(part.kind === 'literal' ? part.text : Buffer.from(part.bytes).toString(), JAVASCRIPT);
}

function bytesExpression(bytes: Uint8Array): string {
  const lines = base64Lines(bytes).map((line) => `'${line}'`);
  const text = lines.length === 1 ? lines[0] : `\n    ${lines.join(' +\n    ')},\n  `;
  return `Uint8Array.from(atob(${text}), (character) => character.charCodeAt(0))`;
}
