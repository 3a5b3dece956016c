import {
  alternativesOf,
  EXACT,
  LIST,
  MAY_BE_EXACT,
  MEDIA_TYPE,
  NAME,
  type Named,
  type Wording,
} from './exact-wordings.ts';
import { parsePath } from './field-path.ts';
import type { FieldError, FieldLocation } from './report.ts';

const OPEN = '["\'`“‘«]';
const CLOSE = '["\'`”’»]';
const QUOTED = `${OPEN}(${NAME})${CLOSE}`;
const LABEL =
  '(?:parameter|param|field|property|attribute|argument|arg|key|header|column|input|variable|element|member|name)';

/** What says of a name that it is a field with a fault. */
const FAULT =
  "(?:(?:field|parameter|param|property|header|value|attribute|argument|key) )?(?:(?:is|was|are|were) (?:a )?(?:required|missing(?! (?:an?|the|any|some|its|their|one|for|of)\\b)|mandatory|not (?:allowed|permitted|supplied|provided|present|specified|set)|too (?:long|short|large|small|big)|invalid|blank|empty|unknown|not expected|not recognized)|(?:wasn't|isn't|weren't) (?:supplied|provided|present|specified|set|allowed|permitted)|not (?:supplied|provided|present|specified|set|given|found in (?:the )?(?:request|body|query))|must\\b|should (?:be|not|have|contain|match)|can(?:not|'t| not) be (?:blank|empty|null|nil|undefined|negative|omitted)|may not be|has (?:already been taken|an invalid|invalid)|has to be|needs to be|length must|contains (?:an invalid|invalid)|fails to match|failed (?:custom )?validation|does not match|doesn't match|missing)";

/** `One of 'email' or 'userId' is required`, `Missing either space_id or project_id`. */
const ALTERNATIVES = new RegExp(
  `(?<!\\b(?:expected|be|is|are|not|in|of|values?) )\\b(?:one of|either)(?: the)?(?: (?:fields|parameters|properties))?:? ((?:["'\`]?${NAME}["'\`]?(?:,? or |, )){1,6}["'\`]?${NAME}["'\`]?)`,
  'gi',
);

/** Words around a quoted or labelled name. */
const LABELLED: readonly Wording[] = [
  { pattern: ALTERNATIVES, code: 'missing', read: ([, list = '']) => alternativesOf(list) },
  {
    pattern: new RegExp(
      `\\b${LABEL}s?(?: values?)?(?: (?:named|called|for|is|are|was|were|not found|missing))?\\s?[:=,]?\\s?\\[?${QUOTED}`,
      'gi',
    ),
  },
  {
    pattern: new RegExp(
      `\\b(?:missing|required|unknown|unrecogni[sz]ed|invalid|unexpected|unsupported|extra|illegal|duplicate)\\b[\\w ]{0,40}\\b${LABEL}(?:s|\\(s\\))?(?: (?:is|are))?: ?${LIST}`,
      'gi',
    ),
  },
  {
    pattern: new RegExp(
      `\\b(?:param|parameter|field|key|argument)\\b[\\w ]{0,60}\\b(?:missing|empty|invalid|required)\\b[\\w ]{0,30}: (${NAME})[>.]?$`,
      'gi',
    ),
  },
  {
    pattern: new RegExp(
      `\\bmissing (?:the )?(?:required )?(?:key|field|parameter|property|attribute|argument|header) (${NAME})(?: (?:in|from|of|for)\\b|[.,;]|$)`,
      'gi',
    ),
    code: 'missing',
  },
  {
    pattern:
      /\bmissing (?:the )?(?:required |mandatory )?(?!required\b|mandatory\b|authori[sz]ation\b|authentication\b|query\b|body\b|form\b|path\b|request\b|http\b|json\b|one\b|some\b|or\b|and\b|auth\b|the\b|an?\b|input\b|this\b|following\b|security\b|credentials?\b|signature\b)([A-Za-z_][\w.-]{1,60})(?:: ?[\w./-]{1,40})? (?:header|parameter|param|field|property|attribute|argument)\b(?! (?:value|type|name)s?\b)/gi,
    code: 'missing',
  },
  { pattern: new RegExp(`${QUOTED} (?:\\w{1,20} ){0,3}${FAULT}`, 'gi') },
  {
    pattern: new RegExp(
      `\\b(?:The|A|An) ${QUOTED} (?:\\w{1,20} ){0,4}(?:is|must|should|has|cannot)\\b(?! (?:not (?:found|available)|deprecated|unavailable))`,
      'g',
    ),
  },
  { pattern: new RegExp(`\\binvalid (?:value |type |format |input |data )?(?:for |in |of )?${QUOTED}`, 'gi') },
  { pattern: new RegExp(`\\b(?:for|convert|parse|validate|validating|missing|required) ${QUOTED}`, 'gi') },
  {
    pattern: new RegExp(
      `\\b(?:missing|requires?|required) (?:the )?(?:query |body |form |request |path |header |required )?(?:(?:${LABEL}|configuration|config|option|setting) )?${QUOTED}`,
      'gi',
    ),
  },
  { pattern: new RegExp(`^(?:\\w{1,40}(?:Error|Exception): )?${QUOTED}:? (?:\\w{1,20} ){0,3}${FAULT}`, 'gi') },
  {
    pattern: new RegExp(
      `\\b(${NAME}) (?:query |path |body |request )?(?:parameter|field|property|header|attribute|argument) (?:is|was|must|should|cannot|has|needs)\\b`,
      'g',
    ),
  },
];

/** Quotes, or a word for a field. */
const MAY_BE_LABELLED =
  /["'`“‘«]|\beither |one of |param|field|propert|attribute|argument|\barg|\bkey|header|column|input|variable|element|member|\bname/i;

/** The same of a subject without quotes, where the words have to be those of validation. */
const SUBJECT_FAULT =
  "(?:(?:field|parameter|param|property|header|value|attribute|argument) )?(?:(?:is|was|are) (?:a )?(?:required|missing(?! (?:an?|the|any|some|its|their|one|for|of)\\b)|mandatory|too (?:long|short|large|small|big)|invalid|blank|empty|reserved|not (?:a |an |supplied|provided|present|specified|included|valid))|must (?:be|not be|exist|contain|match|have|start|end|consist|only)|should (?:be|not be|not exist|contain|match|have)|can(?:not|'t| not) be (?:blank|empty|null|nil|undefined|negative|omitted|less|greater|longer|in the)|may not be (?:blank|empty|null|nil|greater|less)|has (?:already been taken|an invalid|invalid)|length must|contains (?:an invalid|invalid))";

/** A sentence whose subject is a name without quotes: `email must be an email`, `Name can't be blank`. */
const SUBJECT = new RegExp(`^(?:the |your |an? )?(${NAME}) ${SUBJECT_FAULT}`, 'i');
const IDENTIFIER = new RegExp(`^(${NAME}): \\S`);
/** Rails' humanised names: `Phone number can't be blank`. */
const SUBJECT_OF_WORDS =
  /^(?:the |your )?([A-Za-z][a-z]{1,30}(?: [a-z]{1,30}){1,2}) (?:can't be blank|cannot be (?:blank|empty|null)|has already been taken|is (?:invalid|required|missing|not a number|too (?:long|short))(?=\s*(?:$|[.,;:(]))|must (?:be|exist))/i;
const NAMED_FAULT = new RegExp(`(?:${FAULT}|\\b(?:invalid|required|missing|expected|not a|unknown|must)\\b)`, 'i');

/** What stands at the beginning of sentences and is no field. */
const NO_FIELD =
  /^(?:the|this|that|these|it|ip|graphql|there|which|what|you|we|they|a|an|one|some|all|request|requests|body|payload|json|xml|content|data|value|values|field|fields|param|params|parameter|parameters|property|argument|input|header|headers|token|tokens|credentials?|auth|authentication|authorization|authorisation|authenticated|access|permission|permissions|login|signature|session|jwt|bearer|key|user|users|account|client|server|service|resource|resources|object|item|entity|record|method|version|endpoint|url|uri|path|route|operation|action|api|app|application|payment|protection|subscription|plan|message|error|errors|warning|exception|http|https|status|code|validation|reason|detail|details|cause|system|connection|host|domain|method|page|file|part|parts|response|origin|null|undefined|true|false|is|was|not|no|and|or|of|in|for|with|only|non|id not|mandatory|missing|required|invalid|must|should|cannot|please|info|debug|fatal|note|hint|tip|number of|string|integer|boolean|array|get|post|put|patch|delete|head|options)$/i;

const LONGEST_TEXT = 1000;
const MOST_NAMES = 8;

/**
 * The fields that a sentence names, where nothing but the sentence does: `Missing required param: currency.`,
 * `'username' is not allowed`, `Name can't be blank`, or the words of a library. Names are as the server spelled them.
 */
export function fieldsInWords(sentence: string, where: string): readonly FieldError[] {
  const text = sentence.slice(0, LONGEST_TEXT);
  const exact = MAY_BE_EXACT.test(text) ? namesIn(text, EXACT) : undefined;
  const named = exact ?? (MAY_BE_LABELLED.test(text) ? namesIn(text, LABELLED) : undefined) ?? subjectOf(text);
  if (named === undefined) return [];
  const { expected, received } = expectationIn(text);
  const location = locationInWords(text);
  const seen = new Set<string>();
  return named.flatMap(({ name, code, expected: ownExpected }) => {
    if (seen.has(name)) return [];
    seen.add(name);
    const path = parsePath(name);
    return {
      path: name,
      segments: path.segments,
      location: path.location ?? location,
      message: text,
      code,
      where,
      ...((ownExpected ?? expected) === undefined ? {} : { expected: (ownExpected ?? expected)! }),
      ...(received === undefined ? {} : { received }),
    };
  });
}

function namesIn(text: string, wordings: readonly Wording[]): readonly Named[] | undefined {
  for (const { pattern, code, read } of wordings) {
    // `matchAll` copies its pattern, which costs more than to see that it does not match.
    if (text.search(pattern) < 0) continue;
    const found: Named[] = [];
    for (const match of text.matchAll(pattern)) {
      const names = read === undefined ? namesOfList(match[1] ?? '').map((name) => ({ name, code })) : read(match);
      found.push(...names.filter(({ name }) => name !== ''));
      if (found.length >= MOST_NAMES) break;
    }
    if (found.length > 0) return found.slice(0, MOST_NAMES);
  }
  return undefined;
}

function namesOfList(list: string): readonly string[] {
  return list
    .split(/, ?| and /)
    .map((name) => name.replace(/^["'`]+|["'`.\]]+$/g, '').replace(/(\[\w*)$/, '$1]'))
    .filter((name) => name !== '' && (name.length > 1 || /^[a-z0-9]$/i.test(name)) && !MEDIA_TYPE.test(name))
    .filter(
      (name) =>
        !NO_FIELD.test(name) ||
        /^(?:path|key|user|status|url|message|code|account|file|version|page|content|domain|value|body)$/.test(name),
    );
}

function subjectOf(text: string): readonly Named[] | undefined {
  const plain = text.replace(LEAD, '');
  const subject = SUBJECT.exec(plain)?.[1] ?? '';
  if (subject !== '' && !NO_FIELD.test(subject) && !MEDIA_TYPE.test(subject)) return [{ name: uncapitalised(subject) }];
  const words = SUBJECT_OF_WORDS.exec(plain)?.[1] ?? '';
  const [first = '', ...rest] = words.split(' ');
  if (words !== '' && !NO_FIELD.test(first) && !rest.some((word) => NO_FIELD.test(word) && word !== 'id')) {
    return [{ name: words.toLowerCase().replaceAll(' ', '_') }];
  }
  const prefix = IDENTIFIER.exec(plain)?.[1] ?? '';
  const isName = /^[a-z]/.test(prefix) && !NO_FIELD.test(prefix) && !MEDIA_TYPE.test(prefix);
  const says = isName && NAMED_FAULT.test(plain.slice(prefix.length));
  return says ? [{ name: prefix }] : undefined;
}

/** What announces the sentence: `ValidationError: `, `User Error: `, `Bad Request: `. */
const LEAD =
  /^\[\w{1,20}\] |^(?:[A-Z][a-z]{1,20} ){0,2}[\w.$]{0,120}(?:Error|Exception): |^(?:Bad Request|Invalid (?:request|input)|Validation failed): /;

/** The first word of a sentence is written large whatever the field is called. */
function uncapitalised(name: string): string {
  return /^[A-Z][a-z]+$/.test(name) ? name.toLowerCase() : name;
}

/** `expected an array of objects, but got a string instead`, `expected i32`, `must be of type integer`. */
export function expectationIn(text: string): { readonly expected?: string; readonly received?: string } {
  const both =
    /\bexpected (?:a value |an? |type |to be (?:an? )?)?["'`]?([^"'`.;]{1,40}?)["'`]?,? (?:but )?(?:got|received|found|was|instead got|actual:?) (?:an? |value |type )?["'`]?([^"'`.,;]{1,30}?)["'`]?(?: instead)?(?:$|[.,;])/i.exec(
      text,
    );
  if (both !== null) return { expected: both[1]!, received: both[2]! };
  const expected =
    /\b(?:must|should) be (?:of (?:the )?type |an? )?["'`]?(string|number|integer|int(?:32|64)?|float|double|decimal|boolean|bool|array|list|object|dictionary|date|uuid|email|url)\b/i.exec(
      text,
    )?.[1];
  return expected === undefined ? {} : { expected };
}

function locationInWords(text: string): FieldLocation | undefined {
  if (/\bheader\b/i.test(text) && !/\bbody\b/i.test(text)) return 'header';
  if (/\bquery (?:string )?(?:parameter|param|string)\b/i.test(text)) return 'query';
  if (/\bpath (?:parameter|variable|param)\b/i.test(text)) return 'path';
  return /\b(?:request|json) body\b/i.test(text) ? 'body' : undefined;
}
