import type { CauseId } from '../../exchange/causes.ts';
import { refusalOf } from '../access/refusal.ts';
import type { Facts } from '../facts.ts';
import { limitTold } from '../limit-kind.ts';
import { quoteServer } from '../quote.ts';
import { verdictOn } from '../refusal/verdict.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import type { PhraseMatch } from '../vocabulary/match.ts';

/** Does a 4xx say that nothing is wrong with the request: no capacity is left, or somebody behind the server does not answer? */
export const rule: RuleDefinition = { causes: ['overloaded', 'dependency-failed'], find };

/** Statuses by which servers refuse for any reason. */
const ANY_REASON: ReadonlySet<number> = new Set([400, 403, 409, 412, 422]);
/** Beyond doubt, in the server's sentence or code. */
const LEAST_SCORE = 33;
/** What it says of another service: that it does not answer, and not that it declined. */
const NO_ANSWER =
  /\bnot (?:currently )?(?:responding|available|reachable)\b|\bunavailable\b|\bis (?:currently )?down\b|\bunreachable\b|\btimed? ?out\b|\bconnection (?:refused|reset)\b|\becon\w+\b/i;

function find(facts: Facts): Finding | undefined {
  if (facts.status === null || !ANY_REASON.has(facts.status) || facts.fields().length > 0) return undefined;
  const said = causeSaid(facts);
  if (said === undefined || isOtherwise(facts)) return undefined;
  const { cause, match } = said;
  return {
    cause,
    confidence: 'likely',
    fault: 'server',
    retry: 'safe',
    summary: quoteServer(facts, facts.errorMessage() ?? match.sentence, {
      before: cause === 'overloaded' ? 'no room for it at present' : 'something the server depends on does not answer',
    }),
    evidence: [
      { where: 'response.status', what: String(facts.status) },
      { where: match.where, what: match.text },
    ],
    advice:
      cause === 'overloaded'
        ? 'Retry later, or ask for another size, type or region: the request itself may be right.'
        : 'Retry later: the request itself may be right, and pass once the service that is named answers again.',
  };
}

function causeSaid(facts: Facts): { readonly cause: CauseId; readonly match: PhraseMatch } | undefined {
  for (const match of facts.signals()) {
    if (match.score < LEAST_SCORE) return undefined;
    if (match.isAside || match.weight < 3 || match.kind === 'more') continue;
    if (match.signal === 'overloaded') return { cause: 'overloaded', match };
    const words = `${match.sentence} ${facts.errorMessage() ?? ''}`.slice(0, 800);
    if (match.signal === 'dependency' && NO_ANSWER.test(words)) return { cause: 'dependency-failed', match };
  }
  return undefined;
}

/** The server finds fault with the request as well, or speaks of the caller or a limit. */
function isOtherwise(facts: Facts): boolean {
  const verdict = verdictOn(facts);
  return (verdict !== undefined && !verdict.isWeak) || refusalOf(facts) !== undefined || limitTold(facts) !== undefined;
}
