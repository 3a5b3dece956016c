/** A field's name or path, quoted or not. */
export const NAME = '[A-Za-z_$@][\\w.$@/[\\]-]{0,80}';
/** `currency`, `[tenant, id]`, `'a', 'b'`. */
export const LIST = `\\[?((?:["'\`]?${NAME}["'\`]?(?:, ?| and )?){1,8})\\]?`;

export interface Wording {
  /** The first group holds the name, or names separated by commas. */
  readonly pattern: RegExp;
  /** What the words themselves say, in the spelling of common validators. */
  readonly code?: string;
  readonly read?: (match: RegExpMatchArray) => readonly Named[];
}

export interface Named {
  readonly name: string;
  readonly code?: string | undefined;
  readonly expected?: string | undefined;
}

/** The name without the struct or class that it belongs to: `CreateOrder.Email` → `Email`. */
const withoutOwner = (name: string) => name.replace(/^[A-Z]\w{0,80}\.(?=.)/, '');

/** What libraries and databases write word for word; each is unambiguous. */
export const EXACT: readonly Wording[] = [
  {
    pattern: /Key: '([\w.[\]]{1,150})' Error:Field validation for '[^']{1,80}' failed on the '(\w{1,40})' tag/g,
    read: ([, name = '', code]) => [{ name: withoutOwner(name), code }],
  },
  {
    pattern: /\(through reference chain: ([^)]{1,600})\)/g,
    read: ([, chain = '']) => [
      { name: [...chain.matchAll(/\["?([^\]"]{1,80})"?\]/g)].map(([, part]) => part).join('.') },
    ],
  },
  { pattern: /\bPath: (\$[\w.[\]'"]{1,150})[,.]?(?: \||$)/g },
  {
    pattern: /into Go (?:struct field|value of type) ([\w.]{1,120})(?: of type ([\w.[\]*]{1,40}))?/g,
    read: ([, name = '', expected]) => [{ name: withoutOwner(name), code: 'type', expected }],
  },
  { pattern: /[Ff]ailed to deserialize [^:]{5,60}: ([A-Za-z_][\w.[\]]{0,80}): /g },
  { pattern: /\bfield \[([\w.-]{1,80})\] of type \[\w{1,40}\]/g },
  { pattern: /\bproperty ([\w.$-]{1,80}) should not exist\b/g, code: 'unknown' },
  { pattern: /\bunknown field ["`]([^"`]{1,80})["`]/gi, code: 'unknown' },
  { pattern: /\bmissing field `([^`]{1,80})`/gi, code: 'missing' },
  { pattern: /\bUnrecognized (?:field|property|key|name)[^"'`]{0,10}["'`]([\w.-]{1,80})["'`]/g, code: 'unknown' },
  { pattern: /\bUnknown name "([\w.-]{1,80})"/g, code: 'unknown' },
  { pattern: /\bUnknown key for an? \w{1,30} in \[([\w.-]{1,80})\]/g, code: 'unknown' },
  {
    pattern: /\bbind parameter "([\w.<>?[\]]{1,60}) (\w{1,60})" from/g,
    read: ([, expected, name = '']) => [{ name, code: 'type', expected }],
  },
  { pattern: /\bnon-?exist(?:ing|ent) (?:field|property|column) \(?["'`]?([\w.-]{1,80})/gi, code: 'unknown' },
  { pattern: /^(?:\[\w*\]: )?\[(\w{1,40})\]: (\w{3,30})$/g, read: ([, name = '', code]) => [{ name, code }] },
  { pattern: /\b[Uu]nable to map property ([\w-]{1,80})\b/g, code: 'unknown' },
  { pattern: /\b[Cc]ould not find the '([\w.-]{1,80})' column of '/g, code: 'unknown' },
  { pattern: /\bhas no (?:column|field|property) (?:named|called) ["'`]?([\w.-]{1,80})/g, code: 'unknown' },
  { pattern: /\bCannot query field ["']([\w]{1,80})["']/g, code: 'unknown' },
  {
    pattern:
      /\bVariable "\$(\w{1,80})"(?:[^"]{0,40}"[^"]{0,80}"){0,1}[^"]{0,100}?; .{0,40}?at "\1\.([\w.[\]]{1,100})"/g,
    read: ([, variable = '', inner = '']) => [{ name: `variables.${variable}.${inner}` }],
  },
  {
    pattern: /\bVariable "\$(\w{1,80})"/g,
    read: ([, variable = '']) => [{ name: `variables.${variable}` }],
  },
  { pattern: /\bvalidation errors? detected: Value at '([\w.[\]-]{1,120})'/g },
  { pattern: /\b[Vv]alue (?:'[^']{0,200}' )?at '([\w.[\]-]{1,120})' failed to satisfy constraint/g },
  {
    pattern: /\b[Ii]nvalid value at '([\w.[\]-]{1,150})'(?: \((?:TYPE_)?(\w{1,40})\))?/g,
    read: ([, name = '', expected]) => [{ name, expected: expected?.toLowerCase() }],
  },
  {
    pattern: /\bcolumn ["'](\w{1,80})["'](?: of relation "[^"]{1,80}")? (?:violates not-null|cannot be null)/gi,
    code: 'required',
  },
  { pattern: /\bKey \(([\w, ]{1,120})\)=\(/g },
  { pattern: /\bUNIQUE constraint failed: (?:\w{1,80}\.)?(\w{1,80})/g, code: 'unique' },
  { pattern: /\bDuplicate entry '[^']{0,200}' for key '(?:\w{1,80}\.)?(\w{1,80})'/g, code: 'unique' },
  { pattern: /\bNOT NULL constraint failed: (?:\w{1,80}\.)?(\w{1,80})/g, code: 'required' },
  {
    pattern: /\bmissing required (?:field|property): (\w{1,80}) \[json-pointer:([^\]]{0,120})\]/g,
    read: ([, name = '', parent = '']) => [{ name: `${parent}/${name}`, code: 'missing' }],
  },
  { pattern: /\brequired argument (\d{1,2})\b/g, code: 'missing' },
  {
    pattern: /(?:^|\s)([\w.[\]-]{1,80}) in (body|query|path|header|formData) (?:is|must|should|has|can(?:not|'t))\b/g,
    read: ([, name = '', place = '']) => [{ name: `${place}.${name}` }],
  },
  { pattern: /\(missing at ["'`]([\w.[\]-]{1,80})["'`]\)/g, code: 'missing' },
  { pattern: /\b(?:should|must) contain property ["'`]?([\w$-]{1,80})/g, code: 'missing' },
  {
    pattern: new RegExp(`\\brequired propert(?:y|ies)(?: at '[^']{0,80}')?(?: (?:is|are)|:) ${LIST}`, 'gi'),
    code: 'missing',
  },
  {
    pattern:
      /\b(?:contain|have|include|provide|specify|supply|requires?|pass|set|need) at least one of(?: the)?(?: following)?(?: fields| parameters| properties| attributes)?:? (\[?["'`]?[A-Za-z_][\w.$-]{0,60}["'`]?(?:(?:,? or |, ?|,? and )["'`]?[A-Za-z_][\w.$-]{0,60}["'`]?){1,8}\]?)/gi,
    read: ([, list = '']) =>
      list.startsWith('[')
        ? alternativesOf(list.slice(1).replace(/[^\s,\]]+/g, '"$&"'))
        : alternativesOf(list.replace(/\]$/, '')),
  },
  { pattern: /\bNo such key '([\w.-]{1,80})' at path\b/g, code: 'missing' },
  { pattern: /\b[Vv]alue (?:of type '[^']{1,60}' )?required for key '([\w.-]{1,80})'/g, code: 'missing' },
  { pattern: /\bDecodingFailure at \.([\w.[\]-]{1,80}): Missing required field\b/g, code: 'missing' },
  { pattern: /\bDecodingFailure at \.([\w.[\]-]{1,80}): /g, code: 'type' },
  { pattern: /\bUnrecognized (?:field|property) at: ([\w.[\]-]{1,80})/g, code: 'unknown' },
];

/** Without one of these words no pattern above matches; one look instead of twenty. */
export const MAY_BE_EXACT =
  /Key: '|\]: [A-Z]|reference chain|Path: \$|into Go |should not exist|\] of type \[|to deserialize|known field|issing field|recognized|nknown name|nknown key for|(?:map property|bind parameter) |exist(?:ing|ent) (?:field|prop|col)|Cannot query|Variable "|alue at '|' at '|olumn |Key \(|UNIQUE|Duplicate entry|NOT NULL|json-pointer|argument \d| in (?:body|query|path|header|formData) |missing at |contain property|required propert|has no (?:field|prop)|at least one of|such key '|for key '|DecodingFailure/i;

export const MEDIA_TYPE = /^(?:application|text|image|audio|video|multipart|font|model|message)\//i;

/** Names of fields among alternatives: in quotes, or written as no word of a sentence is. */
export function alternativesOf(list: string): readonly Named[] {
  const parts = list.split(/,? or |, ?|,? and /).filter((part) => !MEDIA_TYPE.test(part.replace(/^["'`]/, '')));
  const isOfNames = parts.every((part) => /^["'`]/.test(part) || /[_.]|[a-z][A-Z]/.test(part));
  return isOfNames ? parts.map((part) => ({ name: part.replace(/["'`]/g, ''), code: 'missing' })) : [];
}
