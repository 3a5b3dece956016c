import { GOOD_CODE } from './coded-answer.ts';
import { hasExplanation } from './envelope-members.ts';
import { isObject, type Members, membersOf, step } from './error-report/members.ts';
import { ENVELOPE, type EnvelopeSign, sign } from './rpc-signs.ts';

/** The member that holds the error: `error`, `exceptions`, `errors`, `errorMessage`. */
export function errorMemberSign(members: Members, isListOfErrors = false): EnvelopeSign | undefined {
  for (const name of [
    'error',
    'err',
    'erro',
    'fehler',
    'erreur',
    'fault',
    'exception',
    'odataerror',
    'errorresponse',
    'apierror',
  ]) {
    const member = members.get(name);
    if (member === undefined) continue;
    const { key, value } = member;
    // A text among others may be one of an application's, by their names.
    if (isErrorValue(value, members))
      return { ...sign(step('', key), value), isOpen: typeof value === 'string' && isAmongOthers(members) };
  }
  // Query engines list what went wrong beside an empty result: `{"resultTable": null, "exceptions": [{"errorCode": 190, …}]}`.
  const exceptions = members.get('exceptions');
  const thrown: unknown = Array.isArray(exceptions?.value) ? exceptions.value[0] : undefined;
  if (exceptions !== undefined && isObject(thrown) && membersOf(thrown).has('errorcode') && !isListOfErrors)
    return { ...sign(step(step('', exceptions.key), 0), thrown), scope: { error: thrown } };
  const errors = members.get('errors');
  if (errors !== undefined && isErrorMap(errors.value) && !isAmongTexts(members) && !isAmongOthers(members)) {
    return members.has('data') && members.get('data')!.value !== null
      ? undefined
      : sign(step('', errors.key), errors.value);
  }
  for (const name of ['errormessage', 'errormsg', 'errmsg', 'errordescription', 'errormessages', 'errorsummary']) {
    const member = members.get(name);
    if (member === undefined) continue;
    const text: unknown = Array.isArray(member.value) ? member.value[0] : member.value;
    if (isObject(text) && members.size === 1) return sign(step('', member.key), 'error');
    if (typeof text === 'string' && text.trim() !== '' && !/^(?:ok|success|none|null|request:ok)$/i.test(text.trim())) {
      // A message beside a good code is the dialect's word for success.
      const code = members.get('errcode') ?? members.get('errorcode') ?? members.get('code');
      if (code !== undefined && isGood(code.value)) continue;
      return sign(step('', member.key), text);
    }
  }
  return undefined;
}

/** Texts of an application, by their names: `{"errors": {"required": "…"}, "title": "…"}`. */
function isAmongTexts(members: Members): boolean {
  const others = [...members].filter(([name]) => name !== 'errors');
  return (
    others.length > 0 &&
    others.every(([name, { value }]) => typeof value === 'string' && /^(?:title|label|description|info)$/.test(name))
  );
}

/** 1 is the first of the errors where others begin at 0. */
function isGood(code: unknown): boolean {
  return GOOD_CODE.test(String(code)) && String(code) !== '1';
}

function isAmongOthers(members: Members): boolean {
  return [...members.keys()].some((name) => !ENVELOPE.test(name));
}

function isErrorMap(value: unknown): boolean {
  return (
    isObject(value) &&
    Object.values(value).some((entry) =>
      Array.isArray(entry) ? entry.length > 0 : typeof entry === 'string' && entry !== '',
    )
  );
}

/** Something that tells of an error: no `null`, `0` or `"none"`, and no object without code and sentence. */
export function isErrorValue(value: unknown, members: Members): boolean {
  if (typeof value === 'string')
    return value.trim() !== '' && !/^(?:0|false|none|null|no|ok|success)$/i.test(value.trim());
  // A number of errors, beside one of successes, is a count.
  if (typeof value === 'number')
    return value !== 0 && hasExplanation(members) && typeof members.get('success')?.value !== 'number';
  if (value === true) return true;
  if (Array.isArray(value)) return typeof value[0] === 'string' && value[0] !== '';
  if (!isObject(value)) return false;
  const inner = membersOf(value);
  const code = inner.get('code') ?? inner.get('errorcode');
  const says = (names: readonly string[]) =>
    names.some((name) => typeof inner.get(name)?.value === 'string' && inner.get(name)!.value !== '');
  const hasMessage =
    says(['message', 'msg', 'faultstring', 'errormessage', 'errormsg']) ||
    // A title beside texts of other kinds is one of them: `{"error": {"title": "…"}, "cancel": "Cancel"}`.
    (!isAmongOthers(members) && says(['description', 'detail', 'reason', 'title']));
  if (code !== undefined && isGood(code.value)) return false;
  return (
    hasMessage ||
    (code !== undefined && code.value !== null && code.value !== '') ||
    typeof inner.get('type')?.value === 'string'
  );
}
