import { Buffer } from 'node:buffer';
import type { Confidence, Evidence } from '../../exchange/annotation.ts';
import { type CauseId, causeOf } from '../../exchange/causes.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { CLOSE_ENTRIES } from '../../exchange/reference/websocket.ts';
import { formatDuration } from '../../exchange/units.ts';
import { refusalOf } from '../access/refusal.ts';
import { createFacts, type Facts } from '../facts.ts';
import { type Closing, readClosing } from '../readers/closing.ts';
import { claimTime } from '../readers/jwt.ts';
import { verdictOn } from '../refusal/verdict.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';
import { CAUSE_OF_STATUS, causeOfReport } from '../signal-causes.ts';

/** Did one side end the WebSocket conversation because something had failed, and why? */
export const rule: RuleDefinition = {
  causes: [
    ...new Set<CauseId>([
      ...Object.values(CAUSE_OF_STATUS),
      'expired-credentials',
      'missing-credentials',
      'unspecified',
      'invalid-response',
      'maintenance',
      'malformed-body',
      'client-aborted',
    ]),
  ],
  ofSuccesses: true,
  find,
};

function find(facts: Facts): Finding | undefined {
  if (facts.exchange.lastMessages === undefined) return undefined;
  const closing = readClosing(facts.exchange);
  if (closing === undefined) return undefined;
  if (closing.from === 'client' && closing.error === undefined) return refusedByClient(facts, closing);
  const implied = impliedFacts(facts.exchange, closing);
  const said = causeSaid(implied, closing);
  if (said === undefined) return undefined;
  const { cause, confidence, advice, where } = withToken(facts, said);
  const words = closing.reason !== '' ? closing.reason : implied.errorMessage();
  return {
    cause,
    confidence,
    summary: `${closing.from === 'client' ? 'the server reported an error, and ' : ''}${who(closing)} ${afterwards(facts, closing)}${words === undefined ? '' : `: ${clip(words, 140)}`} (${callOnHost(facts)})`,
    evidence: evidenceOf(closing, where === undefined ? [] : [where]),
    advice: advice ?? adviceOf(cause),
  };
}

/** Closing codes that mean the conversation is over and nothing more. */
const NORMAL: ReadonlySet<number | null> = new Set([null, 1000, 1001, 1005]);

/** The HTTP status that says the same, so that its words are read in the same way: 4401 is the 401 of many servers. */
const STATUS_OF_CODE: ReadonlyMap<number, number> = new Map([
  [1003, 415],
  [1007, 400],
  [1009, 413],
  [1011, 500],
  [1012, 503],
  [1013, 503],
  [1014, 502],
  [3000, 401],
  [3003, 403],
  [3008, 408],
]);

/** What codes mean that have no word beside them. */
const CAUSE_OF_CODE: ReadonlyMap<number, CauseId> = new Map([
  [1002, 'malformed-request'],
  [1003, 'wrong-content-type'],
  [1007, 'malformed-body'],
  [1009, 'too-large'],
  [1011, 'unhandled-exception'],
  [1012, 'maintenance'],
  [1013, 'overloaded'],
  [1014, 'bad-gateway'],
  [3000, 'invalid-credentials'],
  [3003, 'insufficient-scope'],
  [3008, 'request-timeout'],
]);

/** 44xx and 45xx carry an HTTP status. */
function statusOf({ code }: Closing): number {
  if (code !== null && code >= 4400 && code < 4600) return code - 4000;
  return STATUS_OF_CODE.get(code ?? 0) ?? 400;
}

/** The end of the conversation as the answer that it stands for. */
function impliedFacts(exchange: Exchange, closing: Closing): Facts {
  const bytes = Buffer.from(closing.reason === '' ? (closing.error ?? '') : closing.reason);
  return createFacts({
    ...exchange,
    response: {
      status: statusOf(closing),
      reason: '',
      httpVersion: exchange.response!.httpVersion,
      headers: exchange.response!.headers.filter(([name]) => name.toLowerCase() === 'date'),
      trailers: [],
      body: bytes.length === 0 ? null : { bytes, totalBytes: bytes.length },
    },
  });
}

interface Said {
  readonly cause: CauseId;
  readonly confidence: Confidence;
  readonly where?: Evidence;
  readonly advice?: string;
}

/** "keepalive ping timeout", "idle timeout", "heartbeat missed". */
const SILENCE = /\b(?:ping|pong|heart-?beat|keep-?alive|idle|inactiv)/i;

/** "Connected from another device", "replaced by a newer session". */
const TAKEN_OVER =
  /\b(?:replaced|superseded|taken over|kicked) by\b|\b(?:another|other|newer|new|duplicate|elsewhere)\b.{0,20}\b(?:connection|session|device|tab|client|login|location)\b|\b(?:connected|logged in|signed in|opened) (?:from )?(?:elsewhere|somewhere else)\b/i;

function causeSaid(implied: Facts, closing: Closing): Said | undefined {
  const { code, reason } = closing;
  if (SILENCE.test(reason.slice(0, 200))) {
    return {
      cause: 'request-timeout',
      confidence: 'likely',
      advice: 'Answer pings, and send something more often than the idle limit; then reconnect after a random pause.',
    };
  }
  if (TAKEN_OVER.test(reason.slice(0, 200))) {
    return {
      cause: 'concurrency-limited',
      confidence: 'likely',
      advice: 'Keep one connection for each session: close the older one first, and do not reconnect in two places.',
    };
  }
  const words = causeOfReport(implied);
  if (
    words !== undefined &&
    words.cause !== 'unspecified' &&
    words.match?.isAside !== true &&
    isFit(words.cause, implied)
  ) {
    // Under a code for a normal end only what cannot be read otherwise counts.
    if (!isNormal(closing) || (words.match?.weight ?? 0) >= 3 || closing.error !== undefined) {
      return { cause: words.cause, confidence: 'likely' };
    }
  }
  if (isNormal(closing) && closing.error === undefined) return undefined;
  const refused = refusalOf(implied)?.cause ?? verdictOn(implied)?.cause;
  if (refused !== undefined && isFit(refused, implied)) return { cause: refused, confidence: 'likely' };
  const byStatus = code !== null && code >= 4400 && code < 4600 ? CAUSE_OF_STATUS[code - 4000] : undefined;
  const meant = CAUSE_OF_CODE.get(code ?? 0) ?? byStatus;
  if (meant !== undefined)
    return { cause: meant, confidence: byStatus === undefined || reason !== '' ? 'likely' : 'guess' };
  if (code !== null && code >= 4500 && code < 4600) return { cause: 'unhandled-exception', confidence: 'guess' };
  return { cause: 'unspecified', confidence: 'guess' };
}

/** Under 4401 and 4403 words about a value are beside the point, as they are under 401 and 403. */
function isFit(cause: CauseId, { status }: Facts): boolean {
  const { group } = causeOf(cause);
  return (
    (status !== 401 && status !== 403) || group === 'authentication' || group === 'permission' || group === 'limits'
  );
}

function isNormal({ code }: Closing): boolean {
  return NORMAL.has(code);
}

/** A token whose own time had passed explains a refusal of the caller. */
function withToken(facts: Facts, said: Said): Said {
  if (said.cause !== 'invalid-credentials' && said.cause !== 'missing-credentials') return said;
  const [credential] = facts.credentials().filter(({ secret }) => secret !== '');
  const expiresAt = credential?.jwt === undefined ? undefined : claimTime(credential.jwt, 'exp');
  if (credential === undefined || expiresAt === undefined || expiresAt > facts.exchange.startedAt) return said;
  return {
    cause: 'expired-credentials',
    confidence: 'likely',
    where: { where: credential.where, what: `exp ${new Date(expiresAt).toISOString()}` },
    advice: 'Get a new token (refresh it or sign in again) before the next connection is opened.',
  };
}

/** The client ends it because it cannot take what came; any other end of its own is its decision. */
const REFUSED_BY_CLIENT: ReadonlySet<number> = new Set([1002, 1003, 1007, 1009, 1011]);

function refusedByClient(facts: Facts, closing: Closing): Finding | undefined {
  const { code, reason } = closing;
  if (code === null || !REFUSED_BY_CLIENT.has(code)) return undefined;
  return {
    cause: 'client-aborted',
    confidence: 'likely',
    summary: `${who(closing)} ${afterwards(facts, closing)}${reason === '' ? '' : `: ${clip(reason, 140)}`} (${callOnHost(facts)})`,
    evidence: evidenceOf(closing),
    advice:
      code === 1009
        ? 'Raise the limit for one message in the client, or let the server send smaller ones.'
        : 'Look at the last message of the server: the client could not take it.',
  };
}

function who({ from, code }: Closing): string {
  const name = CLOSE_ENTRIES.find((entry) => entry.code === code)?.name;
  return `the ${from} closed the WebSocket${code === null ? '' : ` with ${code}${name === undefined ? '' : ` ${name}`}`}`;
}

function afterwards({ exchange }: Facts, { at }: Closing): string {
  const after = at - exchange.startedAt;
  return after > 0 ? `after ${formatDuration(after)}` : 'at its end';
}

function evidenceOf({ code, reason, error }: Closing, more: readonly Evidence[] = []): readonly Evidence[] {
  return [
    { where: 'messages/close', what: [code ?? '', reason].filter((part) => part !== '').join(' ') || 'no code' },
    ...(error === undefined ? [] : [{ where: 'messages/last', what: error }]),
    ...more,
  ];
}

function adviceOf(cause: CauseId): string {
  switch (causeOf(cause).group) {
    case 'authentication':
      return 'Get a valid credential before the next connection is opened; reconnecting with the same one repeats this.';
    case 'permission':
      return 'Do not reconnect before the rights have changed, or ask for a channel that this caller may use.';
    case 'limits':
      return 'Wait before you reconnect, and send less; reconnect with growing, random pauses.';
    case 'server':
      return 'Reconnect with growing, random pauses, and stop after several failures in a row.';
    default:
      return cause === 'unspecified'
        ? 'Look the code up in the documentation of the server: codes from 4000 are its own. Do not reconnect in a loop.'
        : 'Look at the last messages that were sent, and correct what the reason names before you reconnect.';
  }
}
