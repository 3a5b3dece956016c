import { type CauseId, causeOf } from '../../exchange/causes.ts';
import type { Facts } from '../facts.ts';
import { quoteServer } from '../quote.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { traceOf } from '../server-failure.ts';
import { CAUSE_OF_SIGNAL, causeOfReport, type SaidCause } from '../signal-causes.ts';

/** Does a 500 say that the request was at fault, as SOAP, JSON-RPC and servers without any other status do? */
export const rule: RuleDefinition = {
  causes: [...new Set(Object.values(CAUSE_OF_SIGNAL))].filter(isOfClient),
  find,
};

/** Beyond doubt, in the server's sentence or code. */
const LEAST_SCORE = 33;

function find(facts: Facts): Finding | undefined {
  if (facts.status !== 500) return undefined;
  const told = causeOfReport(facts);
  if (told === undefined || !isOfClient(told.cause) || isLimit(told.cause) || !isBeyondDoubt(facts, told))
    return undefined;
  const said = facts.errorMessage();
  const isThrown = traceOf(facts) !== undefined;
  return {
    cause: told.cause,
    confidence: 'likely',
    // What was not checked and then thrown is the server's to answer with a status of the client.
    fault: isThrown ? 'server' : 'client',
    retry: 'after_fix',
    summary: quoteServer(facts, said ?? told.what, { before: 'a server error that blames the request' }),
    evidence: [
      { where: 'response.status', what: '500' },
      { where: told.where, what: told.what },
    ],
    advice: 'Correct what the server names; it answers with 500 where a status from 400 upwards would be right.',
  };
}

function isOfClient(cause: CauseId | null): cause is CauseId {
  return cause !== null && causeOf(cause).fault === 'client' && cause !== 'unspecified';
}

/** Rules of their own know the limits under any status. */
function isLimit(cause: CauseId): boolean {
  return causeOf(cause).group === 'limits';
}

/** Exceptions that frameworks throw because of what was sent. */
const OF_REQUEST =
  /valid|notfound|denied|unauth|forbidden|duplicate|alreadyexists|optimisticlock|staleobject|toobig|toolarge|badrequest|unsupportedmedia|missing/i;

/** What the server's own files and tables lack. */
const OF_SERVER =
  /\bE(?:NOENT|ACCES|PERM|EXIST|ISDIR|NOTDIR|MFILE|ROFS)\b|\bno such file or directory\b|\bunknown column\b|\bORA-\d{5}\b|\baccess denied for user ['\x60"]|\bIllegalState(?:Exception|Error)\b/i;

/** The words of a stack trace are those of programs, not of an answer to the client. */
function isBeyondDoubt(facts: Facts, { cause, match }: SaidCause): boolean {
  const gateway = facts.gateway();
  if (gateway?.meaning !== undefined) return gateway.answeredItself;
  const trace = traceOf(facts);
  if (trace !== undefined && (trace.frame !== undefined || !OF_REQUEST.test(trace.exception ?? ''))) return false;
  if (OF_SERVER.test(facts.error()?.message?.slice(0, 500) ?? '')) return false;
  if (match === undefined) return facts.error()?.shape === 'json-rpc' || facts.error()?.shape === 'soap';
  // SOAP answers every fault with 500 (SOAP 1.1 §6.2), that of the caller too.
  const isOfCaller = facts.error()?.shape === 'soap' && cause !== null && causeOf(cause).group === 'authentication';
  if (isOfCaller && !match.isAside && match.weight > 1 && !OF_SERVER.test(match.sentence.slice(0, 500))) return true;
  if (match.isAside || match.weight < 3 || match.score < LEAST_SCORE || match.kind === 'more') return false;
  const exception = facts.says('exception');
  return exception === undefined || exception.score < match.score;
}
