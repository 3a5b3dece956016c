import type { Facts } from '../facts.ts';
import { isObject } from '../readers/error-report/members.ts';
import type { Oddity } from './oddity.ts';

/** Fields of a token call or sign-in whose value a program made of nothing. */
const FIELDS = [
  'client_secret',
  'client_id',
  'refresh_token',
  'code',
  'assertion',
  'client_assertion',
  'password',
  'api_key',
  'token',
  'access_token',
  'id_token',
  'subject_token',
];

const NOTHING =
  /^(?:undefined|null|none|nan|\[object \w{1,20}\]|\$\{[^}]{0,60}\}|\{\{[^{}]{0,60}\}\}|\$[A-Z_][A-Z0-9_]{1,60}|<[^<>]{1,60}>)$/i;

/** A field of the body that should hold a credential and holds `undefined`, `null` or an unfilled template. */
export function oddityInBody(facts: Facts): (Oddity & { readonly where: string }) | undefined {
  const json = facts.request.json();
  const text = facts.request.body()?.text ?? '';
  if (text === '' || text.length > 64 * 1024) return undefined;
  const form = json === undefined && /^[\w.-]{1,60}=/.test(text) ? new URLSearchParams(text) : undefined;
  for (const name of FIELDS) {
    const value = isObject(json) ? json[name] : form?.get(name);
    if (typeof value !== 'string' || !NOTHING.test(value)) continue;
    return {
      words: `${name} in the body holds ${value.startsWith('$') || /^[<{]/.test(value) ? `the unfilled placeholder ${value}` : `the word "${value}"`}`,
      seen: value,
      where: `request.body${isObject(json) ? '#/' : '?'}${name}`,
      advice: `Look where the value of ${name} comes from: it was not set when the body was built.`,
      isPlain: true,
    };
  }
  return undefined;
}
