import { isObject, type JsonObject, parsedObject, SAYS_FAILED, step } from './members.ts';

/** One answer of a batch that says no. */
export interface Part {
  readonly status: number | undefined;
  /** The object that says what went wrong. */
  readonly error: JsonObject;
  readonly pointer: string;
}

/** The answer to one of many, where it failed. */
export function failedPart(item: JsonObject, pointer: string): Part | undefined {
  // Elasticsearch wraps each in the name of its action.
  const keys = Object.keys(item);
  const inner = keys.length === 1 ? item[keys[0]!] : undefined;
  if (isObject(inner) && /^(?:index|create|update|delete)$/.test(keys[0]!))
    return failedPart(inner, step(pointer, keys[0]!));
  const status = statusOf(item);
  if (status !== undefined && status >= 400 && status <= 599) {
    const { response } = item;
    const body = item.body ?? item.content ?? (isObject(response) ? (response.outcome ?? response) : undefined);
    return { status, error: isObject(body) ? body : (quoted(body) ?? item), pointer };
  }
  if (status !== undefined) return undefined;
  if (hasOwnErrors(item)) return { status: undefined, error: { errors: ownErrors(item) }, pointer };
  const told = rejected(item) ?? coded(item) ?? answered(item);
  if (told !== undefined) return { status: undefined, error: told, pointer };
  const error = item.error ?? item.Error ?? item.errors;
  const saysError =
    typeof error === 'string'
      ? error !== ''
      : isObject(error)
        ? Object.keys(error).length > 0
        : Array.isArray(error) && error.length > 0;
  const isRefused =
    item.success === false || item.ok === false || SAYS_FAILED.test(String(item.status ?? item.result ?? ''));
  return isRefused || (saysError && !('id' in item && 'name' in item))
    ? { status: undefined, error: item, pointer }
    : undefined;
}

/** Facebook quotes each answer as a text. */
function quoted(body: unknown): JsonObject | undefined {
  return typeof body === 'string' ? parsedObject(body) : undefined;
}

/** Xero marks what it did not take: `{"HasValidationErrors": true, "ValidationErrors": [{"Message": "…"}]}`. */
export function hasOwnErrors(item: JsonObject): boolean {
  const isMarked = Object.keys(item).some((key) => /^has_?(?:validation_?)?errors?$/i.test(key) && item[key] === true);
  return isMarked && ownErrors(item) !== undefined;
}

function ownErrors(item: JsonObject): unknown {
  const key = Object.keys(item).find((name) => /^(?:validation_?)?errors$/i.test(name));
  const errors = key === undefined ? undefined : item[key];
  return Array.isArray(errors) && errors.length > 0 ? errors : undefined;
}

/** A code of the API's own and its sentence: `{"ErrorCode": "…", "ErrorMessage": "…"}`, `{"sCode": "51008", "sMsg": "…"}`, `google.rpc.Status`. */
function coded(item: JsonObject): JsonObject | undefined {
  const keys = Object.keys(item);
  const message = keys.find((key) => /^(?:error_?|s)?(?:message|msg)$/i.test(key));
  const code = item.ErrorCode ?? item.errorCode ?? item.error_code ?? item.sCode;
  if (message === undefined) return undefined;
  if (typeof code === 'number' ? code !== 0 : typeof code === 'string' && !/^(?:0*|ok|success)$/i.test(code)) {
    // What was sent and has an identity may have failed long ago.
    if (typeof code === 'string' && ['id', 'sid', 'uuid'].some((name) => name in item)) return undefined;
    return { error: { code, message: item[message] } };
  }
  const isRpc =
    typeof item.code === 'number' && item.code > 0 && keys.every((key) => /^(?:code|message|details)$/.test(key));
  return isRpc && typeof item.message === 'string' ? { error: item } : undefined;
}

const REJECTED = /^(?:rejected|undeliverable|failed|invalid|error|not_?accepted)/i;

/** `{"status": {"groupName": "REJECTED", "description": "…"}}`, `{"status": "rejected", "reject_reason": "hard-bounce"}`. */
function rejected(item: JsonObject): JsonObject | undefined {
  const { status } = item;
  if (typeof status === 'string') {
    const reason = item.reject_reason ?? item.rejectReason ?? item.rejection_reason;
    const isTold = typeof reason === 'string' && reason !== '' && REJECTED.test(status) && !('created_at' in item);
    return isTold ? { error: { message: reason } } : undefined;
  }
  if (!isObject(status)) return undefined;
  const state = status.groupName ?? status.group ?? status.name;
  const said = status.description ?? status.message;
  return typeof state === 'string' && REJECTED.test(state) && typeof said === 'string'
    ? { error: { code: status.name, message: said } }
    : undefined;
}

/** Its answer lies one step deeper: `{"class": "Book", "result": {"status": "FAILED", "errors": {…}}}`. */
function answered({ result }: JsonObject): JsonObject | undefined {
  if (!isObject(result) || !/^(?:failed|error)$/i.test(String(result.status ?? ''))) return undefined;
  const error = result.errors ?? result.error;
  return isObject(error) || Array.isArray(error) ? { error } : undefined;
}

/** The HTTP status that a part has of its own, however it is spelled. */
export function statusOf(item: JsonObject): number | undefined {
  for (const key of [
    'status',
    'statusCode',
    'status_code',
    'httpStatusCode',
    'httpStatus',
    'responseCode',
    'code',
    'StatusCode',
    'HttpStatusCode',
  ]) {
    const value = item[key];
    if (typeof value === 'number' && value >= 100 && value <= 599) return value;
    const text = typeof value === 'string' ? /^(?:HTTP\/[\d.]{1,3} )?(\d{3})(?: |$)/.exec(value)?.[1] : undefined;
    if (text !== undefined) return Number(text);
  }
  // `{"status": {"statusCode": 400}, "body": {…}}`, FHIR's `{"response": {"status": "404 Not Found", "outcome": {…}}}`.
  for (const inner of [item.status, item.response]) {
    const status = isObject(inner) ? statusOf({ ...inner, response: undefined }) : undefined;
    if (status !== undefined) return status;
  }
  return undefined;
}
