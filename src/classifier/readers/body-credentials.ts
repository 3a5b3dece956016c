import type { BodyText } from './message.ts';

/** Members and form fields by which a call signs in or proves itself inside its body. */
const FIELD =
  /^(?:password|passwd|pwd|pass|passcode|pin|otp|code|secret|client_?secret|client_?assertion|assertion|api_?key|apikey|token|access_?token|refresh_?token|auth_?token|id_?token|credentials?|signature|authorization)$/i;

const FORM_LIMIT_CHARACTERS = 64 * 1024;
const MOST_MEMBERS = 200;

/**
 * The name of a field in a JSON or form body that carries a credential, or undefined.
 * A sign-in sends its proof there: a 401 without `Authorization` then means another thing than a missing credential.
 */
export function credentialField(body: BodyText | undefined, json: unknown): string | undefined {
  if (json !== undefined) return fieldOf(json, 0);
  if (body === undefined) return undefined;
  for (const pair of body.text.slice(0, FORM_LIMIT_CHARACTERS).split('&', MOST_MEMBERS)) {
    const name = pair.slice(0, Math.max(0, pair.indexOf('=')));
    if (FIELD.test(name)) return name;
  }
  return undefined;
}

function fieldOf(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null || depth > 2) return undefined;
  let count = 0;
  for (const key in value) {
    count += 1;
    if (count > MOST_MEMBERS) return undefined;
    const member = (value as Record<string, unknown>)[key];
    if (FIELD.test(key) && typeof member === 'string' && member !== '') return key;
    const inner = fieldOf(member, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
