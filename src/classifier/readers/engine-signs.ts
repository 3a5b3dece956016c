import { tellsFailure } from './coded-answer.ts';
import { isObject, type JsonObject } from './error-report/members.ts';
import { type EnvelopeSign, sign } from './rpc-signs.ts';

/** Ways in which engines, streams and old APIs say no that no other dialect shares. */
export function engineSign(json: JsonObject, isGet: boolean): EnvelopeSign | undefined {
  return (
    watchSign(json) ??
    partialFailureSign(json) ??
    listBesideResults(json, isGet) ??
    thrownInRows(json) ??
    remarkSign(json) ??
    namedNumberSign(json) ??
    wrappedCodeSign(json) ??
    messagesSign(json) ??
    failedQuerySign(json) ??
    statusAloneSign(json) ??
    (isGet ? undefined : failedAtOnceSign(json))
  );
}

/** Kubernetes reports what ends a watch as an event: `{"type": "ERROR", "object": {"kind": "Status", "code": 410, …}}`. */
export function watchSign({ type, object }: JsonObject): EnvelopeSign | undefined {
  const isStatus = type === 'ERROR' && isObject(object) && (object.kind === 'Status' || 'message' in object);
  return isStatus ? { ...sign('/object', object), scope: object } : undefined;
}

/** `{"partialFailureError": {"code": 3, "message": "…"}, "results": […]}` */
function partialFailureSign(json: JsonObject): EnvelopeSign | undefined {
  const key = Object.keys(json).find((name) => /^partial_?(?:failure|error)(?:_?(?:error|status))?$/i.test(name));
  const error = key === undefined ? undefined : json[key];
  if (!isObject(error) || typeof error.message !== 'string' || error.message === '') return undefined;
  return { ...sign(`/${key}`, error), scope: { error } };
}

/** Databases answer a query with its results, and list what went wrong beside them: `{"results": [], "errors": [{"code": …, "message": …}]}`. */
function listBesideResults(json: JsonObject, isGet: boolean): EnvelopeSign | undefined {
  const { errors } = json;
  const results = json.results ?? json.rows;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (!isObject(first) || !Array.isArray(results) || 'id' in json || 'valid' in json) return undefined;
  const said = first.message ?? first.msg;
  const isCoded = typeof first.code === 'string' || typeof first.code === 'number';
  if (!isCoded || typeof said !== 'string' || (isGet && results.length > 0)) return undefined;
  return { ...sign('/errors/0', said), scope: { error: { code: first.code, message: said } } };
}

/** Solr ends a stream of documents with one that is an exception: `{"EXCEPTION": "…", "EOF": true}`. */
function thrownInRows(json: JsonObject): EnvelopeSign | undefined {
  const set = json['result-set'];
  const docs = isObject(set) ? set.docs : undefined;
  const last: unknown = Array.isArray(docs) ? docs.at(-1) : undefined;
  if (!isObject(last) || typeof last.EXCEPTION !== 'string') return undefined;
  const pointer = `/result-set/docs/${(docs as readonly unknown[]).length - 1}/EXCEPTION`;
  return { ...sign(pointer, last.EXCEPTION), scope: { error: { message: last.EXCEPTION } } };
}

/** Overpass has no status but a remark beside what it found until then. */
function remarkSign({ remark, elements }: JsonObject): EnvelopeSign | undefined {
  const isFailed = typeof remark === 'string' && /^(?:runtime |static |fatal )?error:/i.test(remark);
  return isFailed && Array.isArray(elements)
    ? { ...sign('/remark', remark), scope: { error: { message: remark } } }
    : undefined;
}

/** Nothing but a name, a number and a sentence, as SugarCRM answers: `{"name": "Invalid Session ID", "number": 11, "description": "…"}`. */
function namedNumberSign(json: JsonObject): EnvelopeSign | undefined {
  const { name, number, description } = json;
  if (typeof name !== 'string' || !Number.isInteger(number) || typeof description !== 'string') return undefined;
  if (Object.keys(json).length !== 3 || !tellsFailure(`${name} ${description}`)) return undefined;
  return {
    ...sign('/name', name),
    isOpen: true,
    scope: { error: { code: String(number), message: description || name } },
  };
}

/** `{"data": {"error_code": 10008, "description": "…"}, "message": "error"}` */
function wrappedCodeSign({ data, message }: JsonObject): EnvelopeSign | undefined {
  if (message !== 'error' || !isObject(data)) return undefined;
  const { error_code: code, description } = data;
  if (typeof code !== 'number' || code === 0 || typeof description !== 'string') return undefined;
  return { ...sign('/data/error_code', code), scope: { error: { code: String(code), message: description } } };
}

/** Splunk answers with messages alone: `{"messages": [{"type": "FATAL", "text": "…"}]}`. */
function messagesSign(json: JsonObject): EnvelopeSign | undefined {
  const { messages } = json;
  const first: unknown = Array.isArray(messages) ? messages[0] : undefined;
  if (!isObject(first) || Object.keys(json).length !== 1 || typeof first.text !== 'string') return undefined;
  return first.type === 'FATAL' || first.type === 'ERROR'
    ? { ...sign('/messages/0', first.text), isOpen: true, scope: { error: { message: first.text } } }
    : undefined;
}

/** GeoNames: nothing but `{"status": {"message": "the daily limit … has been exceeded", "value": 18}}`. */
function statusAloneSign(json: JsonObject): EnvelopeSign | undefined {
  const { status } = json;
  if (Object.keys(json).length !== 1 || !isObject(status) || typeof status.message !== 'string') return undefined;
  const { message, value, code } = status;
  if (!tellsFailure(message)) return undefined;
  return { ...sign('/status', message), isOpen: true, scope: { error: { message, code: code ?? value } } };
}

/** Trino tells the end of a statement where it is polled for: `{"stats": {"state": "FAILED"}, "error": {"message": "…", "errorName": "…"}}`. */
function failedQuerySign({ stats, error }: JsonObject): EnvelopeSign | undefined {
  if (!isObject(stats) || stats.state !== 'FAILED' || !isObject(error) || typeof error.message !== 'string')
    return undefined;
  const { message, errorName: code } = error;
  return { ...sign('/error', error), scope: { error: { code, message } } };
}

const FAILED = /^(?:failed|error|errored)$/i;

/** What was asked for was begun and failed before the answer: `{"id": "…", "stats": {"state": "FAILED"}, "error": {"message": "…"}}`. */
function failedAtOnceSign({ error, status, state, stats }: JsonObject): EnvelopeSign | undefined {
  const reached = status ?? state ?? (isObject(stats) ? stats.state : undefined);
  if (typeof error === 'string' && /\S\s\S/.test(error) && FAILED.test(String(reached)))
    return { ...sign('/error', error), isOpen: true, scope: { error: { message: error } } };
  if (!isObject(error) || typeof error.message !== 'string') return undefined;
  const isCoded = Object.keys(error).some((key) => /^(?:(?:error_?)?code|(?:error_?)?type)$/i.test(key));
  return FAILED.test(String(reached)) && isCoded
    ? { ...sign('/error', error), isOpen: true, scope: { error } }
    : undefined;
}
