import { Buffer } from 'node:buffer';
import { isFormType, mediaType } from '../../exchange/body.ts';
import type { Body } from '../../exchange/exchange.ts';
import { type Headers, headerValue } from '../../exchange/headers.ts';
import { bodyOf } from '../annotate/recorded.ts';
import type { HarEntry, HarParams } from './entry-schema.ts';

export function requestBody(
  { postData, bodySize, _content: binary }: HarEntry['request'],
  headers: Headers,
): Body | null {
  const { text, encoding, params } = postData ?? {};
  if (isThere(text)) return bodyOf(bytesOf(text, encoding, headers), headers);
  if (isThere(binary?.text)) return bodyOf(bytesOf(binary.text, binary.encoding ?? 'base64', headers), headers);
  const fromParams = params && params.length > 0 ? bodyOfParams(params, headers, bodySize) : undefined;
  return fromParams ?? notRecorded(bodySize);
}

/** A HAR holds the body of a response after its content coding was undone. */
export function responseBody({ content, bodySize }: NonNullable<HarEntry['response']>, headers: Headers): Body | null {
  const { text, encoding, size } = content ?? {};
  if (isThere(text)) return bodyOf(bytesOf(text, encoding, headers), headers);
  return notRecorded(size ? size : bodySize);
}

function isThere(text: string | null | undefined): text is string {
  return typeof text === 'string' && text !== '';
}

/** The tool knew its size and left it out. */
function notRecorded(size: number | null | undefined): Body | null {
  return typeof size === 'number' && size > 0
    ? { bytes: Buffer.alloc(0), totalBytes: Math.min(Math.trunc(size), Number.MAX_SAFE_INTEGER) }
    : null;
}

function bytesOf(text: string, encoding: string | null | undefined, headers: Headers): Uint8Array {
  return encoding?.toLowerCase() === 'base64' ? Buffer.from(text, 'base64') : encoded(text, headers);
}

/** A HAR holds characters. The byte-order mark says that they are UTF-8 now, whatever the header says they were. */
function encoded(text: string, headers: Headers): Uint8Array {
  const { charset } = mediaType(headers);
  const isUtf8 = charset === undefined || charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii';
  return Buffer.from(isUtf8 ? text : `\ufeff${text}`);
}

/** A form whose fields are listed in place of its text; undefined where that does not tell the body. */
function bodyOfParams(params: HarParams, headers: Headers, bodySize: number | null | undefined): Body | undefined {
  const { type } = mediaType(headers);
  if (type === 'multipart/form-data') return multipart(params, headers, bodySize);
  if (type !== '' && !isFormType(type)) return undefined;
  const form = new URLSearchParams(params.map(({ name, value }): [string, string] => [name, value ?? '']));
  return bodyOf(Buffer.from(form.toString()), []);
}

/** RFC 7578. The content of a file is often left out: then bytes are missing, and the size says so where it is known. */
function multipart(params: HarParams, headers: Headers, bodySize: number | null | undefined): Body | undefined {
  const contentType = headerValue(headers, 'content-type') ?? '';
  const boundary = /boundary="?([^";\s]{1,200})/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const parts = params.map(({ name, value, fileName, contentType: type }) => {
    const file = fileName ? `; filename="${quoted(fileName)}"` : '';
    const typeLine = type ? `Content-Type: ${type}\r\n` : '';
    return `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${file}\r\n${typeLine}\r\n${value ?? ''}\r\n`;
  });
  const bytes = Buffer.from(`${parts.join('')}--${boundary}--\r\n`);
  return { bytes, totalBytes: Math.max(bytes.length, Math.trunc(bodySize ?? 0)) };
}

/** As browsers do it (HTML, "multipart form data encoding"). */
function quoted(name: string): string {
  return name.replace(
    /["\r\n]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
