import type { ResponseMessage } from '../../../exchange/exchange.ts';
import { headerValue } from '../../../exchange/headers.ts';
import type { MessageFacts } from '../message.ts';
import { isStatusName } from '../status-name.ts';
import { multipartReport } from './batch.ts';
import { fieldsInWords } from './field-words.ts';
import { grpcReport, grpcStatus } from './grpc.ts';
import { readHtmlError } from './html.ts';
import { readJsonError } from './json.ts';
import { readTextError } from './plain-text.ts';
import { type ErrorReport, oneLine, report } from './report.ts';
import { readXmlError } from './xml.ts';

/**
 * What a response that failed says about its error, read from whatever form its body has, from gRPC's status, or from the
 * headers where the body is silent. Never throws; of long bodies the beginning is read.
 */
export function readErrorReport(response: ResponseMessage, facts: MessageFacts): ErrorReport {
  const found = bodyReport(response, facts);
  const isGrpc = response.trailers.length > 0 || facts.header('grpc-status') !== undefined;
  const grpc = isGrpc ? grpcStatus(response.headers, response.trailers, undefined) : undefined;
  if (grpc !== undefined && grpc.code !== 0 && found.message === undefined) {
    return grpcReport(
      grpc,
      headerValue(response.trailers, 'grpc-status-details-bin') ?? facts.header('grpc-status-details-bin'),
    );
  }
  return withHeaders(found, response, facts);
}

function bodyReport(response: ResponseMessage, facts: MessageFacts): ErrorReport {
  const text = facts.body()?.text ?? '';
  const type = (facts.header('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
  const json = facts.json();
  if (json !== undefined) {
    // A body of one JSON string or number is text to people.
    return readJsonError(json, response.status, type) ?? readTextError(text, response.status);
  }
  const start = text.slice(0, 1024).trimStart();
  if (start === '') return report({ shape: 'empty' });
  if (start.startsWith('<'))
    return isHtml(start, type) ? readHtmlError(text, response.status) : readXmlError(text, response.status);
  if (type.startsWith('multipart/')) return multipartReport(text) ?? report({ shape: 'batch' });
  if (isForm(start)) return formReport(start);
  const cut = cutJson(text, response.status, type);
  return cut ?? readTextError(text, response.status);
}

function isHtml(start: string, type: string): boolean {
  if (/^<(?:!doctype html|html|head|body|title|h[1-6]|p|div|center|pre|br|script|meta|b|strong)\b/i.test(start))
    return true;
  return type === 'text/html' && !start.startsWith('<?xml')
    ? true
    : /^<\?xml[^>]{0,200}>\s{0,20}<!DOCTYPE html/i.test(start);
}

/** GitHub's and Facebook's token endpoints answer with a form: `error=bad_verification_code&error_description=…`. */
export function isForm(text: string): boolean {
  return (
    /^[\w.-]{1,60}=[^&\n]{0,500}(?:&[\w.-]{1,60}=[^&\n]{0,1500}){0,20}\s{0,4}$/.test(text) &&
    /(?:^|&)(?:error|err_?code|error_?code)=[^&\s]/i.test(text) &&
    !/(?:^|&)(?:error|err_?code|error_?code)=(?:0+|none|ok)?(?:&|\s*$)/i.test(text)
  );
}

export function formReport(text: string): ErrorReport {
  const form = new URLSearchParams(text.trim());
  const first = (...names: readonly string[]) =>
    names.map((name) => form.get(name) ?? '').find((value) => value !== '');
  return report({
    shape: 'form',
    code: first('error', 'errorCode', 'error_code', 'ErrCode', 'errcode'),
    message: first(
      'error_description',
      'details',
      'message',
      'error_message',
      'errorMessage',
      'text',
      'ErrInfo',
      'errmsg',
    ),
    help: form.get('error_uri') ?? undefined,
  });
}

/** JSON that was cut by the recording, or that is not quite JSON: its members are still to be seen. */
function cutJson(text: string, status: number, type: string): ErrorReport | undefined {
  const start = text.slice(0, 4096);
  if (!/^\s{0,64}[[{]/.test(start) || !(type.includes('json') || /"[\w-]{1,40}"\s{0,4}:/.test(start.slice(0, 200))))
    return undefined;
  const member = (names: string) => {
    const match = new RegExp(`"(?:${names})"\\s{0,4}:\\s{0,4}("(?:[^"\\\\]|\\\\.){0,1000}"|-?\\d{1,12})`, 'i').exec(
      start,
    );
    return match === null ? undefined : unquoted(match[1]!);
  };
  const message = member('error_description|error_?message|message|detail|msg|description');
  const code = member('error_?code|code|__type|error');
  if (message === undefined && code === undefined) return undefined;
  const isTelling = message !== undefined && !isStatusName(message, status);
  return report({
    shape: 'envelope',
    code:
      code !== undefined && !isStatusName(code, status) && !/\s/.test(code) && code !== String(status)
        ? code
        : undefined,
    message: isTelling ? message : undefined,
    fields: isTelling ? fieldsInWords(message, 'response.body') : [],
  });
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.replaceAll('"', '');
  }
}

/** Fields in which servers name the error besides the body, or instead of it. */
const CODE_FIELDS = [
  'x-amzn-errortype',
  'x-ms-error-code',
  'x-error-code',
  'x-vercel-error',
  'x-error-type',
  'x-goog-error',
  'x-ratelimit-error',
  'x-rate-limit-problem',
  'x-amz-error-code',
  'x-deny-reason',
  'x-proxy-error',
  'x-mashery-error-code',
  'error-code',
];
const MESSAGE_FIELDS = [
  'x-error-message',
  'x-ca-error-message',
  'x-error',
  'x-amzn-error-message',
  'x-amz-error-message',
  'x-error-detail',
  'x-error-description',
  'x-ms-error-message',
  'x-reason',
  'x-exception',
  'x-application-error',
  'x-squid-error',
  'l5d-proxy-error',
  'x-message',
  'x-error-detail-header',
  'error-msg',
  'error-message',
  'message',
];

function withHeaders(found: ErrorReport, response: ResponseMessage, facts: MessageFacts): ErrorReport {
  const codeField =
    found.code === undefined ? CODE_FIELDS.find((name) => (facts.header(name) ?? '') !== '') : undefined;
  const code = codeField === undefined ? undefined : facts.header(codeField)!.replace(/:.*$/, '').trim();
  const messageField =
    found.message === undefined ? MESSAGE_FIELDS.find((name) => (facts.header(name) ?? '') !== '') : undefined;
  const phrase = oneLine(response.reason.slice(0, 500));
  const isPhrase =
    found.message === undefined &&
    messageField === undefined &&
    phrase.split(' ').length > 3 &&
    !isStatusName(phrase, response.status);
  if (code === undefined && messageField === undefined && !isPhrase) return found;
  const message =
    messageField === undefined ? (isPhrase ? phrase : found.message) : oneLine(facts.header(messageField)!);
  const where =
    messageField === undefined ? (isPhrase ? 'response.reason' : found.where) : `response.headers.${messageField}`;
  return {
    ...found,
    shape: found.shape === 'empty' ? 'headers' : found.shape,
    code: code ?? found.code,
    codeWhere: codeField === undefined ? found.codeWhere : `response.headers.${codeField}`,
    message,
    where,
    fields: found.fields.length > 0 || message === found.message ? found.fields : fieldsInWords(message ?? '', where),
  };
}
