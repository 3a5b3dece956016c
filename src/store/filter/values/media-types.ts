import { nearest } from '../../../exchange/nearest.ts';
import type { Test } from '../filter.ts';
import { ANY, asksForAny, asksForNone, Misread, NONE, refuseComparison, type ValueKind } from './value.ts';

/** Media types that people call by one name. */
export interface MediaFamily {
  readonly name: string;
  readonly help: string;
  readonly types: readonly string[];
  /** `+json` */
  readonly ends?: string;
  /** `image/` */
  readonly starts?: string;
}

export const MEDIA_FAMILIES: readonly MediaFamily[] = [
  {
    name: 'json',
    help: 'application/json and every +json',
    types: ['application/json', 'text/json', 'text/x-json'],
    ends: '+json',
  },
  {
    name: 'ndjson',
    help: 'JSON lines',
    types: ['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/json-seq'],
  },
  { name: 'html', help: 'pages', types: ['text/html', 'application/xhtml+xml'] },
  {
    name: 'xml',
    help: 'application/xml, text/xml and every +xml',
    types: ['application/xml', 'text/xml'],
    ends: '+xml',
  },
  { name: 'form', help: 'forms, also with files', types: ['application/x-www-form-urlencoded', 'multipart/form-data'] },
  { name: 'text', help: 'every text/', types: [], starts: 'text/' },
  { name: 'js', help: 'scripts', types: ['text/javascript', 'application/javascript', 'application/x-javascript'] },
  { name: 'css', help: 'style sheets', types: ['text/css'] },
  { name: 'image', help: 'every image/', types: [], starts: 'image/' },
  {
    name: 'font',
    help: 'every font/',
    types: ['application/font-woff', 'application/vnd.ms-fontobject'],
    starts: 'font/',
  },
  { name: 'audio', help: 'every audio/', types: [], starts: 'audio/' },
  { name: 'video', help: 'every video/', types: [], starts: 'video/' },
  { name: 'pdf', help: 'application/pdf', types: ['application/pdf'] },
  {
    name: 'zip',
    help: 'archives',
    types: ['application/zip', 'application/gzip', 'application/x-gzip', 'application/x-tar'],
  },
  { name: 'events', help: 'server-sent events', types: ['text/event-stream'] },
  {
    name: 'grpc',
    help: 'gRPC and gRPC-Web',
    types: ['application/grpc', 'application/grpc-web', 'application/grpc-web-text'],
    starts: 'application/grpc+',
  },
  {
    name: 'protobuf',
    help: 'Protocol Buffers',
    types: ['application/protobuf', 'application/x-protobuf', 'application/vnd.google.protobuf'],
  },
  { name: 'binary', help: 'application/octet-stream', types: ['application/octet-stream'] },
];

const NAMES = MEDIA_FAMILIES.map(({ name }) => name);

/** `json`, `image` …, a media type such as `application/pdf`, or one with wildcards. */
export const MEDIA_TYPE: ValueKind = {
  expects: 'json, html, xml, form, text, image …, none, or a media type such as application/pdf or font/*',
  known: MEDIA_FAMILIES.map(({ name, help }) => ({ value: name, help })),
  read(value): Test {
    refuseComparison(value);
    if (asksForAny(value)) return ANY;
    const typed = value.text.toLowerCase();
    if (typed === '') throw new Misread('the value is missing');
    if (asksForNone(value)) return NONE;
    if (typed.includes('/') || value.pattern.length > 1) {
      return { kind: 'pattern', pattern: value.pattern.map((part) => part.toLowerCase()), place: 'whole' };
    }
    if (NAMES.includes(typed)) return { kind: 'names', names: [typed] };
    throw new Misread(`"${value.text}" is not a media type`, nearest(typed, NAMES));
  },
};

/** The families to which a media type belongs. */
export function familiesOf(type: string): string[] {
  return MEDIA_FAMILIES.filter(
    ({ types, ends, starts }) =>
      types.includes(type) ||
      (ends !== undefined && type.endsWith(ends)) ||
      (starts !== undefined && type.startsWith(starts)),
  ).map(({ name }) => name);
}
