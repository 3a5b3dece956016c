import { isFormType, mediaType } from '../../exchange/body.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { answeredBatch, isReading } from './answered-batch.ts';
import { type Batch, batchReport, multipartReport } from './error-report/batch.ts';
import { statusOf } from './error-report/batch-part.ts';
import { failureInEvents, failureInLastEvent } from './error-report/event-stream.ts';
import { isFailedXml } from './error-report/failed-xml.ts';
import { type GrpcStatus, grpcReport, grpcStatus } from './error-report/grpc.ts';
import { readJsonError } from './error-report/json.ts';
import { failureInLastLine } from './error-report/last-line.ts';
import { isObject, parsedJson } from './error-report/members.ts';
import { failureInPairs } from './error-report/named-values.ts';
import { formReport, isForm } from './error-report/read.ts';
import { type FailedSuccess, report } from './error-report/report.ts';
import { readXmlError } from './error-report/xml.ts';
import type { MessageFacts } from './message.ts';
import { inOddStatus, LAST_REGISTERED } from './odd-status.ts';
import { envelopeSign } from './success-envelope.ts';
import { failedWord } from './word-for-no.ts';

/**
 * Whether a 2xx says in its outermost envelope that the call failed: GraphQL's `errors`, `{"ok": false}`, a JSON-RPC or SOAP
 * fault, an error status of gRPC, failed parts of a batch. Error words in data, an empty or null error, and a resource whose
 * own state is "failed" are none.
 */
export function failedSuccess(
  exchange: Exchange,
  request: MessageFacts,
  facts: MessageFacts,
  hasFailureWords: () => boolean,
): FailedSuccess | undefined {
  const { response } = exchange;
  if (response === null || response.status < 200 || response.status > 299) return undefined;
  const inHeaders = headerSign(exchange, facts);
  if (inHeaders !== undefined) return inHeaders;
  if (exchange.lastMessages !== undefined) {
    const inEvents = failureInLastEvent(exchange.lastMessages, exchange.messageCount);
    if (inEvents !== undefined) return inEvents;
  }
  const unregistered = response.status > LAST_REGISTERED ? inOddStatus(response.status, facts.json()) : undefined;
  if (unregistered !== undefined) return unregistered;
  // Nearly every success ends here, without its body having been parsed.
  if (
    response.body === null ||
    !(hasFailureWords() || mayFailWithoutWords(response.status, facts, response.body.bytes.length))
  )
    return undefined;
  const json = facts.json();
  if (json !== undefined) return jsonFailure(exchange, request, json);
  const text = facts.body()?.text;
  if (text === undefined) return undefined;
  const called = jsonInCall(text);
  return called === undefined
    ? textFailure(exchange.request, text, mediaType(response.headers).type)
    : jsonFailure(exchange, request, called);
}

/** JSONP, `callback( {"error": 100016, …} );`, and JSON behind what keeps it from being run as a script, `)]}'`. */
function jsonInCall(text: string): unknown {
  const guard = /^\s{0,4}(?:\)\]\}'?,?|for\s?\(;;\);|while\s?\(1\);)\s{0,4}(?=[{[])/.exec(text.slice(0, 40))?.[0]
    .length;
  if (guard !== undefined) return parsedJson(text.slice(guard));
  const start = /^\s{0,8}(?:\/\*\*\/\s{0,4})?[A-Za-z_$][\w$.]{0,80}\(\s{0,8}(?=\{)/.exec(text.slice(0, 120))?.[0]
    .length;
  if (start === undefined) return undefined;
  const end = text.lastIndexOf('}');
  const isClosed = /^\s{0,8}\);?\s{0,8}$/.test(text.slice(end + 1, end + 24));
  return isClosed ? parsedJson(text.slice(start, end + 1)) : undefined;
}

/** Forms in which a failure is no more than a number among others, and a body that is no more than a word. */
function mayFailWithoutWords(status: number, facts: MessageFacts, length: number): boolean {
  return (
    status === 207 ||
    length <= LONGEST_WORD ||
    /^(?:multipart\/|text\/namevalue)/.test(facts.header('content-type') ?? '')
  );
}

const LONGEST_WORD = 12;

function headerSign({ response }: Exchange, facts: MessageFacts): FailedSuccess | undefined {
  const { headers, trailers, body } = response!;
  const isGrpc = (facts.header('content-type') ?? '').startsWith('application/grpc');
  const grpc =
    isGrpc || trailers.length > 0 || facts.header('grpc-status') !== undefined
      ? grpcStatus(headers, trailers, body?.bytes)
      : undefined;
  if (grpc !== undefined && grpc.code !== 0) return grpcFailure(grpc, facts.header('grpc-status-details-bin'));
  const name = ['x-amz-function-error', 'x-amzn-errortype'].find((field) => (facts.header(field) ?? '') !== '');
  if (name === undefined) return undefined;
  const what = facts.header(name)!;
  const known = readJsonError(facts.json(), 0);
  return {
    where: `response.headers.${name}`,
    what,
    report: known ?? report({ shape: 'headers', code: what, where: `response.headers.${name}` }),
  };
}

function grpcFailure(grpc: GrpcStatus, details: string | undefined): FailedSuccess {
  return { where: grpc.where, what: String(grpc.code), report: grpcReport(grpc, details) };
}

function jsonFailure(exchange: Exchange, request: MessageFacts, json: unknown): FailedSuccess | undefined {
  const { method } = exchange.request;
  const isMultiStatus = exchange.response!.status === 207;
  const batch = isMultiStatus ? answeredBatch(json, exchange) : undefined;
  if (batch !== undefined) return failedBatch(batch, false);
  const type = mediaType(exchange.response!.headers).type;
  const isListOfErrors = method === 'GET' && LIST_OF_ERRORS.test(exchange.request.url.slice(0, 500));
  const sign = envelopeSign(json, {
    isGet: method === 'GET' || method === 'HEAD' || isReading(exchange.request),
    isGraphql: isGraphql(exchange, request),
    operation: operationOf(request),
    isListOfErrors,
  });
  if (sign !== undefined) {
    const read = readJsonError(sign.scope ?? json, 0, type) ?? report({ shape: 'envelope' });
    return {
      where: sign.where,
      what: sign.what,
      isOpen: sign.isOpen === true || isListOfErrors,
      report:
        sign.said === undefined
          ? { ...read, where: read.where === 'response.body' ? sign.where : read.where }
          : { ...read, where: sign.said, codeWhere: sign.where },
    };
  }
  const parts = isMultiStatus ? undefined : answeredBatch(json, exchange);
  return parts === undefined ? undefined : failedBatch(parts, parts.failed.some(isThingWithStatus));
}

/** Addresses of a catalogue or a log. */
const LIST_OF_ERRORS =
  /\/[\w-]{0,40}(?:errors?|error[-_]?codes?|exceptions|failures|problems|issues)(?:\.json)?(?:[/?#]|$)/i;

function failedBatch(batch: Batch, isOpen: boolean): FailedSuccess {
  const [first] = batch.failed;
  const where = `response.body#${first!.pointer}`;
  const what = first!.status === undefined ? 'failed' : String(first!.status);
  return { where, what, isOpen, report: batchReport(batch) };
}

/** A page that a crawler found missing has a status, and no error: `{"url": "/a", "status": 404, "title": "Not found"}`. */
function isThingWithStatus({ status, error }: Batch['failed'][number]): boolean {
  return status !== undefined && statusOf(error) === status && !('error' in error || 'errors' in error);
}

function isGraphql(exchange: Exchange, request: MessageFacts): boolean {
  if (/graphql|\/gql\b/i.test(exchange.request.url.slice(0, 500))) return true;
  const body = request.json();
  const first: unknown = Array.isArray(body) ? body[0] : body;
  return isObject(first) && typeof first.query === 'string' && /[{]/.test(first.query);
}

/** What a GraphQL document asks for; undefined of a request without one. */
function operationOf(request: MessageFacts): 'query' | 'mutation' | undefined {
  const body = request.json();
  const first: unknown = Array.isArray(body) ? body[0] : body;
  if (!isObject(first) || typeof first.query !== 'string') return undefined;
  return /(?:^|[\s}])mutation\b/.test(first.query.slice(0, 8192)) ? 'mutation' : 'query';
}

function textFailure({ method, url }: Exchange['request'], text: string, type: string): FailedSuccess | undefined {
  const start = text.slice(0, 512).trimStart();
  if (start.startsWith('<')) {
    const printed = printedFailure(text);
    if (printed !== undefined) return printed;
    const sign = isFailedXml(text, type);
    return sign === undefined ? undefined : { ...sign, report: readXmlError(text, 0) };
  }
  if (type.startsWith('multipart/')) {
    const found = multipartReport(text);
    return found === undefined ? undefined : { where: found.where, what: String(found.status), report: found };
  }
  if (type === 'text/event-stream') return failureInEvents(text);
  if (type === 'text/plain' || type === 'text/html') {
    const words = failedWord(text, url, method);
    if (words !== undefined) return words;
  }
  if (/^(?:text\/(?:plain|html|namevalue))$/.test(type) || isFormType(type)) {
    if (isForm(start)) {
      const found = formReport(start);
      return { where: 'response.body', what: `error=${found.code}`, report: found };
    }
    const found = method === 'POST' ? failureInPairs(text.slice(0, LONGEST_PAIRS)) : undefined;
    if (found !== undefined) return found;
  }
  return /^(?:image|audio|video|font)\//.test(type) ? undefined : failureInLastLine(text, type);
}

const LONGEST_PAIRS = 8192;

/** PHP prints into the answer what ends the program, behind two spaces, and leaves the status at 200. */
const PRINTED = /<b>((?:Fatal|Parse|Recoverable fatal) error)<\/b>:\s{2,4}(\S[^\n<]{0,400})/;
const PRINTED_WITHIN = 4096;

function printedFailure(text: string): FailedSuccess | undefined {
  const match = PRINTED.exec(text.slice(0, PRINTED_WITHIN));
  if (match === null) return undefined;
  const message = match[2]!.replace(/ in \/.*$/, '').trim();
  const type = /\bUncaught (?:exception ')?([\w\\]{2,80})/.exec(message)?.[1];
  const known = report({ shape: 'html', code: undefined, type: type ?? 'FatalError', message, where: 'response.body' });
  return { where: 'response.body', what: match[1]!, report: known };
}
