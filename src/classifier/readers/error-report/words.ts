import { oneLine } from './report.ts';

/** A word that was made for programs: `order_already_exists`, `NoSuchKey`, `PGRST116`, `E-1042`, `EAPI:Invalid`. */
const SLUG = /^(?=.{2,100}$)[A-Za-z][A-Za-z0-9]*(?:(?:::|[_.:/#-])[A-Za-z0-9]+)*$/;

export function isSlug(text: string): boolean {
  return text.length <= 100 && SLUG.test(text);
}

/** Said to people: several words, or a script that does not set them apart. */
export function isSentence(text: string): boolean {
  return /\S\s+\S/.test(text) || (text.length > 2 && isWide(text));
}

/** Has a script that does not set words apart. */
export function isWide(text: string): boolean {
  return /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(text);
}

/** Slugs that say no more than that something is wrong. */
const GENERIC_SLUG =
  /^(?:error|errors|err|fail|failed|failure|exception|fault|invalid_?request(?:_?error)?|api_?error|http_?(?:error|exception)|bad_?request(?:_?error|_?exception)?|unknown(?:_?error)?|(?:server|client)_?error|about:blank|validation|client|server|sender|receiver|user|request|object|none|null|false|true)$/i;

export function isGenericSlug(text: string): boolean {
  return GENERIC_SLUG.test(text);
}

/** Sentences that only announce what stands elsewhere in the body. */
const GENERIC_SENTENCE =
  /^(?:the )?(?:(?:request|input|data|form|body|entity|schema|model|parameters?|field|bad)? ?(?:validation|request|input) ?(?:has |have )?(?:failed|failure|errors?|invalid|unsuccessful)?(?: error| exception| occurred)?|invalid (?:request|input|data|parameters?|arguments?|params|fields?|form body|body|payload|entity)(?: data| body| parameters?| content)?|bad input|(?:\w{1,20} )?(?:internal )?server error|one or (?:more|several) (?:required |validation )?(?:errors?|fields?|problems|parameters)(?: \w+){0,16}|(?:an? |some |the )?(?:unknown |unexpected |internal |application |following )?(?:errors?|exception|problem)(?: has| have| was| were)? ?(?:occurred|happened|found|encountered|detected|reported)?|your request (?:is|was) (?:not valid|invalid)|your request parameters (?:did not|didn't) validate|validation failed for object=.{1,80}|errors? in (?:the )?(?:request|input|data)|(?:operation|request|call|action) (?:failed|was not successful)|unable to process (?:the |your )?request|the given data was invalid|there (?:was|were) (?:an? |some )?(?:\w+ )?errors?.{0,40}|there (?:is|was) a problem with your request\b.{0,80}|request problems? detected|something (?:is|went|has gone) wrong\b.{0,12}|(?:error: )?(?:the )?request could not be (?:satisfied|completed|processed)|iis [\d.]{1,8} detailed error.{0,60}|a general error has occurred\b.{0,80}|server error in (?:'.{0,60}' application|application ["'].{0,60}["'])|could not execute (?:statement|query|batch)\b.{0,110}|the server could not fulfill this request\b.{0,100}|invalid request received|access (?:is |was )?denied|(?:authori[sz]ation|authentication|permission|security|business|application|processing|execution) (?:error|exception|failure)(?: (?:has )?occurred)?|the requested action could not be (?:performed|completed)\b.{0,90}|(?:the )?request is not well-formed, syntactically incorrect.{0,40}|(?:for|to get) (?:more|further|additional) (?:on this|info\w*|details?|help)\b.{0,90}|an unhandled exception occurred during the execution of the current web request\b.{0,60}|responding with error, status code.{0,30}|your browser sent a request that this server could not understand|(?:you are |access )?forbidden to (?:send|make|access|perform) this (?:request|action)|(?:error: )?the requested url could not be retrieved|request-ur[il] too (?:long|large)|(?:the )?operation could not be (?:performed|completed|executed)|(?:the )?action (?:failed|could not be (?:performed|completed))|error\(s\) occurred .{0,60}|runtime panic|service error|parse error|bad message \d{3})[.!:]?$/i;

export function isGenericSentence(text: string): boolean {
  return text.length < 140 && GENERIC_SENTENCE.test(text);
}

/** The name of an exception at the beginning of a text: `java.lang.NullPointerException: …`, `#<KeyError: …>`. */
const EXCEPTION =
  /^#?<?((?:[A-Za-z_$][\w$]{0,60}(?:\.|::|\\)){0,12}[A-Z][\w$]{0,80}(?:Error|Exception|Refused|Invalid|NotFound|NotEstablished|Fault|Panic))\b/;

export function exceptionIn(text: string): string | undefined {
  // Go names no class.
  if (/^(?:panic: )?runtime error: \S/.test(text)) return 'runtime error';
  return EXCEPTION.exec(text.slice(0, 300).trimStart())?.[1];
}

/** Entities that occur in sentences; anything else stays as it is. */
export function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text
    .replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (whole: string, hex: string | undefined, decimal: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .replace(/&(quot|apos|lt|gt|nbsp|rsquo|mdash|ndash|middot|amp);/g, (_whole, name: string) => ENTITIES[name] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  nbsp: ' ',
  rsquo: '’',
  mdash: '—',
  ndash: '–',
  middot: '·',
  amp: '&',
};

/** Elements that stand in sentences; `#<KeyError …>` and `<EOF>` are none. */
const MARKUP =
  /<\/?(?:a|b|br|p|i|u|em|strong|code|span|ul|ol|li|div|pre|tt|h[1-6]|font|small|html|body|head|title|center|hr)\b[^<>]{0,300}>/i;
const MARKUP_EVERYWHERE = new RegExp(MARKUP, 'gi');

/** A sentence without markup, on one line: some JSON messages hold links and emphasis in HTML. */
export function plainSentence(text: string): string {
  const line = oneLine(text);
  return MARKUP.test(line) ? oneLine(withoutEntities(line.replaceAll(MARKUP_EVERYWHERE, ''))) : line;
}
