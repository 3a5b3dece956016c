import { isFormType, mediaType } from '../../exchange/body.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { type Batch, batchReport, failedParts, multipartReport } from './error-report/batch.ts';
import { failureInEvents, failureInLastEvent } from './error-report/event-stream.ts';
import { isFailedXml } from './error-report/failed-xml.ts';
import { type GrpcStatus, grpcReport, grpcStatus } from './error-report/grpc.ts';
import { readJsonError } from './error-report/json.ts';
import { isObject, type JsonObject } from './error-report/members.ts';
import { formReport, isForm } from './error-report/read.ts';
import { type ErrorReport, report } from './error-report/report.ts';
import { readXmlError } from './error-report/xml.ts';
import type { MessageFacts } from './message.ts';
import { envelopeSign } from './success-envelope.ts';

/** A success that is none: the sign that says so, and what the body reports. */
export interface FailedSuccess {
  /** Evidence pointer. */
  readonly where: string;
  readonly what: string;
  readonly report: ErrorReport;
}

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
  // Nearly every success ends here, without its body having been parsed.
  if (response.body === null || !(hasFailureWords() || mayHaveParts(response.status, facts))) return undefined;
  const json = facts.json();
  if (json !== undefined) return jsonFailure(exchange, request, json);
  const text = facts.body()?.text;
  return text === undefined ? undefined : textFailure(text, mediaType(response.headers).type);
}

/** Forms in which a failure is no more than a number among others. */
function mayHaveParts(status: number, facts: MessageFacts): boolean {
  return status === 207 || /^multipart\//.test(facts.header('content-type') ?? '');
}

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
  const type = mediaType(exchange.response!.headers).type;
  const sign = envelopeSign(json, {
    isGet: method === 'GET' || method === 'HEAD',
    isGraphql: isGraphql(exchange, request),
  });
  if (sign !== undefined) {
    const read = readJsonError(sign.scope ?? json, 0, type) ?? report({ shape: 'envelope' });
    return {
      where: sign.where,
      what: sign.what,
      report:
        sign.said === undefined
          ? { ...read, where: read.where === 'response.body' ? sign.where : read.where }
          : { ...read, where: sign.said, codeWhere: sign.where },
    };
  }
  const parts = batchOf(json, exchange.response!.status === 207, method);
  if (parts === undefined) return undefined;
  const [first] = parts.failed;
  const where = `response.body#${first!.pointer}`;
  return { where, what: first!.status === undefined ? 'failed' : String(first!.status), report: batchReport(parts) };
}

/** Parts that failed; under 200 only of a call that asks for several things to be done. */
function batchOf(json: unknown, isMultiStatus: boolean, method: string): Batch | undefined {
  if (method === 'GET' && !isMultiStatus) return undefined;
  const batch = failedParts(json);
  if (batch === undefined || isMultiStatus) return batch;
  // A list of things that carry a state of their own is no list of answers.
  const isAnswered = batch.failed.every(
    ({ status, error }) =>
      (status !== undefined && hasReason(error)) ||
      (('error' in error || isTold(error)) && !('created_at' in error)) ||
      batch.total === 0,
  );
  return isAnswered ? batch : undefined;
}

/** Items that say by a flag, a code or a list of errors of their own that they were not done. */
function isTold(error: JsonObject): boolean {
  const { errors, status, message } = error;
  if (/^error$/i.test(String(error.result ?? '')) && isObject(error.error)) return true;
  if (/^error$/i.test(String(status ?? '')) && typeof message === 'string' && !('id' in error)) return true;
  if (Array.isArray(errors)) return errors.length > 0;
  return (
    ['success', 'ok', 'succeeded'].some((name) => error[name] === false) ||
    Object.keys(error).some((key) => /^error_?code$/i.test(key)) ||
    'category' in error
  );
}

function hasReason(error: JsonObject): boolean {
  return Object.keys(error).some((key) =>
    /^(?:errors?|message|detail|reason|code|title|description|msg|body|error.?(?:code|message))$/i.test(key),
  );
}

function isGraphql(exchange: Exchange, request: MessageFacts): boolean {
  if (/graphql|\/gql\b/i.test(exchange.request.url.slice(0, 500))) return true;
  const body = request.json();
  const first: unknown = Array.isArray(body) ? body[0] : body;
  return isObject(first) && typeof first.query === 'string' && /[{]/.test(first.query);
}

function textFailure(text: string, type: string): FailedSuccess | undefined {
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
  const words = type === 'text/plain' ? failedSentence(text) : undefined;
  if (words !== undefined) {
    return { where: 'response.body', what: words, report: report({ shape: 'text', message: words }) };
  }
  if ((isFormType(type) || type === 'text/plain') && isForm(start)) {
    const found = formReport(start);
    return { where: 'response.body', what: `error=${found.code}`, report: found };
  }
  return undefined;
}

/** PHP prints into the answer what ends the program, and leaves the status at 200. */
const PRINTED = /<b>((?:Fatal|Parse|Recoverable fatal) error)<\/b>:\s{1,4}(\S[^\n<]{0,400})/;
const PRINTED_WITHIN = 4096;

function printedFailure(text: string): FailedSuccess | undefined {
  const match = PRINTED.exec(text.slice(0, PRINTED_WITHIN));
  if (match === null) return undefined;
  const message = match[2]!.replace(/ in \/.*$/, '').trim();
  const type = /\bUncaught (?:exception ')?([\w\\]{2,80})/.exec(message)?.[1];
  const known = report({ shape: 'html', code: undefined, type: type ?? 'FatalError', message, where: 'response.body' });
  return { where: 'response.body', what: match[1]!, report: known };
}

const LONGEST_SENTENCE = 400;

/** The whole body is a word for no. */
const ONLY_NO = /^(?:fail(?:s|ed|ure)?|err|error|denied|unauthorized|forbidden|invalid|ko)[.!]?$/i;

/** The whole body is one short sentence that reports a failure, as some webhooks answer: `… delivery failed with error: …`. */
function failedSentence(text: string): string | undefined {
  const sentence = text.trim();
  if (sentence.length > LONGEST_SENTENCE || sentence.includes('\n')) return undefined;
  if (ONLY_NO.test(sentence)) return sentence;
  return /^(?:error|failed|failure|fatal|exception|invalid|unauthorized|forbidden)\b.{0,3}[:\s-]\s{0,3}\S|\bfailed with (?:error|status|code)\b|\breturned HTTP error \d{3}\b/i.test(
    sentence,
  )
    ? sentence
    : undefined;
}
