import type { CauseId } from '../../exchange/causes.ts';
import type { DifferenceItem } from '../../exchange/difference.ts';
import type { History } from '../../exchange/history.ts';
import { differenceOf } from '../difference.ts';
import type { Facts } from '../facts.ts';
import { agoInWords } from '../past-words.ts';
import { quoteServer } from '../quote.ts';
import { verdictOn } from '../refusal/verdict.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost } from '../shown.ts';

/** Where the server says nothing: is there one thing that every success of this route had, and this request has not? */
export const rule: RuleDefinition = { causes: ['missing-field', 'invalid-type'], find };

/** What differs by this much is hardly chance; values that are another with every call weigh a tenth. */
const TELLING = 55;
/** So far behind the rest has to lie. */
const LEAD = 15;

function find(facts: Facts, history: History): Finding | undefined {
  const { status } = facts;
  if ((status !== 400 && status !== 422) || facts.isPreflight()) return undefined;
  if (verdictOn(facts) !== undefined || facts.fields().length > 0) return undefined;
  if (facts.signals().some(({ score }) => score >= 20)) return undefined;
  const difference = differenceOf(UNKNOWN, facts, history);
  const [first, second] = difference?.items ?? [];
  if (difference === undefined || first === undefined || first.weight < TELLING) return undefined;
  if (second !== undefined && second.weight > first.weight - LEAD) return undefined;
  const read = readingOf(first);
  const call = history.successesLike(facts.exchange.request)[0]?.call;
  if (read === undefined || call === undefined) return undefined;
  const before = `${read.words} #${call.id}, which worked ${agoInWords(call, facts)}`;
  const said = facts.errorMessage();
  return {
    cause: read.cause,
    confidence: 'guess',
    summary: said === undefined ? `${before} (${status}, ${callOnHost(facts)})` : quoteServer(facts, said, { before }),
    evidence: [
      { where: read.where, what: first.after ?? 'absent' },
      { where: `history:${call.id}`, what: first.before ?? 'absent' },
      { where: 'response.status', what: String(status) },
    ],
    advice: `Send it as in #${call.id}, and see whether that was the reason: the answer does not say.`,
  };
}

const UNKNOWN: Finding = { cause: 'unspecified', confidence: 'guess', summary: '', evidence: [], advice: '' };

interface Reading {
  readonly cause: CauseId;
  /** Followed by the number of the success. */
  readonly words: string;
  readonly where: string;
}

function readingOf({ kind, name, before, after }: DifferenceItem): Reading | undefined {
  if (kind !== 'header' && kind !== 'query' && kind !== 'body') return undefined;
  const place = kind === 'header' ? `the header ${name}` : kind === 'query' ? `the parameter ${name}` : `"${name}"`;
  const where = kind === 'header' ? 'request.headers' : kind === 'query' ? 'request.url' : 'request.body';
  if (after === null) return { cause: 'missing-field', words: `${place} is missing, unlike in`, where };
  // Only where the type is another the two sides name it.
  const [old, now] = [typeOf(before), typeOf(after)];
  if (kind !== 'body' || old === undefined || now === undefined || old === now) return undefined;
  return { cause: 'invalid-type', words: `${place} is ${now}, and was ${old} in`, where };
}

function typeOf(text: string | null): string | undefined {
  return /^(?:string|number|boolean|object|array)(?= )/.exec(text ?? '')?.[0] ?? (text === 'null' ? 'null' : undefined);
}
