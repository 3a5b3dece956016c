import type { Framing } from '../call.ts';
import { type BadMessage, bad, quoted } from './bad-message.ts';
import type { FieldLines } from './fields.ts';

const NONE: Framing = { kind: 'none' };
const CHUNKED: Framing = { kind: 'chunked' };
const UNTIL_CLOSE: Framing = { kind: 'until-close' };

/** How the body of a request ends (RFC 9112 §6.3). */
export function requestFraming(method: string, httpVersion: string, fields: FieldLines): Framing | BadMessage {
  const framing = announcedFraming(httpVersion, fields) ?? NONE;
  // What follows the head is the tunnel to some and a body to others (RFC 9110 §9.3.6).
  if (method === 'CONNECT' && framing.kind !== 'bad' && framing.kind !== 'none' && !isNoBytes(framing)) {
    return bad('HPE_UNEXPECTED_CONTENT_LENGTH', 'a CONNECT request announces a body, which it cannot have');
  }
  return framing;
}

/** How the body of a response ends (RFC 9112 §6.3): that depends on the request's method too. */
export function responseFraming(
  requestMethod: string,
  status: number,
  httpVersion: string,
  fields: FieldLines,
): Framing | BadMessage {
  // Contradictions are refused even where there is no body: who caches the head would meet them.
  const framing = announcedFraming(httpVersion, fields);
  if (framing?.kind === 'bad') return framing;
  if (status < 200 || status === 204 || status === 304 || requestMethod === 'HEAD') return NONE;
  if (requestMethod === 'CONNECT' && status < 300) return NONE;
  return framing ?? UNTIL_CLOSE;
}

/** The framing that the fields announce, undefined where they announce none. */
function announcedFraming(httpVersion: string, fields: FieldLines): Framing | BadMessage | undefined {
  const { contentLength, transferEncoding } = fields;
  if (transferEncoding !== undefined) {
    if (contentLength !== undefined) {
      return bad('HPE_UNEXPECTED_CONTENT_LENGTH', 'Content-Length and Transfer-Encoding together');
    }
    return transferFraming(transferEncoding, fields.transferEncodings, httpVersion);
  }
  if (contentLength === undefined) return undefined;
  return lengthFraming(contentLength, fields.contentLengths);
}

function transferFraming(value: string, count: number, httpVersion: string): Framing | BadMessage {
  const code = 'HPE_INVALID_TRANSFER_ENCODING';
  // RFC 9112 §6.1: it is not known whether an HTTP/1.0 hop on the way passed it on without understanding it.
  if (httpVersion === '1.0') return bad(code, 'Transfer-Encoding in a message of HTTP/1.0');
  if (count > 1) return bad(code, 'more than one Transfer-Encoding');
  if (value.toLowerCase() !== 'chunked') {
    return bad(code, `Transfer-Encoding ${quoted(value)} is not supported, only chunked is`);
  }
  return CHUNKED;
}

function lengthFraming(value: string, count: number): Framing | BadMessage {
  const code = 'HPE_INVALID_CONTENT_LENGTH';
  // Equal ones could be taken for one (RFC 9112 §6.3), but not every recipient compares them.
  if (count > 1) return bad(code, 'more than one Content-Length');
  if (!/^[0-9]+$/.test(value)) return bad(code, `Content-Length ${quoted(value)} is not a number`);
  const bytes = value.length <= 16 ? Number(value) : Number.POSITIVE_INFINITY;
  if (bytes > Number.MAX_SAFE_INTEGER) return bad(code, `Content-Length ${quoted(value)} is too large`);
  return { kind: 'length', bytes };
}

function isNoBytes(framing: Framing): boolean {
  return framing.kind === 'length' && framing.bytes === 0;
}
