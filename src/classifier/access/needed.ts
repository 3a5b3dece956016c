import type { Evidence } from '../../exchange/annotation.ts';
import type { Facts } from '../facts.ts';
import { isObject } from '../readers/error-report/members.ts';
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
  return (
    inChallenge(facts) ?? inField(facts) ?? inBody(facts) ?? (said === undefined ? undefined : inSentence(facts, said))
  );
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
    ['#/errors/0/context', firstContext(json.errors)],
  ];
  for (const [pointer, place] of places) {
    const items = Array.isArray(place)
      ? place.slice(0, 5).map((item) => (isObject(item) && isObject(item.metadata) ? item.metadata : item))
      : [place];
    for (const item of items) {
      if (!isObject(item)) continue;
      for (const [member, kind] of Object.entries(MEMBERS)) {
        const value = item[member];
        const list = Array.isArray(value) ? value.slice(0, 8) : [value];
        const name = list.filter((entry) => typeof entry === 'string' && entry !== '').join(', ');
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

function inSentence(facts: Facts, said: string): Needed | undefined {
  const text = said.slice(0, 400);
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
