import { Buffer } from 'node:buffer';
import type { Exchange, RequestMessage } from '../../exchange/exchange.ts';
import { protocolOf } from '../../exchange/extended-connect.ts';
import { type Header, headerValue, headerValues } from '../../exchange/headers.ts';
import { authorityOf } from '../target.ts';
import type { Part } from './part.ts';

/** What methods and field names consist of (RFC 9110 §5.6.2). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * The exchange as snippets have it. A WebSocket over HTTP/2 is asked for in the way of HTTP/1.1, which the clients know
 * (RFC 8441 §5), with the key of RFC 6455's example; what was said after a switch of protocols is no body of the request.
 */
export function forSnippet(exchange: Exchange): Exchange {
  const request = overHttp1(exchange.request);
  const isBodyless = exchange.response?.status === 101 && request.body?.bytes.length === 0;
  return { ...exchange, request: isBodyless ? { ...request, body: null } : request };
}

function overHttp1(request: RequestMessage): RequestMessage {
  if (protocolOf(request)?.toLowerCase() !== 'websocket') return request;
  const fields = request.headers.filter(([name]) => name !== ':protocol');
  const headers: Header[] = [
    ...(headerValue(fields, 'host') === undefined ? [['Host', authorityOf(request.url)] as const] : []),
    ...fields,
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ];
  return { ...request, method: 'GET', httpVersion: '1.1', headers };
}

/** Why the request cannot be sent again by any client, in words for a comment; undefined where it can. */
export function whyNotSendable(request: RequestMessage): string | undefined {
  const { method, url } = request;
  // `file:///etc/passwd` is a URL, too, and an imported capture can hold any.
  if (!/^https?:\/\//i.test(url)) return `${url} is not a URL of http or https.`;
  if (protocolOf(request) !== undefined) return 'it asks for another protocol on a stream of HTTP/2.';
  return TOKEN.test(method) ? undefined : 'the method is none that HTTP allows.';
}

/** Belong to the connection, or are computed anew (RFC 9110 §7.6.1). */
const NOT_SENT = new Set([
  'content-length',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** The headers that a client has to be told, in order: without those of the connection, and `Host` where the URL says it. */
export function sentHeaders(request: RequestMessage): readonly Header[] {
  const { headers } = request;
  const listed = headerValues(headers, 'connection').flatMap((value) => value.toLowerCase().split(/\s*,\s*/));
  const isUpgrade = listed.includes('upgrade') && headerValue(headers, 'upgrade') !== undefined;
  const dropped = new Set([...NOT_SENT, ...listed]);
  if (isUpgrade) for (const name of ['connection', 'upgrade']) dropped.delete(name);
  return headers.filter(([name, value]) => {
    const lower = name.toLowerCase();
    if (dropped.has(lower) || lower.startsWith('proxy-') || !isSendable(name, value)) return false;
    return lower !== 'host' || !isHostOf(request.url, value);
  });
}

/** Field names and values that HTTP allows (RFC 9110 §5); pseudo-headers of HTTP/2 are none. */
function isSendable(name: string, value: string): boolean {
  return TOKEN.test(name) && !/[\r\n\0]/.test(value);
}

function isHostOf(url: string, host: string): boolean {
  const authority = /^https?:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  const standard = /^https:/i.test(url) ? ':443' : ':80';
  const wanted = host.toLowerCase();
  return wanted === authority || wanted + standard === authority || wanted === authority + standard;
}

const CONTROL = /(?!\t)[\p{Cc}\p{Cf}]/u;

/** Header values hold one byte per character. What is UTF-8 in them is written as such, the rest as bytes. */
export function headerParts(text: string): Part[] {
  const bytes = Buffer.from(text, /[\u0100-\uffff]/.test(text) ? 'utf8' : 'latin1');
  const decoded = bytes.toString('utf8');
  if (!decoded.includes('\ufffd') && !CONTROL.test(decoded)) return [{ kind: 'literal', text: decoded }];
  return bytes
    .toString('latin1')
    .split(/([^\t\u0020-\u007e]+)/)
    .map((piece, index): Part => {
      return index % 2 === 0
        ? { kind: 'literal', text: piece }
        : { kind: 'bytes', bytes: Buffer.from(piece, 'latin1') };
    })
    .filter((part) => part.kind !== 'literal' || part.text !== '');
}

/** What no request line can hold, and what would mislead a reader of the command. */
export function encodeUnsafe(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}]|\p{Cs}/gu, (character) =>
    encodeURIComponent(character.toWellFormed()),
  );
}

/** `POST https://api.example.com/v1/orders`: what tells the snippets of a file apart. Not escaped. */
export function callOf({ id, request }: Exchange): string {
  const call = `${request.method} ${request.url.replace(/[?#].*$/s, '')}`;
  return id === 0 ? call : `${id}: ${call}`;
}

/** Remarks that hold for every client. */
export function commonRemarks({ request }: Exchange): readonly string[] {
  const { body, trailers } = request;
  return [
    ...(trailers.length > 0 ? ['The trailers are left out: this client sends none.'] : []),
    ...(body !== null && body.totalBytes > body.bytes.length
      ? [
          `The recording ends after ${body.bytes.length} bytes of the body: the real one is longer than what this sends.`,
        ]
      : []),
  ];
}
