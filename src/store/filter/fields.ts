import {
  type Column,
  hostColumn,
  keyColumn,
  magnitudeColumn,
  nameColumn,
  noteColumn,
  numberColumn,
  partsColumn,
  textColumn,
  timeColumn,
} from './column.ts';
import { deepNameColumn, deepNumberColumn, headerColumn, passageColumn, QUERY_COLUMN } from './deep-column.ts';
import {
  FLAG_COLUMN,
  LABEL_COLUMN,
  mediaColumn,
  RUN_COLUMN,
  SAME_COLUMN,
  SERVER_COLUMN,
  TLS_COLUMN,
} from './special-columns.ts';
import { MEDIA_TYPE } from './values/media-types.ts';
import { COUNT, DURATION, EXCHANGE_ID, SIZE } from './values/numbers.ts';
import { STATUS } from './values/status.ts';
import { HOST, INSIDE, pairKind, passageKind, textKind, WHOLE } from './values/texts.ts';
import { SINCE, TIME, UNTIL } from './values/time.ts';
import type { ValueKind } from './values/value.ts';
import * as vocabulary from './values/vocabulary.ts';

/** One field of the language. The parser, the compiler, completion, help and documentation all read this table. */
export interface Field {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly takes: ValueKind;
  /** Completes "exchanges by …", a few words. */
  readonly about: string;
  readonly example: string;
  readonly column: Column;
  /** The capture knows values for completion. */
  readonly isSeen?: boolean;
}

const HEADER_NAMES = [
  ...[
    'accept',
    'authorization',
    'cache-control',
    'content-encoding',
    'content-type',
    'cookie',
    'etag',
    'host',
    'location',
  ],
  ...['origin', 'referer', 'retry-after', 'server', 'set-cookie', 'user-agent', 'www-authenticate', 'x-request-id'],
];

const startOrInside = (text: string) => (text.startsWith('/') ? ('start' as const) : ('inside' as const));
const HEADER = pairKind(
  'a header such as x-request-id=abc, content-type=*json* or retry-after',
  HEADER_NAMES.map((value) => ({ value, help: '' })),
);
const PASSAGE = passageKind('text such as "card_declined"');

type FieldEntry = [
  names: string,
  takes: ValueKind,
  about: string,
  example: string,
  column: Column,
  extra?: Pick<Field, 'isSeen'>,
];

const TABLE: readonly FieldEntry[] = [
  ['status', STATUS, 'status code', 'status:5xx,429', numberColumn('status', 'status')],
  ['is', vocabulary.FLAG, 'state', 'is:failed', FLAG_COLUMN],
  ['class', vocabulary.CLASS, 'class of the outcome', 'class:no_response', nameColumn('class', 'class')],
  [
    'cause',
    vocabulary.CAUSE,
    'cause, also one inside of a success',
    'cause:rate-limited',
    nameColumn('cause', 'cause', "iif(cause = 'error-in-success', explanation ->> '$.inner', null)"),
  ],
  [
    'group',
    vocabulary.CAUSE_GROUP,
    'group of causes',
    'group:authentication',
    { ...nameColumn('cause', 'cause'), facts: [] },
  ],
  ['fault', vocabulary.FAULT, 'who has to act', 'fault:client', nameColumn('fault', 'fault')],
  [
    'confidence',
    vocabulary.CONFIDENCE,
    'how sure the cause is',
    'confidence:certain',
    nameColumn('confidence', 'confidence'),
  ],
  [
    'retry',
    vocabulary.RETRY,
    'whether a retry helps',
    'retry:safe',
    nameColumn('retry', "iif(class is null, null, ifnull(explanation ->> '$.retry', 'never'))"),
  ],
  [
    'error|code',
    vocabulary.TRANSPORT_CODE,
    'code of a broken connection',
    'error:ECONNRESET',
    nameColumn('error', 'error_code'),
    { isSeen: true },
  ],
  ['grpc', vocabulary.GRPC, 'gRPC status', 'grpc:NOT_FOUND', numberColumn('grpc', 'grpc_status')],
  ['summary', textKind('text', INSIDE), 'what the row says', 'summary:"must be an integer"', textColumn('summary')],

  ['method', vocabulary.METHOD, 'method', 'method:POST,PUT', nameColumn('method', 'method'), { isSeen: true }],
  ['url', textKind('part of a URL, or with * the whole', INSIDE), 'URL', 'url:*/orders/*', textColumn('url')],
  ['scheme', vocabulary.SCHEME, 'scheme of the URL', 'scheme:https', nameColumn('scheme', 'scheme')],
  ['host|domain', HOST, 'host, with all below it', 'host:example.com', hostColumn('host', 'host'), { isSeen: true }],
  [
    'path',
    textKind('the beginning of a path, a part of it, or with * the whole', startOrInside),
    'path',
    'path:/v1/orders',
    textColumn('path'),
  ],
  [
    'query|param',
    pairKind('a parameter such as page=2, page=* or page'),
    'query parameter',
    'query:page=2',
    QUERY_COLUMN,
  ],
  [
    'route',
    textKind('part of a route, or with * the whole', INSIDE),
    'route',
    'route:/users/{id}',
    textColumn('route'),
    { isSeen: true },
  ],
  ['same', EXCHANGE_ID, 'route of another exchange', 'same:17', SAME_COLUMN],
  [
    'version|http',
    vocabulary.HTTP_VERSION,
    'version of HTTP, either side',
    'version:2',
    deepNameColumn('version', ({ exchange: { request, response } }) => [
      request.httpVersion,
      ...(response === null ? [] : [response.httpVersion]),
    ]),
  ],

  ['header', HEADER, 'header, either side', 'header:x-request-id=abc', headerColumn(['request', 'response'])],
  [
    'request.header|req.header',
    HEADER,
    'header of the request',
    'request.header:authorization',
    headerColumn(['request']),
  ],
  [
    'response.header|res.header',
    HEADER,
    'header of the response',
    'response.header:server=nginx*',
    headerColumn(['response']),
  ],
  [
    'body',
    PASSAGE,
    'text of either body or a message',
    'body:"card_declined"',
    passageColumn(['request body', 'response body', 'messages']),
  ],
  [
    'request.body|req.body',
    PASSAGE,
    'text of the request body',
    'request.body:"currency"',
    passageColumn(['request body']),
  ],
  [
    'response.body|res.body',
    PASSAGE,
    'text of the response body',
    'response.body:timeout',
    passageColumn(['response body']),
  ],
  ['message', PASSAGE, 'text of a WebSocket message or event', 'message:subscribe', passageColumn(['messages'])],
  [
    'text|any',
    PASSAGE,
    'text anywhere: URL, headers, bodies, messages',
    'text:ord_9999',
    passageColumn(['everything else', 'request body', 'response body', 'messages']),
  ],
  [
    'type|response.type',
    MEDIA_TYPE,
    'media type of the response',
    'type:json',
    mediaColumn('type', 'response_type'),
    { isSeen: true },
  ],
  [
    'request.type|req.type',
    MEDIA_TYPE,
    'media type of the request',
    'request.type:form',
    mediaColumn('request.type', 'request_type'),
  ],

  ['duration|took', DURATION, 'how long it took', 'duration:>500ms', magnitudeColumn('duration', 'duration_ms')],
  [
    'wait|ttfb',
    DURATION,
    'time until the response began',
    'wait:>1s',
    deepNumberColumn('wait', ({ exchange }) => exchange.timing.responseStartMs),
  ],
  ['size|response.size', SIZE, 'bytes of the response body', 'size:>1mb', magnitudeColumn('size', 'response_bytes')],
  [
    'request.size|req.size',
    SIZE,
    'bytes of the request body',
    'request.size:>100kb',
    magnitudeColumn('request.size', 'request_bytes'),
  ],
  ['messages', COUNT, 'number of messages and events', 'messages:>10', magnitudeColumn('messages', 'message_count')],
  ['since|after', SINCE, 'begun since', 'since:10m', timeColumn('started_at', 'at', false)],
  ['until|before', UNTIL, 'begun before', 'until:2026-11-26T10:00', timeColumn('started_at', 'at', false)],
  ['at|time', TIME, 'begun in that day, minute or range', 'at:10:00..10:30', timeColumn('started_at', 'at', true)],

  ['run', vocabulary.RUN, 'run that recorded it', 'run:latest', RUN_COLUMN, { isSeen: true }],
  [
    'app',
    textKind('part of the name of a program', INSIDE),
    'program that sent it',
    'app:node',
    partsColumn('app', 'app', noteColumn('app')),
    { isSeen: true },
  ],
  ['server|ip', textKind('part of an address', INSIDE), 'address that answered', 'server:10.0.0.*', SERVER_COLUMN],
  ['tls', vocabulary.TLS, 'TLS towards the server', 'tls:1.2', TLS_COLUMN],
  [
    'mock|rule',
    textKind('the name of a rule', WHOLE),
    'rule that answered',
    'mock:*',
    nameColumn('mock', 'mocked_by'),
    { isSeen: true },
  ],
  ['replay', EXCHANGE_ID, 'exchange that it repeats', 'replay:17', numberColumn('replay', 'replay_of')],
  ['label', textKind('a label', WHOLE), 'label of yours', 'label:checkout', LABEL_COLUMN, { isSeen: true }],
  ['note', textKind('part of a note', INSIDE), 'note of yours', 'note:"ask Ann"', noteColumn('note')],
  ['id', EXCHANGE_ID, 'number in the log', 'id:100..200', keyColumn('exchange.id')],
];

export const FIELDS: readonly Field[] = TABLE.map(([names, takes, about, example, column, extra]) => {
  const [name = '', ...aliases] = names.split('|');
  return { name, aliases, takes, about, example, column, ...extra };
});

/** Names of all fields, aliases among them. */
export const FIELD_NAMES: readonly string[] = FIELDS.flatMap(({ name, aliases }) => [name, ...aliases]);

const BY_NAME: ReadonlyMap<string, Field> = new Map(
  FIELDS.flatMap((field) => [field.name, ...field.aliases].map((name) => [name, field] as const)),
);

export function fieldNamed(name: string): Field | undefined {
  return BY_NAME.get(name.toLowerCase());
}
