import { isObject, type JsonObject, type Members, step } from './error-report/members.ts';

export interface EnvelopeSign {
  /** Evidence pointer. */
  readonly where: string;
  readonly what: string;
  /** Evidence pointer of the sentence that explains it, where `scope` is no part of the body. */
  readonly said?: string;
  /** The part of the body that describes the failure, where that is not the whole. */
  readonly scope?: unknown;
}

export interface EnvelopeContext {
  readonly isGet: boolean;
  readonly isGraphql: boolean;
}

/** Members of envelopes. What has others besides is data, and its errors are its own affair. */
export const ENVELOPE =
  /^(?:errors?|data|message|msg|messages|status|statuscode|code|success|ok|extensions|meta|requestid|traceid|path|timestamp|time|hasnext|result|results|response|metadata|warnings|detail|details|title|type|description|errordescription|errormessage|errorcode|id|jsonrpc|version|documentationurl|payload|body|info|reason|succeeded|issuccess|label|instance|servertime|loghref|correlationid)$/;

/** A batch of JSON-RPC, in which one failed, or nothing but errors: `[{"error": {"description": "…"}}]`. */
export function listSign(list: readonly unknown[]): EnvelopeSign | undefined {
  const [only] = list;
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
  { isGraphql }: EnvelopeContext,
): EnvelopeSign | undefined {
  const errors = json.errors;
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const [first] = errors;
  const isGraphqlError =
    isObject(first) &&
    'message' in first &&
    ('locations' in first || 'extensions' in first || Array.isArray(first.path));
  if (isGraphql || isGraphqlError) return sign('/errors/0', first);
  const isBare = [...members.keys()].every((name) => ENVELOPE.test(name));
  if (!isBare || (json.data !== undefined && json.data !== null && !isGraphql)) return undefined;
  // A log has a level and a time of its own in every entry.
  const isLog =
    isObject(first) &&
    Object.keys(first).some((key) => /^(?:id|level|severity|timestamp|created_?at|time|date|count)$/i.test(key));
  return isLog ? undefined : sign('/errors/0', first);
}

/** Errors that a mutation reports in its data: `data.productCreate.userErrors`. */
export function userErrorsSign(json: JsonObject, { isGraphql }: EnvelopeContext): EnvelopeSign | undefined {
  const data = json.data;
  if (!isObject(data)) return undefined;
  for (const key of Object.keys(data).slice(0, 20)) {
    const payload = data[key];
    if (!isObject(payload)) continue;
    for (const name of Object.keys(payload).slice(0, 40)) {
      const list = payload[name];
      const isTold =
        /(?:user|mutation|customer|validation|checkout|cart|payment)Errors$/i.test(name) ||
        (isGraphql && name === 'errors');
      if (!isTold || !Array.isArray(list) || !isObject(list[0]) || !('message' in list[0])) continue;
      const pointer = step(step('/data', key), name);
      return { ...sign(`${pointer}/0`, list[0]), scope: { errors: list } };
    }
  }
  return undefined;
}

export function sign(pointer: string, value: unknown): EnvelopeSign {
  const what =
    typeof value === 'string'
      ? value
      : isObject(value)
        ? String(value.message ?? value.code ?? value.type ?? 'error')
        : String(value);
  return { where: `response.body#${pointer}`, what: what.slice(0, 300) };
}
