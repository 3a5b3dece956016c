import { isObject, type JsonObject, type Members, membersOf, step } from './error-report/members.ts';
import {
  jsendSign,
  listedSign,
  madeNothingSign,
  noticeSign,
  placedErrorsSign,
  problemsBesideData,
  refusedSign,
  shardsSign,
  toldPartsSign,
} from './listed-errors.ts';
import {
  ENVELOPE,
  type EnvelopeContext,
  type EnvelopeSign,
  graphqlSign,
  jsonRpcSign,
  listSign,
  sign,
  userErrorsSign,
} from './rpc-signs.ts';

/** Names of a flag that says whether the call succeeded. */
const FLAGS = ['ok', 'success', 'succeeded', 'issuccess', 'issuccessful', 'successful', 'successflag', 'wassuccessful'];

/** Codes that mean success in the dialects that put one into every body. */
const GOOD_CODE = /^(?:0{1,6}|1|20\d|200\d{1,3}|ok|success|succeeded|success_?\w{0,20}|true|none|normal|a?0{2,5})$/i;
const BAD_WORD =
  /^(?:error|err|fail|failed|failure|ko|nok|notok|exception|unsuccessful|denied|rejected_request|fault)$/i;

/** The sign in the outermost envelope that a call failed, or undefined. */
export function envelopeSign(json: unknown, context: EnvelopeContext): EnvelopeSign | undefined {
  if (Array.isArray(json)) return listSign(json);
  if (!isObject(json)) return undefined;
  const members = membersOf(json);
  return (
    jsonRpcSign(json) ??
    (context.isGet || context.isGraphql ? undefined : placedErrorsSign(json)) ??
    graphqlSign(json, members, context) ??
    userErrorsSign(json, context) ??
    listedSign(json) ??
    problemsBesideData(json) ??
    shardsSign(json) ??
    jsendSign(json) ??
    noticeSign(json) ??
    (context.isGet ? undefined : (refusedSign(json) ?? madeNothingSign(json) ?? toldPartsSign(json))) ??
    flagSign(members, json, context) ??
    (isResource(members) ? undefined : (errorMemberSign(members) ?? codeSign(members) ?? statusSign(members))) ??
    innerSign(json)
  );
}

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
    // A report about something else (`{"total": 3, "success": 0, "failed": 3}`) is data.
    if (typeof json.total === 'number' && value === 0) continue;
    // What was read has data of its own and no word about a failure: `success` is the state of the thing.
    if (isGet && !hasExplanation(members) && [...members.keys()].some((key) => key !== name && !ENVELOPE.test(key)))
      continue;
    return { where: `response.body#${step('', key)}`, what: String(value) };
  }
  const response = members.get('response');
  return response?.value === 'False' ? { where: 'response.body#/Response', what: 'False' } : undefined;
}

function errorMemberSign(members: Members): EnvelopeSign | undefined {
  for (const name of ['error', 'err', 'fault', 'exception', 'odataerror', 'errorresponse', 'apierror']) {
    const member = members.get(name);
    if (member === undefined) continue;
    const { key, value } = member;
    if (isErrorValue(value, members)) return sign(step('', key), value);
  }
  const errors = members.get('errors');
  if (errors !== undefined && isErrorMap(errors.value) && [...members.keys()].every((name) => ENVELOPE.test(name))) {
    return members.has('data') && members.get('data')!.value !== null
      ? undefined
      : sign(step('', errors.key), errors.value);
  }
  for (const name of ['errormessage', 'errormsg', 'errmsg', 'errordescription', 'errormessages', 'errorsummary']) {
    const member = members.get(name);
    if (member === undefined) continue;
    const text: unknown = Array.isArray(member.value) ? member.value[0] : member.value;
    if (typeof text === 'string' && text.trim() !== '' && !/^(?:ok|success|none|null|request:ok)$/i.test(text.trim())) {
      // A message beside a good code is the dialect's word for success.
      const code = members.get('errcode') ?? members.get('errorcode') ?? members.get('code');
      if (code !== undefined && GOOD_CODE.test(String(code.value)) && String(code.value) !== '1') continue;
      return sign(step('', member.key), text);
    }
  }
  return undefined;
}

function isErrorMap(value: unknown): boolean {
  return (
    isObject(value) &&
    Object.values(value).some((entry) =>
      Array.isArray(entry) ? entry.length > 0 : typeof entry === 'string' && entry !== '',
    )
  );
}

function isErrorValue(value: unknown, members: Members): boolean {
  if (typeof value === 'string')
    return value.trim() !== '' && !/^(?:0|false|none|null|no|ok|success)$/i.test(value.trim());
  if (typeof value === 'number') return value !== 0 && hasExplanation(members);
  if (value === true) return true;
  if (Array.isArray(value)) return typeof value[0] === 'string' && value[0] !== '';
  if (!isObject(value)) return false;
  const inner = membersOf(value);
  const code = inner.get('code') ?? inner.get('errorcode');
  const says = (names: readonly string[]) =>
    names.some((name) => typeof inner.get(name)?.value === 'string' && inner.get(name)!.value !== '');
  // A title beside texts of other kinds is one of them: `{"error": {"title": "…"}, "cancel": "Cancel"}`.
  const isAmongOthers = [...members.keys()].some((name) => !ENVELOPE.test(name));
  const hasMessage =
    says(['message', 'msg', 'faultstring', 'errormessage', 'errormsg']) ||
    (!isAmongOthers && says(['description', 'detail', 'reason', 'title']));
  if (code !== undefined && GOOD_CODE.test(String(code.value)) && String(code.value) !== '1') return false;
  return (
    hasMessage ||
    (code !== undefined && code.value !== null && code.value !== '') ||
    typeof inner.get('type')?.value === 'string'
  );
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
      !/err|fail|invalid|denied|exceed|not_?found|forbidden|unauth|expired|missing|limit|too_|conflict|exist|unavail|exception|reject|illegal|bad_|unsupported/i.test(
        text,
      )
    )
      continue;
    if (!hasExplanation(members) || hasPayload(members)) continue;
    return { where: `response.body#${step('', key)}`, what: text };
  }
  return undefined;
}

function statusSign(members: Members): EnvelopeSign | undefined {
  for (const name of ['status', 'result', 'state', 'outcome', 'responsestatus', 'type']) {
    const member = members.get(name);
    if (member === undefined) continue;
    const { key, value } = member;
    const place = { where: `response.body#${step('', key)}`, what: String(value) };
    const isStatusCode = typeof value === 'number' && value >= 400 && value <= 599;
    if (isStatusCode && hasExplanation(members) && !hasPayload(members)) return place;
    if (typeof value !== 'string') continue;
    if (name === 'type' && value !== 'error') continue;
    if (BAD_WORD.test(value) && hasExplanation(members)) return place;
    // Etherscan: `{"status": "0", "message": "NOTOK", "result": "…"}`.
    if (value === '0' && /^notok|error/i.test(String(members.get('message')?.value ?? ''))) return place;
  }
  return undefined;
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
    'ResponseMetadata',
    'messages',
    'responseStatus',
    'ResponseStatus',
  ]) {
    const inner = json[key];
    if (!isObject(inner)) continue;
    const members = membersOf(inner);
    const pointer = step('', key);
    const error = members.get('error');
    if (error !== undefined && isObject(error.value) && isErrorValue(error.value, members)) {
      return { ...sign(step(pointer, error.key), error.value), scope: { error: error.value } };
    }
    if (key === 'messages' && /^error$/i.test(String(members.get('resultcode')?.value ?? '')))
      return sign(pointer, 'Error');
    const isEnvelope = key === 'status' || key === 'meta' || key === 'header' || /^responseStatus$/i.test(key);
    const flag = isEnvelope ? (flagSign(members, inner, { isGet: false }) ?? codeSign(members)) : undefined;
    if (flag !== undefined) return { where: flag.where.replace('#', `#${pointer}`), what: flag.what, scope: json };
  }
  return undefined;
}

const EXPLANATIONS = [
  'message',
  'msg',
  'error',
  'errors',
  'errormessage',
  'errmsg',
  'errormsg',
  'detail',
  'description',
  'errordescription',
  'reason',
  'title',
  'messages',
  'info',
  'error_text',
  'errortext',
  'errortype',
  'errorcode',
  'result',
];

function hasExplanation(members: Members): boolean {
  return EXPLANATIONS.some((name) => {
    const value = members.get(name)?.value;
    if (name === 'error' && typeof value === 'number') return false;
    if (typeof value === 'string')
      return (
        value.trim() !== '' &&
        !/^(?:ok|success|succeeded)$/i.test(value.trim()) &&
        (name !== 'result' || /\s/.test(value))
      );
    return (
      name !== 'result' && (Array.isArray(value) ? value.length > 0 : isObject(value) && Object.keys(value).length > 0)
    );
  });
}

/** Something was returned: then a code that is not known may mean any degree of success. */
function hasPayload(members: Members): boolean {
  return ['data', 'result', 'results', 'items', 'payload', 'rows', 'records'].some((name) => {
    const value = members.get(name)?.value;
    return Array.isArray(value) ? value.length > 0 : isObject(value) ? Object.keys(value).length > 0 : false;
  });
}

/** The body is a thing with an identity or a state of its own, and may tell of an old failure. */
function isResource(members: Members): boolean {
  const has = (name: string) => members.has(name) && members.get(name)!.value !== null;
  const isNamed = [
    'id',
    'uuid',
    'sid',
    'object',
    'kind',
    'guid',
    'jobid',
    'taskid',
    'key',
    'self',
    'href',
    'createdat',
    'created',
    'updatedat',
    'uri',
    'attempts',
  ].some(has);
  const isKindStatus = members.get('kind')?.value === 'Status' || members.get('object')?.value === 'error';
  return isNamed && !isKindStatus;
}
