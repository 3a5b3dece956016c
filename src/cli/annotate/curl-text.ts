import { type Header, headerValue } from '../../exchange/headers.ts';

/** What curl printed about one call. Text is Latin-1: one character a byte. */
export interface CurlCall {
  /** Null without `-v`: curl shows only what came back. */
  readonly request: CurlRequest | null;
  readonly response: CurlResponse | null;
}

export interface CurlRequest {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly headers: readonly Header[];
  /** Something on the way shows that the connection was one of TLS. */
  readonly isSecure: boolean;
}

export interface CurlResponse {
  readonly status: number;
  readonly reason: string;
  readonly version: string;
  readonly headers: readonly Header[];
  readonly body: string;
}

export interface CurlText {
  readonly calls: readonly CurlCall[];
  /** `curl: (6) Could not resolve host: …`, the last of them. */
  readonly failure: { readonly exit: number; readonly words: string } | null;
}

const STATUS_LINE = /^HTTP\/(\d(?:\.\d)?) ([1-9]\d\d)(?: (.*))?$/;
const REQUEST_LINE = /^([A-Z]{1,20}) (\S{1,8000}) HTTP\/(\d(?:\.\d)?)$/;
const FAILURE = /^curl: \((\d{1,3})\) (.*)$/;
/** What `-v` says after a body began; before, every line with an asterisk is a remark. A body may have such lines, too. */
const LATE_REMARK =
  /^\* (?:Connection #\d|Closing connection|Issue another request|Re-using|Excess found|TLSv|transfer closed|shutting down)/;
const TRAILING_REMARK = /\* (?:Connection #\d{1,6} to host \S{1,300} left intact|Closing connection(?: #?\d{1,6})?)$/;
const METER = /^[{}] \[\d{1,10} bytes data\]$/;
const METER_HEAD = /^ {0,2}% Total +% Received/;
const METER_ROW = /^(?: +Dload +Upload|\s{0,10}\d{1,3} +[\d.]+[kMG]? )/;
const SECURE = /^\* +(?:ALPN|SSL connection|TLSv|TLS |using HTTP\/2|schannel|Connected to .{1,300} port 443\b)/i;
/** Answers whose body curl leaves out because another call follows: redirects, authentication, a proxy's consent. */
const LEADS_ON = new Set([401, 407]);

/** `-i`: heads and bodies as they came, one after the other. */
export function parsePlain(text: string): CurlText {
  const { body: content, failure } = withoutFailure(text);
  const calls: CurlCall[] = [];
  let at = 0;
  while (at < content.length) {
    const head = readHead(content, at);
    if (head === undefined) break;
    at = head.end;
    if (isInterim(head)) continue;
    const isNext = isStatusLineAt(content, at);
    if (isNext && isAnsweredByNext(head)) {
      if (head.status >= 300) calls.push({ request: null, response: { ...head, body: '' } });
      continue;
    }
    const end = bodyEnd(head, content, at);
    calls.push({ request: null, response: { ...head, body: content.slice(at, end) } });
    at = end;
  }
  return { calls, failure };
}

/** `-v`, with or without `-i`: what was sent behind `>`, what came behind `<`, remarks behind `*`, and the body between them. */
export function parseVerbose(text: string): CurlText {
  const calls: CurlCall[] = [];
  /** Lines of heads that `-i` prints a second time. */
  const echoes = new Map<string, number>();
  let failure: CurlText['failure'] = null;
  let isSecure = false;
  let request: { line: RegExpExecArray; headers: Header[] } | null = null;
  let response: { line: RegExpExecArray; headers: Header[]; body: string[]; isHeadDone: boolean } | null = null;
  let hasBody = false;
  let hasMeter = false;

  const finish = () => {
    const sent: CurlRequest | null = request && {
      method: request.line[1]!,
      target: request.line[2]!,
      version: request.line[3]!,
      headers: request.headers,
      isSecure,
    };
    if (response !== null)
      calls.push({ request: sent, response: responseOf(response.line, response.headers, response.body.join('')) });
    else if (sent !== null) calls.push({ request: sent, response: null });
    request = null;
    response = null;
    hasBody = false;
  };

  for (const raw of linesOf(text)) {
    const line = raw.replace(/\r?\n$/, '');
    const sent = line.startsWith('> ') ? REQUEST_LINE.exec(line.slice(2).trimEnd()) : null;
    const came = line.startsWith('< ') ? STATUS_LINE.exec(line.slice(2).trimEnd()) : null;
    if (sent !== null) {
      if (request !== null || response !== null) finish();
      request = { line: sent, headers: [] };
    } else if (came !== null) {
      // A second answer to the same request: the first was an interim one.
      if (response !== null && !isInterimStatus(Number(response.line[2]))) finish();
      response = { line: came, headers: [], body: [], isHeadDone: false };
      echo(echoes, line.slice(2));
    } else if (line.startsWith('>') && request !== null && response === null) {
      addHeader(request.headers, line.slice(2));
    } else if (line.startsWith('<') && response !== null && !response.isHeadDone) {
      if (line.slice(1).trim() === '') response.isHeadDone = true;
      else addHeader(response.headers, line.slice(2));
      echo(echoes, line.slice(2));
    } else if (FAILURE.test(line)) {
      const [, exit = '', words = ''] = FAILURE.exec(line) ?? [];
      failure = { exit: Number(exit), words };
    } else if (isBesides(line, hasBody, hasMeter)) {
      hasMeter ||= METER_HEAD.test(line);
      isSecure ||= SECURE.test(line);
    } else if (response !== null) {
      const left = echoes.get(line.trimEnd()) ?? 0;
      if (!hasBody && left > 0) echoes.set(line.trimEnd(), left - 1);
      else if (response.isHeadDone) {
        hasBody = true;
        response.body.push(TRAILING_REMARK.test(line) ? line.replace(TRAILING_REMARK, '') : raw);
      }
    }
  }
  if (request !== null || response !== null) finish();
  // A proxy's consent to a tunnel is no answer of the API.
  const ownCalls = calls.filter(
    ({ request: sent, response: answer }) => sent?.method !== 'CONNECT' || (answer?.status ?? 0) >= 300,
  );
  return { calls: ownCalls, failure };
}

/** Neither sent nor received: a remark, or the progress meter. */
function isBesides(line: string, hasBody: boolean, hasMeter: boolean): boolean {
  if (METER.test(line) || METER_HEAD.test(line)) return true;
  if (hasMeter && METER_ROW.test(line)) return true;
  return hasBody ? LATE_REMARK.test(line) : line.startsWith('* ') || line === '*';
}

function echo(echoes: Map<string, number>, line: string): void {
  const key = line.trimEnd();
  echoes.set(key, (echoes.get(key) ?? 0) + 1);
}

function* linesOf(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const next = end === -1 ? text.length : end + 1;
    yield text.slice(at, next);
    at = next;
  }
}

interface Head extends Omit<CurlResponse, 'body'> {
  /** Offset of what follows the empty line. */
  readonly end: number;
}

function readHead(text: string, start: number): Head | undefined {
  const headers: Header[] = [];
  let line: RegExpExecArray | null = null;
  let at = start;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const next = end === -1 ? text.length : end + 1;
    const content = text.slice(at, next).replace(/\r?\n$/, '');
    at = next;
    if (line === null) {
      if (content === '') continue;
      line = STATUS_LINE.exec(content.trimEnd());
      if (line === null) return undefined;
    } else if (content === '') break;
    else addHeader(headers, content);
  }
  return line === null ? undefined : { ...responseOf(line, headers, ''), end: at };
}

function responseOf(line: RegExpExecArray, headers: readonly Header[], body: string): CurlResponse {
  return { version: line[1]!, status: Number(line[2]), reason: (line[3] ?? '').trim(), headers, body };
}

function addHeader(headers: Header[], line: string): void {
  const colon = line.indexOf(':');
  if (colon > 0) headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
}

function isInterim({ status }: Head): boolean {
  return isInterimStatus(status);
}

/** 101 is the last answer: what follows is no HTTP. */
function isInterimStatus(status: number): boolean {
  return status < 200 && status !== 101;
}

function isAnsweredByNext({ status, reason, headers }: Head): boolean {
  const isRedirect = status >= 300 && status < 400 && headerValue(headers, 'location') !== undefined;
  return isRedirect || LEADS_ON.has(status) || (status === 200 && /^connection established$/i.test(reason));
}

function isStatusLineAt(text: string, at: number): boolean {
  return STATUS_LINE.test(
    text
      .slice(at, at + 200)
      .split(/\r?\n/, 1)[0]!
      .trimEnd(),
  );
}

/** At its announced length where another answer follows right there; else all is body, whatever it looks like. */
function bodyEnd({ headers }: Head, text: string, at: number): number {
  const length = Number(headerValue(headers, 'content-length') ?? Number.NaN);
  const end = at + length;
  return Number.isSafeInteger(length) && length >= 0 && end < text.length && isStatusLineAt(text, end)
    ? end
    : text.length;
}

/** The line with which curl ends when it failed, where both of its outputs went to the same place. */
function withoutFailure(text: string): { readonly body: string; readonly failure: CurlText['failure'] } {
  const match = /(?:^|\n)curl: \((\d{1,3})\) ([^\n]{0,500})\n?$/.exec(text.slice(-600));
  if (match === null) return { body: text, failure: null };
  const start = Math.max(text.length - 600, 0) + match.index;
  return { body: text.slice(0, start), failure: { exit: Number(match[1]), words: match[2]!.trim() } };
}
