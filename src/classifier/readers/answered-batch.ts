import type { Exchange } from '../../exchange/exchange.ts';
import { type Batch, failedParts } from './error-report/batch.ts';
import { isObject, type JsonObject } from './error-report/members.ts';

/** Parts that failed; under 200 only of a call that asks for several things to be done, or of statements in a query. */
export function answeredBatch(json: unknown, { request, response }: Exchange): Batch | undefined {
  const batch = failedParts(json);
  if (batch === undefined || response?.status === 207 || batch.isPlain === true) return batch;
  if (isReading(request)) return batch.failed.every(({ error }) => isBareError(error)) ? batch : undefined;
  // A list of things that carry a state of their own is no list of answers.
  const isAnswered = batch.failed.every(
    ({ status, error }) =>
      (status !== undefined && hasReason(error)) ||
      (('error' in error || isTold(error)) && !('created_at' in error)) ||
      batch.total === 0,
  );
  return isAnswered ? batch : undefined;
}

/** What was read may have failed long ago; the parts of a batch have failed now, whatever the method. */
export function isReading({ method, url }: Exchange['request']): boolean {
  const path = url.slice(0, 500).replace(/[?#].*$/, '');
  if (method === 'GET') return !/\/(?:\$|_)?(?:batch|multi\w{0,10})$/i.test(path);
  return /[/:_-](?:list|search|query|find|get|fetch|read|filter|lookup|describe|history|report)$/i.test(path);
}

/** `{"statement_id": 0, "error": "database not found: telegraph"}`: in place of a result, and nothing of a thing. */
function isBareError(error: JsonObject): boolean {
  return (
    typeof error.error === 'string' &&
    error.error !== '' &&
    Object.keys(error).every((key) => /^(?:error|code|message|statement_?id|index|time|rows|columns)$/.test(key))
  );
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
    /^(?:errors?|issue|message|detail|reason|code|title|description|msg|body|error.?(?:code|message))$/i.test(key),
  );
}
