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
  return { ...sign('/_shards/failures/0', reason), scope: { error: reason } };
}

/** Problems (RFC 9457) listed beside the data that could be had: `{"data": […], "errors": [{"title": …, "detail": …}]}`. */
export function problemsBesideData({ data, errors }: JsonObject): EnvelopeSign | undefined {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (data === undefined || !isObject(first)) return undefined;
  return typeof first.title === 'string' && typeof first.detail === 'string' ? sign('/errors/0', first) : undefined;
}

const REFUSED = /^(?:refused|declined|rejected|denied|soft_?decline|hard_?decline)$/i;

/** A payment that was refused: `{"resultCode": "Refused", "refusalReason": "Not enough balance"}`. */
export function refusedSign(json: JsonObject): EnvelopeSign | undefined {
  const reason = Object.keys(json).find((key) =>
    /^(?:refusal|decline|rejection)_?(?:reason|message|description)$/i.test(key),
  );
  const said = reason === undefined ? undefined : json[reason];
  if (typeof said !== 'string' || said === '' || 'id' in json) return undefined;
  const state = ['resultCode', 'result', 'status', 'outcome', 'result_code'].find((key) =>
    REFUSED.test(String(json[key] ?? '')),
  );
  return state === undefined ? undefined : { ...sign(`/${state}`, json[state]), scope: { error: { message: said } } };
}

/** JSend's `{"status": "fail", "data": {"title": "A title is required"}}`: the data say what is wrong with which field. */
export function jsendSign({ status, data, ...rest }: JsonObject): EnvelopeSign | undefined {
  if (status !== 'fail' || !isObject(data) || Object.keys(rest).length > 2) return undefined;
  return { ...sign('/status', status), scope: { errors: data } };
}
