import { isFormType, mediaType } from '../../exchange/body.ts';
import type { Facts } from '../facts.ts';
import { isAnnouncedJson } from '../readers/json-format.ts';

export type BodyFormat = 'json' | 'form' | 'xml' | 'multipart';

const FORM =
  /^[A-Za-z_][\w.[\]%+-]{0,100}=[^\s{}"<>]{0,1000}(?:&[A-Za-z_][\w.[\]%+-]{0,100}=[^\s{}"<>]{0,1000}){0,30}(?:&|$)/;

/** What the bytes of the request's body are, whatever its header says; undefined where nothing is plain. */
export function formatOfBytes(facts: Facts): BodyFormat | undefined {
  const json = facts.request.json();
  if (typeof json === 'object' && json !== null) return 'json';
  const text = facts.request.body()?.text;
  if (text === undefined) return undefined;
  const start = text.slice(0, 1200).trimStart();
  if (/^<(?:\?xml|!DOCTYPE|[A-Za-z][\w:.-]{0,60}[\s/>])/.test(start)) return 'xml';
  if (/^--[^\s-][^\r\n]{0,100}\r?\nContent-Disposition:/i.test(start)) return 'multipart';
  return json === undefined && FORM.test(start.trimEnd()) ? 'form' : undefined;
}

/** What `Content-Type` announces, as far as it is one of the formats above; undefined where it is another, or none. */
export function announcedFormat(facts: Facts): BodyFormat | undefined {
  const media = mediaType(facts.exchange.request.headers);
  const { type } = media;
  if (isAnnouncedJson(media) || /^application\/(?:x-)?ndjson$|graphql/.test(type)) return 'json';
  if (isFormType(type)) return 'form';
  if (type.startsWith('multipart/')) return 'multipart';
  return /[/+]xml$/.test(type) ? 'xml' : undefined;
}

export const FORMAT_WORDS: Readonly<Record<BodyFormat, string>> = {
  json: 'JSON',
  form: 'a form',
  xml: 'XML',
  multipart: 'multipart',
};

export interface FormatMismatch {
  readonly is: BodyFormat;
  /** `JSON`, `a form` */
  readonly isInWords: string;
  /** The header's value, or undefined where none was sent. */
  readonly announced: string | undefined;
}

/** The body is well-formed in one format and announced as another, as plain text, or not at all. */
export function formatMismatch(facts: Facts): FormatMismatch | undefined {
  const is = formatOfBytes(facts);
  if (is === undefined) return undefined;
  const announced = facts.request.header('content-type');
  const type = mediaType(facts.exchange.request.headers).type;
  const isOther =
    type === '' || type === 'text/plain' || type === 'application/octet-stream'
      ? true
      : announcedFormat(facts) !== undefined && announcedFormat(facts) !== is;
  return isOther ? { is, isInWords: FORMAT_WORDS[is], announced: type === '' ? undefined : announced } : undefined;
}

/** Whether the request has a body, recorded or not. */
export function hasBody(facts: Facts): boolean {
  const { body } = facts.exchange.request;
  if (body !== null && body.totalBytes > 0) return true;
  const length = facts.request.header('content-length');
  return (length !== undefined && length !== '0') || facts.request.header('transfer-encoding') !== undefined;
}

/** There is a body, and none of it was recorded, or not all: what it lacks nobody can say. */
export function isBodyUnread(facts: Facts): boolean {
  const body = facts.request.body();
  return body === undefined ? hasBody(facts) : body.isRecordingCut || !body.isWhole;
}

/** Nothing of the body is missing in the recording, and its members can be looked up. */
export function isBodyReadable(facts: Facts): boolean {
  const body = facts.request.body();
  if (body === undefined) return !hasBody(facts);
  if (body.isRecordingCut || !body.isWhole) return false;
  return facts.request.json() !== undefined || announcedFormat(facts) === 'form';
}

export const FORMAT_TYPE: Readonly<Record<BodyFormat, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'application/xml',
  multipart: 'multipart/form-data',
};
