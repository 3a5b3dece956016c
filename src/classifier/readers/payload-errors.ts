import { isObject, type JsonObject, step } from './error-report/members.ts';
import { type EnvelopeContext, type EnvelopeSign, sign } from './rpc-signs.ts';

/** Lists under these names hold what a mutation has against its input, and nothing else. */
const TOLD = /(?:user|mutation|customer|validation|checkout|cart|payment)Errors$/i;
/** Members of a union that says by its type that nothing was done: `EmailAlreadyTakenError`, `NotFoundProblem`. */
const BAD_TYPE = /(?:Error|Errors|Failure|Problem|Exception|Failed)$/;

/**
 * What a mutation says of a failure in its data: `data.productCreate.userErrors`, `data.signUp.__typename`. A query that asks
 * for a job and its errors has been answered well.
 */
export function payloadSign(
  json: JsonObject,
  { isGet, isGraphql, operation }: EnvelopeContext,
): EnvelopeSign | undefined {
  const { data } = json;
  if (!isObject(data) || operation === 'query' || (isGet && isGraphql)) return undefined;
  for (const key of Object.keys(data).slice(0, 20)) {
    const payload = data[key];
    if (!isObject(payload)) continue;
    const pointer = step('/data', key);
    const found =
      listedIn(payload, pointer, isGraphql) ?? (operation === 'mutation' ? saidIn(payload, pointer) : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function listedIn(payload: JsonObject, pointer: string, isGraphql: boolean): EnvelopeSign | undefined {
  for (const name of Object.keys(payload).slice(0, 40)) {
    const list = payload[name];
    if (!Array.isArray(list) || !(TOLD.test(name) || (isGraphql && name === 'errors'))) continue;
    const first: unknown = list[0];
    const isTold = isObject(first) ? 'message' in first || 'code' in first : typeof first === 'string' && first !== '';
    if (!isTold) continue;
    // Errors by that name alone may be what a check was asked to find.
    return { ...sign(`${step(pointer, name)}/0`, first), isOpen: name === 'errors', scope: { errors: list } };
  }
  return undefined;
}

/** `{"__typename": "EmailTakenError", "message": "…"}`, `{"success": false, "message": "…"}` */
function saidIn(payload: JsonObject, pointer: string): EnvelopeSign | undefined {
  const { __typename: type, message, messages } = payload;
  const first: unknown = Array.isArray(messages) ? messages[0] : undefined;
  const said = message ?? (isObject(first) ? first.message : first);
  if (typeof said !== 'string' || said === '') return undefined;
  const flag = ['success', 'ok', 'successful'].find((name) => payload[name] === false);
  const isBad = typeof type === 'string' && BAD_TYPE.test(type);
  if (flag === undefined && !isBad) return undefined;
  const code = payload.code ?? (isBad ? type : undefined);
  // A thing that is kept may be called an error or a problem, too.
  return {
    ...sign(pointer, said),
    isOpen: flag === undefined,
    scope: { error: { code, message: said, field: payload.field } },
  };
}
