import type { Facts } from '../facts.ts';
import { decoded } from '../refusal/mentioned.ts';
import { verdictOn } from '../refusal/verdict.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Does the URL hold the name of a value, or nothing, where the value belongs? */
export const rule: RuleDefinition = { causes: ['placeholder-in-url'], find };

/** What languages print for "no value", whole segments only: `undefined`, `null`, `NaN`, `None`, `[object Object]`, `<nil>`. */
const NO_VALUE =
  /^(?:undefined|null|NaN|None|nil|\(null\)|<nil>|<null>|\[object [A-Z]\w{0,30}\]|%!\w\(.{0,30}\)|\(?undefined\)?|System\.\w{1,40}|function ?\(.{0,40})$/;
/** What templates leave where nothing was filled in: `{id}`, `:id`, `${id}`, `{{id}}`, `<id>`, `$id`, `#{id}`, `%s`, `YOUR_ID`. */
const TEMPLATE =
  /^(?:\{{1,2} ?[\w.-]{0,40} ?\}{1,2}|:[A-Za-z_]\w{0,40}|[$#%]\{{1,2}[\w. -]{0,40}\}{1,2}|<[\w -]{1,40}>|\$[A-Za-z_]\w{0,40}|%[sd]|\[[A-Za-z_][\w-]{0,30}\])$/;
/** `YOUR_ID`, `REPLACE-ME`: in capitals only, and never beyond doubt. */
const CAPITALS = /^(?:YOUR|MY|REPLACE|INSERT)[_-][A-Z][A-Z_-]{1,40}$/;

/** Statuses under which the server looked at the address. */
const LOOKED_AT: ReadonlySet<number> = new Set([400, 404, 405, 410, 422, 500]);

/** A path without any of these, and without an empty segment, holds none of them. */
const MAY_HOLD = /undefined|null|NaN|None|nil|[^\w/.~-]|YOUR|MY|REPLACE|INSERT|System\.|\/\//;

interface Placeholder {
  readonly text: string;
  /** In words: `where an id belongs, behind /users`. */
  readonly place: string;
  readonly isCertain: boolean;
  readonly isInPath: boolean;
  readonly name: string | undefined;
}

function find(facts: Facts): Finding | undefined {
  const { status } = facts;
  if (status === null || !LOOKED_AT.has(status) || facts.isPreflight()) return undefined;
  const found = inPath(facts) ?? inQuery(facts);
  if (found === undefined) return undefined;
  const verdict = verdictOn(facts);
  // The server complains of another field of the request: it took the address as it is.
  const first = verdict?.fields[0];
  const isOfBody = first !== undefined && first.place === 'body' && first.field.location === 'body';
  const isOther = verdict !== undefined && OTHER_MATTERS.has(verdict.cause);
  if (!found.isInPath && verdict?.cause === 'malformed-request') return undefined;
  const isNamed = first !== undefined && (first.place === 'path' || first.name === found.name);
  const isRefused = status === 404 || isNamed || facts.errorMessage()?.includes(found.text) === true;
  const isProven = found.isCertain && isRefused && !isOfBody && !isOther;
  if (!found.isInPath && !isNamed && !isRefused && status !== 400) return undefined;
  const said = facts.errorMessage();
  return {
    cause: 'placeholder-in-url',
    confidence:
      isProven && (found.isInPath || isNamed) && status !== 500
        ? 'certain'
        : isOfBody || isOther || (status === 500 && !isAboutValue(facts))
          ? 'guess'
          : 'likely',
    summary: `${found.text === '' ? 'an empty segment' : clip(found.text, 60)} stands in the URL ${found.place} (${status}, ${callOnHost(facts)})`,
    evidence: [
      {
        where: found.isInPath ? 'request.url' : `request.url?${found.name ?? ''}`,
        what: found.text === '' ? '//' : found.text,
      },
      ...(said === undefined ? [] : [{ where: 'response.body', what: said }]),
      { where: 'response.status', what: String(status) },
    ],
    advice: adviceOf(found),
  };
}

/** A crash over the form of a value is one over the value that is none. */
function isAboutValue(facts: Facts): boolean {
  return [facts.says('type'), facts.says('value'), facts.says('not-found')].some((match) => match?.weight === 3);
}

/** About the whole request, not about what its address names. */
const OTHER_MATTERS: ReadonlySet<string> = new Set([
  'malformed-json',
  'wrong-content-type',
  'too-large',
  'already-exists',
  'idempotency-conflict',
  'method-not-allowed',
]);

function inPath(facts: Facts): Placeholder | undefined {
  const path = facts.url()?.pathname.slice(0, 2000) ?? '';
  if (!MAY_HOLD.test(path)) return undefined;
  const secrets = facts.credentials().map(({ secret }) => secret);
  const segments = path.split('/').slice(1);
  for (const [index, raw] of segments.entries()) {
    const text = decoded(raw);
    const before = segments[index - 1];
    const behind =
      before === undefined || before === ''
        ? 'where a value belongs'
        : `where an id belongs, behind /${clip(decoded(before), 40)}`;
    // The first segment is the API's own name; a credential in the path is a matter of credentials.
    if (raw === '' && index > 0 && index < segments.length - 1) {
      return { text: '', place: behind, isCertain: false, isInPath: true, name: undefined };
    }
    const isLeading = index === 0 && segments.length > 1 && /^(?:none|nil)$/i.test(text);
    if (isLeading || secrets.includes(text)) continue;
    if (NO_VALUE.test(text) || TEMPLATE.test(text) || CAPITALS.test(text)) {
      const isPlainWord = CAPITALS.test(text) || /^(?:None|nil|%[sd]|\[[A-Za-z_][\w-]*\]|\$\w+)$/.test(text);
      return { text, place: behind, isCertain: !isPlainWord, isInPath: true, name: undefined };
    }
    const named = /^(undefined|null|NaN|\[object Object\])\.(?:json|xml|csv|pdf|png|jpe?g|html?)$/.exec(text)?.[1];
    if (named !== undefined) return { text: named, place: behind, isCertain: true, isInPath: true, name: undefined };
    const part = /[-_=,:(](undefined|NaN|\[object Object\]|\{\{?\w{1,30}\}?\})\)?$/.exec(text)?.[1];
    if (part !== undefined) return { text: part, place: behind, isCertain: false, isInPath: true, name: undefined };
  }
  return undefined;
}

function inQuery(facts: Facts): Placeholder | undefined {
  const url = facts.url();
  if (url === undefined || url.search === '') return undefined;
  const credentials = new Set(facts.credentials().flatMap(({ place, name }) => (place === 'query' ? [name] : [])));
  let count = 0;
  for (const [name, value] of url.searchParams) {
    count += 1;
    if (count > 100) return undefined;
    if (credentials.has(name)) continue;
    if (/^(?:undefined|NaN|null|\[object Object\]|\{\{?\w{1,40}\}?\}|\$\{[\w.]{1,40}\})$/.test(value)) {
      return { text: value, place: `as the value of ${clip(name, 40)}`, isCertain: true, isInPath: false, name };
    }
  }
  return undefined;
}

function adviceOf({ text, place }: Placeholder): string {
  if (text === '')
    return 'Check the variable that should stand between the two slashes: it was empty when the URL was built.';
  return NO_VALUE.test(text)
    ? `Find the variable that had no value when the URL was built; stop before the call where it is missing.`
    : `Fill in the value ${place.startsWith('as') ? 'of the parameter' : 'in the path'}: the template was sent as it is.`;
}
