import { bodyText, decodeBody, isFormType, mediaType } from '../exchange/body.ts';
import type { Body, RequestMessage, ResponseMessage } from '../exchange/exchange.ts';
import type { Headers } from '../exchange/headers.ts';
import { prettyJson } from '../exchange/json-text.ts';
import { printableLines } from '../exchange/printable.ts';
import { formatBytes } from '../exchange/units.ts';
import { clip, fenceCaptured } from './markdown.ts';

const HEADER_LINES = 80;
const LONGEST_HEADER = 1000;
const LONGEST_HEAD = 9000;
/** Longer JSON is cut anyway; laying it out first would cost seconds. */
const LONGEST_PRETTY = 2 * 1024 * 1024;

/** Start line, headers and trailers as they stood on the wire. */
export function requestHead({ method, url, httpVersion, headers, trailers }: RequestMessage): string {
  const target = method === 'CONNECT' ? authorityOf(url) : targetOf(url);
  return head(`${method} ${target} HTTP/${httpVersion}`, headers, trailers);
}

export function responseHead({ status, reason, httpVersion, headers, trailers }: ResponseMessage): string {
  return head(`HTTP/${httpVersion} ${status}${reason === '' ? '' : ` ${reason}`}`, headers, trailers);
}

function head(startLine: string, headers: Headers, trailers: Headers): string {
  const lines = [clip(startLine, 2000), ...headerLines(headers)];
  if (trailers.length > 0) lines.push('', '(trailers)', ...headerLines(trailers));
  let length = 0;
  // A header cannot hold a line feed on the wire, but an imported capture may say so.
  const kept = lines
    .map((line) => line.replace(/[\r\n]+/g, ' '))
    .filter((line) => {
      length += line.length + 1;
      return length <= LONGEST_HEAD;
    });
  if (kept.length < lines.length) kept.push(`(${lines.length - kept.length} more lines)`);
  return fenceCaptured('http', kept.join('\n'));
}

function headerLines(headers: Headers): string[] {
  const lines = headers.slice(0, HEADER_LINES).map(([name, value]) => clip(`${name}: ${value}`, LONGEST_HEADER));
  return headers.length > HEADER_LINES ? [...lines, `(${headers.length - HEADER_LINES} more headers)`] : lines;
}

/** Path and query; what is no URL is shown as it is. */
export function targetOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/is.exec(url)?.[1]?.replace(/^(?!\/)/, '/') ?? url;
}

export function authorityOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url)?.[1] ?? url;
}

export interface BodyView {
  /** What is to be said about the body outside of it; no captured text but its media type. */
  readonly note: string | undefined;
  readonly language: string;
  /** Undefined where there is no text to show. */
  readonly text: string | undefined;
}

export function viewBody(headers: Headers, body: Body | null): BodyView {
  if (body === null || body.totalBytes === 0) return { note: 'No body.', language: '', text: undefined };
  const { isCut, bytes } = decodeBody(headers, body);
  const note = isCut ? `Only the first ${formatBytes(bytes.length)} of this body were recorded.` : undefined;
  const text = bodyText(headers, body);
  if (text === undefined) {
    const binary = `${formatBytes(body.totalBytes)} that are not text.`;
    return { note: note === undefined ? binary : `${binary} ${note}`, language: '', text: undefined };
  }
  const { type } = mediaType(headers);
  const pretty = text.length <= LONGEST_PRETTY && /^\s{0,64}[{["]/.test(text) ? prettyJson(text) : undefined;
  if (pretty !== undefined) return { note, language: 'json', text: printableLines(pretty) };
  const shown = isFormType(type) ? text.replaceAll('&', '\n&') : text;
  return { note, language: languageOf(type), text: printableLines(shown) };
}

function languageOf(type: string): string {
  if (/[/+]xml$/.test(type)) return 'xml';
  if (type === 'text/html') return 'html';
  return /[/+]json$/.test(type) ? 'json' : 'text';
}

/** The body in a fence, at most `limit` characters of it. */
export function writeBodyView({ note, language, text }: BodyView, limit: number): string {
  if (text === undefined) return note ?? '';
  const cut = text.length > limit ? `The first ${limit} of ${text.length} characters are shown.` : undefined;
  const remarks = [note, cut].filter((remark) => remark !== undefined).join(' ');
  const block = fenceCaptured(language, text.slice(0, limit).toWellFormed());
  return remarks === '' ? block : `${block}\n\n${remarks}`;
}
