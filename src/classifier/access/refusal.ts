import type { Facts } from '../facts.ts';
import { perExchange } from '../per-exchange.ts';
import { lacksHeader, namesValueOfBody } from '../refusal/absent-input.ts';
import { type AccessCause, accessCauseOf, isAboutProof, tellingRank } from './causes.ts';
import { refusesAddress } from './client-address.ts';
import { meaningOfCode } from './codes.ts';
import { leavesOpen } from './either.ts';
import { fingerprintOfFirewall } from './firewalls.ts';
import { ABOUT_CALLER, isFit } from './fitness.ts';
import { headerSigns } from './header-signs.ts';
import { lackingScope, scopeNamedAsField } from './needed.ts';
import { meaningOfNumber } from './numbered-codes.ts';
import { isSignIn, sentProof } from './proof.ts';
import { asksForStages } from './sign-in-stages.ts';

/** What the server says about the caller: the most telling of its header, code, page and words. */
export interface Refusal {
  readonly cause: AccessCause;
  /** Evidence pointer and value of the sign. */
  readonly where: string;
  readonly what: string;
  /** `header` and `page` are made for nothing else; `code` and `words` are the application's. */
  readonly by: 'header' | 'page' | 'code' | 'words';
}

interface Candidate extends Refusal {
  readonly score: number;
  readonly isAside: boolean;
}

const SCORES = { header: 44, page: 41, firmCode: 38, fields: 32, invalidCode: 30, softCode: 22 };
/** Candidates that differ by less say it about equally well. */
const MARGIN = 1.3;
/** From here on it is said beyond doubt. */
const FIRM = 31;

/** Undefined where the server says nothing about access, or says something else more clearly. */
export const refusalOf = perExchange((facts: Facts): Refusal | undefined =>
  (facts.status ?? 0) < 400 ? undefined : decide(facts),
);

function decide(facts: Facts): Refusal | undefined {
  const status = facts.status ?? 0;
  const candidates = candidatesOf(facts).filter((candidate) => isFit(candidate, facts, status));
  let best: Candidate | undefined;
  for (const candidate of candidates) if (best === undefined || candidate.score > best.score) best = candidate;
  if (best === undefined) return undefined;
  for (const candidate of candidates) {
    if (candidate.score < best.score - MARGIN) continue;
    if (preference(candidate, facts) < preference(best, facts)) best = { ...candidate, score: best.score };
  }
  return isOutspoken(best, facts, status) || (status === 403 && isAboutInput(best, facts)) ? undefined : best;
}

/** Of a permission is spoken, and what the request lacks or refers to in vain is named besides. */
function isAboutInput({ cause, by, score }: Candidate, facts: Facts): boolean {
  if (cause !== 'insufficient-scope' || (by !== 'words' && by !== 'code')) return false;
  if (lacksHeader(facts)) return true;
  return score < FIRM && facts.says('not-found')?.weight === 3 && namesValueOfBody(facts);
}

/** Before a caller who did send a credential "anonymous" is the weaker half of the sentence. */
function preference({ cause }: Candidate, facts: Facts): number {
  if (cause === 'missing-credentials' && sentProof(facts) !== undefined) return 100;
  return tellingRank(cause);
}

/** Something else is said more clearly: a limit, a missing field, a route that does not exist. */
function isOutspoken({ score, by }: Candidate, facts: Facts, status: number): boolean {
  if (by === 'header' || by === 'page') return false;
  const gateway = facts.gateway();
  if (gateway?.answeredItself && gateway.meaning !== undefined && accessCauseOf(gateway.meaning.signal) === undefined) {
    return true;
  }
  // A status of the caller's own leaves room for a few things besides: a limit, another party, a lock.
  const others: ReadonlySet<string> | undefined = ABOUT_CALLER.has(status) ? RIVALS_UNDER_403 : undefined;
  for (const match of facts.signals()) {
    if (match.isAside || accessCauseOf(match.signal) !== undefined || IGNORED.has(match.signal)) continue;
    if (others !== undefined && !(status === 403 && others.has(match.signal)) && !LIMITS.has(match.signal)) continue;
    if (match.score > score + (others === undefined ? 0 : 0.9)) return true;
  }
  return false;
}

const LIMITS: ReadonlySet<string> = new Set(['rate-limit', 'quota', 'concurrency', 'network-auth']);
const RIVALS_UNDER_403: ReadonlySet<string> = new Set([
  'invalid-state',
  'locked',
  'duplicate',
  'maintenance',
  'too-large',
  'version',
  'unknown-field',
]);
/** Said beside everything. */
const IGNORED: ReadonlySet<string> = new Set(['sign-in', 'exception', 'not-implemented']);

function candidatesOf(facts: Facts): readonly Candidate[] {
  const found: Candidate[] = [];
  const add = (
    cause: AccessCause,
    by: Refusal['by'],
    where: string,
    what: string,
    score: number,
    isAside = false,
  ): void => {
    found.push({ cause, by, where, what, score, isAside });
  };
  for (const { cause, where, what, isField } of headerSigns(facts))
    add(cause, 'header', where, what, isField ? SCORES.header : SCORES.firmCode);
  const lacking =
    facts.status === 401 || facts.status === 403 ? (lackingScope(facts) ?? scopeNamedAsField(facts)) : undefined;
  if (lacking !== undefined)
    add('insufficient-scope', 'code', lacking.evidence.where, lacking.evidence.what, SCORES.fields);
  if ((facts.status === 401 || facts.status === 403) && refusesAddress(facts.error()?.message ?? ''))
    add('ip-not-allowed', 'words', facts.error()!.where, facts.error()!.message!, SCORES.fields);
  const firewall = fingerprintOfFirewall(facts);
  if (firewall !== undefined) add('blocked-by-firewall', 'page', firewall.where, firewall.what, SCORES.page);
  const gateway = facts.gateway();
  const meant = gateway?.meaning === undefined ? undefined : accessCauseOf(gateway.meaning.signal);
  if (gateway?.meaning !== undefined && meant !== undefined && meant !== 'insufficient-scope') {
    const score = gateway.answeredItself ? SCORES.page : SCORES.firmCode;
    add(meant, gateway.answeredItself ? 'page' : 'words', gateway.meaning.where, gateway.meaning.what, score);
  }
  if (asksForStages(facts.response.json())) {
    add(
      'step-up-required',
      'header',
      'response.body#/flows',
      'flows of stages that are still to be gone through',
      SCORES.header,
    );
  }
  const error = facts.error();
  if (error !== undefined) {
    const number = meaningOfNumber(error);
    if (number !== undefined) add(number.cause, 'code', error.codeWhere, number.name, SCORES.firmCode);
    if (facts.status === 402 && [error.code, error.subcode].includes('authentication_required')) {
      // Of a card payment: strong customer authentication.
      add('step-up-required', 'code', error.codeWhere, 'authentication_required', SCORES.firmCode + 2);
    }
    for (const code of [error.subcode, error.code, error.message, error.type]) {
      const meaning = code === undefined ? undefined : meaningOfCode(code);
      if (meaning === undefined) continue;
      const score = !meaning.isFirm
        ? // At a token endpoint the code is a standard's (RFC 6749 §5.2).
          /^invalid_?grant$/i.test(code!) && isSignIn(facts)
          ? SCORES.invalidCode
          : SCORES.softCode
        : // The sentence beside it may say why it is not accepted.
          meaning.cause === 'invalid-credentials' &&
            /key|client|credentials|grant/i.test(code!) &&
            !/access_?key/i.test(code!)
          ? SCORES.invalidCode
          : SCORES.firmCode;
      // A class of errors is wider than its code.
      add(meaning.cause, 'code', error.codeWhere, code!, code === error.type ? score - 2 : score);
    }
  }
  for (const match of facts.signals()) {
    const cause = accessCauseOf(match.signal);
    if (cause === undefined || match.isAside) continue;
    // "Invalid or expired": the server leaves open which, and only the wider one is said.
    const isWide = cause === 'expired-credentials' && leavesOpen(match.sentence);
    add(isWide ? 'invalid-credentials' : cause, 'words', match.where, match.sentence, match.score);
  }
  return found;
}

/** The causes of a refusal that says that the caller was accepted. */
export function isAccepted(refusal: Refusal | undefined): boolean {
  return refusal !== undefined && !isAboutProof(refusal.cause);
}
