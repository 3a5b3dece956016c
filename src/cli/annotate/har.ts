import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { findJsonFault } from '../../classifier/readers/json-fault.ts';
import { mediaType } from '../../exchange/body.ts';
import { type Body, type Exchange, NO_CONNECTION, NO_TIMING, type ResponseMessage } from '../../exchange/exchange.ts';
import { type Headers, headerValue } from '../../exchange/headers.ts';
import { UserError } from '../../exchange/user-error.ts';
import { browserError } from './browser-errors.ts';
import { readWhole } from './input.ts';
import { bodyOf, httpVersion, type Reader, withoutCoding } from './recorded.ts';

const LIMIT_MIB = 256;

const HEADERS = z.array(z.object({ name: z.string(), value: z.string().nullish() })).nullish();

const ENTRY = z.object({
  startedDateTime: z.string().nullish(),
  time: z.number().nullish(),
  request: z.object({
    method: z.string().min(1),
    url: z.string().min(1),
    httpVersion: z.string().nullish(),
    headers: HEADERS,
    bodySize: z.number().nullish(),
    postData: z
      .object({
        text: z.string().nullish(),
        encoding: z.string().nullish(),
        params: z.array(z.object({ name: z.string(), value: z.string().nullish() })).nullish(),
      })
      .nullish(),
  }),
  response: z
    .object({
      status: z.number(),
      statusText: z.string().nullish(),
      httpVersion: z.string().nullish(),
      headers: HEADERS,
      content: z
        .object({ size: z.number().nullish(), text: z.string().nullish(), encoding: z.string().nullish() })
        .nullish(),
      _error: z.string().nullish(),
      _failureText: z.string().nullish(),
    })
    .nullish(),
  // Chromium, and tools that follow it: `net::ERR_NAME_NOT_RESOLVED`.
  _error: z.string().nullish(),
});

const HAR = z.object({ log: z.object({ entries: z.array(z.unknown()) }) });

type Entry = z.infer<typeof ENTRY>;

/** HAR 1.2. The entries are each other's past, in the order of the file; their ids are their numbers from 1. */
export const read: Reader = async function* (chunks, { recordedAt, complain }) {
  const bytes = await readWhole(chunks, LIMIT_MIB, 'Export fewer entries, or filter them before.');
  const entries = entriesOf(bytes.toString('utf8').replace(/^\ufeff/, ''));
  const parsed = entries.map((entry) => ENTRY.safeParse(entry));
  const withoutCredentials =
    parsed.length > 0 && !parsed.some(({ data }) => data !== undefined && hasCredentials(data));
  if (withoutCredentials) {
    complain(
      'No entry has an Authorization or Cookie header. Browsers leave them out of a HAR unless told to export it with sensitive data, so that none is said to be missing for certain.',
    );
  }
  for (const [index, { data, error }] of parsed.entries()) {
    const id = index + 1;
    if (data === undefined) {
      const issue = error.issues[0]!;
      yield { kind: 'problem', message: `entry ${id}: ${issue.path.join('.') || 'the entry'}: ${issue.message}.` };
      continue;
    }
    yield {
      kind: 'exchange',
      id,
      exchange: exchangeOf(data, id, recordedAt),
      history: null,
      unknown: withoutCredentials ? 'credentials' : null,
    };
  }
};

function entriesOf(text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const fault = findJsonFault(text, true);
    throw badHar(
      fault === undefined
        ? 'not valid JSON'
        : `not valid JSON at line ${fault.line}, column ${fault.column}: ${fault.problem}`,
    );
  }
  const har = HAR.safeParse(value);
  if (!har.success) throw badHar('log.entries is no list');
  return har.data.log.entries;
}

function badHar(problem: string): UserError {
  return new UserError('bad-har', `This HAR file cannot be read: ${problem}.`, 'Export it again, as HAR 1.2.');
}

function hasCredentials({ request, response }: Entry): boolean {
  const isOne = ({ name }: { readonly name: string }) => /^(?:(?:proxy-)?authorization|cookie|set-cookie)$/i.test(name);
  return request.headers?.some(isOne) === true || response?.headers?.some(isOne) === true;
}

function exchangeOf(entry: Entry, id: number, recordedAt: number): Exchange {
  const { request, response, time } = entry;
  const requestHeaders = headersOf(request.headers);
  const answer = response === null || response === undefined || response.status < 100 ? null : responseOf(response);
  const failure = entry._error || response?._error || response?._failureText || '';
  const startedAt = Date.parse(entry.startedDateTime ?? '');
  const dated = Date.parse(headerValue(answer?.headers ?? [], 'date') ?? '');
  return {
    id,
    startedAt: [startedAt, dated, recordedAt].find((at) => !Number.isNaN(at))!,
    durationMs: typeof time === 'number' && time >= 0 ? time : 0,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: httpVersion(request.httpVersion ?? ''),
      headers: requestHeaders,
      trailers: [],
      body: requestBody(request, requestHeaders),
    },
    response: answer,
    error: browserError(failure) ?? null,
    proxyStatus: null,
    connection: NO_CONNECTION,
    timing: NO_TIMING,
    messageCount: 0,
  };
}

/** Without the pseudo-headers of HTTP/2, which browsers list among the fields. */
function headersOf(headers: z.infer<typeof HEADERS>): Headers {
  return (headers ?? []).filter(({ name }) => !name.startsWith(':')).map(({ name, value }) => [name, value ?? '']);
}

function responseOf({
  status,
  statusText,
  httpVersion: version,
  headers: given,
  content,
}: NonNullable<Entry['response']>): ResponseMessage {
  // A HAR holds the body after its content coding was undone.
  const headers = withoutCoding(headersOf(given));
  const { text, encoding, size } = content ?? {};
  const isThere = typeof text === 'string' && text !== '';
  return {
    status: Math.trunc(status),
    reason: statusText ?? '',
    httpVersion: httpVersion(version ?? ''),
    headers,
    trailers: [],
    body: isThere
      ? bodyOf(encoding === 'base64' ? Buffer.from(text, 'base64') : encoded(text, headers), headers)
      : notRecorded(size),
  };
}

function requestBody({ postData, bodySize }: Entry['request'], headers: Headers): Body | null {
  const { text, encoding, params } = postData ?? {};
  if (typeof text === 'string' && text !== '') {
    return bodyOf(encoding === 'base64' ? Buffer.from(text, 'base64') : encoded(text, headers), headers);
  }
  if (
    params !== null &&
    params !== undefined &&
    params.length > 0 &&
    mediaType(headers).type !== 'multipart/form-data'
  ) {
    const form = new URLSearchParams(params.map(({ name, value }): [string, string] => [name, value ?? '']));
    return bodyOf(Buffer.from(form.toString()), []);
  }
  return notRecorded(bodySize);
}

/** The tool knew its size and left it out. */
function notRecorded(size: number | null | undefined): Body | null {
  return typeof size === 'number' && size > 0 ? { bytes: new Uint8Array(), totalBytes: size } : null;
}

/** A HAR holds characters. The byte-order mark says that they are UTF-8 now, whatever the header says they were. */
function encoded(text: string, headers: Headers): Uint8Array {
  const { charset } = mediaType(headers);
  return Buffer.from(charset === undefined || charset === 'utf-8' || charset === 'utf8' ? text : `\ufeff${text}`);
}
