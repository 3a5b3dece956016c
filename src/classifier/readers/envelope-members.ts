import { isObject, type Members } from './error-report/members.ts';
import { ENVELOPE } from './rpc-signs.ts';

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
  'desc',
  'hint',
  'mensagem',
  'mensaje',
  'meldung',
  'statusdescription',
  'validations',
  'validationerrors',
];
/** Where a body has more members than these, `desc` is that of a thing. */
const MOST_BESIDE_DESCRIPTION = 4;

/** A sentence, or a list of them, that explains what happened. */
export function hasExplanation(members: Members): boolean {
  return EXPLANATIONS.some((name) => {
    const value = members.get(name)?.value;
    if (name === 'error' && typeof value === 'number') return false;
    if (name === 'desc' && members.size > MOST_BESIDE_DESCRIPTION) return false;
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
export function hasPayload(members: Members): boolean {
  return ['data', 'result', 'results', 'items', 'payload', 'rows', 'records'].some((name) => {
    const value = members.get(name)?.value;
    return Array.isArray(value) ? value.length > 0 : isObject(value) ? Object.keys(value).length > 0 : false;
  });
}

const OF_THINGS =
  /^(?:pending|queued|processing|running|in_?progress|ready|active|inactive|valid|invalid|failed|completed?|finished|done|cancell?ed|expired|revoked|deactivated|scheduled|stopped|paused)$/i;

/** The body is a thing with an identity or a state of its own, and may tell of an old failure. */
export function isResource(members: Members): boolean {
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
  // An order, a job: it has a state and what it is about, and may tell why it failed.
  const state = members.get('status')?.value ?? members.get('state')?.value;
  const isStated =
    typeof state === 'string' &&
    OF_THINGS.test(state) &&
    [...members.keys()].filter((name) => !ENVELOPE.test(name)).length >= 2;
  if (isStated) return true;
  const isKindStatus = members.get('kind')?.value === 'Status' || members.get('object')?.value === 'error';
  return isNamed && !isKindStatus;
}
