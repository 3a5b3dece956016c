import { codedAnswerSign, codedSentence, GOOD_CODE, isToldNumber } from './coded-answer.ts';
import { engineSign } from './engine-signs.ts';
import { hasExplanation, hasPayload, isResource } from './envelope-members.ts';
import { errorMemberSign, isErrorValue } from './error-member.ts';
import { isObject, type JsonObject, type Members, membersOf, SAYS_FAILED, step } from './error-report/members.ts';
import {
  jmapSign,
  jsendSign,
  listedSign,
  madeNothingSign,
  noticeSign,
  partialSuccessSign,
  placedErrorsSign,
  problemsBesideData,
  refusedSign,
  shardsSign,
  toldPartsSign,
  typedSign,
} from './listed-errors.ts';
import { payloadSign } from './payload-errors.ts';
import {
  ENVELOPE,
  type EnvelopeContext,
  type EnvelopeSign,
  graphqlSign,
  jsonRpcSign,
  listSign,
  sign,
} from './rpc-signs.ts';

/** Names of a flag that says whether the call succeeded. */
const FLAGS = [
  'ok',
  'success',
  'succeeded',
  'issuccess',
  'issuccessful',
  'successful',
  'successflag',
  'wassuccessful',
  'actionsucceed',
];

const BAD_WORD =
  /^(?:error|err|fail|failed|failure|ko|nok|notok|exception|unsuccessful|denied|rejected_request|fault)$/i;

/** The sign in the outermost envelope that a call failed, or undefined. */
export function envelopeSign(json: unknown, context: EnvelopeContext): EnvelopeSign | undefined {
  if (Array.isArray(json)) return listSign(json);
  if (!isObject(json)) return undefined;
  const members = membersOf(json);
  return (
    jsonRpcSign(json) ??
    jmapSign(json) ??
    (context.isGet || context.isGraphql ? undefined : placedErrorsSign(json)) ??
    graphqlSign(json, members, context) ??
    payloadSign(json, context) ??
    listedSign(json) ??
    problemsBesideData(json) ??
    shardsSign(json) ??
    partialSuccessSign(json) ??
    jsendSign(json) ??
    noticeSign(json) ??
    typedSign(json) ??
    engineSign(json, context.isGet) ??
    (context.isGet ? undefined : (refusedSign(json) ?? madeNothingSign(json) ?? toldPartsSign(json))) ??
    flagSign(members, json, context) ??
    (isResource(members)
      ? undefined
      : (errorMemberSign(members, context.isListOfErrors) ??
        codeSign(members) ??
        statusSign(members, context.isGet) ??
        requestStatusSign(members, json))) ??
    innerSign(json) ??
    codedAnswerSign(json, context.isGet) ??
    wrappedSign(json)
  );
}

const BAD_CONSTANT = /^[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){0,6}_(?:ERROR|FAILED|FAILURE)$/;

function flagSign(
  members: Members,
  json: JsonObject,
  { isGet }: Pick<EnvelopeContext, 'isGet'>,
): EnvelopeSign | undefined {
  for (const name of FLAGS) {
    const member = members.get(name);
    if (member === undefined) continue;
    const { key, value } = member;
    // `ok: 0` is MongoDB's; `success: 0` counts where a message explains it.
    const isFalse =
      value === false || value === 'false' || value === 'False' || (value === 0 && hasExplanation(members));
    if (!isFalse) continue;
    // etcd's transactions succeed or take the other branch, and both are done.
    if (name === 'succeeded' && !hasExplanation(members)) continue;
    // A report about something else (`{"total": 3, "success": 0, "failed": 3}`) is data.
    if (typeof json.total === 'number' && value === 0) continue;
    // What was read has data of its own and no word about a failure: `success` is the state of the thing.
    const hasOthers = isGet && [...members.keys()].some((other) => other !== name && !ENVELOPE.test(other));
    if (hasOthers && !hasExplanation(members)) continue;
    const codes = members.get('errorcodes')?.value;
    const code: unknown = Array.isArray(codes) ? codes[0] : undefined;
    const place = { where: `response.body#${step('', key)}`, what: String(value), isOpen: hasOthers };
    return typeof code === 'string' && !hasExplanation(members)
      ? { ...place, scope: { error: { code, message: code } } }
      : place;
  }
  const response = members.get('response');
  return response?.value === 'False' ? { where: 'response.body#/Response', what: 'False' } : undefined;
}

/** Dialects with a code in every body: `{"code": 40017, "msg": "…", "data": null}`, `errcode`, `retcode`. */
function codeSign(members: Members): EnvelopeSign | undefined {
  for (const name of [
    'errcode',
    'errno',
    'errorcode',
    'retcode',
    'returncode',
    'resultcode',
    'respcode',
    'bizcode',
    'code',
    'statuscode',
    'cod',
    'httpstatus',
    'ret',
    'rc',
  ]) {
    const member = members.get(name);
    if (member === undefined) continue;
    const { key, value } = member;
    if (typeof value !== 'number' && !(typeof value === 'string' && /^[\w.-]{1,60}$/.test(value))) continue;
    const text = String(value);
    if (GOOD_CODE.test(text) || text === '') continue;
    const isStatus = name === 'statuscode' || name === 'httpstatus';
    if (isStatus && !(Number(text) >= 400 && Number(text) <= 599)) continue;
    // A code in words is an error's only where the name says so or the word does.
    if (
      !/^-?\d+$/.test(text) &&
      name === 'code' &&
      !/err|fail|(?:^|_)fault|invalid|denied|exceed|not_?found|forbidden|unauth|expired|missing|limit|too_|conflict|exist|unavail|exception|reject|illegal|bad_|unsupported/i.test(
        text,
      )
    )
      continue;
    if (!hasExplanation(members) || hasPayload(members)) continue;
    return { where: `response.body#${step('', key)}`, what: text };
  }
  return undefined;
}

function statusSign(members: Members, isGet: boolean): EnvelopeSign | undefined {
  for (const name of ['status', 'stat', 'estado', 'statut', 'result', 'state', 'outcome', 'responsestatus', 'type']) {
    const member = members.get(name);
    if (member === undefined) continue;
    const { key, value } = member;
    const place = { where: `response.body#${step('', key)}`, what: String(value) };
    const isStatusCode = typeof value === 'number' && value >= 400 && value <= 599;
    if (isStatusCode && hasExplanation(members) && !hasPayload(members)) return place;
    // Etherscan: `{"status": "0", "message": "NOTOK", "result": "…"}`.
    if (value === '0' && /^notok|error/i.test(String(members.get('message')?.value ?? '')))
      return { ...place, ...sentenceBeside(members) };
    if (name === 'status' && !hasPayload(members) && isToldNumber(value, members))
      return { ...place, ...sentenceBeside(members) };
    if (typeof value !== 'string') continue;
    if (name === 'type' && value !== 'error' && value !== 'exception') continue;
    const said = members.get('data')?.value;
    if (/^(?:fail|error)$/i.test(value) && typeof said === 'string' && said.trim() !== '' && !hasExplanation(members))
      return { ...place, said: 'response.body#/data', scope: { error: { message: said } } };
    if (BAD_WORD.test(value) && (hasExplanation(members) || codedSentence(members) !== undefined))
      return { ...place, ...sentenceBeside(members) };
    // A constant of the API's own that ends in the word: `WRONG_CREDENTIALS_ERROR`. What is read may have such a state.
    if (!isGet && name !== 'type' && members.size <= 4 && BAD_CONSTANT.test(value)) return place;
  }
  return undefined;
}

/** `{"request_status": "ERROR", "campaigns": [{"sub_request_error_reason": "…"}]}` */
function requestStatusSign(members: Members, json: JsonObject): EnvelopeSign | undefined {
  const member = members.get('requeststatus');
  if (member === undefined || !BAD_WORD.test(String(member.value))) return undefined;
  const place = { where: `response.body#${step('', member.key)}`, what: String(member.value) };
  for (const value of Object.values(json)) {
    const first: unknown = Array.isArray(value) ? value[0] : undefined;
    if (!isObject(first)) continue;
    const key = Object.keys(first).find((name) => /error_?(?:reason|message)$/i.test(name));
    const message = key === undefined ? undefined : first[key];
    if (typeof message === 'string' && message !== '') return { ...place, scope: { error: { message } } };
  }
  return place;
}

/** `{"status": "0", "message": "NOTOK", "result": "Invalid API Key"}`: the message is a word for no, and the reason is the result. */
function sentenceBeside(members: Members): Pick<EnvelopeSign, 'said' | 'scope'> | undefined {
  if (!BAD_WORD.test(String(members.get('message')?.value ?? ''))) return undefined;
  const member = ['result', 'data', 'reason'].map((name) => members.get(name)).find((found) => found !== undefined);
  return typeof member?.value === 'string' && /\S\s\S/.test(member.value)
    ? { said: `response.body#${step('', member.key)}`, scope: { error: { message: member.value } } }
    : undefined;
}

/** Names of an object that wraps the whole of an answer: `subsonic-response`, `ocs`. */
const WHOLE = /(?:response|rsp|resp|result|reply|answer|envelope|message|payload|output|results|^ocs|^xml|^api|^d)$/i;

const CALLED_ANSWER = /(?:resp(?:onse)?|rsp|reply|answer|ocs)$/i;
/** A code, a sentence, and a thing besides. */
const MOST_BARE = 3;

/** One object below the only member: `{"subsonic-response": {"status": "failed", "error": {…}}}`, `{"ocs": {"meta": {…}, "data": []}}`. */
function wrappedSign(json: JsonObject): EnvelopeSign | undefined {
  const [key, ...others] = Object.keys(json);
  const inner = key === undefined || others.length > 0 ? undefined : json[key];
  if (!isObject(inner) || !WHOLE.test(key!)) return undefined;
  const members = membersOf(inner);
  // What calls itself a response is no thing that was read.
  const isThing = members.has('id') || (!CALLED_ANSWER.test(key!) && isResource(members));
  const own = isThing ? undefined : (errorMemberSign(members) ?? statusSign(members, true));
  const isBare = members.size <= MOST_BARE;
  const found = own ?? innerSign(inner) ?? (isBare ? codeSign(members) : undefined);
  if (found === undefined) return undefined;
  const scope = found.scope ?? inner;
  return { ...found, where: found.where.replace('#', `#${step('', key!)}`), scope };
}

/** cPanel: `{"result": {"status": 0, "errors": ["…"], "data": null}}`. */
function isFailedResult(inner: JsonObject, members: Members): boolean {
  const errors = members.get('errors')?.value;
  const isNo = [inner.status, inner.success, inner.ok].some((value) => value === 0 || value === false);
  const isEmpty = (inner.data ?? null) === null && !members.has('id');
  return isNo && isEmpty && Array.isArray(errors) && typeof errors[0] === 'string' && errors[0] !== '';
}

/** One level down, under names that wrap every answer of some dialects. */
function innerSign(json: JsonObject): EnvelopeSign | undefined {
  for (const key of [
    'Response',
    'response',
    'result',
    'status',
    'header',
    'meta',
    'info',
    'ResponseMetadata',
    'messages',
    'responseStatus',
    'ResponseStatus',
    'metadata',
  ]) {
    const inner = json[key];
    if (!isObject(inner)) continue;
    const members = membersOf(inner);
    const pointer = step('', key);
    const error = members.get('error');
    // What was asked for may have failed long ago.
    const isThing = key === 'result' && members.has('id') && members.has('status');
    if (!isThing && error !== undefined && isObject(error.value) && isErrorValue(error.value, members)) {
      return { ...sign(step(pointer, error.key), error.value), scope: { error: error.value } };
    }
    if (key === 'messages' && /^error$/i.test(String(members.get('resultcode')?.value ?? '')))
      return sign(pointer, 'Error');
    // cPanel's WHM: `{"metadata": {"result": 0, "reason": "…"}}`.
    const reason = members.get('reason')?.value;
    if (/^meta/.test(key) && inner.result === 0 && typeof reason === 'string' && reason !== '')
      return { ...sign(`${pointer}/result`, 0), scope: { error: { message: reason } } };
    if (/^(?:result|response)$/.test(key) && isFailedResult(inner, members))
      return { ...sign(pointer, 'failed'), scope: inner };
    const isEnvelope =
      key === 'status' || key === 'meta' || key === 'header' || key === 'info' || /^responseStatus$/i.test(key);
    // `{"response": {"status": "fail", "code": "4011", "message": "…"}}`
    // UniFi: `{"meta": {"rc": "error", "msg": "…"}, "data": []}`.
    const member = members.get('status') ?? members.get('rc');
    const state = String(member?.value ?? '');
    const isState = isEnvelope || key.toLowerCase() === 'response';
    if (member !== undefined && isState && SAYS_FAILED.test(state) && hasExplanation(members))
      return { ...sign(step(pointer, member.key), state), scope: inner };
    const flag = isEnvelope ? (flagSign(members, inner, { isGet: false }) ?? codeSign(members)) : undefined;
    if (flag !== undefined) return { where: flag.where.replace('#', `#${pointer}`), what: flag.what, scope: json };
  }
  return undefined;
}
