import { styleText } from 'node:util';
import type { AnnotatedExchange } from '../../exchange/annotation.ts';
import { bodyText, decodeBody, isJsonType, mediaType } from '../../exchange/body.ts';
import type { Body, Exchange, RequestMessage, ResponseMessage, StreamMessage } from '../../exchange/exchange.ts';
import { grpcStatusOf, grpcStatusText } from '../../exchange/grpc-status.ts';
import type { Headers } from '../../exchange/headers.ts';
import { prettyJson } from '../../exchange/json-text.ts';
import { phasesOf } from '../../exchange/phases.ts';
import { printable, printableLines } from '../../exchange/printable.ts';
import type { Marks } from '../../exchange/row.ts';
import { formatBytes, formatMessages } from '../../exchange/units.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { annotationToJson } from '../annotation-json.ts';
import { type CommandModule, print } from '../command.ts';
import { connectionLines } from '../connection-lines.ts';
import { dataFolder } from '../data-folder.ts';
import { messageLines, messageText } from '../message-lines.ts';
import { appliedRuleLines } from '../mock/rule-text.ts';
import { addDataOption, type DataOptions, parseId } from '../options.ts';
import { hasColour, marksText } from '../plain-line.ts';
import { captureFile } from '../session.ts';
import { mustFind } from '../stored.ts';
import { whyText } from './why.ts';

/** So many messages of a stream are listed; more are left to `--json`. */
const MOST_MESSAGES = 200;
const MOST_JSON_MESSAGES = 10_000;

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
        const reader = new CaptureReader(captureFile(dataFolder(options.data, terminal.env)));
        try {
          const stored = mustFind(reader, id);
          if (options.raw === true) terminal.stdout.write(rawBytes(stored.exchange));
          else if (options.json === true) {
            const messages = reader.messages(id, 0, MOST_JSON_MESSAGES);
            print(terminal.stdout, JSON.stringify(exchangeToJson(stored, messages, reader.marks(id)), null, 2));
          } else {
            const messages = reader.messages(id, 0, MOST_MESSAGES);
            const isColoured = hasColour(terminal.stdout, terminal.env);
            print(terminal.stdout, exchangeText(stored, messages, reader.marks(id), isColoured));
          }
        } finally {
          reader.close();
        }
        return 0;
      }),
    );
  },
};

function exchangeText(
  stored: AnnotatedExchange,
  messages: readonly StreamMessage[],
  marks: Marks | undefined,
  isColoured: boolean,
): string {
  const strong = (text: string) => (isColoured ? styleText('bold', text, { validateStream: false }) : text);
  const { exchange } = stored;
  const { request, response, error, proxyStatus } = exchange;
  const way = connectionLines(exchange);
  const parts = [
    whyText(stored, isColoured),
    '',
    ...(exchange.rule === undefined ? [] : [strong('Rule'), ...appliedRuleLines(exchange.rule), '']),
    ...(marks === undefined ? [] : [`${strong('Marks')}  ${marksText(marks)}`, '']),
    ...(way.length === 0 ? [] : [strong('Connection'), ...way, '']),
    strong(`Request  ${printable(request.method)} ${printable(request.url)} HTTP/${request.httpVersion}`),
    ...contentLines(request),
    '',
  ];
  if (response !== null) {
    parts.push(
      strong(`Response  HTTP/${response.httpVersion} ${response.status} ${printable(response.reason)}`),
      ...contentLines(response),
    );
  } else parts.push(strong('No response'));
  const grpc = grpcStatusOf(exchange);
  if (grpc !== null)
    parts.push(`${grpcStatusText(grpc.code)}${grpc.message === '' ? '' : `: ${printable(grpc.message)}`}`);
  if (error !== null) parts.push(`${error.phase}: ${printable(error.code)}: ${printable(error.message)}`);
  if (proxyStatus !== null) parts.push(`The client was answered ${proxyStatus} by httpwhy.`);
  if (exchange.messageCount > 0) {
    parts.push('', strong(formatMessages(exchange.messageCount)), ...messageLines(messages, exchange.startedAt));
    const rest = exchange.messageCount - messages.length;
    if (rest > 0) parts.push(`(${rest} more; --json gives up to ${MOST_JSON_MESSAGES})`);
  }
  return parts.join('\n');
}

function contentLines({ headers, body, trailers }: RequestMessage | ResponseMessage): string[] {
  const after = trailers.length === 0 ? [] : ['', 'Trailers', ...headerLines(trailers)];
  return [...headerLines(headers), ...bodyLines(headers, body), ...after];
}

function headerLines(headers: Headers): string[] {
  return headers.map(([name, value]) => `${printable(name)}: ${printable(value)}`);
}

function bodyLines(headers: Headers, body: Body | null): string[] {
  if (body === null) return [];
  const text = bodyText(headers, body);
  const lines = ['', text === undefined ? `(${formatBytes(body.totalBytes)} of binary data)` : pretty(headers, text)];
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

function exchangeToJson(
  { exchange, annotation }: AnnotatedExchange,
  messages: readonly StreamMessage[],
  marks: Marks | undefined,
): unknown {
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
    rule: exchange.rule ?? null,
    phases: phasesOf(exchange),
    grpc: grpcStatusOf(exchange),
    messageCount: exchange.messageCount,
    messages: messages.map(messageToJson),
    pinned: marks?.isPinned ?? false,
    labels: marks?.labels ?? [],
    note: marks?.note ?? null,
    annotation: annotation && annotationToJson(exchange.id, annotation),
  };
}

function messageToJson({ at, from, type, bytes, totalBytes, closeCode }: StreamMessage): unknown {
  const text = type === 'binary' ? undefined : messageText(bytes);
  const content = text === undefined ? { text: null, base64: Buffer.from(bytes).toString('base64') } : { text };
  return { at: Math.round(at * 1000) / 1000, from, type, ...content, bytes: totalBytes, closeCode };
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
