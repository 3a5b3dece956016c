import type { CauseId } from '../exchange/causes.ts';
import type { Facts } from './facts.ts';
import { limitTold } from './limit-kind.ts';
import { perExchange } from './per-exchange.ts';
import { exceptionIn } from './readers/error-report/words.ts';
import { type UnhealthyPart, unhealthyParts } from './readers/health.ts';
import { type StackTrace, stackTrace } from './readers/stack-trace.ts';
import type { Signal } from './vocabulary/signal.ts';

export type ServerCauseId = Extract<
  CauseId,
  | 'unhandled-exception'
  | 'bad-gateway'
  | 'maintenance'
  | 'overloaded'
  | 'gateway-timeout'
  | 'request-timeout'
  | 'dependency-failed'
  | 'not-implemented'
  | 'server-storage'
>;

/** What a server that failed says, or its gateway: one of the server's causes, and by which sign. */
export interface ServerFailure {
  readonly cause: ServerCauseId;
  /** `gateway`: a text or code that only this gateway sends; `words`: what the server says; `status`: nothing but the status. */
  readonly sign: 'gateway' | 'words' | 'health' | 'trace' | 'status';
  readonly where: string;
  readonly what: string;
}

const CAUSES: ReadonlyMap<Signal, ServerCauseId> = new Map<Signal, ServerCauseId>([
  ['exception', 'unhandled-exception'],
  ['bad-gateway', 'bad-gateway'],
  ['maintenance', 'maintenance'],
  ['overloaded', 'overloaded'],
  ['gateway-timeout', 'gateway-timeout'],
  ['dependency', 'dependency-failed'],
  ['not-implemented', 'not-implemented'],
  ['storage', 'server-storage'],
]);

/** What the status stands for where nothing else is said. */
const OF_STATUS: ReadonlyMap<number, ServerCauseId> = new Map([
  [424, 'dependency-failed'],
  [500, 'unhandled-exception'],
  [501, 'not-implemented'],
  [502, 'bad-gateway'],
  [503, 'overloaded'],
  [504, 'gateway-timeout'],
  [505, 'not-implemented'],
  [507, 'server-storage'],
  [508, 'unhandled-exception'],
  [520, 'bad-gateway'],
  [521, 'bad-gateway'],
  [522, 'bad-gateway'],
  [523, 'bad-gateway'],
  [524, 'gateway-timeout'],
  [525, 'bad-gateway'],
  [526, 'bad-gateway'],
  [527, 'bad-gateway'],
  [529, 'overloaded'],
  [530, 'bad-gateway'],
  [598, 'gateway-timeout'],
  [599, 'gateway-timeout'],
]);

/** Statuses of which the registry or one vendor says exactly what they mean: words add to them and do not change them. */
const FIXED: ReadonlySet<number> = new Set([501, 505, 507, 521, 522, 523, 524, 525, 526, 527, 529, 598, 599]);

/**
 * How the server failed, of every 5xx and of 424: what the words say over what the status means. Undefined of a 5xx that speaks
 * of a limit, and of every other status.
 */
export const serverFailure = perExchange((facts: Facts): ServerFailure | undefined => read(facts));

function read(facts: Facts): ServerFailure | undefined {
  const { status } = facts;
  if (status === null || (status < 500 && status !== 424) || status === 511 || status > 599) return undefined;
  const ofStatus = OF_STATUS.get(status);
  if (ofStatus === undefined || limitTold(facts) !== undefined) return undefined;
  const byStatus: ServerFailure = { cause: ofStatus, sign: 'status', where: 'response.status', what: String(status) };
  const said = saidBy(facts, status, ofStatus);
  if (FIXED.has(status)) return said?.cause === ofStatus ? said : byStatus;
  return said ?? byStatus;
}

function saidBy(facts: Facts, status: number, ofStatus: ServerCauseId): ServerFailure | undefined {
  const gateway = facts.gateway();
  const meaning = gateway?.meaning;
  const ofGateway = meaning === undefined ? undefined : CAUSES.get(meaning.signal);
  // What a gateway calls an error of the server is one of its upstream under 502.
  const isOfUpstream = ofGateway === 'unhandled-exception' && ofStatus !== 'unhandled-exception';
  if (meaning !== undefined && ofGateway !== undefined && !isOfUpstream) {
    return { cause: ofGateway, sign: 'gateway', where: meaning.where, what: meaning.what };
  }
  const sick = status === 500 || status === 503 ? unhealthyParts(facts.response.json()) : [];
  if (sick.length > 0) return ofHealth(sick);
  const words = wordsFor(facts, status, ofStatus);
  if (words !== undefined && words.cause !== 'unhandled-exception') return words;
  const trace = traceOf(facts);
  if (trace !== undefined && ofStatus !== 'bad-gateway' && ofStatus !== 'gateway-timeout') {
    return { cause: 'unhandled-exception', sign: 'trace', where: trace.where, what: trace.what };
  }
  return words !== undefined &&
    (status === 500 || (status === 503 && words.what !== '')) &&
    ofStatus === 'unhandled-exception'
    ? words
    : undefined;
}

function ofHealth([first]: readonly UnhealthyPart[]): ServerFailure {
  return { cause: 'dependency-failed', sign: 'health', where: first!.where, what: first!.what };
}

/** Weights below count as a hint; a hint confirms the status and changes nothing. */
const CLEAR_SCORE = 20;
const BEYOND_DOUBT = 28;

/** The server's own words, the most telling that this status leaves room for. */
function wordsFor(facts: Facts, status: number, ofStatus: ServerCauseId): ServerFailure | undefined {
  const report = facts.error();
  const exception = report?.type === undefined ? undefined : exceptionIn(report.type);
  const matches = facts.signals().filter(({ signal, score }) => CAUSES.has(signal) && score >= CLEAR_SCORE);
  const score = (signal: Signal) => matches.find((match) => match.signal === signal)?.score ?? 0;
  const isGateway = ofStatus === 'bad-gateway' || ofStatus === 'gateway-timeout';
  for (const match of matches) {
    const cause = CAUSES.get(match.signal)!;
    const isClear = match.score >= BEYOND_DOUBT;
    const found: ServerFailure = { cause, sign: 'words', where: match.where, what: match.text };
    // Who says why it is unavailable means that, and not that it is.
    if (cause === 'overloaded' && status === 503 && score('maintenance') >= BEYOND_DOUBT) continue;
    if (cause === ofStatus) return found;
    switch (cause) {
      case 'server-storage':
        if (isClear) return found;
        break;
      case 'maintenance':
        // "Currently being updated by another request": the thing is, and not the server.
        if (/\bby another\b/.test(match.sentence)) break;
        if (isClear || status === 503) return found;
        break;
      case 'dependency-failed':
        // A database that complains about the data or the statement (SQLSTATE 22, 23, 42) works.
        if (/SQLSTATE\W{0,3}(?:22|23|42)/i.test(match.sentence)) break;
        // What a gateway cannot reach is its upstream, unless a service is named. An app that cannot is the gateway of nobody.
        if (isGateway && (facts.gateway()?.answeredItself === true || isBareConnection(match.text))) {
          if (ofStatus === 'bad-gateway') return { ...found, cause: 'bad-gateway' };
          break;
        }
        if (isClear && score('bad-gateway') <= match.score + 0.5) return found;
        break;
      case 'bad-gateway':
        if (isClear && !(status === 500 && score('dependency') > BEYOND_DOUBT)) return found;
        break;
      case 'gateway-timeout':
        if (status === 502 || status === 503 || isClear) {
          // A framework that reports a timeout of its own has thrown an exception.
          if (status === 500 && exception !== undefined && !isClear) break;
          return found;
        }
        break;
      case 'overloaded':
        // "Temporarily unavailable" says no more than 503 does.
        if (isClear && !(isGateway && score(ofStatus === 'bad-gateway' ? 'bad-gateway' : 'gateway-timeout') > 0))
          return found;
        break;
      case 'not-implemented':
        if (isClear && status === 500 && exception === undefined && traceOf(facts) === undefined) return found;
        break;
      default:
        break;
    }
  }
  return matches.some(({ signal }) => signal === 'exception')
    ? {
        cause: 'unhandled-exception',
        sign: 'words',
        where: report?.where ?? 'response.body',
        what: report?.message ?? '',
      }
    : undefined;
}

/** "connection refused", without a word on whose. */
function isBareConnection(text: string): boolean {
  return /^(?:dial|read|write|connect)?\s?(?:tcp)?.{0,30}\b(?:connection (?:refused|reset|closed)|econn\w+|broken pipe|no route to host|socket hang up|fetch failed|etimedout|enotfound|ehostunreach)/i.test(
    text,
  );
}

/** The exception and its place, where the body of an error shows them. */
export const traceOf = perExchange((facts: Facts): StackTrace | undefined => stackTrace(facts.response, facts.error()));
