import type { Facts } from '../facts.ts';
import { mentionedIn } from './mentioned.ts';
import { usableFields } from './named-fields.ts';

/** The server names a header, none for credentials, that the request does not have: `Missing Metadata-Flavor:Google header`. */
export function lacksHeader(facts: Facts): boolean {
  const said = facts.error()?.message?.slice(0, 600) ?? '';
  if (!/\bheader\b/i.test(said) || !ABSENT.test(said)) return false;
  return usableFields(facts).some(({ place, isPresent }) => place === 'header' && !isPresent);
}

const ABSENT = /\b(?:missing|required|absent|not (?:provided|present|sent|set))\b/i;

/** The server repeats a value of the body: `Service not found: https://api.example.com` of an `audience`. */
export function namesValueOfBody(facts: Facts): boolean {
  return mentionedIn(facts, facts.errorMessage() ?? '')?.place === 'body';
}
