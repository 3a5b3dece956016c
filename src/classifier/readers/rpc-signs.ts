import { isObject, type JsonObject, type Members } from './error-report/members.ts';

export interface EnvelopeSign {
  /** Evidence pointer. */
  readonly where: string;
  readonly what: string;
  /** Evidence pointer of the sentence that explains it, where `scope` is no part of the body. */
  readonly said?: string;
  /** The part of the body that describes the failure, where that is not the whole. */
  readonly scope?: unknown;
  /** Data may look so, too: it is no proof. */
  readonly isOpen?: boolean;
}

export interface EnvelopeContext {
  readonly isGet: boolean;
  readonly isGraphql: boolean;
  /** Of a GraphQL document; undefined where the request has none (a persisted query). */
  readonly operation?: 'query' | 'mutation' | undefined;
  /** The address is that of a list of errors: a catalogue, a log. */
  readonly isListOfErrors?: boolean;
}

/** Members of envelopes. What has others besides is data, and its errors are its own affair. */
export const ENVELOPE =
  /^(?:errors?|data|message|msg|messages|status|statuscode|code|success|ok|extensions|meta|requestid|traceid|path|timestamp|time|hasnext|result|results|response|metadata|warnings|detail|details|title|type|description|errordescription|errormessage|errorcode|id|jsonrpc|version|documentationurl|payload|body|info|reason|succeeded|issuccess|label|instance|servertime|loghref|correlationid)$/;

/** A batch of JSON-RPC, in which one failed, or nothing but errors: `[{"error": {"description": "…"}}]`. */
export function listSign(list: readonly unknown[]): EnvelopeSign | undefined {
  const [only] = list;
  // The World Bank: `[{"message": [{"id": "120", "key": "Invalid value", "value": "…"}]}]`.
  const told: unknown =
    list.length === 1 && isObject(only) && Array.isArray(only.message) ? only.message[0] : undefined;
  if (isObject(told) && Object.keys(only as JsonObject).length === 1 && typeof told.value === 'string')
    return { ...sign('/0/message/0', told.value), scope: { error: { code: told.key, message: told.value } } };
  if (isObject(only) && list.length <= 20 && list.every(isOnlyError)) {
    return { ...sign('/0/error', only.error), scope: { error: only.error } };
  }
  const index = list.slice(0, 100).findIndex((entry) => isObject(entry) && 'jsonrpc' in entry && isObject(entry.error));
  const failed: unknown = list[index];
  return isObject(failed) ? { ...sign(`/${index}/error`, failed.error), scope: failed } : undefined;
}

function isOnlyError(entry: unknown): boolean {
  if (!isObject(entry) || !isObject(entry.error) || Object.keys(entry).length !== 1) return false;
  return ['message', 'description', 'detail', 'reason'].some(
    (name) => typeof (entry.error as JsonObject)[name] === 'string',
  );
}

export function jsonRpcSign(json: JsonObject): EnvelopeSign | undefined {
  const isRpc = 'jsonrpc' in json || ('result' in json && 'id' in json && json.result === null);
  const error = json.error;
  const isFault = isObject(error) ? 'code' in error || 'message' in error : typeof error === 'string' && error !== '';
  return isRpc && isFault ? sign('/error', error) : undefined;
}

export function graphqlSign(
  json: JsonObject,
  members: Members,
  { isGraphql, isListOfErrors }: EnvelopeContext,
): EnvelopeSign | undefined {
  const errors = json.errors;
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const [first] = errors;
  const isGraphqlError =
    isObject(first) &&
    'message' in first &&
    ('locations' in first || 'extensions' in first || Array.isArray(first.path));
  if (isGraphql || isGraphqlError) return sign('/errors/0', first);
  // What was made and is to be corrected yet: `{"id": 7, "status": "needs_review", "errors": [{"row": 3, …}]}`.
  const isThing = 'id' in json && typeof json.status === 'string' && !/^(?:err|fail)/i.test(json.status);
  const isBare = !isThing && [...members.keys()].every((name) => ENVELOPE.test(name));
  if (!isBare || isListOfErrors === true || (json.data !== undefined && json.data !== null && !isGraphql))
    return undefined;
  // A log has a level and a time of its own in every entry, what was found in a text its place.
  const isLog =
    isObject(first) &&
    Object.keys(first).some((key) =>
      /^(?:id|level|severity|timestamp|created_?at|time|date|count|line|column|col)$/i.test(key),
    );
  return isLog || (isObject(first) && !isExplained(first)) ? undefined : sign('/errors/0', first);
}

/** Findings of a service (`{"word": "teh", "suggestions": ["the"]}`) have neither a sentence nor a code. */
function isExplained(error: JsonObject): boolean {
  return Object.keys(error).some((key) =>
    /message|msg|detail|title|code|reason|description|error|type|text|key|name|field|status/i.test(key),
  );
}

export function sign(pointer: string, value: unknown): EnvelopeSign {
  const said = isObject(value)
    ? ([value.message, value.code, value.type].find((part) => typeof part === 'string' || typeof part === 'number') ??
      'error')
    : value;
  const what = typeof said === 'object' && said !== null ? 'error' : String(said);
  return { where: `response.body#${pointer}`, what: what.slice(0, 300) };
}
