import { Buffer } from 'node:buffer';
import type { StreamMessage } from '../../../exchange/exchange.ts';
import { readJsonError } from './json.ts';
import { isObject, type JsonObject, parsedObject } from './members.ts';
import { type FailedSuccess, report } from './report.ts';

/** Errors of a stream stand in its first or in its last event. */
const SEARCHED_CHARACTERS = 8192;

/** An event that reports an error: `event: error`, or data that is nothing but an error's envelope. */
export function failureInEvents(text: string): FailedSuccess | undefined {
  const start = text.length > 2 * SEARCHED_CHARACTERS ? text.length - SEARCHED_CHARACTERS : 0;
  const last = lastEvent(text);
  const ends = start === 0 ? [text] : [text.slice(0, SEARCHED_CHARACTERS), text.slice(start)];
  for (const part of ends) {
    for (const event of part.split(/\r?\n\r?\n/)) {
      const name = /^event:\s?([^\r\n]{1,60})/m.exec(event)?.[1]?.trim();
      const data = /^data:\s?([^\r\n]{1,4000})/m.exec(event)?.[1] ?? '';
      const json = parsedObject(data);
      const isNamed = name !== undefined && ERROR_EVENT.test(name);
      const isProof = name === 'error' || (json !== undefined && (isErrorOnly(json) || isFailedResult(json)));
      if (!isProof && !isNamed && !(json !== undefined && isErrorEvent(json))) continue;
      // A stream that goes on tells of something else.
      if (!isProof && event !== last) continue;
      const read = json === undefined ? undefined : readJsonError(json, 0);
      const known = read ?? report({ shape: 'event-stream', message: data === '' ? undefined : data });
      const line = text.slice(0, Math.max(0, text.indexOf(event))).split('\n').length;
      return {
        where: `response.body:${line}:1`,
        what: isNamed ? `event: ${name}` : 'error',
        isOpen: !isProof,
        report: { ...known, shape: 'event-stream' },
      };
    }
  }
  return finalFailure(last);
}

/** The last event that says something: `data: [DONE]`, `event: end` and comments do not. */
function lastEvent(text: string): string {
  const events = text.slice(-SEARCHED_CHARACTERS).split(/\r?\n\r?\n/);
  return events.findLast((event) => /^data:\s?[^\s[]/m.test(event) && !END_EVENT.test(event)) ?? '';
}

const END_EVENT = /^event:\s?(?:done|end|close|finish|complete)\b/m;

/** The last event of a stream, where that reports an error: what was streamed before does not tell. */
export function failureInLastEvent(messages: readonly StreamMessage[], count: number): FailedSuccess | undefined {
  const last = messages.at(-1);
  if (last?.type !== 'event') return undefined;
  const event = Buffer.from(last.bytes.buffer, last.bytes.byteOffset, last.bytes.length).toString('utf8');
  const found = failureInEvents(event);
  if (found === undefined) return undefined;
  const where = `messages/${count}`;
  return { ...found, where, report: { ...found.report, where, codeWhere: where } };
}

/** Entries of a log have these, and their errors are their own. */
const OF_LOGS = ['level', 'severity', 'lvl', 'logger', '@timestamp'];

/**
 * A chunk like the others that carries an error besides, `{"id": …, "choices": [], "error": {"code": 502, "message": …}}`, or
 * that says by its type that the answer broke off. That something failed which the stream tells of is news like any other.
 */
function finalFailure(event: string): FailedSuccess | undefined {
  const json = parsedObject(/^data:\s?([^\r\n]{1,4000})/m.exec(event)?.[1] ?? '');
  if (json === undefined || OF_LOGS.some((name) => name in json)) return undefined;
  const { error, type, response } = json;
  const isError = (value: unknown) =>
    isObject(value) && (typeof value.message === 'string' || value.code !== undefined);
  const hasError = isError(error);
  const isTyped =
    typeof type === 'string' &&
    /(?:^|[._-])(?:error|failed)$/i.test(type) &&
    ((isObject(response) && isError(response.error)) || typeof json.message === 'string' || typeof error === 'string');
  if (!hasError && !isTyped) return undefined;
  const read = readJsonError(hasError ? { error } : json, 0) ?? report({ shape: 'event-stream' });
  return {
    where: 'response.body',
    what: hasError ? 'error' : String(type),
    isOpen: !hasError,
    report: { ...read, shape: 'event-stream' },
  };
}

/** `error`, `serialized-error`, `chat.error` */
const ERROR_EVENT = /(?:^|[-_.:/])(?:error|exception)$/i;

/** Data that call themselves an error, with a code or a sentence: `{"object": "error", "message": "…"}`, `{"error_code": 336501, "error_msg": "…"}`. */
function isErrorEvent(json: JsonObject): boolean {
  const isCalled = [json.object, json.event, json.type].some((name) => name === 'error');
  const said = json.message ?? json.error_msg ?? json.msg ?? json.detail;
  if (isCalled) return typeof said === 'string' || json.code !== undefined;
  return typeof json.error_code === 'number' && json.error_code !== 0 && typeof said === 'string';
}

/** A result of GraphQL that has errors: `{"errors": [{"message": "…", "path": […]}]}`. */
function isFailedResult({ errors }: JsonObject): boolean {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return isObject(first) && typeof first.message === 'string' && ('path' in first || 'extensions' in first);
}

function isErrorOnly(json: JsonObject): boolean {
  const error = json.error;
  const hasError = (typeof error === 'string' && error !== '') || (isObject(error) && Object.keys(error).length > 0);
  return (
    hasError &&
    Object.keys(json).every((key) =>
      /^(?:error|error_type|error_code|type|code|status|message|param|details?|request_id|trace_id|event_id|id|object)$/.test(
        key,
      ),
    )
  );
}
