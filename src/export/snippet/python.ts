import { Buffer } from 'node:buffer';
import type { Exchange, RequestMessage } from '../../exchange/exchange.ts';
import type { Header } from '../../exchange/headers.ts';
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

const PYTHON: Language = { comment: '#', astral: (code) => `\\U${hex(code, 8)}` };

/** A Python script that sends the requests with `requests`; masked secrets are variables on top. */
export function pythonScript(exchanges: readonly Exchange[], masked: readonly Masked[]): string {
  const secrets = new SecretVariables(masked);
  const calls = exchanges.map((exchange) => {
    const call = pythonCall(forSnippet(exchange), secrets);
    return exchanges.length === 1 ? call : [commentLine(callOf(exchange), PYTHON), ...call];
  });
  const needsBase64 = calls.some((lines) => lines.some((line) => line.includes('base64.b64decode(')));
  const imports = [...(needsBase64 ? ['import base64', ''] : []), 'import requests'];
  const variables = secrets.used.map((variable) => declaredLine(variable, '', '', PYTHON));
  const blocks = [imports, ...(variables.length === 0 ? [] : [variables]), ...calls];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function pythonCall(exchange: Exchange, secrets: SecretVariables): string[] {
  const { request } = exchange;
  const refusal = whyNotSendable(request) ?? whyNotInRequests(request);
  if (refusal !== undefined) return [commentLine(`No call: ${refusal}`, PYTHON)];
  const headers = sentHeaders(request);
  const body = sentBody(request, secrets);
  const remarks = [...commonRemarks(exchange), ...urlRemarks(request.url), ...duplicateRemarks(headers)];
  return [
    ...remarks.map((remark) => commentLine(remark, PYTHON)),
    'response = requests.request(',
    `    ${stringLiteral(request.method, PYTHON)},`,
    `    ${urlExpression(request, secrets, PYTHON)},`,
    ...(headers.length === 0
      ? []
      : [
          '    headers={',
          ...joined(headers).map(([name, value]) => {
            return `        ${stringLiteral(name, PYTHON)}: ${headerExpression(value, secrets, PYTHON)},`;
          }),
          '    },',
        ]),
    ...(body === undefined ? [] : [`    data=${bodyExpression(body)},`]),
    '    allow_redirects=False,',
    ')',
    'print(response.status_code, response.text)',
  ];
}

function whyNotInRequests({ method }: RequestMessage): string | undefined {
  if (method === 'CONNECT') return 'requests opens no tunnels; the export as curl does.';
  return method === method.toUpperCase()
    ? undefined
    : 'requests sends methods in capitals; the export as curl keeps it.';
}

/** A dictionary holds each field once (RFC 9110 §5.3; for `Cookie`, RFC 9113 §8.2.3). */
function joined(headers: readonly Header[]): readonly Header[] {
  const byName = new Map<string, Header>();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    const known = byName.get(lower);
    byName.set(
      lower,
      known === undefined ? [name, value] : [known[0], `${known[1]}${lower === 'cookie' ? '; ' : ', '}${value}`],
    );
  }
  return [...byName.values()];
}

function bodyExpression({ parts, isReadable, bytes }: SentBody): string {
  if (bytes.length === 0) return "b''";
  const hasVariable = parts.some(({ kind }) => kind === 'variable');
  if (!hasVariable && (!isReadable || parts.some(({ kind }) => kind === 'bytes'))) return bytesExpression(bytes);
  return parts.map(partExpression).join(' + ');
}

function partExpression(part: Part): string {
  if (part.kind === 'variable') return `${part.name}.encode()`;
  if (part.kind === 'bytes') return bytesExpression(part.bytes);
  return `${stringLiteral(part.text, PYTHON)}.encode()`;
}

function bytesExpression(bytes: Uint8Array): string {
  const lines = base64Lines(Buffer.from(bytes)).map((line) => `'${line}'`);
  const text = lines.length === 1 ? lines[0] : `\n        ${lines.join('\n        ')}\n    `;
  return `base64.b64decode(${text})`;
}
