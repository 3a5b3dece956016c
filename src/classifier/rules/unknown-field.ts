import type { Facts } from '../facts.ts';
import type { BlamedField } from '../readers/blame.ts';
import { nearestName } from '../readers/spelling.ts';
import { claimSentence, fieldName } from '../refusal/field-sentence.ts';
import { confidenceOf, finding, quoted, refusalFor } from '../refusal/finding.ts';
import type { Verdict } from '../refusal/verdict-type.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, shown } from '../shown.ts';

/** Does the request have a field or parameter that the API does not know? */
export const rule: RuleDefinition = { causes: ['unknown-field'], find };

/** GraphQL and others name what was probably meant. */
const SUGGESTION = /\bdid you mean (?:to use )?["'`]?([\w.$-]{1,60})/i;

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'unknown-field');
  if (verdict === undefined) return undefined;
  const [first] = verdict.fields;
  const suggestion = SUGGESTION.exec(first?.field.message ?? facts.errorMessage() ?? '')?.[1];
  if (first === undefined) {
    return finding(facts, verdict, {
      summary: quoted(facts, `the request has a field that is not known: ${callOnHost(facts)}`),
      advice: 'Remove the field that the message names, or correct its spelling.',
    });
  }
  const meant = suggestion ?? demandedNearby(facts, first);
  return finding(facts, verdict, {
    confidence: isProven(facts, verdict) ? 'certain' : confidenceOf(verdict),
    summary: `${claimSentence('unknown-field', meant === suggestion ? verdict.fields : [first])}${meant === undefined || meant === suggestion ? '' : `; "${shown(meant, 60)}" is missing, and probably meant`}`,
    advice:
      meant === undefined
        ? `Remove ${fieldName(first)}, or correct its spelling; it may belong to another version or another part of the body.`
        : `Write ${clip(meant, 60)} instead of ${clip(first.name, 60)}.`,
  });
}

/** The server asks for another field that the request does not have, with a name that is nearly the same: `emial` for `email`. */
function demandedNearby(facts: Facts, first: BlamedField): string | undefined {
  const absent = facts.fields().filter(({ isPresent, name }) => !isPresent && name !== first.name);
  return nearestName(
    first.name,
    absent.map(({ name }) => name),
  )?.name;
}

/** The server says that it does not know it, and the request has it. */
function isProven({ status }: Facts, { fields, match, isWeak }: Verdict): boolean {
  const [first] = fields;
  // "not on the screen, or unknown" leaves it open.
  const isSaid =
    !/\bor\b/.test(first?.field.message ?? '') &&
    match?.signal === 'unknown-field' &&
    match.weight === 3 &&
    !match.isAside;
  return first?.isPresent === true && isSaid && !isWeak && first.place !== 'path' && (status === 400 || status === 422);
}
