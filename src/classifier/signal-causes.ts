import type { CauseId } from '../exchange/causes.ts';
import { ACCESS_CAUSE_OF_SIGNAL } from './access/causes.ts';
import { meaningOfCode } from './access/codes.ts';
import { leavesOpen } from './access/either.ts';
import type { Facts } from './facts.ts';
import { limitCause } from './limit-kind.ts';
import { errorClassCause, rpcCause, schemaCause } from './machine-codes.ts';
import { statusOfName } from './readers/status-name.ts';
import { causeOfCodeForm } from './refusal/code-form.ts';
import { causeOfErrorCode } from './refusal/error-codes.ts';
import { REQUEST_CAUSE_OF_SIGNAL } from './refusal/weights.ts';
import { specificityRank } from './specificity.ts';
import type { PhraseMatch } from './vocabulary/match.ts';
import type { Signal } from './vocabulary/signal.ts';

/**
 * Which cause follows from a statement of the server's words, where nothing else is known. Null where the statement alone is
 * no failure. Which of two fits may depend on the call: `causeOfSignal` looks at it.
 */
export const CAUSE_OF_SIGNAL: Readonly<Record<Signal, CauseId | null>> = {
  ...ACCESS_CAUSE_OF_SIGNAL,
  ...REQUEST_CAUSE_OF_SIGNAL,
  'rate-limit': 'rate-limited',
  quota: 'quota-exhausted',
  concurrency: 'concurrency-limited',
  exception: 'unhandled-exception',
  'bad-gateway': 'bad-gateway',
  maintenance: 'maintenance',
  overloaded: 'overloaded',
  'gateway-timeout': 'gateway-timeout',
  'request-timeout': 'request-timeout',
  dependency: 'dependency-failed',
  'not-implemented': 'not-implemented',
  storage: 'server-storage',
  'network-auth': 'network-authentication',
  'sign-in': null,
};

/** What a part of a batch, or an envelope with a status of its own, means where its words say nothing. */
export const CAUSE_OF_STATUS: Readonly<Record<number, CauseId>> = {
  401: 'invalid-credentials',
  402: 'payment-required',
  403: 'insufficient-scope',
  404: 'resource-not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  408: 'request-timeout',
  410: 'gone',
  411: 'malformed-request',
  412: 'version-conflict',
  413: 'too-large',
  414: 'too-large',
  415: 'wrong-content-type',
  416: 'range-not-satisfiable',
  423: 'resource-locked',
  424: 'dependency-failed',
  428: 'malformed-request',
  429: 'rate-limited',
  431: 'too-large',
  451: 'legal-block',
  500: 'unhandled-exception',
  501: 'not-implemented',
  502: 'bad-gateway',
  503: 'overloaded',
  504: 'gateway-timeout',
  507: 'server-storage',
  529: 'overloaded',
};

/** A cause, and the words that give it. */
export interface SaidCause {
  readonly cause: CauseId;
  /** Undefined where a code or a number says it. */
  readonly match: PhraseMatch | undefined;
  /** Evidence pointer of what says it, and its value. */
  readonly where: string;
  readonly what: string;
}

/** `… endpoint returned HTTP error 429 …`: the status that somebody behind the server gave it. */
const RELAYED_STATUS = /\b(?:HTTP|status)(?: error| status| code)?[ :]{1,3}([45]\d\d)\b/i;

/** From here on words say something by themselves; below are hints and asides. */
const CLEAR_SCORE = 20;

/**
 * The cause that the report of an error gives, whatever status carried it: of a failed part, an envelope under 200, a gRPC
 * status. Undefined where the server says that it failed and not why.
 */
export function causeOfReport(facts: Facts): SaidCause | undefined {
  const report = facts.error();
  if (report === undefined) return undefined;
  const meaning = facts.gateway()?.meaning;
  const ofGateway = meaning === undefined ? null : causeOfSignal(meaning.signal, facts);
  if (meaning !== undefined && ofGateway !== null) {
    return { cause: ofGateway, match: undefined, where: meaning.where, what: meaning.what };
  }
  const relayed = report.shape === 'text' ? RELAYED_STATUS.exec(report.message ?? '') : null;
  const ofRelayed = relayed === null ? undefined : CAUSE_OF_STATUS[Number(relayed[1])];
  if (relayed !== null && ofRelayed !== undefined) {
    return { cause: ofRelayed, match: undefined, where: report.where, what: relayed[0] };
  }
  const schema = schemaCause(report);
  if (schema !== undefined) {
    return { cause: schema, match: undefined, where: report.where, what: report.message ?? '' };
  }
  const rpc = rpcCause(report);
  if (rpc?.isExact === true) return { cause: rpc.cause, match: undefined, where: report.codeWhere, what: report.code! };
  // The fault codes of WS-Addressing, WS-Security and of services: SOAP has no status that could say it.
  const coded = report.shape === 'soap' ? (causeOfErrorCode(report.code, '') ?? firmCause(report.code)) : undefined;
  if (coded !== undefined) return { cause: coded, match: undefined, where: report.codeWhere, what: report.code! };
  const limit = limitCause(facts);
  const said = narrower(causesSaid(facts));
  const size = facts.says('too-large');
  // "Request size 2000000 exceeds the limit": a limit, but of no count.
  if (size?.weight === 3 && !size.isAside && /\bsize\b/i.test(size.text))
    return { cause: 'too-large', match: size, where: size.where, what: size.text };
  if (limit !== undefined && (said === undefined || said.match === undefined || isLimit(said.match.signal))) {
    return { cause: limit.cause, match: said?.match, where: limit.where, what: limit.what };
  }
  // "You have run out of credits for the current minute", with 429 in the envelope.
  if (report.status === 429 && (said === undefined || said.cause === 'payment-required')) {
    return { cause: 'rate-limited', match: undefined, where: report.where, what: '429' };
  }
  const known =
    said?.cause === 'wrong-url' && facts.status !== null && facts.status < 300
      ? causeOfErrorCode(report.code, '')
      : undefined;
  // Where the call arrived, its address is the last thing that is wrong.
  if (known !== undefined) return { cause: known, match: undefined, where: report.codeWhere, what: report.code ?? '' };
  if (said !== undefined) return said;
  const byCode =
    rpc?.cause ??
    firmCause(report.code) ??
    causeOfErrorCode(report.code, '') ??
    errorClassCause(facts, report) ??
    causeOfCodeForm(report.code) ??
    causeOfCodeForm(report.type);
  if (byCode !== undefined) {
    return { cause: byCode, match: undefined, where: report.codeWhere, what: report.code ?? report.type ?? '' };
  }
  // `{"status": "error", "message": "Forbidden"}` names a status and has none.
  const named = report.status ?? statusOfName(report.message ?? '');
  const byStatus = report.shape === 'grpc' ? undefined : CAUSE_OF_STATUS[named ?? 0];
  return byStatus === undefined
    ? undefined
    : { cause: byStatus, match: undefined, where: report.where, what: String(named) };
}

function firmCause(code: string | undefined): CauseId | undefined {
  const meaning = code === undefined ? undefined : meaningOfCode(code);
  return meaning?.isFirm === true ? meaning.cause : undefined;
}

/** An expired or revoked token is an invalid one, too: of both the narrower is meant. */
function narrower(said: readonly SaidCause[]): SaidCause | undefined {
  const [first] = said;
  if (first?.cause === 'missing-field' || first?.cause === 'invalid-value') {
    // "You have not supplied a valid key" names no field where the code speaks of the key.
    return said.find(({ cause, match }) => match?.kind === 'code' && isOfCredential(cause)) ?? first;
  }
  if (first?.cause !== 'invalid-credentials') return first;
  return said.find(({ cause, match }) => cause === 'expired-credentials' && match?.isAside === false) ?? first;
}

function isOfCredential(cause: CauseId): boolean {
  return cause === 'invalid-credentials' || cause === 'missing-credentials' || cause === 'expired-credentials';
}

/** What the words say clearly, the most telling first; of what is said equally clearly, the most specific first. */
function causesSaid(facts: Facts): readonly SaidCause[] {
  const clear = facts.signals().filter(({ score }) => score >= CLEAR_SCORE);
  const found = clear.flatMap((match) => {
    // "The requested page cannot …" is about no format.
    if (match.signal === 'accept' && !/accept|format|representation|media/i.test(match.text)) return [];
    const said = causeOfSignal(match.signal, facts);
    const cause = narrowed(said, match);
    return cause === null ? [] : [{ cause, match, where: match.where, what: match.text }];
  });
  return found.sort((a, b) => b.match.score - a.match.score || specificityRank(a.cause) - specificityRank(b.cause));
}

/** What the rest of the sentence makes of the cause. */
function narrowed(cause: CauseId | null, { sentence }: PhraseMatch): CauseId | null {
  if (cause === 'expired-credentials' && leavesOpen(sentence)) return 'invalid-credentials';
  return cause === 'not-acceptable' && /\brange\b/i.test(sentence) ? 'range-not-satisfiable' : cause;
}

/** The cause of a statement, as far as it depends on the call: what was sent, and what was asked for. */
function causeOfSignal(signal: Signal, facts: Facts): CauseId | null {
  if (signal === 'missing-credentials' || signal === 'invalid-credentials') return credentialCause(signal, facts);
  // "The selected priority is invalid", of one part that was to be made.
  const { method } = facts.exchange.request;
  if (signal === 'related-missing' && method === 'POST' && facts.error()?.shape === 'batch')
    return 'related-resource-missing';
  if (signal === 'not-found' || signal === 'related-missing')
    return asksForObject(facts) ? 'resource-not-found' : 'related-resource-missing';
  // "No data": what was not sent cannot be malformed.
  const isOfBody = signal === 'malformed-body' || signal === 'malformed-json';
  if (isOfBody && facts.exchange.request.method === 'GET' && facts.url()?.search === '') return null;
  return CAUSE_OF_SIGNAL[signal];
}

/** "You must be logged in" to a call that carries a token means that the token does not count. */
function credentialCause(signal: 'missing-credentials' | 'invalid-credentials', facts: Facts): CauseId {
  const isSent = facts.credentials().some(({ secret }) => secret !== '') || facts.credentialInBody() !== undefined;
  if (signal === 'invalid-credentials') return 'invalid-credentials';
  return isSent && (facts.says('missing-credentials')?.weight ?? 0) < 3 ? 'invalid-credentials' : 'missing-credentials';
}

/** The call asks for the object that is missing; else it refers to it besides. */
function asksForObject(facts: Facts): boolean {
  const { method } = facts.exchange.request;
  // In a query language the things are referred to: `/query?db=telegraf&q=…`.
  if (method === 'GET') return !/\/(?:query|sql|execute)$/.test(facts.url()?.pathname ?? '');
  if (method !== 'POST') return true;
  const report = facts.error();
  if (report?.shape === 'batch') return true;
  const body = facts.request.json();
  const name = operationName(facts, body);
  if (/^\s{0,20}(?:query\b|\{)/.test(name)) return true;
  return /^(?:get|read|fetch|find|list|describe|show|load|lookup|search|query|retrieve|info|delete|remove|update)(?:[A-Z_.]|$)/i.test(
    name,
  );
}

/** `GetQuote`, `orders.v1.Orders/Get` → `Get`, `chat.postMessage` → `postMessage`; of GraphQL the document. */
function operationName(facts: Facts, body: unknown): string {
  if (typeof body === 'object' && body !== null) {
    const { query, method } = body as { readonly query?: unknown; readonly method?: unknown };
    if (typeof query === 'string') return query.slice(0, 200);
    if (typeof method === 'string') return method.slice(0, 200).replace(/^.{0,100}[._/]/, '');
  }
  const action = facts.request.header('soapaction') ?? facts.request.header('x-amz-target');
  const named = action ?? facts.url()?.pathname ?? '';
  return named
    .slice(-200)
    .replaceAll('"', '')
    .replace(/^.*[./#:]/, '');
}

function isLimit(signal: Signal): boolean {
  return (
    signal === 'rate-limit' ||
    signal === 'quota' ||
    signal === 'concurrency' ||
    signal === 'too-large' ||
    signal === 'overloaded'
  );
}
