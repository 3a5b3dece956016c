import type { Exchange, RequestMessage, ResponseMessage } from '../../exchange/exchange.ts';
import { type Headers, headerValue } from '../../exchange/headers.ts';
import { phasesOf } from '../../exchange/phases.ts';
import { annotationToJson } from '../annotation-json.ts';
import type { ExportItem } from '../bundle.ts';
import { isoTime } from '../iso-time.ts';
import { targetOf } from '../target.ts';
import { requestContent, responseAsSent, responseContent } from './content.ts';
import { requestCookies, responseCookies } from './cookies.ts';
import { eventsOf, webSocketMessages } from './messages.ts';

/**
 * One entry of HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/). What it has no place for is in `_httpwhy`;
 * messages of a WebSocket are where Chromium puts them.
 */
export function harEntry(item: ExportItem, isRedacted: boolean): object {
  const { exchange, messages } = item;
  const { request, response, error, connection } = exchange;
  const address = connection.server === null ? undefined : addressOf(connection.server.server);
  const timings = timingsOf(exchange);
  const sent = webSocketMessages(messages);
  return {
    startedDateTime: isoTime(exchange.startedAt),
    time: rounded(Object.values(timings).reduce((sum, ms) => sum + Math.max(0, ms), 0) - Math.max(0, timings.ssl)),
    request: harRequest(request),
    response: response === null ? NO_RESPONSE : harResponse(response),
    cache: {},
    timings,
    ...(address === undefined ? {} : { serverIPAddress: address }),
    ...(connection.server === null ? {} : { connection: String(connection.server.id) }),
    ...(error === null ? {} : { _error: `${error.code}: ${error.message}` }),
    ...(sent.length === 0 ? {} : { _resourceType: 'websocket', _webSocketMessages: sent }),
    _httpwhy: ownMembers(item, isRedacted),
  };
}

function harRequest({ method, url, httpVersion, headers, body }: RequestMessage): object {
  return {
    method,
    url,
    httpVersion: `HTTP/${httpVersion}`,
    cookies: requestCookies(headers),
    headers: nameValues(headers),
    queryString: queryOf(url),
    ...requestContent(headers, body),
    headersSize: headSize(`${method} ${targetOf(url)} HTTP/${httpVersion}`, httpVersion, headers),
    bodySize: body?.totalBytes ?? 0,
  };
}

function harResponse({ status, reason, httpVersion, headers, body }: ResponseMessage): object {
  return {
    status,
    statusText: reason,
    httpVersion: `HTTP/${httpVersion}`,
    cookies: responseCookies(headers),
    headers: nameValues(headers),
    content: responseContent(headers, body),
    redirectURL: headerValue(headers, 'location') ?? '',
    headersSize: headSize(`HTTP/${httpVersion} ${status} ${reason}`, httpVersion, headers),
    bodySize: body?.totalBytes ?? 0,
  };
}

/** As browsers write it where no status line came. */
const NO_RESPONSE = {
  status: 0,
  statusText: '',
  httpVersion: '',
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: 'x-unknown' },
  redirectURL: '',
  headersSize: -1,
  bodySize: -1,
};

function nameValues(headers: Headers): readonly object[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function queryOf(url: string): readonly object[] {
  const query = /^[^?#]*\?([^#]*)/s.exec(url)?.[1] ?? '';
  return Array.from(new URLSearchParams(query), ([name, value]) => ({ name, value }));
}

/** Bytes of the head on the wire; in HTTP/2 it is compressed, and nobody knows. */
function headSize(startLine: string, httpVersion: string, headers: Headers): number {
  if (!httpVersion.startsWith('1')) return -1;
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, startLine.length + 4);
}

/** Milliseconds; -1 for what does not apply. `ssl` is contained in `connect`, and all else adds up to the duration. */
function timingsOf(exchange: Exchange) {
  const { dnsMs, connectMs, tlsMs, sendMs, waitMs, receiveMs } = phasesOf(exchange);
  const connect = connectMs === null ? -1 : connectMs + (tlsMs ?? 0);
  const known = [dnsMs, connect, sendMs, waitMs, receiveMs].reduce<number>((sum, ms) => sum + Math.max(0, ms ?? 0), 0);
  const rest = (exchange.durationMs ?? 0) - known;
  return {
    blocked: rest > 0.005 ? rounded(rest) : -1,
    dns: dnsMs === null ? -1 : rounded(dnsMs),
    connect: connect < 0 ? -1 : rounded(connect),
    ssl: tlsMs === null ? -1 : rounded(tlsMs),
    send: rounded(sendMs ?? 0),
    wait: rounded(waitMs ?? 0),
    receive: rounded(receiveMs ?? 0),
  };
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function addressOf(server: string): string | undefined {
  return /^\[?(.*?)\]?:\d+$/.exec(server)?.[1];
}

function ownMembers({ exchange, annotation, messages }: ExportItem, isRedacted: boolean): object {
  const { request, response, connection } = exchange;
  const events = eventsOf(messages);
  const asSent = response === null ? undefined : responseAsSent(response.headers, response.body);
  return {
    ...(annotation === null ? { id: exchange.id } : annotationToJson(exchange.id, annotation)),
    redacted: isRedacted,
    startedAt: exchange.startedAt,
    durationMs: exchange.durationMs,
    error: exchange.error,
    proxyStatus: exchange.proxyStatus,
    connection,
    timing: exchange.timing,
    ...(exchange.rule === undefined ? {} : { rule: exchange.rule }),
    messageCount: exchange.messageCount,
    ...(request.trailers.length === 0 ? {} : { requestTrailers: request.trailers }),
    ...(response === null || response.trailers.length === 0 ? {} : { responseTrailers: response.trailers }),
    ...(asSent === undefined ? {} : { responseBody: asSent }),
    ...(events.length === 0 ? {} : { events }),
  };
}
