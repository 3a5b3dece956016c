import type { Facts } from '../facts.ts';
import { type BlamedField, blame } from '../readers/blame.ts';
import { parsePath } from '../readers/error-report/field-path.ts';
import { fieldsInWords } from '../readers/error-report/field-words.ts';
import { firstKeys, isObject } from '../readers/error-report/members.ts';
import type { FieldError } from '../readers/error-report/report.ts';
import { requestValues } from './mentioned.ts';

/** Names of envelopes and of the whole, which readers take for fields. */
const NO_FIELD =
  /^(?:errors?|validation_?errors|error_?messages?|messages?|details?|non_?field_?errors|base|_schema|__all__|global|general|root|\w{1,60}(?:error|exception)|_error|_errors|request|body|form|params|\d+|\[\d+\]|\$|)$/i;

/** Where credentials are sent: their absence or form is a matter of who is calling. */
const CREDENTIAL =
  /^(?:authorization|x-api-key|api-?key|x-auth-token|access_?token|bearer|x-amz-security-token|cookie)$/i;
/** A header of the server's own for it: `X-MBX-APIKEY`, `ACCESS_SIGN`, `xt-validate-signature`. */
const CREDENTIAL_HEADER =
  /(?:^|[-_])(?:(?:api|access|auth|app|client|secret|subscription|license|consumer)[-_]?(?:key|token|secret|signature|sign)|apikey|appkey|passphrase|signature|hmac)$/i;

/** The fields of the request that the server names, without what only looks like one. */
export function usableFields(facts: Facts): readonly BlamedField[] {
  const named = facts.fields().flatMap((blamed) => inKeys(facts, blamed) ?? [blamed]);
  const usable = withUnreadFirst(named.filter((field) => isUsable(field) && !isProofWanted(facts, field))).sort(
    (a, b) => Number(isWrapper(a)) - Number(isWrapper(b)),
  );
  if (usable.length > 0) return usable;
  // Some servers put the telling sentence beside one that says nothing.
  const remark = (facts.error()?.more ?? []).slice(0, 4).find((text) => REMARK.test(text));
  const where = facts.error()?.where ?? 'response.body';
  // "The workflow must be active", beside a 404, is advice about a thing.
  const isRefusedForm = facts.status === 400 || facts.status === 422 || (facts.status ?? 0) < 300;
  const inRemark =
    remark === undefined
      ? []
      : fieldsInWords(remark, where)
          .map(blamedIn(facts))
          .filter((blamed) => isUsable(blamed) && (isRefusedForm || blamed.isPresent));
  if (inRemark.length > 0) return inRemark;
  const listed = fieldsInList(facts).map(blamedIn(facts)).filter(isUsable);
  return listed.length > 0 ? listed : memberInSentence(facts, where);
}

/**
 * A value that the parser could not take, named by its JSON path (`$.customerId`), is why the whole body counts as missing
 * under the name of the handler's parameter: it goes first.
 */
function withUnreadFirst(fields: readonly BlamedField[]): BlamedField[] {
  const isUnread = ({ field }: BlamedField) =>
    /#\/errors\/\$[.[]/.test(field.where) && /\bconvert|\bdeserializ|\binvalid\b|\bunexpected\b/i.test(field.message);
  return fields.some(isUnread)
    ? [...fields.filter(isUnread), ...fields.filter((field) => !isUnread(field))]
    : [...fields];
}

/** `amount_required`, `cvv_invalid`: the field and what is wrong with it in one name. */
const SLUG =
  /^([a-z][a-z0-9_.]{0,60}?)_(required|missing|invalid|blank|empty|too_long|too_short|not_found|unknown|taken|duplicate)$/;
/** `login: An object with this field already exists`. */
const LED = /^([A-Za-z][\w.[\]]{0,60}): (\S.{2,300})$/;

/** Lists of names or sentences at the top of the answer, each of which begins with the field it is about. */
function fieldsInList(facts: Facts): readonly FieldError[] {
  const json = facts.response.json();
  if ((facts.status !== 400 && facts.status !== 422) || !isObject(json)) return [];
  for (const key of firstKeys(json).slice(0, 20)) {
    const list = json[key];
    if (!Array.isArray(list) || !/err|cause|detail|issue|code/i.test(key)) continue;
    const found = list.slice(0, 10).flatMap((item: unknown, index) => {
      const text =
        typeof item === 'string'
          ? item
          : isObject(item)
            ? Object.values(item).find((value) => typeof value === 'string')
            : undefined;
      const match =
        typeof text !== 'string'
          ? null
          : typeof item === 'string'
            ? (SLUG.exec(text) ?? LED.exec(text))
            : LED.exec(text);
      if (match === null) return [];
      const [, path = '', said = ''] = match;
      const isSlug = !/\s/.test(said);
      return [
        {
          ...parsePath(path),
          path,
          message: isSlug ? '' : said,
          code: isSlug ? said : undefined,
          where: `response.body#/${key}/${index}`,
        },
      ];
    });
    if (found.length > 0) return found;
  }
  return [];
}

/** `You specified an invalid image`, `currency does not have …`. */
const SUBJECT =
  /\b(?:invalid|wrong|bad|unsupported|unknown|missing|no) (?:(?:key|column|attribute) )?["'`]?([A-Za-z][\w.-]{1,40})|^(?:the |your )?([A-Za-z][\w.-]{1,40}) (?:is|are|was|does|must|should|cannot|can|has|already)\b/i;

/** A member of the request that the sentence calls by its name, as the subject or behind a word of fault. */
function memberInSentence(facts: Facts, where: string): readonly BlamedField[] {
  if (facts.status !== 400 && facts.status !== 422) return [];
  const sentence = facts.errorMessage()?.slice(0, 300) ?? '';
  // Python's dictionaries: under 400 the key is one of the request's.
  const key = /\bKeyError: ["']([\w.-]{1,60})["']/.exec(sentence)?.[1];
  if (key !== undefined) {
    const lost: FieldError = { path: key, segments: [key], location: undefined, message: '', code: 'missing', where };
    return [blamedIn(facts)(lost)];
  }
  const match = SUBJECT.exec(sentence);
  const word = (match?.[1] ?? match?.[2] ?? '').toLowerCase();
  if (word.length < 3) return [];
  const member = requestValues(facts).find(
    ({ name, place }) => place !== 'path' && (name?.toLowerCase() === word || isInBrackets(name, word)),
  );
  if (member === undefined) return [];
  const path = member.name!;
  // The server looked among its own names: it is no value that is wrong.
  const code = /^invalid (?:key|column|attribute) /i.test(sentence) ? 'unknown_key' : undefined;
  const field: FieldError = { path, segments: [path], location: undefined, message: sentence, code, where };
  return [blamedIn(facts)(field)].filter((blamed) => blamed.isPresent && isUsable(blamed));
}

/** `filters[titel][$eq]` */
function isInBrackets(name: string | undefined, word: string): boolean {
  return name?.toLowerCase().includes(`[${word}]`) === true;
}

const REMARK = /\b(?:must|should|is|are|was|invalid|missing|required|unknown|unexpected|cannot|not)\b/i;

function blamedIn(facts: Facts): (field: FieldError) => BlamedField {
  return (field) => blame(field, facts.exchange.request, facts.request, facts.url());
}

/** What was sent is repeated beside the error: `{"error_data": {"messaging_product": "whatsapp", "details": "…"}}`. */
function isEcho(value: string | undefined, { message, code }: FieldError): boolean {
  return code === undefined && value === `"${message}"` && /^\w{4,}$/.test(message);
}

function isUsable({ name, place, isPresent, value, field }: BlamedField): boolean {
  const isNamed = isPresent || field.message.includes(`'${name}'`);
  if (NO_FIELD.test(name) && !(isNamed && /^[a-z]{4,}$/i.test(name))) return false;
  if (/^http_host$/i.test(name)) return false;
  if (CREDENTIAL.test(name) || (place === 'header' && CREDENTIAL_HEADER.test(name))) return false;
  if (isEcho(value, field)) return false;
  // `If-Match` of a failed precondition is a matter of versions, not of fields.
  return !(place === 'header' && /^if-/i.test(name));
}

/** `SECRET_KEY cannot be empty`, said to a caller who sent no proof at all: it is one that is missing, and no field. */
function isProofWanted(facts: Facts, { name, isPresent }: BlamedField): boolean {
  return !isPresent && CREDENTIAL_HEADER.test(name) && facts.credentials().every(({ secret }) => secret === '');
}

/** hapi and celebrate: `{"source": "payload", "keys": ["email"]}`. */
function inKeys(facts: Facts, { name, field, isPresent }: BlamedField): readonly BlamedField[] | undefined {
  if (isPresent || !/^(?:source|keys)$/.test(name) || /\s/.test(field.message)) return undefined;
  if (name === 'source') return [];
  return [blamedIn(facts)({ ...field, path: field.message, segments: [field.message], code: undefined })];
}

function isWrapper({ field }: BlamedField): boolean {
  return field.segments.length === 0;
}

/** There, and neither null nor empty. */
export function isFilled({ isPresent, value, jsonType }: BlamedField): boolean {
  return isPresent && jsonType !== 'null' && value !== '""' && value !== '[]' && value !== '{}';
}
