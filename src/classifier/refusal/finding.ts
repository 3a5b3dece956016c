import type { Confidence, Evidence } from '../../exchange/annotation.ts';
import type { CauseId } from '../../exchange/causes.ts';
import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import type { BlamedField } from '../readers/blame.ts';
import type { Finding } from '../rule.ts';
import { clip } from '../shown.ts';
import { isBodyUnread } from './body-format.ts';
import { mentionInWords } from './mentioned.ts';
import { verdictOn } from './verdict.ts';
import type { Verdict } from './verdict-type.ts';

/** The verdict where it names this cause and the response is a failure by its status. */
export function refusalFor(facts: Facts, cause: CauseId): Verdict | undefined {
  const { status } = facts;
  if (status === null || status < 400 || facts.isPreflight()) return undefined;
  const verdict = verdictOn(facts);
  return verdict?.cause === cause ? verdict : undefined;
}

const MOST_FIELDS = 4;

/** The status, the code or words that decided, and the fields with what the request has at their place. */
export function evidenceOf(facts: Facts, verdict: Verdict): readonly Evidence[] {
  const { fields, mention, where, what, by } = verdict;
  const evidence: Evidence[] = [
    ...fields.slice(0, MOST_FIELDS).flatMap((field) => fieldEvidence(field, facts, verdict.cause)),
    ...(mention === undefined ? [] : [{ where: mention.where, what: mentionInWords(mention) }]),
    { where, what },
    { where: 'response.status', what: String(facts.status) },
  ];
  const code = facts.error()?.code;
  if (by !== 'code' && code !== undefined && code !== what && !fields.some(({ field }) => field.message === code))
    evidence.push({ where: facts.error()!.codeWhere, what: code });
  const seen = new Set<string>();
  return evidence.filter((item) => item.what !== '' && !seen.has(item.where) && seen.add(item.where));
}

function fieldEvidence(blamed: BlamedField, facts: Facts, cause: CauseId): readonly Evidence[] {
  const { where, isPresent, value, jsonType, nearMiss, name, field, place } = blamed;
  // Only where something is said to be missing its absence is a sign.
  const isKnown = isPresent || (cause === 'missing-field' && (place !== 'body' || !isBodyUnread(facts)));
  const what = isPresent ? `${value ?? ''}${jsonType === undefined ? '' : ` (${jsonType})`}` : `no "${name}"`;
  return [
    ...(isKnown ? [{ where, what }] : []),
    ...(nearMiss === undefined ? [] : [{ where: nearMiss.where, what: `${nearMiss.name}: ${nearMiss.value}` }]),
    ...(field.message === '' ? [] : [{ where: field.where, what: field.message }]),
  ];
}

/** `likely`, unless the words are only a hint. */
export function confidenceOf({ isWeak }: Verdict): Confidence {
  return isWeak ? 'guess' : 'likely';
}

/** The server's words, around them what we know; without words the given sentence, behind the code if there is one. */
export function quoted(facts: Facts, fallback: string, before?: string, details: readonly string[] = []): string {
  const said = facts.errorMessage();
  const code = said === undefined ? facts.errorCode() : undefined;
  if (code !== undefined && !/^-?\d+$/.test(code)) return `${clip(code, 60)}: ${fallback}`;
  return said === undefined ? fallback : quoteServer(facts, said, { before, details });
}

/** A field that the server names and the request has explains what else its words seem to say. */
function explained({ status }: Facts, { isWeak, by, fields }: Verdict): Pick<Finding, 'explains'> {
  if (isWeak) return {};
  if (status === 500) return { explains: ['unhandled-exception'] };
  const isNamed = by === 'field' && fields[0]?.isPresent === true && (status === 400 || status === 422);
  return isNamed ? { explains: ['ip-not-allowed', 'not-resource-owner', 'invalid-credentials'] } : {};
}

/** A finding about the verdict, with its evidence; what is given goes before the defaults. */
export function finding(
  facts: Facts,
  verdict: Verdict,
  given: Pick<Finding, 'summary' | 'advice'> & Partial<Finding>,
): Finding {
  return {
    ...explained(facts, verdict),
    cause: verdict.cause,
    confidence: confidenceOf(verdict),
    evidence: evidenceOf(facts, verdict),
    ...given,
  };
}
