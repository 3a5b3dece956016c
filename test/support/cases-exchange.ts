import { Buffer } from 'node:buffer';
import { type Body, type Exchange, NO_CONNECTION, NO_TIMING, type StreamMessage } from '../../src/exchange/exchange.ts';
import { type Header, type Headers, headerValue } from '../../src/exchange/headers.ts';
import type { Phase, TransportError } from '../../src/exchange/transport-error.ts';
import { CaseError, type Line, type Meta } from './cases-line.ts';
import { expandMacros } from './cases-macros.ts';

/** An exchange as it stands in the file: its `# key: value` lines, and request and response. */
export interface ExchangeText {
  /** For errors that have no line of their own. */
  readonly first: Line;
  readonly meta: ReadonlyMap<string, Meta>;
  readonly lines: readonly Line[];
}

interface Defaults {
  readonly id: number;
  /** Where neither `# started:` nor the response's `Date` says it. */
  readonly defaultStartedAt: number;
}

const REQUEST_LINE = /^([A-Z]+) (\S+) HTTP\/(1\.0|1\.1|2)$/;
const STATUS_LINE = /^HTTP\/(1\.0|1\.1|2) (\d{3})(?: (.*))?$/;

/** @throws CaseError */
export function readExchangeText({ first, meta, lines }: ExchangeText, { id, defaultStartedAt }: Defaults): Exchange {
  const start = lines.findIndex(({ text }) => text.trim() !== '');
  const requestLine = lines[start];
  if (requestLine === undefined) throw new CaseError(first, 'no request line');
  const statusAt = lines.findIndex(({ text }, index) => index > start && STATUS_LINE.test(text));
  const error = errorOf(meta.get('error'));
  if (statusAt === -1 && error === null) throw new CaseError(requestLine, 'neither a status line nor "# error:"');

  const requestLines = lines.slice(start + 1, statusAt === -1 ? lines.length : statusAt);
  const responseLines = statusAt === -1 ? [] : lines.slice(statusAt + 1);
  const startedAt = startOf(meta.get('started'), responseLines, defaultStartedAt);
  const expand = (line: Line): Line => ({ ...line, text: expandMacros(line.text, startedAt, line) });
  const [, method, url, httpVersion] = REQUEST_LINE.exec(expand(requestLine).text) ?? [];
  if (method === undefined || url === undefined || httpVersion === undefined) {
    throw new CaseError(requestLine, 'expected a request line: METHOD absolute-url HTTP/1.1');
  }
  if (!/^https?:\/\/[^/]/.test(url)) throw new CaseError(requestLine, 'the URL must be absolute');
  const request = messageOf(requestLines.map(expand), error === null);
  const response = statusAt === -1 ? null : messageOf(responseLines.map(expand), error === null);
  const [, responseVersion, status, reason] = statusAt === -1 ? [] : (STATUS_LINE.exec(lines[statusAt]!.text) ?? []);
  const took = meta.get('took');
  if (took !== undefined && !/^\d+$/.test(took.value))
    throw new CaseError(took.line, '"# took:" is a number of milliseconds');
  const messages = messagesOf(meta, startedAt + Number(took?.value ?? 120));
  return {
    id,
    startedAt,
    durationMs: Number(took?.value ?? 120),
    request: {
      method,
      url,
      httpVersion: versionOf(httpVersion),
      headers: request.headers,
      trailers: [],
      body: request.body,
    },
    response:
      response === null
        ? null
        : {
            status: Number(status),
            reason: reason ?? '',
            httpVersion: versionOf(responseVersion!),
            headers: response.headers,
            trailers: [],
            body: response.body,
          },
    error,
    proxyStatus: null,
    connection: NO_CONNECTION,
    timing: NO_TIMING,
    messageCount: messages.length,
    ...(messages.length === 0 ? {} : { lastMessages: messages }),
  };
}

/** What was said last over a WebSocket or in an event stream, and the close frame. */
function messagesOf(meta: ExchangeText['meta'], at: number): readonly StreamMessage[] {
  const said = meta.get('said');
  const closed = meta.get('closed');
  const messages: StreamMessage[] = [];
  if (said !== undefined) {
    const [, from, type, text] = /^(client|server) (text|event) (.+)$/.exec(said.value) ?? [];
    if (text === undefined) throw new CaseError(said.line, '"# said:" is: client|server text|event …');
    messages.push(
      messageFrom(from!, type as StreamMessage['type'], type === 'event' ? `data: ${text}` : text, null, at),
    );
  }
  if (closed !== undefined) {
    const [, from, code, reason] = /^(client|server) (\d{4})(?: (.+))?$/.exec(closed.value) ?? [];
    if (code === undefined) throw new CaseError(closed.line, '"# closed:" is: client|server code reason');
    messages.push(messageFrom(from!, 'close', reason ?? '', Number(code), at));
  }
  return messages;
}

function messageFrom(
  from: string,
  type: StreamMessage['type'],
  text: string,
  closeCode: number | null,
  at: number,
): StreamMessage {
  const bytes = Buffer.from(text, 'utf8');
  return { at, from: from as StreamMessage['from'], type, bytes, totalBytes: bytes.length, closeCode };
}

const versionOf = (text: string) => (text === '2' ? '2.0' : text);

const DATE_HEADER = /^date: (.*)$/i;

function startOf(started: Meta | undefined, responseLines: readonly Line[], byDefault: number): number {
  const date = responseLines.slice(0, headLength(responseLines)).find(({ text }) => DATE_HEADER.test(text));
  const answeredAt = date && Date.parse(DATE_HEADER.exec(date.text)![1]!);
  if (Number.isNaN(answeredAt)) throw new CaseError(date!, 'a Date that is none');
  if (started === undefined) return answeredAt ?? byDefault;
  const at = Date.parse(started.value);
  if (Number.isNaN(at)) throw new CaseError(started.line, '"# started:" is a date in ISO 8601');
  return at;
}

const PHASES: readonly string[] = [
  'dns',
  'connect',
  'tls-upstream',
  'tls-client',
  'request',
  'response',
] satisfies Phase[];

function errorOf(meta: Meta | undefined): TransportError | null {
  if (meta === undefined) return null;
  const [, phase, code, message] = /^(\S+) (\S+) (.+)$/.exec(meta.value) ?? [];
  if (phase === undefined || code === undefined || message === undefined) {
    throw new CaseError(meta.line, '"# error:" is: phase code message');
  }
  if (!PHASES.includes(phase)) throw new CaseError(meta.line, `"${phase}" is not one of ${PHASES.join(', ')}`);
  return { phase: phase as Phase, code, message };
}

interface Message {
  readonly headers: Headers;
  readonly body: Body | null;
}

function headLength(lines: readonly Line[]): number {
  const blank = lines.findIndex(({ text }) => text.trim() === '');
  return blank === -1 ? lines.length : blank;
}

const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(?: (.*)|)$/;

function messageOf(lines: readonly Line[], isComplete: boolean): Message {
  const headers = lines.slice(0, headLength(lines)).map((line): Header => {
    const [, name, value] = HEADER.exec(line.text) ?? [];
    if (name === undefined)
      throw new CaseError(line, 'expected a header, "Name: value"; a blank line goes before a body');
    return [name, (value ?? '').trim()];
  });
  const body = lines.slice(headLength(lines) + 1);
  while (body.at(-1)?.text.trim() === '') body.pop();
  return { headers, body: body.length === 0 ? null : bodyOf(body, headers, isComplete) };
}

const BYTES = /^\{\{bytes ([A-Za-z0-9+/=]+)\}\}$/;

/**
 * `…` in a body says that the file abridges it; `Content-Length` then gives the real size. A size that is one byte
 * more than what stands there means a line break at the end.
 */
function bodyOf(lines: readonly Line[], headers: Headers, isComplete: boolean): Body {
  const text = lines.map((line) => line.text).join('\n');
  const base64 = BYTES.exec(text)?.[1];
  const bytes = base64 === undefined ? Buffer.from(text, 'utf8') : Buffer.from(base64, 'base64');
  const announced = headerValue(headers, 'content-length');
  if (announced === undefined || !isComplete) return { bytes, totalBytes: bytes.length };
  if (Number(announced) === bytes.length + 1) {
    return { bytes: Buffer.concat([bytes, Buffer.from('\n')]), totalBytes: bytes.length + 1 };
  }
  const isAbridged = text.includes('…') && Number(announced) > bytes.length;
  if (!isAbridged && Number(announced) !== bytes.length) {
    throw new CaseError(lines[0]!, `Content-Length is ${announced}, but the body has ${bytes.length} bytes`);
  }
  return { bytes, totalBytes: Number(announced) };
}
