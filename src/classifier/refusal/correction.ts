import type { Facts } from '../facts.ts';
import { type BlamedField, blame } from '../readers/blame.ts';
import { editDistance } from '../readers/spelling.ts';
import { announcedFormat, formatMismatch, formatOfBytes, hasBody, isBodyReadable } from './body-format.ts';
import { isRepeatedByKey } from './idempotency-key.ts';
import { requestValues } from './mentioned.ts';
import { placeOfThing, withMissingThing } from './missing-thing.ts';
import type { Verdict } from './verdict-type.ts';
import { SAID, type Weighed } from './weights.ts';

/** Corrects what words alone leave open: where the thing stands that is missing, and what the bytes show beside them. */
export function corrected(facts: Facts, verdict: Verdict, ranked: readonly Weighed[], status: number): Verdict {
  const { cause } = verdict;
  // The condition is what is missing (RFC 6585 §3).
  if (status === 428 && (cause === 'version-conflict' || cause === 'missing-field'))
    return { ...verdict, cause: 'malformed-request' };
  switch (cause) {
    case 'resource-not-found':
    case 'related-resource-missing':
      return withMissingThing(facts, verdict, status);
    case 'invalid-type':
      return isAbsent(facts, verdict) ? { ...verdict, cause: 'missing-field' } : byBytes(facts, verdict);
    case 'invalid-state':
    case 'resource-locked':
    case 'already-exists':
      return isRepeatedByKey(facts, facts.errorMessage() ?? verdict.what)
        ? { ...verdict, cause: 'idempotency-conflict' }
        : verdict;
    case 'unsupported-api-version':
      return withAbsentVersion(facts, verdict);
    case 'unknown-field':
      return isLineOfBody(facts) ? { ...verdict, cause: 'malformed-body' } : verdict;
    case 'missing-field':
    case 'malformed-json':
    case 'malformed-body':
      return byBytes(facts, verdict);
    case 'invalid-value': {
      if (isAbsent(facts, verdict)) return { ...verdict, cause: 'missing-field' };
      if (isMisspelledParameter(facts)) return { ...verdict, cause: 'unknown-field' };
      if (isLineOfBody(facts)) return { ...verdict, cause: 'malformed-body' };
      // "one of the following statuses" of a thing that the request only names by its id.
      const state = ranked.find((item) => item.cause === 'invalid-state');
      const isState = verdict.fields.length === 0 && state !== undefined && state.weight >= SAID;
      return isState ? { ...verdict, cause: 'invalid-state', match: state.match } : verdict;
    }
    case 'wrong-url':
      if (status === 405) return { ...verdict, cause: 'method-not-allowed' };
      if (isOfPathThing(facts)) return { ...verdict, cause: 'resource-not-found' };
      // "Couldn't find that app", said of `/apps/x`.
      return verdict.match !== undefined &&
        verdict.match.weight < 3 &&
        placeOfThing(facts, verdict.match.sentence) === 'path'
        ? { ...verdict, cause: 'resource-not-found' }
        : verdict;
    default:
      return verdict;
  }
}

/** "Please specify a version in the X-Api-Version header", which the request does not have: there is no version to be unsupported. */
function withAbsentVersion(facts: Facts, verdict: Verdict): Verdict {
  const said = facts.errorMessage()?.slice(0, 300) ?? '';
  const name = VERSION_HEADER.exec(said)?.[1];
  if (name === undefined || !ABSENT.test(said) || facts.request.header(name.toLowerCase()) !== undefined)
    return verdict;
  const where = facts.error()?.where ?? 'response.body';
  const field = { path: name, segments: [name], location: 'header' as const, message: said, code: undefined, where };
  return {
    ...verdict,
    cause: 'missing-field',
    fields: [blame(field, facts.exchange.request, facts.request, facts.url())],
  };
}

const VERSION_HEADER = /\b([a-z]\w{0,20}(?:-\w{1,20}){0,4}-version)["'`]? header\b/i;
const ABSENT = /\b(?:missing|required|absent|undefined|not (?:provided|specified|present|sent|set))\b/i;

const NO_PARAMETER = /\bparameter ["'`[]?([\w.-]{2,60})["'`\]]? is not one of:? ?\[?(.{3,600})/i;

/** "The query parameter [tweet.feilds] is not one of [id,tweet.fields]": names are listed, and no values. */
function isMisspelledParameter(facts: Facts): boolean {
  const [, name, list] = NO_PARAMETER.exec(facts.errorMessage()?.slice(0, 900) ?? '') ?? [];
  if (name === undefined || facts.url()?.searchParams.has(name) !== true) return false;
  const names = list!.split(/[\s,\]"'`]+/, 60);
  return names.some((other) => editDistance(other.toLowerCase(), name.toLowerCase(), 2) <= 2);
}

/** `DeploymentNotFound` of `/deployments/gpt-x/…`: the thing that the code names stands in the path, with an id behind it. */
function isOfPathThing(facts: Facts): boolean {
  const thing = /^([a-z]{3,30}?)[_.]?(?:not[_]?found|does[_]?not[_]?exist)$/i.exec(facts.error()?.code ?? '')?.[1];
  if (thing === undefined || /^(?:route|url|uri|path|page|endpoint|method|action|operation|resource)$/i.test(thing))
    return false;
  return new RegExp(`/${thing}(?:s|es)?/[^/?]`, 'i').test(facts.url()?.pathname ?? '');
}

/** What is asked for "must be a string", and the request, which was read whole, does not have it at all. */
function isAbsent(facts: Facts, { fields }: Verdict): boolean {
  const [first] = fields;
  if (first === undefined || first.isPresent) return false;
  // "is missing: expected an integer": the type is what it should have had.
  if (/^.{0,80}\b(?:is|was|are) (?:missing|required)\b/.test(first.field.message)) return true;
  if (first.field.segments.length !== 1) return false;
  const { received, message, location, code } = first.field;
  if (received === 'undefined' || /^required$/i.test(message)) return true;
  if (received !== undefined || first.place !== 'body' || location === 'query' || !isBodyReadable(facts)) return false;
  const isDemand =
    /\b(?:must|should) be (?:an? |of type )|^input should be/i.test(message) ||
    (code !== undefined && /^is[A-Z]/.test(code));
  const name = first.name.toLowerCase();
  return isDemand && !requestValues(facts).some((value) => value.name?.toLowerCase().includes(name) === true);
}

/** What the bytes of the body show besides the words about it. */
function byBytes(facts: Facts, verdict: Verdict): Verdict {
  const { cause, fields } = verdict;
  if ((cause === 'missing-field' || cause === 'invalid-type') && isLineOfBody(facts))
    return { ...verdict, cause: 'malformed-body', fields: [] };
  const [first] = fields;
  const mismatch = formatMismatch(facts);
  const inBody = first === undefined || first.place === 'body';
  if (mismatch !== undefined && inBody && !isAllOfQuery(first)) {
    // The server did not see the field that stands in a body of another format, or could not read that format.
    const isUnseen =
      cause === 'missing-field'
        ? first === undefined || isInBytes(facts, first.name)
        : cause !== 'invalid-type' || isWhole(first);
    if (isUnseen) return { ...verdict, cause: 'wrong-content-type' };
  }
  if (cause === 'invalid-type' && isWhole(first) && wantsObject(verdict) && isOfOtherFormat(facts)) {
    return { ...verdict, cause: 'wrong-content-type' };
  }
  const isReading = /^(?:GET|HEAD|DELETE)$/.test(facts.exchange.request.method);
  if (cause === 'malformed-body' && !hasBody(facts) && isReading && facts.url()?.search !== '')
    return { ...verdict, cause: 'malformed-request' };
  if (cause === 'malformed-json') {
    if (!hasBody(facts)) {
      const isOfQuery = isReading && (facts.url()?.search ?? '') !== '';
      return { ...verdict, cause: isOfQuery ? 'malformed-request' : 'malformed-body' };
    }
    const announced = announcedFormat(facts);
    if (announced !== undefined && announced !== 'json') return { ...verdict, cause: 'malformed-body' };
    // A statement of a query language, sent as text: it is not JSON that does not parse.
    if (isPlainText(facts)) return { ...verdict, cause: 'malformed-body' };
  }
  if (cause === 'malformed-body' && facts.exchange.request.body === null && first !== undefined)
    return { ...verdict, cause: 'missing-field' };
  return verdict;
}

/** `unable to parse 'cpu,host=web 1 usage=1'`. */
const UNPARSED = /\b(?:pars(?:e|ing)|unmarshal|decod(?:e|ing)|read)\b[^"'`]{0,80}(["'`])(.{8,200}?)\1(?=[:,;.\s]|$)/;

/** `error parsing line 2: …`: of a body that consists of lines. */
const UNPARSED_LINE = /\b(?:pars(?:e|ing)|unmarshal|decod(?:e|ing)|read(?:ing)?)\b.{0,40}?\bline \d{1,9}:/i;

/** A line of a body that is neither JSON nor a form is quoted as one that could not be parsed. */
function isLineOfBody(facts: Facts): boolean {
  const said = facts.errorMessage()?.slice(0, 600) ?? '';
  const found = UNPARSED.exec(said)?.[2];
  const isNumbered = found === undefined && UNPARSED_LINE.test(said);
  if (found === undefined && !isNumbered) return false;
  if (facts.request.json() !== undefined || announcedFormat(facts) === 'form') return false;
  const text = facts.request.body()?.text ?? '';
  return found === undefined ? /^\s{0,8}[^\s<{[]/.test(text.slice(0, 12)) : text.includes(found);
}

function isPlainText(facts: Facts): boolean {
  const type = facts.request.header('content-type') ?? '';
  return (
    /^\s*(?:text|application)\/(?:plain|sql|[\w.+-]*query[\w.+-]*)\b/i.test(type) &&
    !/^\s*[[{"]/.test(facts.request.body()?.text ?? '{')
  );
}

/** FastAPI's `Input should be a valid dictionary`, serde's `expected struct`: what a form or XML is to a reader of JSON. */
function wantsObject({ what, fields: [first] }: Verdict): boolean {
  return /\b(?:dict(?:ionary)?|object|struct|map|json)\b/i.test(
    `${what} ${first?.field.message ?? ''} ${first?.field.code?.replaceAll('_', ' ') ?? ''}`.slice(0, 400),
  );
}

function isOfOtherFormat(facts: Facts): boolean {
  const is = formatOfBytes(facts);
  return is !== undefined && is !== 'json';
}

function isAllOfQuery(first: BlamedField | undefined): boolean {
  return first?.field.location === 'query' || first?.field.location === 'path';
}

function isWhole(first: BlamedField | undefined): boolean {
  return first === undefined || first.field.segments.length === 0 || /^(?:body|payload|json)$/i.test(first.name);
}

function isInBytes(facts: Facts, name: string): boolean {
  const last = name.split('.').at(-1) ?? name;
  return last.length > 1 && (facts.request.body()?.text ?? '').includes(last);
}
