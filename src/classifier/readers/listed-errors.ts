import { isObject, type JsonObject } from './error-report/members.ts';
import { type EnvelopeSign, sign } from './rpc-signs.ts';

/** `{"json": {"errors": [["RATELIMIT", "Take a break for 9 minutes.", "ratelimit"]]}}`: lists of code, sentence and field. */
export function listedSign(json: JsonObject): EnvelopeSign | undefined {
  const inner = isObject(json.json) ? json.json : json;
  const { errors } = inner;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (!Array.isArray(first) || first.length < 2 || first.length > 4) return undefined;
  const [code, message] = first as readonly unknown[];
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  const pointer = inner === json ? '/errors/0' : '/json/errors/0';
  return { ...sign(pointer, message), scope: { error: { code, message } } };
}

/** Elasticsearch and OpenSearch answer with what the shards that worked have found, and list the others. */
export function shardsSign(json: JsonObject): EnvelopeSign | undefined {
  const shards = json._shards;
  if (!isObject(shards) || !Array.isArray(shards.failures) || !(Number(shards.failed) > 0)) return undefined;
  const [first]: readonly unknown[] = shards.failures;
  const reason: unknown = isObject(first) ? (first.reason ?? first) : undefined;
  return { ...sign('/_shards/failures/0', reason), isOpen: true, scope: { error: reason } };
}

/** Problems (RFC 9457) listed beside the data that could be had: `{"data": […], "errors": [{"title": …, "detail": …}]}`. */
export function problemsBesideData({ data, errors }: JsonObject): EnvelopeSign | undefined {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (data === undefined || !isObject(first)) return undefined;
  return typeof first.title === 'string' && typeof first.detail === 'string' ? sign('/errors/0', first) : undefined;
}

const NOTICE = /^(?:information|info|notes?|notice|warning|message)$/i;
const ABOUT_LIMIT =
  /\b(?:rate|request|call|api|usage|daily|monthly)s?\b.{0,20}\blimits?\b.{0,80}\b(?:per|a|exceeded|reached|is|of|hit)\b|\b(?:exceeded|reached|hit) .{0,30}\blimit\b|\bcall frequency\b/i;

/** Instead of data a sentence about the limit that was reached: `{"Note": "Our standard call frequency is 5 calls per minute …"}`. */
export function noticeSign(json: JsonObject): EnvelopeSign | undefined {
  const [key, ...others] = Object.keys(json);
  const said = key === undefined ? undefined : json[key];
  if (others.length > 0 || key === undefined || typeof said !== 'string' || !NOTICE.test(key)) return undefined;
  return ABOUT_LIMIT.test(said.slice(0, 600))
    ? { ...sign(`/${key}`, said), isOpen: true, scope: { error: { message: said } } }
    : undefined;
}

const FAILED_PART = /^(?:error|failure)[_-]?(?:text|message|description|reason)$/i;

/** Each part of the answer has a text for its own error: `{"messages": [{"status": "9", "error-text": "…"}]}`. */
export function toldPartsSign(json: JsonObject): EnvelopeSign | undefined {
  for (const key of Object.keys(json).slice(0, 10)) {
    const parts: unknown = json[key];
    if (!Array.isArray(parts) || parts.length === 0 || parts.length > 100) continue;
    const first: unknown = parts[0];
    if (!isObject(first) || 'id' in first || 'created_at' in first) continue;
    const name = Object.keys(first).find((member) => FAILED_PART.test(member));
    const said = name === undefined ? undefined : first[name];
    if (typeof said !== 'string' || said === '' || !('status' in first || 'code' in first)) continue;
    return { ...sign(`/${key}/0/${name}`, said), scope: { error: { message: said } } };
  }
  return undefined;
}

/** Lines are those of a text that the call was to check, and no parts of the request. */
const PLACE = /^(?:index|position|row|row_?(?:number|index)|item_?index|array_?index)$/i;

/** Items of the request that were not taken, each by its place: `{"message": "success", "errors": [{"type": "…", "index": 0}]}`. */
export function placedErrorsSign(json: JsonObject): EnvelopeSign | undefined {
  const key = Object.keys(json)
    .slice(0, 20)
    .find((name) => /(?:errors|failures|failed)$/i.test(name) && Array.isArray(json[name]));
  const list = key === undefined ? undefined : json[key];
  if (!Array.isArray(list) || list.length === 0 || 'valid' in json) return undefined;
  // What was made and has a state of its own says what is still to be corrected.
  if ('id' in json && ('status' in json || 'state' in json)) return undefined;
  const first: unknown = list[0];
  // A row with a column is a place in a text that was to be checked.
  if (!isObject(first) || 'column' in first || 'col' in first) return undefined;
  if (!Object.keys(first).some((name) => PLACE.test(name) && isPlace(first[name]))) return undefined;
  const said = ['message', 'error', 'reason', 'detail', 'description', 'title', 'type', 'code', 'errors'].find(
    (name) => typeof first[name] === 'string' || Array.isArray(first[name]),
  );
  if (said === undefined) return undefined;
  const text = first[said];
  const scope =
    said === 'type' && typeof text === 'string' && /\s/.test(text) ? { error: { message: text } } : { error: first };
  return { ...sign(`/${key}/0`, text), isOpen: true, scope };
}

function isPlace(value: unknown): boolean {
  return Number.isInteger(value) || (typeof value === 'string' && /^\d{1,9}$/.test(value));
}

/** Nothing was made, and why is told: `{"id": "", "recipients": 0, "errors": ["…"]}`. */
export function madeNothingSign(json: JsonObject): EnvelopeSign | undefined {
  const { errors, id } = json;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return id === '' && typeof first === 'string' && first !== '' ? sign('/errors/0', first) : undefined;
}

const REFUSED = /^(?:refused|declined|rejected|denied|soft_?decline|hard_?decline)$/i;

/** A payment that was refused: `{"resultCode": "Refused", "refusalReason": "Not enough balance"}`. */
export function refusedSign(json: JsonObject): EnvelopeSign | undefined {
  const reason = Object.keys(json).find((key) =>
    /^(?:(?:refusal|decline|rejection)_?(?:reason|message|description|code)|(?:failure|error)_?(?:reason|code))$/i.test(
      key,
    ),
  );
  const said = reason === undefined ? undefined : json[reason];
  if (typeof said !== 'string' || said === '' || 'id' in json) return declinedSign(json);
  const state = ['resultCode', 'result', 'status', 'outcome', 'result_code'].find((key) =>
    REFUSED.test(String(json[key] ?? '')),
  );
  return state === undefined ? undefined : { ...sign(`/${state}`, json[state]), scope: { error: { message: said } } };
}

/** A payment that was made and declined, with a part of its own for the reason: `{"status": "DECLINED", "errorInformation": {"reason": …}}`. */
function declinedSign(json: JsonObject): EnvelopeSign | undefined {
  const key = Object.keys(json).find((name) =>
    /^(?:error|decline|refusal|failure)_?(?:information|info|details?)$/i.test(name),
  );
  const why = key === undefined ? undefined : json[key];
  if (!isObject(why) || !REFUSED.test(String(json.status ?? json.result ?? json.outcome ?? ''))) return undefined;
  const isTold = ['reason', 'message', 'code', 'description'].some(
    (name) => typeof why[name] === 'string' && why[name] !== '',
  );
  return isTold ? { ...sign(`/${key}`, json.status), scope: { error: why } } : undefined;
}

/** What was not taken of the data that were sent, told beside nothing else (OTLP): `{"partialSuccess": {"rejectedSpans": 3, "errorMessage": "…"}}`. */
export function partialSuccessSign(json: JsonObject): EnvelopeSign | undefined {
  const key = Object.keys(json).find((name) => /^partial_?success$/i.test(name));
  const told = key === undefined ? undefined : json[key];
  if (!isObject(told)) return undefined;
  const rejected = Object.keys(told).find((name) => /^rejected/i.test(name) && Number(told[name]) > 0);
  const said = told.errorMessage ?? told.error_message;
  if (rejected === undefined) return undefined;
  return {
    ...sign(`/${key}/${rejected}`, told[rejected]),
    scope: { error: typeof said === 'string' && said !== '' ? { message: said } : told },
  };
}

/** JSend's `{"status": "fail", "data": {"title": "A title is required"}}`: the data say what is wrong with which field. */
export function jsendSign({ status, data, ...rest }: JsonObject): EnvelopeSign | undefined {
  if (status !== 'fail' || !isObject(data) || Object.keys(rest).length > 2) return undefined;
  return { ...sign('/status', status), scope: { errors: data } };
}

/** JMAP (RFC 8620 §3.6.2): a method that failed answers under the name `error`: `{"methodResponses": [["error", {"type": "…"}, "a"]]}`. */
export function jmapSign({ methodResponses }: JsonObject): EnvelopeSign | undefined {
  if (!Array.isArray(methodResponses)) return undefined;
  const index = methodResponses
    .slice(0, 100)
    .findIndex((entry) => Array.isArray(entry) && entry[0] === 'error' && isObject(entry[1]));
  const error: unknown = index < 0 ? undefined : methodResponses[index][1];
  return isObject(error) ? { ...sign(`/methodResponses/${index}/1`, error), scope: { error } } : undefined;
}

/** AWS's JSON protocols name the class of what is returned: `{"__type": "InternalFailureException", "message": "…"}`. */
export function typedSign(json: JsonObject): EnvelopeSign | undefined {
  const type = json.__type;
  return typeof type === 'string' && /(?:Exception|Error|Failure|Fault)$/.test(type.slice(0, 200))
    ? sign('/__type', type)
    : undefined;
}
