import type { Facts } from '../facts.ts';
import type { Credential } from '../readers/credentials.ts';
import { isObject } from '../readers/error-report/members.ts';
import { decodeJwt } from '../readers/jwt.ts';

/** Fields of a token call that carry a JWT as proof. */
const FIELDS = ['assertion', 'client_assertion', 'subject_token', 'id_token', 'token', 'refresh_token', 'idToken'];

/** JWTs in the body of a token call: they decide there as one in Authorization does elsewhere. */
export function bodyTokens(facts: Facts): readonly Credential[] {
  if (facts.credentialInBody() === undefined && facts.exchange.request.method !== 'POST') return [];
  const text = facts.request.body()?.text ?? '';
  if (text === '' || text.length > 64 * 1024 || !text.includes('eyJ')) return [];
  const json = facts.request.json();
  const form = json === undefined && /^[\w.-]{1,60}=/.test(text) ? new URLSearchParams(text) : undefined;
  return FIELDS.flatMap((name) => {
    const value = isObject(json) ? json[name] : form?.get(name);
    const jwt = typeof value === 'string' ? decodeJwt(value) : undefined;
    if (jwt === undefined) return [];
    const where = `request.body${isObject(json) ? '#/' : '?'}${name}`;
    return [
      {
        place: 'header' as const,
        name,
        where,
        scheme: undefined,
        secret: value as string,
        jwt,
        basic: undefined,
        environment: undefined,
      },
    ];
  });
}
