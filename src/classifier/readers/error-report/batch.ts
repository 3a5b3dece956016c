import { failedPart, hasOwnErrors, type Part, statusOf } from './batch-part.ts';
import { readJsonError } from './json.ts';
import { inBody, isObject, type JsonObject, parsedJson, plainName, SAYS_FAILED, step } from './members.ts';
import { type ErrorReport, report } from './report.ts';

/** Names under which the answers of a batch are listed. */
const LISTS: ReadonlySet<string> = new Set([
  'results',
  'responses',
  'items',
  'result',
  'response',
  'operations',
  'entries',
  'records',
  'data',
  'values',
  'outcomes',
  'requests',
  'compositeresponse',
  'batch',
  'multistatus',
  'subresponses',
  'requestresponses',
  'parts',
  'statuses',
  'messages',
  'tickets',
  'recipients',
  'notifications',
  'entry',
  'value',
  'status',
  'create',
  'update',
  'delete',
  'documents',
]);

/** `addResults`, `batchResponses` */
const LIST_NAME = /(?:results|responses)$/;

/** What was not done, under names that mean nothing else. */
const LEFT_OVER =
  /^(?:unprocessed(?:items|keys|entries|statements|records)?|failed(?:entries|items|records|resources|requests|messages)?|failures|batchitemfailures|rejected|failedputs|rejectedrecords|errorentries|notprocessed)$/;

const MOST_PARTS = 500;

export interface Batch {
  readonly failed: readonly Part[];
  readonly total: number;
  /** Its form has no other meaning, not even where something was read. */
  readonly isPlain?: boolean;
}

/** The parts of an answer to many, where any of them failed; undefined where it is no such answer or all went well. */
export function failedParts(root: unknown): Batch | undefined {
  if (Array.isArray(root)) return partsOf(root, '');
  if (!isObject(root)) return undefined;
  for (const key of Object.keys(root).slice(0, 40)) {
    const value = root[key];
    const name = plainName(key);
    if (LEFT_OVER.test(name)) {
      const left = leftOver(value, step('', key));
      if (left !== undefined) return left;
    }
    if (Array.isArray(value) && (LISTS.has(name) || LIST_NAME.test(name) || isListOfOutcomes(value))) {
      const batch = partsOf(value, step('', key));
      if (batch !== undefined) return batch;
    }
    // By id: `{"responses": {"C1": {…}, "C2": {"errors": […]}}}`.
    if (isObject(value) && LISTS.has(name) && name !== 'data') {
      const batch = partsById(value, step('', key));
      if (batch !== undefined) return batch;
    }
  }
  return errorsBeside(root) ?? errorsById(root) ?? partsInside(root) ?? namedParts(root);
}

/** `{"sms": {"79001112233": {"status": "ERROR", "status_text": "…"}}}`: by number, address or id, each with a state and why. */
function namedParts(root: JsonObject): Batch | undefined {
  for (const key of Object.keys(root).slice(0, 12)) {
    const parts = root[key];
    if (!isObject(parts)) continue;
    const names = Object.keys(parts).slice(0, MOST_PARTS);
    // Components of a whole have names; what was sent out has numbers and addresses.
    if (names.length === 0 || !names.every((name) => /[\d@]/.test(name) && isObject(parts[name]))) continue;
    const failed = names.flatMap((name): readonly Part[] => {
      const item = parts[name] as JsonObject;
      const said = item.status_text ?? item.message ?? item.error ?? item.reason;
      const isFailed = SAYS_FAILED.test(String(item.status ?? '')) && typeof said === 'string';
      return isFailed
        ? [{ status: undefined, error: { error: { message: said } }, pointer: step(step('', key), name) }]
        : [];
    });
    if (failed.length > 0) return { failed, total: names.length };
  }
  return undefined;
}

/** Lists of what was sent out, of which each item has a state in a word or a code. */
const SENT = /^(?:messages|recipients|notifications|deliveries)$/;
/** States that a thing has only where it was turned down. */
const TURNED_DOWN =
  /^(?:(?:invalid|insufficient|unsupported|unauthori[sz]ed|forbidden|missing|unknown)[_ ]?[a-z_ ]{2,40}|(?:do_)?not_[a-z_]{3,40}|[a-z_]{2,30}_(?:error|failed|not_found|exceeded|invalid|required|denied))$/i;

/** One level down, below a single wrapper: what was turned down there. */
function partsInside(root: JsonObject): Batch | undefined {
  const keys = Object.keys(root).slice(0, 12);
  for (const key of keys) {
    const inner = root[key];
    if (!isObject(inner) || !(keys.length === 1 || /^(?:data|result|response|body)$/.test(plainName(key)))) continue;
    const pointer = step('', key);
    for (const name of Object.keys(inner).slice(0, 20)) {
      const value = inner[name];
      if (!Array.isArray(value)) continue;
      const plain = plainName(name);
      const found = LEFT_OVER.test(plain)
        ? leftOver(value, step(pointer, name))
        : SENT.test(plain)
          ? turnedDown(value, step(pointer, name))
          : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** `{"status": "INSUFFICIENT_CREDIT"}`, `{"status": "InvalidPhoneNumber", "statusCode": 403}`. */
function turnedDown(list: readonly unknown[], pointer: string): Batch | undefined {
  const failed = list.slice(0, MOST_PARTS).flatMap((item, index): readonly Part[] => {
    if (!isObject(item)) return [];
    const state = item.status ?? item.state;
    if (typeof state !== 'string' || !TURNED_DOWN.test(state)) return [];
    return [{ status: statusOf(item), error: { error: { code: state } }, pointer: step(pointer, index) }];
  });
  return failed.length === 0 ? undefined : { failed, total: list.length };
}

/** Each item has a place for its own error, filled or not: `{"offsets": [{"offset": null, "error_code": 50002, "error": "…"}]}`. */
function isListOfOutcomes(list: readonly unknown[]): boolean {
  if (list.slice(0, 20).some((item) => isObject(item) && hasOwnErrors(item))) return true;
  // `{"subscription": "s1", "result": "error", "error": {…}}`
  const isResult = (item: unknown) =>
    isObject(item) && /^error$/i.test(String(item.result ?? '')) && isObject(item.error);
  if (list.slice(0, 20).some(isResult)) return true;
  return (
    list.length > 0 &&
    list
      .slice(0, 20)
      .every((item) => isObject(item) && 'error' in item && ('error_code' in item || 'errorCode' in item)) &&
    list.some((item) => isObject(item) && typeof item.error === 'string' && item.error !== '')
  );
}

function partsById(parts: JsonObject, pointer: string): Batch | undefined {
  const keys = Object.keys(parts).slice(0, MOST_PARTS);
  if (!keys.every((key) => isObject(parts[key]))) return undefined;
  const failed = keys.flatMap((key) => {
    const item = parts[key] as JsonObject;
    const errors = item.errors ?? item.error;
    const status = statusOf(item);
    const isFailed = Array.isArray(errors) ? isObject(errors[0]) : isObject(errors) || (status ?? 0) >= 400;
    return isFailed ? [{ status, error: item, pointer: step(pointer, key) }] : [];
  });
  return failed.length === 0 ? undefined : { failed, total: keys.length };
}

/** By id beside the results of the others, as Rest.li answers: `{"results": {"1": {…}}, "errors": {"2": {"status": 404, "message": "…"}}}`. */
function errorsById({ results, errors }: JsonObject): Batch | undefined {
  if (!isObject(results) || !isObject(errors)) return undefined;
  const ids = Object.keys(errors).slice(0, MOST_PARTS);
  const failed = ids.flatMap((id): readonly Part[] => {
    const error = errors[id];
    const status = isObject(error) ? statusOf(error) : undefined;
    return isObject(error) && (status ?? 0) >= 400 ? [{ status, error, pointer: step('/errors', id) }] : [];
  });
  if (failed.length === 0 || failed.length < ids.length) return undefined;
  return { failed, total: Object.keys(results).length + failed.length, isPlain: true };
}

/**
 * Errors listed beside those that worked, with their number or a status of their own: `{"results": […], "numErrors": 1, "errors": […]}`,
 * `{"issues": […], "errors": [{"status": 400, …}]}`, `{"documents": [], "errors": [{"id": "1", "error": {…}}]}`.
 */
function errorsBeside(root: JsonObject): Batch | undefined {
  const { errors } = root;
  const key = Object.keys(root).find((name) => name !== 'errors' && Array.isArray(root[name]));
  const results = key === undefined ? undefined : root[key];
  if (!Array.isArray(errors) || !Array.isArray(results)) return undefined;
  const isCounted = key === 'results' && ('numErrors' in root || 'num_errors' in root);
  const isOwn = (error: unknown) => isObject(error) && (isObject(error.error) || (statusOf(error) ?? 0) >= 400);
  if (!isCounted && !errors.every(isOwn)) return undefined;
  const failed = errors
    .slice(0, MOST_PARTS)
    .flatMap((error, index) =>
      isObject(error) ? [{ status: statusOf(error), error: innerOf(error), pointer: step('/errors', index) }] : [],
    );
  return failed.length === 0 ? undefined : { failed, total: results.length + failed.length };
}

/** Jira's `elementErrors`. */
function innerOf(error: JsonObject): JsonObject {
  return isObject(error.elementErrors) ? error.elementErrors : error;
}

function partsOf(list: readonly unknown[], pointer: string): Batch | undefined {
  const failed: Part[] = [];
  for (const [index, item] of list.slice(0, MOST_PARTS).entries()) {
    if (!isObject(item)) continue;
    const part = failedPart(item, step(pointer, index));
    if (part !== undefined) failed.push(part);
  }
  return failed.length === 0 ? undefined : { failed, total: list.length };
}

function leftOver(value: unknown, pointer: string): Batch | undefined {
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    const parts = value.slice(0, MOST_PARTS).map((item, index) => ({
      status: undefined,
      error: isObject(item) ? item : {},
      pointer: step(pointer, index),
    }));
    return { failed: parts, total: 0 };
  }
  if (!isObject(value)) return undefined;
  const lists = Object.entries(value).filter(([, list]) =>
    Array.isArray(list) ? list.length > 0 : isObject(list) && Object.keys(list).length > 0,
  );
  return lists.length === 0
    ? undefined
    : { failed: lists.map(([key]) => ({ status: undefined, error: {}, pointer: step(pointer, key) })), total: 0 };
}

/** The report of the first part that failed; the messages of the others are its remarks. */
export function batchReport({ failed, total }: Batch): ErrorReport {
  const [first, ...others] = failed;
  const inner = first === undefined ? undefined : readJsonError(first.error, first.status ?? 0);
  const place = inBody(first?.pointer ?? '');
  return {
    ...(inner ?? report({ shape: 'batch' })),
    shape: 'batch',
    status: first?.status ?? inner?.status,
    where: place,
    codeWhere: place,
    more: others.slice(0, 5).flatMap(({ error, status }) => readJsonError(error, status ?? 0)?.message ?? []),
    parts: { failed: failed.length, total: Math.max(total, failed.length) },
  };
}

const PART_STATUS = /^HTTP\/\d(?:\.\d)? (\d{3})[^\r\n]{0,80}/gm;

/** The parts of a `multipart/mixed` answer (OData, Google), each an HTTP response of its own. */
export function multipartReport(text: string): ErrorReport | undefined {
  const statuses = [...text.matchAll(PART_STATUS)].slice(0, MOST_PARTS);
  const failed = statuses.filter(([, status]) => Number(status) >= 400);
  const [first] = failed;
  if (first === undefined) return undefined;
  const status = Number(first[1]);
  const body = text.slice(first.index).split(/\r?\n\r?\n/, 2)[1] ?? '';
  const json = body.slice(0, body.search(/\r?\n--/) < 0 ? undefined : body.search(/\r?\n--/));
  return {
    ...(readJsonError(parsedJson(json), status) ?? report({ shape: 'batch' })),
    shape: 'batch',
    status,
    where: `response.body:${text.slice(0, first.index).split('\n').length}:1`,
    parts: { failed: failed.length, total: statuses.length },
  };
}
