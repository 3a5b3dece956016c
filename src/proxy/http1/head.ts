import type { RequestHead, ResponseHead } from '../call.ts';
import { type BadMessage, bad, isBad, quoted } from './bad-message.ts';
import { fieldDefect, readFields } from './fields.ts';
import { requestFraming, responseFraming } from './framing.ts';
import { IS_TOKEN, MAX_EMPTY_LINES, REQUEST_HEAD, RESPONSE_HEAD } from './grammar.ts';
import { bareCr, bareLf, MORE, SectionCollector } from './section.ts';
import {
  methodDefect,
  notARequest,
  notHttp,
  requestLineDefect,
  requestLineOf,
  statusLineDefect,
} from './start-line.ts';

export { type BadMessage, isBad } from './bad-message.ts';
export { MAX_FIELDS } from './fields.ts';

export type HeadBytes =
  | { readonly kind: 'more' }
  /** `bytes` are the head with its empty line. A head that came in one piece is a part of that piece; so is `rest`. */
  | { readonly kind: 'head'; readonly bytes: Buffer; readonly rest: Buffer }
  | BadMessage;

const CR = 0x0d;
const LF = 0x0a;
const VERSION_START = 'HTTP/';

/**
 * Finds the end of a head in bytes that come in pieces of any size. What can never become a head is refused at once,
 * so that a peer that speaks another protocol, or ends its lines in LF, is told instead of waited for: at the first
 * byte that cannot begin one, and with the first piece that ends in no CRLFCRLF but holds a bare LF or CR. All else is
 * left to `parseRequestHead` and `parseResponseHead`, which look at the whole head.
 *
 * After a head it is ready for the next one; after a refusal it stays with it.
 */
export class HeadCollector {
  readonly #expected: 'request' | 'response';
  readonly #section: SectionCollector;
  /** Bytes of the empty lines before the head; odd within one. */
  #emptyBytes = 0;
  /** How many bytes of the head's beginning have been looked at. */
  #seenBytes = 0;
  #isBegun = false;
  #refusal: BadMessage | undefined;

  /** With `response` whatever does not begin with `HTTP/` is refused at the first byte that differs. */
  constructor(limitBytes: number, expected: 'request' | 'response' = 'request') {
    this.#expected = expected;
    this.#section = new SectionCollector(limitBytes, 'headers');
  }

  /** Nothing of a head has come, empty lines before it left aside. */
  get isEmpty(): boolean {
    return this.#seenBytes === 0;
  }

  push(bytes: Buffer): HeadBytes {
    if (this.#refusal !== undefined) return this.#refusal;
    if (bytes.length === 0) return MORE;
    if (!this.#isBegun) {
      const misfit = this.#expected === 'request' ? this.#beginRequest(bytes) : this.#beginResponse(bytes);
      if (misfit !== undefined) return this.#refuse(misfit);
    }
    const step = this.#section.push(bytes, this.#emptyBytes);
    if (step.kind === 'more') return step;
    if (step.kind === 'bad') {
      if (this.#expected === 'response') return this.#refuse(step);
      return this.#refuse({ ...step, ...requestLineOf(this.#section.held.toString('latin1')) });
    }
    this.#emptyBytes = 0;
    this.#seenBytes = 0;
    this.#isBegun = false;
    return { kind: 'head', bytes: step.bytes, rest: step.rest };
  }

  #refuse(refusal: BadMessage): BadMessage {
    this.#refusal = refusal;
    return refusal;
  }

  #beginRequest(bytes: Buffer): BadMessage | undefined {
    for (let i = 0; i < bytes.length; i += 1) {
      const byte = bytes[i]!;
      if (byte === (this.#emptyBytes % 2 === 0 ? CR : LF)) {
        this.#emptyBytes += 1;
        if (this.#emptyBytes > 2 * MAX_EMPTY_LINES) {
          return bad('HPE_INVALID_METHOD', `more than ${MAX_EMPTY_LINES} empty lines before the request line`);
        }
        continue;
      }
      if (this.#emptyBytes % 2 === 1) return bareCr('an empty line before the request line');
      if (byte === LF) return bareLf('an empty line before the request line');
      if (!IS_TOKEN.test(String.fromCharCode(byte))) {
        return notARequest(byte);
      }
      this.#seenBytes = 1;
      this.#isBegun = true;
      return undefined;
    }
    return undefined;
  }

  #beginResponse(bytes: Buffer): BadMessage | undefined {
    for (let i = 0; i < bytes.length; i += 1) {
      if (bytes[i] !== VERSION_START.charCodeAt(this.#seenBytes)) {
        return notHttp(`${this.#section.held.toString('latin1')}${bytes.toString('latin1', 0, 61)}`);
      }
      this.#seenBytes += 1;
      if (this.#seenBytes === VERSION_START.length) {
        this.#isBegun = true;
        return undefined;
      }
    }
    return undefined;
  }
}

/** The head of a request from all of its bytes, as `HeadCollector` found them; empty lines before it are skipped. */
export function parseRequestHead(bytes: Buffer): RequestHead | BadMessage {
  const text = bytes.toString('latin1');
  if (!REQUEST_HEAD.test(text)) return { ...requestDefect(text), ...requestLineOf(text) };
  let start = 0;
  while (text.charCodeAt(start) === CR) start += 2;
  const methodEnd = text.indexOf(' ', start);
  const targetEnd = text.indexOf(' ', methodEnd + 1);
  const lineEnd = targetEnd + ' HTTP/1.1'.length;
  const method = text.slice(start, methodEnd);
  const target = text.slice(methodEnd + 1, targetEnd);
  const httpVersion = text.charCodeAt(lineEnd - 1) === 0x31 ? '1.1' : '1.0';
  const tooLong = methodDefect(method);
  if (tooLong !== undefined) return { ...tooLong, target };
  const fields = readFields(text, lineEnd + 2);
  if (isBad(fields)) return { ...fields, method, target };
  const { rawHeaders, host: authority } = fields;
  if (authority !== undefined) {
    if (fields.hosts > 1) return { ...bad('HPE_INVALID_HEADER_TOKEN', 'more than one Host'), method, target };
    if (!HOST.test(authority)) {
      return { ...bad('HPE_INVALID_HEADER_TOKEN', `Host ${quoted(authority)} is not a host name`), method, target };
    }
  }
  const framing = requestFraming(method, httpVersion, fields);
  if (framing.kind === 'bad') return { ...framing, method, target };
  return { method, target, authority, httpVersion, rawHeaders, framing };
}

/**
 * `Host` (RFC 9110 §7.2): a name, an address or an IPv6 address in brackets, and a port, by the letters of RFC 3986
 * §3.2.2; empty where the target has no authority.
 */
const HOST = /^(?:\[[0-9A-Fa-f:.]+(?:%[0-9A-Za-z._~%-]+)?\]|[0-9A-Za-z._~!$&'()*+,;=%-]*)(?::[0-9]{0,5})?$/;

/** The head of a response from all of its bytes; its framing depends on the method that it answers. */
export function parseResponseHead(bytes: Buffer, requestMethod: string): ResponseHead | BadMessage {
  const text = bytes.toString('latin1');
  if (!RESPONSE_HEAD.test(text)) return responseDefect(text);
  const lineEnd = text.indexOf('\r');
  const status = Number(text.slice(9, 12));
  const reason = text.slice(13, lineEnd);
  const httpVersion = text.charCodeAt(7) === 0x31 ? '1.1' : '1.0';
  const fields = readFields(text, lineEnd + 2);
  if (isBad(fields)) return fields;
  const framing = responseFraming(requestMethod, status, httpVersion, fields);
  if (framing.kind === 'bad') return framing;
  return { status, reason, httpVersion, rawHeaders: fields.rawHeaders, framing };
}

function requestDefect(text: string): BadMessage {
  let start = 0;
  while (text.startsWith('\r\n', start)) start += 2;
  if (start > 2 * MAX_EMPTY_LINES) {
    return bad('HPE_INVALID_METHOD', `more than ${MAX_EMPTY_LINES} empty lines before the request line`);
  }
  const lineEnd = endOfLine(text, start);
  return requestLineDefect(text.slice(start, lineEnd)) ?? fieldDefect(text, lineEnd + 2, 'headers');
}

function responseDefect(text: string): BadMessage {
  if (!text.startsWith(VERSION_START)) return notHttp(text);
  const lineEnd = endOfLine(text, 0);
  return statusLineDefect(text.slice(0, lineEnd)) ?? fieldDefect(text, lineEnd + 2, 'headers');
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\r\n', start);
  return end === -1 ? text.length : end;
}
