import type { BodyText } from './message.ts';

/** Members and form fields by which a call signs in or proves itself inside its body. */
const FIELD =
  /^(?:password|passwd|pwd|pass|passcode|pin|otp|code|secret|client_?secret|client_?assertion|assertion|api_?key|apikey|(?:secret|private|public|access|license|app|account)_?(?:api_?)?key|app_?secret|token|access_?token|refresh_?token|auth_?token|id_?token|credentials?|signature|authorization|saml_?response|saml_?assertion)$/i;

/** Deeper inside a body the other names are those of data: the code of a product, the pin of a card. */
const DEEP_FIELD = /^(?:password|passwd|passphrase|client_?secret|client_?assertion|secret|assertion)$/i;
const DEEP = 3;
const DEEPEST = 5;

const FORM_LIMIT_CHARACTERS = 64 * 1024;
const MOST_MEMBERS = 200;
const MOST_VISITED = 2000;

/**
 * The name of a field in a JSON or form body that carries a credential, or undefined.
 * A sign-in sends its proof there: a 401 without `Authorization` then means another thing than a missing credential.
 */
export function credentialField(body: BodyText | undefined, json: unknown): string | undefined {
  if (json !== undefined) return fieldOf(json, 0, { left: MOST_VISITED });
  if (body === undefined) return undefined;
  if (body.text.startsWith('--')) return partOf(body.text);
  for (const pair of body.text.slice(0, FORM_LIMIT_CHARACTERS).split('&', MOST_MEMBERS)) {
    const name = pair.slice(0, Math.max(0, pair.indexOf('=')));
    if (FIELD.test(name)) return name;
  }
  return undefined;
}

/** The same of a multipart form. */
function partOf(text: string): string | undefined {
  for (const [, name = ''] of text
    .slice(0, FORM_LIMIT_CHARACTERS)
    .matchAll(/\bname="([^"\r\n]{1,40})"(?!; filename)/g)) {
    if (FIELD.test(name)) return name;
  }
  return undefined;
}

function fieldOf(value: unknown, depth: number, visits: { left: number }): string | undefined {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined;
  const names = depth < DEEP ? FIELD : DEEP_FIELD;
  let count = 0;
  for (const key in value) {
    count += 1;
    visits.left -= 1;
    if (count > MOST_MEMBERS || visits.left < 0) return undefined;
    const member = (value as Record<string, unknown>)[key];
    if (names.test(key) && typeof member === 'string' && member !== '') return key;
    const inner = fieldOf(member, depth + 1, visits);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
