import { secretName } from '../exchange/redact/names.ts';
import { maskSecret } from '../exchange/redact.ts';
import type { Facts } from './facts.ts';
import { isSecretField } from './past/body-fields.ts';
import { perExchange } from './per-exchange.ts';
import { requestValues } from './refusal/mentioned.ts';

/** Shorter values, such as a cookie `user=42`, are words of the language. */
const SHORTEST_SECRET = 8;

/** What the request proves itself with: its credentials, and what its body and query hold under the name of a secret. */
export const secretsOf = perExchange((facts: Facts): readonly string[] => {
  const found: string[] = [];
  for (const { secret } of facts.credentials()) if (secret.length >= SHORTEST_SECRET) found.push(secret);
  for (const { name, value } of requestValues(facts))
    if (name !== undefined && isSecret(name, value)) found.push(value);
  return found;
});

function isSecret(name: string, value: string): boolean {
  // Where the password is `password`, sentences about it are to stay readable.
  return value.length >= SHORTEST_SECRET && isSecretField(name) && secretName(value, 'field') === undefined;
}

/** The text with each of the secrets masked wherever it stands, and what a cut has left of one. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue;
    const isBegun = masked.includes(secret.slice(0, SHORTEST_SECRET));
    if (isBegun) masked = masked.replaceAll(secret, () => maskSecret(secret));
    if (secret.length > SHORTEST_SECRET && (isBegun || masked.includes('…'))) masked = withoutRests(masked, secret);
  }
  return masked;
}

/** Its beginning at the end of the text or before an ellipsis, its end behind one. */
function withoutRests(text: string, secret: string): string {
  let masked = text;
  const [head, tail] = [secret.slice(0, SHORTEST_SECRET), secret.slice(-SHORTEST_SECRET)];
  for (let at = masked.indexOf(head); at >= 0; at = masked.indexOf(head, at + 1)) {
    let end = at + head.length;
    while (end < masked.length && masked[end] === secret[end - at]) end += 1;
    if (end === masked.length || masked[end] === '…')
      masked = `${masked.slice(0, at)}${maskSecret(secret)}${masked.slice(end)}`;
  }
  for (let at = masked.indexOf(tail); at >= 0; at = masked.indexOf(tail, at + 1)) {
    const end = at + tail.length;
    let start = at;
    while (start > 0 && masked[start - 1] === secret[secret.length - (end - start) - 1]) start -= 1;
    if (masked[start - 1] === '…') masked = `${masked.slice(0, start)}${maskSecret(secret)}${masked.slice(end)}`;
  }
  return masked;
}
