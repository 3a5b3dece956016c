import { Buffer, isUtf8 } from 'node:buffer';
import {
  type Body,
  type Exchange,
  NO_CONNECTION,
  NO_TIMING,
  type RequestMessage,
  type ResponseMessage,
} from '../../exchange/exchange.ts';
import { type Headers, headerValue } from '../../exchange/headers.ts';
import type { TransportError } from '../../exchange/transport-error.ts';
import { UserError } from '../../exchange/user-error.ts';
import { curlError } from './curl-errors.ts';
import {
  type CurlCall,
  type CurlRequest,
  type CurlResponse,
  type CurlText,
  parsePlain,
  parseVerbose,
} from './curl-text.ts';
import { readWhole } from './input.ts';
import { bodyOf, type NamedRequest, type Reader, UNKNOWN_HOST, withoutCoding } from './recorded.ts';

const LIMIT_MIB = 64;
const MOST_CALLS = 1000;

/** Stands for a request of which nothing is known. */
const UNKNOWN: NamedRequest = { method: 'GET', url: `https://${UNKNOWN_HOST}/` };

/** There may have been one; nobody says what it was. */
const UNRECORDED: Body = { bytes: new Uint8Array(), totalBytes: 1 };

/** The output of `curl -i`, `curl -v` or both. Its calls are each other's past. */
export const read: Reader = async function* (chunks, { recordedAt, request, complain }) {
  const bytes = await readWhole(chunks, LIMIT_MIB, 'Save the answer of one call.');
  // One character a byte, so that lengths are those of the wire; bodies become bytes again below.
  const text = bytes
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  const { calls, failure } =
    text.startsWith('HTTP/') && !/^[<>] |^\* /m.test(text.slice(0, 4096)) ? parsePlain(text) : parseVerbose(text);
  const all = withFailedCall(calls.slice(0, MOST_CALLS), failure);
  if (all.length === 0) throw noCall();
  if (request === undefined && all[0]!.request === null && failure === null) {
    complain(
      `The request is not in this output: ${UNKNOWN.method} ${UNKNOWN.url} stands for it. Name it with --request 'POST https://…'.`,
    );
  }
  let named: NamedRequest = request ?? (failure === null ? UNKNOWN : (targetIn(failure.words) ?? UNKNOWN));
  for (const [index, call] of all.entries()) {
    const error = index === all.length - 1 && failure !== null ? curlError(failure.exit, failure.words) : undefined;
    const response = call.response && responseMessage(call.response, error !== undefined);
    const sent: RequestMessage = call.request === null ? namedMessage(named, response) : requestMessage(call.request);
    yield {
      kind: 'exchange',
      id: index + 1,
      exchange: exchangeOf(index + 1, sent, response, error ?? null, recordedAt),
      history: null,
      unknown: call.request === null ? 'request' : null,
    };
    named = nextRequest(sent, response);
  }
};

function noCall(): UserError {
  return new UserError(
    'bad-curl-output',
    'This output of curl holds no answer and no error.',
    'Save it with curl -i, or with curl -v … > FILE 2>&1.',
  );
}

/** Where nothing at all was answered, the error is all there is. */
function withFailedCall(calls: readonly CurlCall[], failure: CurlText['failure']): readonly CurlCall[] {
  if (failure === null || calls.length > 0 || curlError(failure.exit, failure.words) === undefined) return calls;
  return [{ request: null, response: null }];
}

/** `Could not resolve host: api.example.com`, `Failed to connect to api.example.com port 443` */
function targetIn(words: string): NamedRequest | undefined {
  const [, host, port] =
    /(?:resolve host:|connect to|connection to) ([A-Za-z0-9._-]{1,253}|\[[0-9a-fA-F:]{2,45}\])(?:(?: port |:)(\d{1,5}))?/i.exec(
      words,
    ) ?? [];
  if (host === undefined) return undefined;
  const url =
    port === '80'
      ? `http://${host}/`
      : port === undefined || port === '443'
        ? `https://${host}/`
        : `http://${host}:${port}/`;
  return URL.canParse(url) ? { method: 'GET', url } : undefined;
}

function namedMessage({ method, url }: NamedRequest, response: ResponseMessage | null): RequestMessage {
  const headers: Headers = response !== null && speaksOfSent(response) ? [['Authorization', 'Bearer unrecorded']] : [];
  return { method, url, httpVersion: '1.1', headers, trailers: [], body: UNRECORDED };
}

/** What has expired was sent, and so was what has the wrong signature, whether or not it is in this output. */
function speaksOfSent({ status, headers, body }: ResponseMessage): boolean {
  if (status !== 401 && status !== 403) return false;
  const said = Buffer.from(body?.bytes.subarray(0, 2000) ?? []).toString('utf8');
  return SENT.test(`${headerValue(headers, 'www-authenticate') ?? ''} ${said}`);
}

const SENT =
  /\b(?:token|jwt|session|credentials?|key|signature)\b.{0,40}\b(?:expired|revoked|invalid|does not match|mismatch|not valid)\b|\b(?:expired|revoked|invalid)[ _](?:access[ _])?(?:token|session|credentials?|signature|api[ _-]?key)\b/i;

function requestMessage({ method, target, version, headers: given, isSecure }: CurlRequest): RequestMessage {
  const headers = given.map(([name, value]) => [name, utf8(value)] as const);
  const host = headerValue(headers, 'host') ?? '';
  const url = /^https?:\/\//i.test(target)
    ? target
    : method === 'CONNECT'
      ? `https://${target}/`
      : `${isSecure ? 'https' : 'http'}://${host}${target}`;
  const length = Number(headerValue(headers, 'content-length') ?? 0);
  // curl says how much it sent and not what.
  const body: Body | null =
    length > 0 && Number.isSafeInteger(length)
      ? { bytes: new Uint8Array(), totalBytes: length }
      : headerValue(headers, 'transfer-encoding') === undefined
        ? null
        : UNRECORDED;
  return { method, url, httpVersion: version.includes('.') ? version : `${version}.0`, headers, trailers: [], body };
}

function responseMessage(
  { status, reason, version, headers: given, body }: CurlResponse,
  isBroken: boolean,
): ResponseMessage {
  const raw = Buffer.from(body, 'latin1');
  const all: Headers = given.map(([name, value]) => [name, utf8(value)]);
  // With --compressed curl has undone the coding; without, the bytes are still those of the wire.
  const headers = isUtf8(raw) && !raw.includes(0) ? withoutCoding(all) : all;
  return {
    status,
    reason: utf8(reason),
    httpVersion: version.includes('.') ? version : `${version}.0`,
    headers,
    trailers: [],
    body: raw.length === 0 ? null : isBroken ? { bytes: raw, totalBytes: raw.length } : bodyOf(raw, headers),
  };
}

function utf8(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : latin1;
}

function exchangeOf(
  id: number,
  request: RequestMessage,
  response: ResponseMessage | null,
  error: TransportError | null,
  recordedAt: number,
): Exchange {
  const dated = Date.parse(headerValue(response?.headers ?? [], 'date') ?? '');
  return {
    id,
    startedAt: Number.isNaN(dated) ? recordedAt : dated,
    durationMs: 0,
    request,
    response,
    error,
    proxyStatus: null,
    connection: NO_CONNECTION,
    timing: NO_TIMING,
    messageCount: 0,
  };
}

/** With what curl -L follows an answer: elsewhere after a redirect, else as before, now with the credential asked for. */
function nextRequest({ method, url }: RequestMessage, response: ResponseMessage | null): NamedRequest {
  const { status = 0, headers = [] } = response ?? {};
  const location = headerValue(headers, 'location');
  if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url)) return { method, url };
  const isAsked = status === 303 || ((status === 301 || status === 302) && method === 'POST');
  return { method: isAsked && method !== 'HEAD' ? 'GET' : method, url: new URL(location, url).href };
}
