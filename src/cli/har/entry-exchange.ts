import {
  type Exchange,
  LAST_MESSAGE_BYTES,
  MOST_LAST_MESSAGES,
  type RequestMessage,
  type ResponseMessage,
  type StreamMessage,
} from '../../exchange/exchange.ts';
import { headerValue } from '../../exchange/headers.ts';
import { browserError } from '../annotate/browser-errors.ts';
import { httpVersion, type OwnWords, withoutCoding } from '../annotate/recorded.ts';
import { requestBody, responseBody } from './entry-bodies.ts';
import { connectionOf, timingOf } from './entry-connection.ts';
import { fields, pairs, withCookie, withSetCookies } from './entry-headers.ts';
import { webSocketMessages } from './entry-messages.ts';
import type { HarEntry } from './entry-schema.ts';
import { ownAnnotation } from './own-annotation.ts';
import { type OwnMembers, ownBody, ownEvents, ownFacts, ownMembers } from './own-members.ts';

export interface EntryContent {
  readonly exchange: Exchange;
  /** All that the file holds. */
  readonly messages: readonly StreamMessage[];
  readonly own: OwnWords | null;
}

/** `recordedAt` is epoch milliseconds, for an entry that does not tell its time. */
export function entryContent(entry: HarEntry, id: number, recordedAt: number): EntryContent {
  const own = ownMembers(entry._httpwhy);
  return own === undefined ? foreignContent(entry, id, recordedAt) : ownContent(entry, id, own);
}

function foreignContent(entry: HarEntry, id: number, recordedAt: number): EntryContent {
  const { request, response, time } = entry;
  const answer = response === null || response === undefined || response.status < 100 ? null : responseOf(response);
  const failure = entry._error || response?._error || response?._failureText || '';
  const startedAt = Date.parse(entry.startedDateTime ?? '');
  const dated = Date.parse(headerValue(answer?.headers ?? [], 'date') ?? '');
  const began = [startedAt, dated, recordedAt].find((at) => !Number.isNaN(at))!;
  const messages = webSocketMessages(entry, began);
  const exchange: Exchange = {
    id,
    startedAt: began,
    durationMs: typeof time === 'number' && time >= 0 ? time : 0,
    request: requestOf(request),
    response: answer,
    error: browserError(failure) ?? null,
    proxyStatus: null,
    connection: connectionOf(entry),
    timing: timingOf(entry, answer !== null),
    messageCount: messages.length,
  };
  return { exchange: withLastMessages(exchange, messages), messages, own: null };
}

function requestOf(request: HarEntry['request']): RequestMessage {
  const headers = withCookie(fields(request.headers), request.cookies);
  return {
    method: request.method,
    url: request.url,
    httpVersion: httpVersion(request.httpVersion ?? ''),
    headers,
    trailers: pairs(request._trailers),
    body: requestBody(request, headers),
  };
}

function responseOf(response: NonNullable<HarEntry['response']>): ResponseMessage {
  const headers = withSetCookies(withoutCoding(fields(response.headers)), response.cookies);
  return {
    status: Math.trunc(response.status),
    reason: response.statusText ?? '',
    httpVersion: httpVersion(response.httpVersion ?? ''),
    headers,
    trailers: pairs(response._trailers),
    body: responseBody(response, headers),
  };
}

/** The stopped recording of an exchange that had not ended: nobody will end it any more. */
const NOT_ENDED = {
  phase: 'response',
  code: 'ERR_PROXY_STOPPED',
  message: 'the exchange had not ended when it was exported',
} as const;

function ownContent(entry: HarEntry, id: number, own: OwnMembers): EntryContent {
  const { request, response } = entry;
  const requestHeaders = pairs(request.headers);
  const responseHeaders = pairs(response?.headers);
  const hasResponse = response !== null && response !== undefined && response.status >= 100;
  const messages = own.events.length > 0 ? ownEvents(own) : webSocketMessages(entry, own.startedAt);
  const facts = ownFacts(own);
  const exchange: Exchange = {
    id,
    ...facts,
    ...(facts.durationMs === null ? { durationMs: entry.time ?? 0, error: facts.error ?? NOT_ENDED } : {}),
    request: {
      method: request.method,
      url: request.url,
      httpVersion: httpVersion(request.httpVersion ?? ''),
      headers: requestHeaders,
      trailers: own.requestTrailers,
      body: ownBody(own.requestBody, requestBody(request, []), request.bodySize),
    },
    response: hasResponse
      ? {
          status: Math.trunc(response.status),
          reason: response.statusText ?? '',
          httpVersion: httpVersion(response.httpVersion ?? ''),
          headers: responseHeaders,
          trailers: own.responseTrailers,
          body: ownBody(own.responseBody, responseBody(response, []), response.bodySize),
        }
      : null,
  };
  const annotation = ownAnnotation(entry._httpwhy, exchange.response?.status ?? null) ?? null;
  return {
    exchange: withLastMessages(exchange, messages),
    messages,
    own: { id: own.id, annotation: facts.durationMs === null ? null : annotation },
  };
}

function withLastMessages(exchange: Exchange, messages: readonly StreamMessage[]): Exchange {
  if (messages.length === 0) return exchange;
  const last = messages
    .slice(-MOST_LAST_MESSAGES)
    .map((message) => ({ ...message, bytes: message.bytes.subarray(0, LAST_MESSAGE_BYTES) }));
  return { ...exchange, lastMessages: last };
}
