import { bodyText, isFormType, isJsonType, mediaType } from '../../../exchange/body.ts';
import { type Headers, headerValue } from '../../../exchange/headers.ts';
import { formatBytes } from '../../../exchange/units.ts';
import { span } from '../../line.ts';
import { GAP, heading, rowsOf, wire } from '../rows.ts';
import { formFields, layOutForm } from './form.ts';
import { graphqlRequest, layOutGraphql } from './graphql.ts';
import { isGrpcType, layOutGrpc } from './grpc.ts';
import { hexRows } from './hex.ts';
import { imageFacts } from './image.ts';
import { layOutJson } from './json.ts';
import { after, type LaidOut, type Look, plainly, stacked } from './laid-out.ts';
import { layOutMarkup } from './markup.ts';
import { layOutMultipart } from './multipart.ts';
import { layOutProtobuf } from './protobuf.ts';
import { layOutText } from './text.ts';

const PROTOBUF = /^application\/(?:(?:x-|vnd\.google\.)?protobuf|proto|x-google-protobuf|connect\+proto)$/;
const LINES_OF_JSON = /^application\/(?:(?:x-)?(?:ndjson|jsonl|json-lines)|json-seq|jsonlines|stream\+json)$/;
const MARKUP = /(?:^text\/html|\/xml|\+xml)$/;
const LOOKS_LIKE_MARKUP = /^\s*<(?:\?xml|!doctype|html|[A-Za-z][\w:.-]*[\s>])/i;
const RECORD_SEPARATOR = '\u001e';
const MOST_VALUES = 2000;

/** Bytes whose content coding is undone, laid out by what they are: their type says so, or else their beginning. */
export function layOutContent(headers: Headers, bytes: Uint8Array, isCut: boolean, look: Look): LaidOut {
  const { type } = mediaType(headers);
  const image = imageFacts(bytes);
  if (image !== undefined) return layOutImage(image.format, image.size, bytes, look);
  if (isGrpcType(type)) return layOutGrpc(type, headers, bytes, look);
  if (PROTOBUF.test(type)) return layOutProtobuf(bytes, look) ?? layOutBytes(bytes, look);
  if (type.startsWith('multipart/')) {
    const parts = layOutMultipart(headerValue(headers, 'content-type') ?? '', bytes, layOutContent, look);
    if (parts !== undefined) return parts;
  }
  const text = textOfContent(headers, bytes);
  return text === undefined ? layOutBytes(bytes, look) : layOutByType(type, text, isCut, look);
}

/** The same as it came: text with its own lines, else bytes. */
export function layOutPlain(headers: Headers, bytes: Uint8Array, look: Look): LaidOut {
  const text = textOfContent(headers, bytes);
  return text === undefined ? layOutBytes(bytes, look) : layOutText(text, look);
}

/** Already decoded: without its other headers, the body is only read as text. */
function textOfContent(headers: Headers, bytes: Uint8Array): string | undefined {
  const typeOnly = headers.filter(([name]) => name.toLowerCase() === 'content-type');
  return bodyText(typeOnly, { bytes, totalBytes: bytes.length }, bytes.length);
}

function layOutByType(type: string, text: string, isCut: boolean, look: Look): LaidOut {
  if (isFormType(type)) return layOutForm(formFields(text), look);
  if (LINES_OF_JSON.test(type)) return layOutJsonLines(text, look) ?? layOutText(text, look);
  if (isJsonType(type) || /^\s*[[{]/.test(text)) {
    const graphql = graphqlRequest(text);
    const laidOut =
      (graphql === undefined ? undefined : layOutGraphql(graphql, text, look)) ?? layOutJson(text, look, isCut);
    return laidOut ?? layOutText(text, look);
  }
  const isHtml = type === 'text/html' || /^\s*<(?:!doctype html|html)\b/i.test(text);
  if (MARKUP.test(type) || LOOKS_LIKE_MARKUP.test(text)) return layOutMarkup(text, isHtml, look);
  return layOutText(text, look);
}

/** A value a line (ndjson), or after a record separator (RFC 7464). */
function layOutJsonLines(text: string, look: Look): LaidOut | undefined {
  const values = text
    .replaceAll(RECORD_SEPARATOR, '\n')
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (values.length > MOST_VALUES) return undefined;
  const parts: LaidOut[] = [];
  for (const [index, value] of values.entries()) {
    const part = layOutJson(value, { ...look, key: `${look.key}l${index}.` }, index === values.length - 1);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return stacked(parts);
}

function layOutImage(
  format: string,
  size: { readonly width: number; readonly height: number } | null,
  bytes: Uint8Array,
  look: Look,
): LaidOut {
  const facts = [
    `${format} image`,
    size === null ? 'dimensions unknown' : `${size.width} × ${size.height} pixels`,
    formatBytes(bytes.length),
  ];
  return after(rowsOf([wire([span(facts.join(' · '), 'strong')]), GAP]), layOutBytes(bytes, look));
}

function layOutBytes(bytes: Uint8Array, look: Look): LaidOut {
  if (bytes.length === 0) return plainly(rowsOf([heading('no bytes')]), look);
  const rows = hexRows(bytes.length, (from, length) => bytes.subarray(from, from + length), look.cells);
  return plainly(rows, look);
}
