import { Buffer, isUtf8 } from 'node:buffer';
import type { RequestMessage } from '../exchange/exchange.ts';
import type { Header, Headers } from '../exchange/headers.ts';
import { printable } from '../exchange/printable.ts';
import { UserError } from '../exchange/user-error.ts';
import { editableText, framed, withBodyBytes, withBodyText } from './body.ts';
import { wireText } from './changes.ts';

/** A request as text for an editor, in the form of a `.http` file. */
export interface HttpText {
  readonly text: string;
  /** What the text names as `./body.bin`: a body that an editor would spoil; null where the body stands in the text. */
  readonly bodyFile: Uint8Array | null;
}

export const BODY_FILE = 'body.bin';

const REFERENCE = `< ./${BODY_FILE}`;
const LONGEST_BODY = 1024 * 1024;

const INTRODUCTION = [
  '# The request as it will be sent. Save and close to send it; leave nothing but comments to send nothing.',
  '# Content-Length is corrected for you. This file holds the secrets of the request, and is deleted afterwards.',
];

export function toHttpText(request: RequestMessage): HttpText {
  const { method, url, httpVersion, headers } = request;
  const body = bodyInText(request);
  const head = [
    ...INTRODUCTION,
    `${method} ${printable(url)} HTTP/${httpVersion}`,
    ...headers.map(([name, value]) => `${printable(name)}: ${shownValue(value)}`),
  ];
  const isFile = request.body !== null && body === undefined;
  const lines = isFile ? [...head, '', REFERENCE] : body === '' ? head : [...head, '', body];
  return { text: `${lines.join('\n')}\n`, bodyFile: isFile ? request.body!.bytes : null };
}

/**
 * The request that an edited text describes; null where nothing is left of it. What was not touched is sent byte for byte
 * as it was recorded. `readFile` gives the bytes of a file that the text names in place of a body.
 * @throws UserError `edited-request`, naming the line
 */
export function fromHttpText(
  text: string,
  original: RequestMessage,
  readFile: (path: string) => Uint8Array,
): RequestMessage | null {
  const lines = text.replace(/^\ufeff/, '').split('\n');
  const start = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  if (start < 0) return null;
  const { method, url, httpVersion } = requestLine(lines[start]!, start + 1);
  const blank = lines.findIndex((line, index) => index > start && line.trim() === '');
  const end = blank < 0 ? lines.length : blank;
  const known = new Map(original.headers.map(([name, value]) => [`${printable(name)}: ${shownValue(value)}`, value]));
  const headers = lines.slice(start + 1, end).flatMap((line, index): Headers => {
    // A client of .http files takes it for a comment, and a field's name may begin so: the name decides.
    if (/^#(?![!#$%&'*+.^_`|~0-9A-Za-z-]*:)/.test(line)) return [];
    const [name, value] = headerLine(line.replace(/\r$/, ''), start + 2 + index);
    return [[name, known.get(`${name}: ${value}`) ?? wireText(value)] as const];
  });
  const head: RequestMessage = {
    ...original,
    method,
    url: url === printable(original.url) ? original.url : url,
    httpVersion,
    headers,
  };
  const bodyText = blank < 0 ? '' : lines.slice(blank + 1).join('\n');
  return withEditedBody(head, original, bodyText, blank + 2, readFile);
}

function withEditedBody(
  head: RequestMessage,
  original: RequestMessage,
  written: string,
  line: number,
  readFile: (path: string) => Uint8Array,
): RequestMessage {
  const reference = /^< (\S.*?)\s*$/.exec(written.trim());
  if (reference !== null) {
    try {
      return withBodyBytes(head, readFile(reference[1]!));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw problem(
        line,
        `the file ${printable(reference[1]!)} cannot be read (${code ?? 'unknown error'})`,
        'Correct its path.',
      );
    }
  }
  // The line feed at the end is the editor's, not the body's.
  const text = written.endsWith('\n') ? written.slice(0, -1) : written;
  const isSameCoding = codings(head.headers) === codings(original.headers);
  if (isSameCoding && text === bodyInText(original)) return framed({ ...head, body: original.body });
  return withBodyText(head, text);
}

/** Undefined where an editor would not keep it: not text, CRLF, or what reads as the name of a file. */
function bodyInText(request: RequestMessage): string | undefined {
  const text = editableText(request);
  if (text === undefined || text.length > LONGEST_BODY) return undefined;
  return /[\r\0]|^\s*\n|\n$|^\s*< /.test(text) ? undefined : text;
}

function requestLine(text: string, line: number): Pick<RequestMessage, 'method' | 'url' | 'httpVersion'> {
  const match = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s+(\S+)(?:\s+(\S+))?\s*$/.exec(text);
  if (match === null) {
    throw problem(line, 'a request line is expected', 'Write it like POST https://api.example.com/v1/orders HTTP/1.1.');
  }
  const [, method, url, version] = match;
  if (!/^https?:\/\/[^/]/i.test(url!) || !URL.canParse(url!)) {
    throw problem(
      line,
      `${printable(url!).slice(0, 80)} is no URL of http or https`,
      'Write the whole address, with https://.',
    );
  }
  const httpVersion = /^HTTP\/(1\.0|1\.1|2(?:\.0)?)$/i.exec(version ?? 'HTTP/1.1')?.[1];
  if (httpVersion === undefined) {
    throw problem(line, `${printable(version!).slice(0, 20)} is not known`, 'Write HTTP/1.0, HTTP/1.1 or HTTP/2.0.');
  }
  return { method: method!, url: url!, httpVersion: httpVersion === '2' ? '2.0' : httpVersion };
}

function headerLine(text: string, line: number): Header {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(text);
  if (match !== null) return [match[1]!, match[2]!];
  throw problem(
    line,
    `"${printable(text).slice(0, 60)}" is no header`,
    'Write it like Name: value; an empty line stands before the body.',
  );
}

/** As a person reads it; bytes that are not UTF-8 one by one. */
function shownValue(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  const isWire = !/[\u0100-\uffff]/.test(value);
  return printable(isWire && isUtf8(bytes) ? bytes.toString('utf8') : value).trim();
}

function codings(headers: Headers): string {
  return headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .map(([, value]) => value)
    .join();
}

function problem(line: number, reason: string, nextStep: string): UserError {
  return new UserError('edited-request', `Line ${line} of the edited request: ${reason}.`, nextStep);
}
