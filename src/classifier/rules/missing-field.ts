import type { Facts } from '../facts.ts';
import type { BlamedField } from '../readers/blame.ts';
import { hasBody, isBodyReadable, isBodyUnread } from '../refusal/body-format.ts';
import { alsoFields, fieldName, missingSentence } from '../refusal/field-sentence.ts';
import { confidenceOf, finding, quoted, refusalFor } from '../refusal/finding.ts';
import { isFilled } from '../refusal/named-fields.ts';
import type { Verdict } from '../refusal/verdict-type.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Does the server ask for a field, parameter or header that the request does not have? */
export const rule: RuleDefinition = { causes: ['missing-field'], find };

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'missing-field');
  if (verdict === undefined) return undefined;
  const [first] = verdict.fields;
  if (first === undefined) {
    return finding(facts, verdict, {
      summary: quoted(facts, `something that is required is missing: ${callOnHost(facts)}`),
      advice: 'Add what the message asks for; compare the request with the documentation.',
    });
  }
  if (isInString(facts, first)) {
    return finding(facts, verdict, {
      summary: `${fieldName(first)} is not seen: the body is a JSON string that holds the object (encoded twice)`,
      advice:
        'Serialise the body once: pass the object itself to the client, or the text without a further JSON.stringify.',
    });
  }
  const missing = verdict.fields.filter((field) => !isFilled(field));
  const { nearMiss } = first;
  return finding(facts, verdict, {
    confidence: isProven(facts, verdict) ? 'certain' : confidenceOf(verdict),
    summary: missingSentence(missing[0] === first ? missing : verdict.fields, bodyOf(facts)),
    advice:
      nearMiss !== undefined
        ? `Rename ${clip(nearMiss.name, 60)} to ${clip(first.name, 60)}.`
        : isFilled(first)
          ? `Look at place and spelling of ${clip(first.name, 60)}, and whether Content-Type lets the server read the body.`
          : `Add ${fieldName(first)}${alsoFields(missing.slice(1)).replace(' (also ', ' and ').replace(/\)$/, '')}.`,
  });
}

function bodyOf(facts: Facts): 'none' | 'read' | 'unread' {
  if (!hasBody(facts)) return 'none';
  return isBodyUnread(facts) ? 'unread' : 'read';
}

const LONGEST_INNER = 64 * 1024;

/** `"{\"amount\": 5}"`: the field is there, inside of a string. */
function isInString(facts: Facts, { name, isPresent, place }: BlamedField): boolean {
  const body = facts.request.json();
  if (isPresent || place !== 'body' || typeof body !== 'string' || body.length > LONGEST_INNER) return false;
  return /^\s*\{/.test(body) && body.includes(`"${name.split('.')[0]}"`);
}

/** Of other languages the words are known less well. */
const IN_ENGLISH = /missing|requir|blank|empty|null|suppl|provid|present|specif|given|must|mandatory|param/i;

/** Both sides agree: the server says that it is missing, and the request, which was read whole, does not have it. */
function isProven(facts: Facts, { fields, isWeak, match }: Verdict): boolean {
  const [first] = fields;
  if (first === undefined || isWeak || first.isPresent || match?.isAside === true) return false;
  if (facts.status !== 400 && facts.status !== 422) return false;
  const isSaid = (match?.weight ?? 0) >= 2 && match?.signal === 'required' && IN_ENGLISH.test(match.text);
  if (!isSaid) return false;
  // Where the server does not say where it looked, it may have looked at a place that is not seen here.
  if (first.place === 'body') return isBodyReadable(facts);
  return first.place === 'query' || first.place === 'header'
    ? first.field.location !== undefined || !hasBody(facts)
    : false;
}
