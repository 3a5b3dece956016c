import type { AppliedRule } from '../exchange/applied-rule.ts';
import type { TlsFacts } from '../exchange/connection.ts';
import type { Connection, Exchange, Timing } from '../exchange/exchange.ts';
import type { Headers } from '../exchange/headers.ts';
import type { Phase } from '../exchange/transport-error.ts';
import { tlsFactsToJson } from './connection-record.ts';

/** The first line of an entry in a block: an exchange in so far as nobody filters by it. What is empty is left out. */
export interface EntryHead {
  readonly id: number;
  readonly request: EntryMessage;
  readonly response?: EntryMessage & { readonly reason?: string };
  readonly error?: { readonly phase: Phase; readonly message: string };
  readonly client?: string;
  readonly clientTls?: TlsFacts;
  readonly isReused?: true;
  readonly rule?: AppliedRule;
  readonly timing?: readonly [
    connectedMs: Timing['connectedMs'],
    requestSentMs: Timing['requestSentMs'],
    responseStartMs: Timing['responseStartMs'],
  ];
}

interface EntryMessage {
  readonly httpVersion: string;
  readonly headers: Headers;
  readonly trailers?: Headers;
  /** How many bytes of the body follow behind the line; those of the request come first. */
  readonly body?: number;
}

/**
 * Written by hand: `JSON.stringify` of a new object for each exchange costs twice as much. The lengths are those of the
 * bodies that follow.
 */
export function entryLine(exchange: Exchange, requestBytes: number, responseBytes: number): string {
  const { request, response, error, connection, timing } = exchange;
  let line = `{"id":${exchange.id},"request":{"httpVersion":"${version(request.httpVersion)}","headers":${JSON.stringify(request.headers)}`;
  line += rest(request.trailers, requestBytes);
  if (response !== null) {
    line += `},"response":{"httpVersion":"${version(response.httpVersion)}"`;
    if (response.reason !== '') line += `,"reason":${reasonJson(response.reason)}`;
    line += `,"headers":${JSON.stringify(response.headers)}`;
    line += rest(response.trailers, responseBytes);
  }
  line += '}';
  if (error !== null) line += `,"error":${JSON.stringify({ phase: error.phase, message: error.message })}`;
  if (exchange.rule !== undefined) line += `,"rule":${JSON.stringify(exchange.rule)}`;
  return `${line}${connectionMembers(connection)}${timingMember(timing)}}\n`;
}

function rest(trailers: Headers, bodyBytes: number): string {
  const written = trailers.length === 0 ? '' : `,"trailers":${JSON.stringify(trailers)}`;
  return bodyBytes === 0 ? written : `${written},"body":${bodyBytes}`;
}

function version(text: string): string {
  if (text === '1.1' || text === '2.0') return text;
  // From outside only where a file was imported.
  return /^[\w./-]{0,20}$/.test(text) ? text : '';
}

function reasonJson(reason: string): string {
  return reason === 'OK' ? '"OK"' : JSON.stringify(reason);
}

function connectionMembers({ client, clientTls, isReused }: Connection): string {
  let members = client === null ? '' : `,"client":${JSON.stringify(client)}`;
  if (clientTls !== null) members += `,"clientTls":${tlsFactsToJson(clientTls)}`;
  return isReused ? `${members},"isReused":true` : members;
}

function timingMember({ connectedMs, requestSentMs, responseStartMs }: Timing): string {
  if (connectedMs === null && requestSentMs === null && responseStartMs === null) return '';
  return `,"timing":[${millis(connectedMs)},${millis(requestSentMs)},${millis(responseStartMs)}]`;
}

/** What stands behind the number of whole milliseconds, for each number of microseconds: `.25` for 250. */
const FRACTIONS = Array.from({ length: 1000 }, (_, micros) => String(micros / 1000).slice(1));

/** The longest time that is written from whole numbers. */
const LONG_MICROS = 1e9;

/**
 * To the microsecond: what lies behind is noise of floating point, in 17 digits that do not compress. Put together from two
 * whole numbers, because to find the shortest digits of a fraction takes four times as long.
 */
function millis(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return 'null';
  const micros = Math.round(value * 1000);
  if (micros < 0 || micros > LONG_MICROS) return String(micros / 1000);
  const whole = Math.floor(micros / 1000);
  return whole + FRACTIONS[micros - whole * 1000]!;
}

/** An entry that was found in a block. The bodies are parts of the block's memory. */
export interface Entry {
  readonly head: EntryHead;
  readonly requestBody: Uint8Array;
  readonly responseBody: Uint8Array;
  /** Where the next one begins. */
  readonly end: number;
}

const NEWLINE = 0x0a;

/** Throws where there is no entry: the block is damaged. */
export function readEntry(block: Buffer, offset: number): Entry {
  const lineEnd = block.indexOf(NEWLINE, offset);
  const head = JSON.parse(block.toString('utf8', offset, lineEnd < 0 ? block.length : lineEnd)) as EntryHead;
  const requestEnd = lineEnd + 1 + (head.request.body ?? 0);
  const end = requestEnd + (head.response?.body ?? 0);
  return {
    head,
    requestBody: block.subarray(lineEnd + 1, requestEnd),
    responseBody: block.subarray(requestEnd, end),
    end,
  };
}
