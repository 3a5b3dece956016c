import { Buffer, isUtf8 } from 'node:buffer';
import { bodyText, decodeBody } from '../../exchange/body.ts';
import type { Body } from '../../exchange/exchange.ts';
import { type Headers, headerValue } from '../../exchange/headers.ts';

/** `postData`, or nothing where there was no body. HAR 1.2 has no base64 in it; `encoding` is that of the draft of 1.3. */
export function requestContent(headers: Headers, body: Body | null): object {
  if (body === null || body.totalBytes === 0) return {};
  const mimeType = headerValue(headers, 'content-type') ?? '';
  return { postData: { mimeType, ...textOf(body.bytes), ...cutComment(body.bytes.length < body.totalBytes) } };
}

/**
 * The bytes of a response's body as they were sent, where `content` does not tell them: it holds what comes out when the
 * content coding is undone, and characters in place of another charset.
 */
export function responseAsSent(headers: Headers, body: Body | null): { readonly base64: string } | undefined {
  if (body === null || body.bytes.length === 0) return undefined;
  const { bytes } = decodeBody(headers, body);
  const isTold = bytes === body.bytes && (isUtf8(bytes) || otherText(headers, body) === undefined);
  return isTold ? undefined : { base64: Buffer.from(body.bytes).toString('base64') };
}

/** `content`: the body after its content coding was undone. */
export function responseContent(headers: Headers, body: Body | null): object {
  const mimeType = headerValue(headers, 'content-type') ?? 'x-unknown';
  if (body === null || body.totalBytes === 0) return { size: 0, mimeType };
  const { bytes, isCut } = decodeBody(headers, body);
  const isDecoded = bytes !== body.bytes;
  const size = isCut && !isDecoded ? body.totalBytes : bytes.length;
  return {
    size,
    ...(isDecoded && !isCut ? { compression: size - body.totalBytes } : {}),
    mimeType,
    ...(isUtf8(bytes) ? textOf(bytes) : (otherText(headers, body) ?? textOf(bytes))),
    ...cutComment(isCut),
  };
}

function textOf(bytes: Uint8Array): { readonly text: string; readonly encoding?: 'base64' } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return isUtf8(bytes) ? { text: buffer.toString('utf8') } : { text: buffer.toString('base64'), encoding: 'base64' };
}

/** Text in another charset, where nothing of it is lost in Unicode. */
function otherText(headers: Headers, body: Body): { readonly text: string } | undefined {
  const text = bodyText(headers, body);
  return text === undefined || text.includes('\ufffd') ? undefined : { text };
}

function cutComment(isCut: boolean): object {
  return isCut ? { comment: 'The recording ends before the body does.' } : {};
}
