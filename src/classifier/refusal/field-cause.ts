import type { CauseId } from '../../exchange/causes.ts';
import type { Facts } from '../facts.ts';
import type { BlamedField } from '../readers/blame.ts';
import type { PhraseMatch } from '../vocabulary/match.ts';
import { understand } from '../vocabulary/vocabulary.ts';
import { causeOfFieldCode, isOfValueToo } from './field-codes.ts';
import { isFilled } from './named-fields.ts';
import { SAID, type Weighed, weigh } from './weights.ts';

/** What the code or words about one field mean, or undefined where they are not understood. */
export function causeOfField(
  facts: Facts,
  blamed: BlamedField,
  ranked: readonly Weighed[] | undefined,
  status: number,
): CauseId | undefined {
  const { field } = blamed;
  // A header that says what the body is, or what the answer may be.
  if (blamed.place === 'header' && /^content-type$/i.test(blamed.name)) return 'wrong-content-type';
  if (blamed.place === 'header' && /^accept(?:-|$)/i.test(blamed.name)) return 'not-acceptable';
  const byCode =
    field.code === undefined || isOfValueToo(field.code, field.message) ? undefined : causeOfFieldCode(field.code);
  const code = facts.error()?.code;
  // A code of the whole error may hang at the field.
  const isOwn = field.code !== undefined && field.code !== code;
  if (
    byCode !== undefined &&
    byCode !== 'invalid-value' &&
    !(byCode === 'already-exists' && !isOwn && status === 404)
  ) {
    if (byCode === 'missing-field' && field.code === 'missing' && isFilled(blamed) && !isSlugOnly(field.message))
      return wordsAbout(field.message, field.code)?.cause ?? byCode;
    // GitHub's `missing` means that the thing referred to is.
    if (byCode === 'missing-field' && field.code === 'missing' && isFilled(blamed)) return 'related-resource-missing';
    return byCode;
  }
  if (/^(?:this (?:field|value|parameter) )?(?:is )?required[.!]?$/i.test(field.message)) return 'missing-field';
  // "expected number <= 5": a bound, and no type.
  if (isBound(field.message.slice(0, 300)) || OF_LITERALS.test(field.message.slice(0, 300))) return 'invalid-value';
  const best =
    ranked === undefined
      ? wordsAbout(field.message, isOwn ? field.code : undefined)
      : ranked.find(({ cause, weight }) => cause !== undefined && weight >= SAID);
  // "must contain …", "please enter …": asked of a field that the request has filled, it is its value that lacks something.
  const isAsked = best?.cause === 'missing-field' && isOnlyAsked(best.match) && isFilled(blamed);
  const said = isAsked ? 'invalid-value' : best?.cause;
  const isThing = said === 'related-resource-missing' || said === 'resource-not-found';
  if (isThing && !blamed.isPresent && blamed.place !== 'path' && ABSENT.test(field.message)) return 'missing-field';
  // `invalid` and `custom` stand for anything: the sentence says more.
  if (byCode === 'invalid-value') {
    return said !== undefined && isNarrower(said) && VAGUE.test(field.code ?? '') ? said : byCode;
  }
  return said;
}

function isOnlyAsked({ weight, text, sentence }: PhraseMatch): boolean {
  return weight === 1 || (weight === 2 && ASKING.test(text)) || REQUIRED_FORM.test(sentence);
}

/** What is required here is a form, and the field is there. */
const REQUIRED_FORM = /\brequired (?:pattern|format|length|range)\b/i;

const ASKING = /contain|\b(?:enter|select|choose|bitte|veuillez)\b|入力|指定|请/i;

/** The field has a code of its own that is known. */
export function isCoded(facts: Facts, { field }: BlamedField): boolean {
  return field.code !== undefined && field.code !== facts.error()?.code && causeOfFieldCode(field.code) !== undefined;
}

/** A sign of comparison before a number says it in any language, unless the sentence goes on about what came instead. */
function isBound(message: string): boolean {
  return BOUND.test(message) || (SIGN.test(message) && !/\b(?:received|got|instead)\b/i.test(message));
}

/** `Expected ("red" | "green") but received "redd"`: one of a few values, and no type. */
const OF_LITERALS = /\bexpected \(?["'][^"']{1,60}["'](?: ?\| ?["']|\)? but\b)/i;

const SIGN = /(?:^|\s)(?:<=|>=|≤|≥) ?-?\d/;

const BOUND = /\b(?:expected|must be|should be|has to be|want)(?: \w{1,20}){0,2} (?:<=?|>=?|≤|≥) ?-?\d/;

const ABSENT =
  /\b(?:missing|required|not (?:supplied|provided|given)|no value)\b|\bpars(?:ing|e)\b.{0,160}\b(?:key|field|property|member) ["'`][\w.-]{1,80}["'`] (?:was )?not found\b/i;

const VAGUE =
  /^(?:invalid|custom|value_error|user_defined|any\.custom|invalid_value|invalid_param(?:eter)?s?(?:_value)?|invalid_argument)$/i;

function isNarrower(cause: CauseId): boolean {
  return [
    'missing-field',
    'invalid-type',
    'already-exists',
    'related-resource-missing',
    'unknown-field',
    'invalid-state',
  ].includes(cause);
}

function isSlugOnly(message: string): boolean {
  return !/\s/.test(message);
}

function wordsAbout(message: string, code: string | undefined): Weighed | undefined {
  const matches = understand([
    { kind: 'field', text: message, where: '' },
    ...(code === undefined ? [] : [{ kind: 'field' as const, text: code, where: '' }]),
  ]);
  const [best] = weigh(matches, { status: 0, hasField: true, hasBody: true, isValidJson: true }).filter(
    ({ cause }) => cause !== undefined,
  );
  return best !== undefined && best.weight >= 12 ? best : undefined;
}
