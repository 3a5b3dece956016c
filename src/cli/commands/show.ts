import { styleText } from 'node:util';
import { bodyText, decodeBody, isJsonType, mediaType } from '../../exchange/body.ts';
import type { Body, Exchange, RequestMessage, ResponseMessage } from '../../exchange/exchange.ts';
import { grpcStatusOf, grpcStatusText } from '../../exchange/grpc-status.ts';
import type { Headers } from '../../exchange/headers.ts';
import { prettyJson } from '../../exchange/json-text.ts';
import { printable, printableLines } from '../../exchange/printable.ts';
import type { Marks } from '../../exchange/row.ts';
import { formatBytes, formatMessages } from '../../exchange/units.ts';
import type { ExportItem } from '../../export/bundle.ts';
import { exchangeToJson } from '../../export/exchange-json.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { type CommandModule, print } from '../command.ts';
import { connectionLines } from '../connection-lines.ts';
import { dataFolder } from '../data-folder.ts';
import { messageLines } from '../message-lines.ts';
import { appliedRuleLines } from '../mock/rule-text.ts';
import { addDataOption, type DataOptions, parseId } from '../options.ts';
import { hasColour, marksText } from '../plain-line.ts';
import { captureFile } from '../session.ts';
import { mustFind } from '../stored.ts';
import { replayOf, whyText } from './why.ts';

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
          const page = { ...stored, marks: reader.marks(id), replayOf: replayOf(reader, id) };
          if (options.raw === true) terminal.stdout.write(rawBytes(stored.exchange));
          else if (options.json === true) {
            const messages = reader.messages(id, 0, MOST_JSON_MESSAGES);
            print(terminal.stdout, JSON.stringify(pageToJson({ ...page, messages }), null, 2));
          } else {
            const messages = reader.messages(id, 0, MOST_MESSAGES);
            print(terminal.stdout, exchangeText({ ...page, messages }, hasColour(terminal.stdout, terminal.env)));
          }
        } finally {
          reader.close();
        }
        return 0;
      }),
    );
  },
};

/** An exchange and all that the capture holds beside it. */
interface Page extends ExportItem {
  readonly marks: Marks | undefined;
  readonly replayOf: number | null;
}

function pageToJson({ marks, replayOf, ...item }: Page): unknown {
  return {
    ...exchangeToJson(item),
    replayOf,
    pinned: marks?.isPinned ?? false,
    labels: marks?.labels ?? [],
    note: marks?.note ?? null,
  };
}

function exchangeText(page: Page, isColoured: boolean): string {
  const strong = (text: string) => (isColoured ? styleText('bold', text, { validateStream: false }) : text);
  const { exchange, messages, marks } = page;
  const { request, response, error, proxyStatus } = exchange;
  const way = connectionLines(exchange);
  const parts = [
    whyText(page, page.replayOf, isColoured),
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
