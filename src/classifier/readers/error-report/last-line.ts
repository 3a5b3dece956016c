import { tellsFailure } from '../coded-answer.ts';
import { watchSign } from '../engine-signs.ts';
import { batchReport, failedParts } from './batch.ts';
import { readJsonError } from './json.ts';
import { isObject, type JsonObject, parsedObject } from './members.ts';
import { type FailedSuccess, report } from './report.ts';

/** Errors of a stream stand at its end. */
const SEARCHED_CHARACTERS = 8192;
const MOST_LINES = 200;

/** ClickHouse writes its exception behind the rows that were sent already; newer releases mark it by a line of its own. */
const EXCEPTION =
  /(?:^|\n)(?:__exception__\s{1,4}(?:\w{8,40}\s{1,4})?)?(Code: (\d{1,5})\. [\w:]{2,60}Exception: [^\n\t]{1,2000})\s{0,40}(?:[\w ]{0,60}\s{0,4}__exception__)?\s{0,8}$/;
/** A class of error that stands where a row was due. */
const BROKEN_ROW =
  /^(?:(?:error|fatal|exception)\b ?[:(]|(?:[a-z][\w$]{0,40}\.){1,8}[A-Z]\w{2,60}(?:Exception|Error): )/i;

/**
 * What ends a stream of lines that began well: a line of JSON that is an error where the others are results, or an exception
 * behind the rows. Rows that are about errors are none: each of them has that member.
 */
export function failureInLastLine(text: string, type: string): FailedSuccess | undefined {
  const end = text.slice(-SEARCHED_CHARACTERS).trimEnd();
  const thrown = EXCEPTION.exec(end);
  if (thrown !== null) {
    const known = report({ shape: 'event-stream', code: nameIn(thrown[1]!) ?? thrown[2], message: thrown[1] });
    const isOpen = !thrown[0].includes('__exception__');
    return { where: placeOf(text, thrown[1]!), what: thrown[1]!.slice(0, 300), isOpen, report: known };
  }
  const at = end.lastIndexOf('\n');
  const last = end.slice(at + 1).trim();
  if (at < 0 || last === '') return undefined;
  if (last.startsWith('{')) return failureInJson(text, end.slice(0, at), last);
  const isOfRows = /csv|tab-separated|ndjson|jsonl|json/.test(type);
  if (!isOfRows || !BROKEN_ROW.test(last) || !tellsFailure(last)) return undefined;
  const rows = end.slice(0, at).split('\n', MOST_LINES);
  const separator = type.includes('csv') ? ',' : '\t';
  const isRegular =
    /csv|tab/.test(type) && last.includes(separator) && columns(last, separator) === columns(rows.at(-1)!, separator);
  if (isRegular || rows.some((row) => BROKEN_ROW.test(row))) return undefined;
  const known = report({ shape: 'event-stream', message: last });
  return { where: placeOf(text, last), what: last.slice(0, 300), isOpen: true, report: known };
}

function columns(row: string, separator: string): number {
  return row.split(separator).length;
}

/** The name that ClickHouse puts behind the sentence: `(TIMEOUT_EXCEEDED)`. */
function nameIn(sentence: string): string | undefined {
  return /\(([A-Z][A-Z0-9_]{3,60})\)/.exec(sentence)?.[1];
}

function failureInJson(text: string, before: string, last: string): FailedSuccess | undefined {
  const json = parsedObject(last);
  if (json === undefined) return undefined;
  const batch = failureInLines(text);
  if (batch !== undefined) return batch;
  const error = errorIn(json);
  if (error === undefined || isRow(json)) return undefined;
  const previous = parsedObject(before.slice(before.lastIndexOf('\n') + 1).trim());
  // Every row is about an error.
  const isRowToo = previous !== undefined && (errorIn(previous) !== undefined || isOfKind(json, previous));
  if (isRowToo && watchSign(json) === undefined) return undefined;
  const read = readJsonError(error, 0) ?? report({ shape: 'event-stream' });
  const where = placeOf(text, last);
  return {
    where,
    what: read.message ?? read.code ?? 'error',
    isOpen: !isObject(json.error) && !isObject(json.errorDetail) && watchSign(json) === undefined,
    report: { ...read, shape: 'event-stream', where, codeWhere: where },
  };
}

/** Members that say where in the stream a line stands. */
const OF_STREAM = new Set([
  'status',
  'type',
  'event',
  'event_type',
  'is_finished',
  'done',
  'model',
  'created_at',
  'code',
]);

/** The same thing as the line before, with an error of its own. */
function isOfKind(json: JsonObject, previous: JsonObject): boolean {
  return Object.keys(json).some((key) => key in previous && !OF_STREAM.has(key));
}

/** What of a line tells of a failure of the call. */
function errorIn(json: JsonObject): unknown {
  const watched = watchSign(json);
  if (watched !== undefined) return watched.scope;
  const { error, errorDetail, error_code: code, message } = json;
  if (isObject(error) && Object.keys(error).length > 0) return { error };
  if (isObject(errorDetail)) return { error: errorDetail };
  if (typeof error === 'string' && error.trim() !== '') return { error: { message: error } };
  if (code !== undefined && code !== 0 && typeof message === 'string') return { error: { code, message } };
  return undefined;
}

const OF_ROWS = 'level severity time timestamp ts @timestamp logger id _id key name index row line'.split(' ');

/** An entry of a log, or a thing with an identity: its error is its own. */
function isRow(json: JsonObject): boolean {
  return OF_ROWS.some((name) => name in json);
}

/** Each line answers for one line of the request: `{"success": true}`, `{"success": false, "error": "…"}`. */
function failureInLines(text: string): FailedSuccess | undefined {
  const lines = text.slice(0, 4 * SEARCHED_CHARACTERS).split('\n', MOST_LINES);
  if (!/^\s{0,4}\{[^\n]{0,2000}"success"\s{0,4}:/.test(lines[0]!)) return undefined;
  const answers = lines.map(parsedObject);
  const whole = answers.filter((answer) => answer !== undefined);
  if (!whole.every((answer) => typeof answer.success === 'boolean')) return undefined;
  const batch = failedParts(whole);
  if (batch === undefined) return undefined;
  const index = Number(batch.failed[0]!.pointer.slice(1));
  const where = `response.body:${index + 1}:1`;
  return { where, what: 'success: false', report: { ...batchReport(batch), where, codeWhere: where } };
}

function placeOf(text: string, part: string): string {
  const at = text.lastIndexOf(part);
  let line = 1;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line += 1;
  return `response.body:${line}:1`;
}
