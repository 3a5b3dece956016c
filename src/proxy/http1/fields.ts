import { type BadMessage, bad, quoted } from './bad-message.ts';
import { IS_TOKEN, NOT_TEXT, TRAILER_SECTION } from './grammar.ts';
import { bareCr, bareLf } from './section.ts';

/** More fields than this are refused: each costs far more than its bytes. */
export const MAX_FIELDS = 2000;

/** Fields as received, and what is needed of them to frame and route the message: the last value, and how many. */
export interface FieldLines {
  /** Flat: `[name, value, …]`. */
  readonly rawHeaders: string[];
  host: string | undefined;
  hosts: number;
  contentLength: string | undefined;
  contentLengths: number;
  transferEncoding: string | undefined;
  transferEncodings: number;
}

const SPACE = 0x20;
const TAB = 0x09;

/** The field lines from `start` to the empty line that ends the text. The text has passed the grammar. */
export function readFields(text: string, start: number): FieldLines | BadMessage {
  const rawHeaders: string[] = [];
  const fields: FieldLines = {
    rawHeaders,
    host: undefined,
    hosts: 0,
    contentLength: undefined,
    contentLengths: 0,
    transferEncoding: undefined,
    transferEncodings: 0,
  };
  const end = text.length - 2;
  let at = start;
  while (at < end) {
    const colon = text.indexOf(':', at);
    const lineEnd = text.indexOf('\r', colon);
    const name = text.slice(at, colon);
    const value = trimmed(text, colon + 1, lineEnd);
    if (rawHeaders.length >= 2 * MAX_FIELDS) return tooMany('headers');
    rawHeaders.push(name, value);
    switch (name.length) {
      case 4:
        if (name.toLowerCase() === 'host') {
          fields.host = value;
          fields.hosts += 1;
        }
        break;
      case 14:
        if (name.toLowerCase() === 'content-length') {
          fields.contentLength = value;
          fields.contentLengths += 1;
        }
        break;
      case 17:
        if (name.toLowerCase() === 'transfer-encoding') {
          fields.transferEncoding = value;
          fields.transferEncodings += 1;
        }
        break;
    }
    at = lineEnd + 2;
  }
  return fields;
}

/** The value without the white space around it (RFC 9110 §5.5). */
function trimmed(text: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from += 1;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/**
 * Fields that may not stand behind the body (RFC 9110 §6.5.1), because who merges trailers into the headers would
 * frame or route the message, or keep the connection, in another way than who does not.
 */
const NOT_TRAILERS = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export function mayBeTrailer(name: string): boolean {
  return !NOT_TRAILERS.has(name.toLowerCase());
}

/** A trailer section that begins with the CRLF of the last chunk's line. */
export function readTrailers(bytes: Buffer): readonly string[] | BadMessage {
  const text = bytes.toString('latin1');
  if (!TRAILER_SECTION.test(text)) return fieldDefect(text, 2, 'trailers');
  const fields = readFields(text, 2);
  if ('kind' in fields) return tooMany('trailers');
  const { rawHeaders } = fields;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (!mayBeTrailer(name)) return bad('HPE_INVALID_HEADER_TOKEN', `${quoted(name)} must not be sent as a trailer`);
  }
  return rawHeaders;
}

function tooMany(section: string): BadMessage {
  return bad('HPE_HEADER_OVERFLOW', `there are more than ${MAX_FIELDS} ${section}`);
}

/** What is wrong with field lines that the grammar refused: slow, and only for the sentence. */
export function fieldDefect(text: string, start: number, section: 'headers' | 'trailers'): BadMessage {
  let at = start;
  while (at < text.length) {
    const lineEnd = text.indexOf('\r\n', at);
    const line = text.slice(at, lineEnd === -1 ? text.length : lineEnd);
    if (line === '' && lineEnd !== -1) break;
    const defect = lineDefect(line, section, at === start);
    if (defect !== undefined) return defect;
    if (lineEnd === -1) break;
    at = lineEnd + 2;
  }
  return invalidField(`the ${section} do not end in an empty line`);
}

function lineDefect(line: string, section: 'headers' | 'trailers', isFirst: boolean): BadMessage | undefined {
  if (line.includes('\n')) return bareLf(`a line of the ${section}`);
  if (line.includes('\r')) return bareCr(`a line of the ${section}`);
  if (isBlank(line.charCodeAt(0))) {
    return invalidField(
      isFirst
        ? `the first line of the ${section} begins with white space`
        : `a line of the ${section} is folded: it begins with white space`,
    );
  }
  const colon = line.indexOf(':');
  if (colon === -1) return invalidField(`a line of the ${section} has no colon`);
  const name = line.slice(0, colon);
  if (name === '') return invalidField(`a line of the ${section} has no name before its colon`);
  if (isBlank(name.charCodeAt(name.length - 1))) {
    return invalidField(`white space between the name ${quoted(name.trimEnd())} and its colon`);
  }
  if (!IS_TOKEN.test(name)) return invalidField(`the name ${quoted(name)} contains a character that is not allowed`);
  const control = NOT_TEXT.exec(line.slice(colon + 1));
  if (control === null) return undefined;
  return invalidField(`the value of ${quoted(name)} contains ${characterName(control[0].charCodeAt(0))}`);
}

function invalidField(message: string): BadMessage {
  return bad('HPE_INVALID_HEADER_TOKEN', message);
}

/** `the control character 0x1b`. */
export function characterName(code: number): string {
  return code === 0 ? 'a NUL character' : `the control character 0x${code.toString(16).padStart(2, '0')}`;
}
