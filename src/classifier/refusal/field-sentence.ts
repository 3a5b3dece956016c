import type { CauseId } from '../../exchange/causes.ts';
import { withoutAsides } from '../quoting/sentences.ts';
import { shortened } from '../quoting/shorten.ts';
import type { BlamedField } from '../readers/blame.ts';
import { clip, shown } from '../shown.ts';
import { isFilled } from './named-fields.ts';

const LONGEST_CLAIM = 110;
const LONGEST_NAME = 80;

/** `"email"`, `the header X-Shop`, `the query parameter "page"` */
export function fieldName({ name, place, field }: BlamedField): string {
  const short = shown(name, LONGEST_NAME);
  if (place === 'header') return `the header ${short}`;
  if (place === 'query' && field.location === 'query') return `the query parameter "${short}"`;
  return `"${short}"`;
}

const PLACE_WORDS = { body: 'the body', query: 'the query', path: 'the path', header: 'the headers' } as const;

/** `"price" is missing; the request has "pricee"`, and what else is missing. */
export function missingSentence(fields: readonly BlamedField[], body: 'none' | 'read' | 'unread'): string {
  const [first, ...others] = fields;
  const { nearMiss, place, isPresent, value } = first!;
  const name = fieldName(first!);
  const more = alsoFields(others);
  if (isPresent) {
    return isFilled(first!)
      ? `${name} is required, yet the request has it in ${PLACE_WORDS[place]}${value === undefined ? '' : `: ${value}`}${more}`
      : `${name} is required; the request sent ${value}${more}`;
  }
  if (nearMiss !== undefined)
    return `${name} is missing; the request has "${shown(nearMiss.name, LONGEST_NAME)}"${more}`;
  // What a body holds that was not recorded, or not whole, nobody knows.
  if (place === 'body' && body === 'unread') return `${name} is required${more}`;
  if (place === 'body' && body === 'none') return `${name} is missing: the request has no body${more}`;
  return place === 'header' || (place === 'query' && first!.field.location === 'query')
    ? `${name} is missing${more}`
    : `${name} is missing from ${PLACE_WORDS[place]}${more}`;
}

/** ` (also "city" and 3 more)`; empty where there is no other. */
export function alsoFields(others: readonly BlamedField[]): string {
  const names = [...new Set(others.map(({ name }) => name))];
  if (names.length === 0) return '';
  const shownNames = names.slice(0, 3).map((name) => `"${shown(name, 40)}"`);
  const rest = names.length - shownNames.length;
  const list =
    rest > 0
      ? `${shownNames.join(', ')} and ${rest} more`
      : shownNames.length === 1
        ? shownNames[0]!
        : `${shownNames.slice(0, -1).join(', ')} and ${shownNames.at(-1)}`;
  return ` (also ${list})`;
}

/** What a code says of a value where no sentence stands beside it. */
const CLAIMS: Readonly<Partial<Record<CauseId, string>>> = {
  'invalid-type': 'has the wrong type',
  'invalid-value': 'has a value that is not allowed',
  'unknown-field': 'is not known to the server',
  'already-exists': 'exists already',
  'related-resource-missing': 'refers to something that does not exist',
  'invalid-state': 'does not fit the present state',
};

/** `"amount" must be an integer; the request sent "12.50"`. */
export function claimSentence(cause: CauseId, fields: readonly BlamedField[]): string {
  const [first, ...others] = fields;
  const whole = wholeSentence(first!);
  if (whole !== undefined)
    return `${whole}${pathBeside(first!, whole)}${sentValue(first!, whole)}${alsoFields(others)}`;
  const claim = claimOf(cause, first!);
  const name = fieldName(first!);
  const glue = claim.startsWith(':') ? '' : ' ';
  return `${name}${glue}${claim}${sentValue(first!, claim)}${alsoFields(others)}`;
}

/** `The amount value must be a string ("amount.value")`: the words name the field, and the path says where it stands. */
function pathBeside({ name }: BlamedField, whole: string): string {
  return /[.[]/.test(name) && !whole.includes(name) ? ` ("${shown(name, LONGEST_NAME)}")` : '';
}

/** The server's sentence where it names the field in its middle: `Cannot query field "nmae" on type "User".` */
function wholeSentence({ field, name }: BlamedField): string | undefined {
  const message = field.message.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  const last =
    name
      .split(/[.[\]]+/)
      .filter(Boolean)
      .at(-1) ?? name;
  if (last.length < 2 || !/\s/.test(message) || withoutName(message, name, field.path) !== undefined) return undefined;
  return new RegExp(`(?:^|[^\\w])${last.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:$|[^\\w])`, 'i').test(message)
    ? shortened(withoutAsides(message), LONGEST_CLAIM + 40, last)
    : undefined;
}

function sentValue({ isPresent, value, field, place }: BlamedField, claim: string): string {
  const sent = isPresent ? value : field.received === undefined ? undefined : shown(JSON.stringify(field.received), 80);
  if (sent === undefined) return '';
  // Some servers repeat the value themselves.
  const bare = sent.replace(/^"|"$/g, '');
  if (bare.length > 2 && claim.includes(bare)) return '';
  return place === 'path' ? `; the path has ${sent}` : `; the request sent ${sent}`;
}

/** A sentence about the field begins with what is asked of it. */
const PREDICATE =
  /^(?:must|should|shall|may|can|cannot|can't|could|is|isn't|are|was|has|have|does|doesn't|did|do|needs?|requires?|contains?|exceeds?|fails?|failed|length|value|expected|already|not|too|only|no longer|exists?)\b/i;

function claimOf(cause: CauseId, { field, name }: BlamedField): string {
  const message = field.message.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  const generic = CLAIMS[cause];
  const { code } = field;
  if (message === '' || (!/\s/.test(message) && generic !== undefined)) {
    const expected = field.expected === undefined ? undefined : `must be ${withArticle(field.expected)}`;
    return cause === 'invalid-type' && expected !== undefined
      ? expected
      : `${generic ?? 'is not accepted'}${inWords(message === '' ? (code ?? '') : message)}`;
  }
  const rest = withoutName(message, name, field.path);
  if (rest === undefined) return `: ${clip(message, LONGEST_CLAIM)}`;
  if (PREDICATE.test(rest)) {
    return clip(
      /^(?:not|too|only|already(?! (?:exists?|has|taken by))|no longer)\b/i.test(rest)
        ? `is ${lowered(rest)}`
        : lowered(rest),
      LONGEST_CLAIM,
    );
  }
  return `: ${clip(rest, LONGEST_CLAIM)}`;
}

function inWords(slug: string): string {
  return slug === '' ? '' : ` (${clip(slug, 60)})`;
}

function withArticle(type: string): string {
  const short = shown(type, 60);
  return /^(?:an? |<|>|=|\d|one of|[A-Z])|,/.test(short) ? short : `${/^[aeiou]/i.test(short) ? 'an' : 'a'} ${short}`;
}

function lowered(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? `${text[0]!.toLowerCase()}${text.slice(1)}` : text;
}

function isWithin(name: string, message: string): boolean {
  return ['"', "'", '`'].some((mark) => message.includes(`${mark}${name}${mark}`));
}

/** What the sentence says of the field, without its name; undefined where the name stands in its middle. */
function withoutName(message: string, name: string, path: string): string | undefined {
  const own = name.split(/[.[\]]+/).findLast((part) => part !== '') ?? name;
  if (PREDICATE.test(message) && !isWithin(own, message)) return message;
  const pronoun = /^(?:this|the|input|it)(?: (?:field|value|parameter|attribute|property))?:? (.+)$/i.exec(
    message,
  )?.[1];
  if (pronoun !== undefined && PREDICATE.test(pronoun)) return pronoun;
  const last =
    name
      .split(/[.[\]]+/)
      .filter(Boolean)
      .at(-1) ?? name;
  const start =
    /^(?:the |your |an? )?(?:field |parameter |property |value of |value for |attribute )?["'`]?([\w$.[\]-]+(?: [\w-]+){0,2}?)["'`]?(?: (?:field|parameter|property|attribute|value))?:? (?=(?:must|should|shall|may|can|is|are|was|has|have|does|needs|requires|contains|exceeds|fails|failed|length|not|already|too|value|cannot)\b)/i.exec(
      message,
    );
  if (start === null) return undefined;
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const subject = plain(start[1] ?? '');
  return [name, path, last].some((candidate) => plain(candidate) === subject || plain(candidate).endsWith(subject))
    ? message.slice(start[0].length)
    : undefined;
}
