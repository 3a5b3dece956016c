import type { Evidence } from '../../exchange/annotation.ts';
import type { Facts } from '../facts.ts';
import { isObject } from '../readers/error-report/members.ts';
import { secretsOf, withoutSecrets } from '../secrets.ts';
import { clip } from '../shown.ts';

/** The scope, permission or role that a call needs, in the server's own spelling. */
export interface Needed {
  readonly kind: 'scope' | 'permission' | 'role';
  readonly name: string;
  readonly evidence: Evidence;
}

/** GitHub's `X-Accepted-OAuth-Scopes` and the like: what a call needs, one of them at least. */
const ACCEPTED_SCOPES = /^.{0,30}accepted-.{0,30}(?:scopes?|permissions?)$/;

/** In the challenge (RFC 6750 §3.1), a field of its own, a member of the body, or the sentence; undefined where it is not named. */
export function neededGrant(facts: Facts, said: string | undefined): Needed | undefined {
  return inChallenge(facts) ?? inField(facts) ?? inBody(facts) ?? scopeNamedAsField(facts) ?? inSentences(facts, said);
}

function inChallenge(facts: Facts): Needed | undefined {
  for (const { parameters } of facts.challenges()) {
    const scope = parameters.get('scope') ?? '';
    if (scope === '' || parameters.get('error') !== 'insufficient_scope') continue;
    return {
      kind: 'scope',
      name: scope,
      evidence: { where: 'response.headers.www-authenticate', what: `scope="${scope}"` },
    };
  }
  return undefined;
}

/** What the token has, in the server's `X-OAuth-Scopes`: the field's name and its scopes; undefined where it is not told. */
export function grantedScopes(
  facts: Facts,
): { readonly field: string; readonly scopes: readonly string[] } | undefined {
  const field = facts.response.headerNames().find((name) => GRANTED_SCOPES.test(name));
  if (field === undefined) return undefined;
  const scopes = (facts.response.header(field) ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
  return { field, scopes };
}

const GRANTED_SCOPES = /^x-(?:[a-z]{1,20}-)?oauth-scopes$/;

/** The scope that one field of the response demands, where the token has none of those by another: both are the server's. */
export function lackingScope(facts: Facts): Needed | undefined {
  const needed = inField(facts);
  if (needed?.kind !== 'scope') return undefined;
  const granted = grantedScopes(facts);
  return granted === undefined || namesOf(needed).some((scope) => granted.scopes.includes(scope)) ? undefined : needed;
}

/** A scope that stands where others name a field, said to be missing: `{"field": "activity:read", "code": "missing"}`. */
export function scopeNamedAsField(facts: Facts): Needed | undefined {
  const field = facts.error()?.fields.find(({ path, code }) => code === 'missing' && /^[a-z]+:[a-z_]+$/.test(path));
  return field && { kind: 'scope', name: field.path, evidence: { where: field.where, what: field.path } };
}

/** The scopes of a demand, one of which is enough. */
export function namesOf({ name }: Needed): readonly string[] {
  return name.split(/[\s,;]+/).filter((scope) => scope !== '');
}

function inField(facts: Facts): Needed | undefined {
  const name = facts.response.headerNames().find((field) => ACCEPTED_SCOPES.test(field));
  const value = name === undefined ? '' : (facts.response.header(name) ?? '');
  if (name === undefined || value === '') return undefined;
  return {
    kind: name.includes('scope') ? 'scope' : 'permission',
    name: value,
    evidence: { where: `response.headers.${name}`, what: value },
  };
}

const MEMBERS: Readonly<Record<string, Needed['kind']>> = {
  needed: 'scope',
  required_scope: 'scope',
  required_scopes: 'scope',
  requiredScopes: 'scope',
  missing_scope: 'scope',
  missing_scopes: 'scope',
  requiredGranularScopes: 'scope',
  required_permission: 'permission',
  required_permissions: 'permission',
  requiredPermission: 'permission',
  permission: 'permission',
  required: 'permission',
  required_role: 'role',
  requiredRole: 'role',
};

/** A member of the body, at its top, in `error`, in its details, or in the metadata of Google's ErrorInfo. */
function inBody(facts: Facts): Needed | undefined {
  const json = facts.response.json();
  if (!isObject(json)) return undefined;
  const error = json.error;
  const places: readonly (readonly [string, unknown])[] = [
    ['#', json],
    ['#/error', error],
    ['#/details', json.details],
    ['#/error/details', isObject(error) ? error.details : undefined],
    ['#/error/detail', isObject(error) ? error.detail : undefined],
    ['#/errors/0/context', firstContext(json.errors)],
  ];
  for (const [pointer, place] of places) {
    const items = Array.isArray(place)
      ? place.slice(0, 5).map((item) => (isObject(item) && isObject(item.metadata) ? item.metadata : item))
      : [place];
    for (const item of items) {
      if (!isObject(item)) continue;
      const { action, resource } = item;
      if (typeof action === 'string' && typeof resource === 'string') {
        const name = `${action} on ${resource}`;
        return { kind: 'permission', name, evidence: { where: `response.body${pointer}`, what: name } };
      }
      for (const [member, kind] of Object.entries(MEMBERS)) {
        const value = item[member];
        const list = Array.isArray(value) ? value.slice(0, 8) : [value];
        const name = list.filter((entry) => typeof entry === 'string' && entry !== '').join(', ');
        // Elsewhere the word stands for a yes or no.
        if (member === 'required' && !/\w[:._]\w/.test(name)) continue;
        if (name !== '') return { kind, name, evidence: { where: `response.body${pointer}/${member}`, what: name } };
      }
    }
  }
  return undefined;
}

function firstContext(errors: unknown): unknown {
  const first = Array.isArray(errors) ? errors[0] : undefined;
  return isObject(first) ? first.context : undefined;
}

const NAME = `["'\`\u2018\u201c]?([A-Za-z][\\w.:/*-]{1,100})["'\`\u2019\u201d]?`;
/** A name among words: it holds a sign or an underscore, or stands in quotes, else it is a word of the sentence. */
const PATTERNS: readonly (readonly [Needed['kind'], RegExp])[] = [
  ['permission', new RegExp(`not authorized to perform:?\\s{0,2}${NAME}`, 'i')],
  ['permission', /\bpermissions?:?\s{0,2}["'`]([\w.:/*-]{2,100})["'`]/i],
  ['scope', /\bscopes?\b[^.\n]{0,24}?[:"'`]\s{0,2}["'`]?([A-Za-z][\w.:/*-]{1,100})/i],
  ['permission', /["'`]([\w.:/*-]{2,100})["'`]\s{1,2}permissions?\b/i],
  ['scope', /\b([a-z][a-z0-9]{0,30}[_:.][\w:.-]{1,60})\s{1,2}(?:access )?scopes?\b/i],
  ['permission', /\b([a-z][a-z0-9]{0,30}[_:.][\w:.-]{1,60})\s{1,2}(?:permission|access|privilege)\b/i],
  ['permission', /\bmissing (?:required )?permissions?:?\s{1,2}([a-z][a-z0-9]{0,30}[_:.][\w:.-]{1,60})/i],
  ['role', /\b(?:role|roles):?\s{1,2}["'`]([\w.:/ -]{2,60})["'`]/i],
  ['role', /["'`]([\w.:/-]{2,60})["'`]\s{1,2}role\b/i],
  ['permission', /\bcannot ([a-z]{2,12} resource "[^"]{1,60}"(?: in API group "[^"]{0,60}")?)/],
];

/** In the words that are quoted, else in another sentence of the answer. */
function inSentences(facts: Facts, said: string | undefined): Needed | undefined {
  const error = facts.error();
  for (const text of [said, error?.message, ...(error?.more.slice(0, 4) ?? [])]) {
    const needed = text === undefined ? undefined : inSentence(facts, text);
    if (needed !== undefined) return needed;
  }
  return undefined;
}

function inSentence(facts: Facts, said: string): Needed | undefined {
  // A name that is cut out of a secret would not be known as a part of it.
  const text = withoutSecrets(said, secretsOf(facts)).slice(0, 400);
  for (const [kind, pattern] of PATTERNS) {
    const name = pattern.exec(text)?.[1];
    if (name === undefined) continue;
    return {
      kind,
      name: name.replace(/[.:,;]+$/, ''),
      evidence: { where: facts.error()?.where ?? 'response.body', what: clip(text, 200) },
    };
  }
  return undefined;
}
