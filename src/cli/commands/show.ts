import { styleText } from 'node:util';
import type { AnnotatedExchange } from '../../exchange/annotation.ts';
import { bodyText, decodeBody, isJsonType, mediaType } from '../../exchange/body.ts';
import type { Body, Exchange } from '../../exchange/exchange.ts';
import type { Headers } from '../../exchange/headers.ts';
import { prettyJson } from '../../exchange/json-text.ts';
import { printable, printableLines } from '../../exchange/printable.ts';
import { formatBytes } from '../../exchange/units.ts';
import { type CommandModule, print } from '../command.ts';
import { annotationToJson } from '../corpus-line.ts';
import { addDataOption, type DataOptions, parseId } from '../options.ts';
import { hasColour } from '../plain-line.ts';
import { storedExchange } from '../stored.ts';
import { whyText } from './why.ts';

interface ShowOptions extends DataOptions {
  readonly json?: boolean;
  readonly raw?: boolean;
}

export const command: CommandModule = {
  register(program, terminal, finish) {
    const show = program
      .command('show')
      .description('one exchange whole, secrets included')
      .argument('<id>', 'number of the exchange', parseId)
      .option('--json', 'one JSON object, bodies as text or base64')
      .option('--raw', 'the messages as bytes: heads as on the wire, bodies as recorded');
    addDataOption(show).action(
      finish((id: number, options: ShowOptions) => {
        const stored = storedExchange(options.data, terminal.env, id);
        if (options.raw === true) terminal.stdout.write(rawBytes(stored.exchange));
        else if (options.json === true) print(terminal.stdout, JSON.stringify(exchangeToJson(stored), null, 2));
        else print(terminal.stdout, exchangeText(stored, hasColour(terminal.stdout, terminal.env)));
        return 0;
      }),
    );
  },
};

function exchangeText(stored: AnnotatedExchange, isColoured: boolean): string {
  const strong = (text: string) => (isColoured ? styleText('bold', text, { validateStream: false }) : text);
  const { exchange } = stored;
  const { request, response, error, proxyStatus } = exchange;
  const parts = [
    whyText(stored, isColoured),
    '',
    strong(`Request  ${printable(request.method)} ${printable(request.url)} HTTP/${request.httpVersion}`),
    ...messageLines(request.headers, request.body),
    '',
  ];
  if (response !== null) {
    parts.push(
      strong(`Response  HTTP/${response.httpVersion} ${response.status} ${printable(response.reason)}`),
      ...messageLines(response.headers, response.body),
    );
  } else parts.push(strong('No response'));
  if (error !== null) parts.push(`${error.phase}: ${printable(error.code)}: ${printable(error.message)}`);
  if (proxyStatus !== null) parts.push(`The client was answered ${proxyStatus} by httpwhy.`);
  return parts.join('\n');
}

function messageLines(headers: Headers, body: Body | null): string[] {
  const lines = headers.map(([name, value]) => `${printable(name)}: ${printable(value)}`);
  if (body === null) return lines;
  const text = bodyText(headers, body);
  lines.push('', text === undefined ? `(${formatBytes(body.totalBytes)} of binary data)` : pretty(headers, text));
  const { isCut } = decodeBody(headers, body);
  if (isCut) lines.push(`(cut: ${formatBytes(body.bytes.length)} of ${formatBytes(body.totalBytes)} were recorded)`);
  return lines;
}

function pretty(headers: Headers, text: string): string {
  return printableLines((isJsonType(mediaType(headers).type) ? prettyJson(text) : undefined) ?? text);
}

/** Both messages as they stand in the capture: request line in absolute form, original heads, recorded bodies. */
function rawBytes({ request, response }: Exchange): Buffer {
  const head = (first: string, headers: Headers) =>
    Buffer.from([first, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n'), 'latin1');
  const parts: Uint8Array[] = [
    head(`${request.method} ${request.url} HTTP/${request.httpVersion}`, request.headers),
    request.body?.bytes ?? new Uint8Array(),
  ];
  if (response !== null) {
    parts.push(
      Buffer.from('\r\n'),
      head(`HTTP/${response.httpVersion} ${response.status} ${response.reason}`, response.headers),
      response.body?.bytes ?? new Uint8Array(),
    );
  }
  return Buffer.concat(parts);
}

function exchangeToJson({ exchange, annotation }: AnnotatedExchange): unknown {
  const { request, response } = exchange;
  return {
    id: exchange.id,
    startedAt: Math.round(exchange.startedAt),
    durationMs: exchange.durationMs,
    request: { ...request, ...bodyToJson(request.headers, request.body) },
    response: response && { ...response, ...bodyToJson(response.headers, response.body) },
    error: exchange.error,
    proxyStatus: exchange.proxyStatus,
    connection: exchange.connection,
    timing: exchange.timing,
    annotation: annotation && annotationToJson(exchange.id, annotation),
  };
}

/** Decoded text as `body`, anything else as `bodyBase64` beside a null `body`. */
function bodyToJson(
  headers: Headers,
  body: Body | null,
): { body: string | null; bodyBase64?: string; bodyBytes: number } {
  if (body === null) return { body: null, bodyBytes: 0 };
  const text = bodyText(headers, body);
  if (text !== undefined) return { body: text, bodyBytes: body.totalBytes };
  return { body: null, bodyBase64: Buffer.from(body.bytes).toString('base64'), bodyBytes: body.totalBytes };
}
