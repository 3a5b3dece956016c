import type { CauseId } from '../../exchange/causes.ts';
import type { PhraseMatch } from '../vocabulary/match.ts';
import type { Signal } from '../vocabulary/signal.ts';

/** Which cause of the request's address, form or meaning a statement of the server speaks of. */
export const REQUEST_CAUSE_OF_SIGNAL = {
  'no-route': 'wrong-url',
  'not-found': 'resource-not-found',
  'related-missing': 'related-resource-missing',
  gone: 'gone',
  method: 'method-not-allowed',
  version: 'unsupported-api-version',
  'malformed-json': 'malformed-json',
  'malformed-body': 'malformed-body',
  'content-type': 'wrong-content-type',
  accept: 'not-acceptable',
  'malformed-request': 'malformed-request',
  'too-large': 'too-large',
  required: 'missing-field',
  type: 'invalid-type',
  value: 'invalid-value',
  'unknown-field': 'unknown-field',
  duplicate: 'already-exists',
  'version-conflict': 'version-conflict',
  'invalid-state': 'invalid-state',
  idempotency: 'idempotency-conflict',
  locked: 'resource-locked',
} as const satisfies Partial<Record<Signal, CauseId>>;
export const CAUSE_OF_SIGNAL: Readonly<Partial<Record<Signal, CauseId>>> = REQUEST_CAUSE_OF_SIGNAL;

/** Statements about the server itself: under 4xx its words for itself ("Error", "failed") are noise. */
const ABOUT_SERVER: ReadonlySet<Signal> = new Set([
  'exception',
  'bad-gateway',
  'maintenance',
  'overloaded',
  'gateway-timeout',
  'dependency',
  'not-implemented',
  'storage',
  'network-auth',
  'sign-in',
]);

const NEVER = -100;

/** What a status makes likelier (+) or less likely (-) among the meanings of the same words. */
const BY_STATUS: Readonly<Record<number, Partial<Readonly<Record<Signal, number>>>>> = {
  403: {
    'no-route': -4,
    'malformed-request': -2,
    value: -12,
    required: -12,
    type: -12,
    'not-found': -20,
    'related-missing': -20,
    method: -20,
    'version-conflict': -14,
    duplicate: 2,
  },
  404: {
    'no-route': 4,
    'not-found': 3,
    'related-missing': 3,
    version: 3,
    gone: 1,
    'malformed-request': -6,
    accept: NEVER,
    required: -6,
    value: -9,
    type: -6,
    'invalid-state': -8,
    'malformed-json': -6,
  },
  405: { method: 8, 'no-route': 2, value: -9 },
  406: { accept: 10, version: 4, 'content-type': 2, value: -12 },
  409: {
    duplicate: 4,
    'version-conflict': 4,
    'invalid-state': 4,
    locked: 3,
    idempotency: 7,
    'not-found': -4,
    value: -6,
    required: -6,
    type: -9,
  },
  410: { gone: 8, version: 8, 'not-found': -2, 'invalid-state': -6, value: -9 },
  411: { 'malformed-request': 10, required: -4, method: NEVER },
  412: { 'version-conflict': 6, value: -4 },
  413: { 'too-large': 12, value: -6 },
  414: { 'too-large': 12, value: -6 },
  415: { 'content-type': 8, accept: 6, value: -9, 'malformed-json': -4, 'too-large': -2 },
  416: { 'malformed-request': -10, value: -10, accept: NEVER },
  417: { 'malformed-request': 8 },
  421: { 'malformed-request': 8 },
  423: { locked: 8, 'invalid-state': 2 },
  426: { 'malformed-request': 8, version: 6 },
  428: { 'malformed-request': 10, 'version-conflict': -4, required: -2 },
  431: { 'too-large': 12 },
  494: { 'too-large': 12 },
};

/** Statuses that blame the caller: of what was asked for nothing was looked at, unless the words leave no doubt. */
const ABOUT_CALLER: ReadonlySet<number> = new Set([401, 402, 407, 419, 429, 451, 511]);

/** Below it a word is only a hint; from `SAID` on the server says so; from `SURE` on beyond doubt. */
export const LEAST = 17;
export const SAID = 20;
export const SURE = 31;

export interface Weighed {
  readonly match: PhraseMatch;
  /** Undefined where the statement is about the caller, a limit or the server. */
  readonly cause: CauseId | undefined;
  readonly weight: number;
}

export interface Situation {
  readonly status: number;
  /** The server names a field of the request. */
  readonly hasField: boolean;
  /** The request's body is JSON without a fault. */
  readonly isValidJson: boolean;
  /** The request has a body, whether or not it was recorded. */
  readonly hasBody: boolean;
  /** False where the request has neither body nor query. */
  readonly hasInput?: boolean;
  /** The server repeats a value of the body. */
  readonly namesValue?: boolean;
}

/** What the server's words mean under that status, the weightiest first. */
export function weigh(matches: readonly PhraseMatch[], situation: Situation): readonly Weighed[] {
  return matches
    .filter(
      ({ signal }) =>
        !(situation.hasField && PLACES.has(signal) && (situation.status === 400 || situation.status === 422)),
    )
    .map((match) => ({
      match,
      cause: CAUSE_OF_SIGNAL[match.signal],
      weight: match.score + adjustment(match, situation),
    }))
    .sort((a, b) => b.weight - a.weight);
}

/** A rule about values that itself names the thing. */
const NAMES_THING = /moderat|flagged|polic|guideline|identities failed|timestamp|is not available/i;

/** What a body is besides its members: whoever names it speaks of no field. */
const OF_ENCODING =
  /newline|line protocol|snappy|g?zip|zlib|zstd|deflate|flate|brotli|wire ?type|text format|selection|entities|markdown|markup/i;

/** Whose versions a client chooses. */
const OF_AN_API = /\b(?:api|protocol|client|service|server|rest|graph|endpoint)\b/i;

/** "debe ser un número positivo": what is asked of a value of the right type. */
const RULE_ON_NUMBERS =
  /(?<![\p{L}])(?:positif|positivo|positief|négatif|negativo|multiple de|m[uú]ltiplo|veelvoud|vielfaches|wielokrotno\p{L}{2,4}|bölünebil\p{L}{1,6}|min[uú]scul\p{L}{1,2})(?![\p{L}])/iu;

/** What can be too large as a whole. */
const OF_A_MESSAGE = /body|payload|file|entity|context|tokens?\b|batch|upload|attachment|request|bytes|\b[kmg]i?b\b/i;

/** "region is not valid", said of a field, is no matter of where the caller is. */
const PLACES: ReadonlySet<Signal> = new Set(['ip', 'geo', 'owner']);

/** Who is busy under load, where a resource would be held. */
const SERVER_ITSELF = /\b(?:servers?|systems?|services?|network|platform|backend|site)\b/i;
const NO_RIGHT = /^no\W(?:permissions?|roles?|operation)\b/i;

function adjustment(
  { signal, text, sentence }: PhraseMatch,
  { status, hasField, hasBody, hasInput, namesValue, isValidJson }: Situation,
): number {
  const isOfValue = namesValue === true && (signal === 'not-found' || signal === 'related-missing');
  let sum = isOfValue ? 0 : (BY_STATUS[status]?.[signal] ?? 0);
  if (CAUSE_OF_SIGNAL[signal] !== undefined) {
    if (ABOUT_CALLER.has(status)) sum -= status === 429 && (signal === 'locked' || signal === 'idempotency') ? 4 : 25;
    if (status >= 500 && status < 600)
      sum -= WHATEVER_STATUS.has(signal) && (hasField || !NEEDS_FIELD.has(signal)) ? 3 : 25;
  } else if (ABOUT_SERVER.has(signal) && status >= 400 && status < 500) sum -= 18;
  switch (signal) {
    // The sum over a file that was sent; only of a caller it is a proof.
    case 'signature':
      return /checksum|digest|hash/i.test(text) && status !== 401 && status !== 403 ? NEVER : sum;
    // A rule about values without a name for the thing is the vaguest of all; what a text may say has no other name.
    case 'value':
      return sum + (hasField || NAMES_THING.test(text) ? 0 : -5);
    case 'type':
      // "Invalid string: must start with …": a string it is.
      if (/^invalid string$/i.test(text) && /\bmust (?:start|end|include|match|contain)\b/i.test(sentence))
        return sum - 8;
      return sum + (hasField ? 1 : -4) - (hasField && RULE_ON_NUMBERS.test(sentence) ? 4 : 0);
    case 'required':
      // What lacks in a call that brings nothing lacks in the server's own data.
      if (status >= 500 && hasInput === false) return NEVER;
      // "Failed to convert value … to required type".
      if (/\brequired$/i.test(text) && /\brequired type\b/i.test(sentence)) return NEVER;
      return sum + (hasField ? 2 : -3);
    case 'unknown-field':
      return sum + (hasField ? 3 : 0);
    case 'accept':
      return /accept|format|representation/i.test(text) ? sum : NEVER;
    case 'missing-credentials':
      // `key "email" not found` is a member that a parser looked for.
      return sum + (/\bkey ["'`“][\w.-]{1,80}["'`”]/i.test(text) || /@ data\[/.test(sentence) ? -12 : 0);
    case 'not-found':
      // "No permission for this pair": what lacks is the caller's right.
      return sum + (NO_RIGHT.test(text) && !/\b(?:found|exists?|with)\b/i.test(text) ? -14 : 0);
    case 'locked':
      return sum + (/^busy$/i.test(text) && SERVER_ITSELF.test(sentence) ? -14 : 0);
    case 'malformed-json':
      // "Invalid JSON payload received. Unknown name …": what follows says more.
      return sum + (hasField ? -3 : 0) + (hasBody ? 0 : -4) + (isValidJson ? -9 : 0);
    case 'malformed-body':
      if (OF_ENCODING.test(text)) return sum + 3;
      // "Invalid request payload" of valid JSON says no more than "invalid"; a query inside of it is another language.
      return (
        sum +
        (hasField && !/syntax/i.test(text) ? -12 : 0) +
        (isValidJson && !/syntax|graphql|query/i.test(sentence) && !/missing|empty|required/i.test(text)
          ? /^invalid/i.test(text)
            ? -18
            : -9
          : 0)
      );
    case 'malformed-request':
      return (
        sum +
        (/^query string/i.test(text) ? -6 : 0) +
        (hasField ? -6 : 0) +
        (/^invalid ?fields?$/i.test(text) || (hasField && /^invalid \w+$/i.test(text)) ? -15 : 0)
      );
    case 'version':
      // "Version 3 of the template does not exist": one of a thing, not of the API.
      if (/\brevision\b/i.test(sentence) && !OF_AN_API.test(sentence)) return sum - 12;
      return sum + (/\b(?:found|exists?)\b/i.test(text) && !OF_AN_API.test(text) ? -12 : 1);
    case 'version-conflict':
      return (
        sum +
        (status === 409 ||
        status === 412 ||
        /etag|version|revision|condition|match:|sha|stale|lock|concurren|transaction|modified|changed/i.test(sentence)
          ? 0
          : -20)
      );
    case 'invalid-state':
      // "An error occurred while processing the request" is about no state.
      return sum + (/is empty|^while (?:processing|opening)\b/i.test(text) ? -16 : 0);
    case 'too-large':
      // A single field that is too long is a value that is not allowed.
      if ((hasField || /^too.long$/i.test(text)) && status !== 413 && status !== 414 && !OF_A_MESSAGE.test(sentence))
        return sum - 16;
      return sum + (/size|length|bytes|token/i.test(text) ? 3 : 0);
    case 'no-route':
      // "Invalid URL", said of a field, is its value; and what is meant instead of it is another field.
      if (hasField && /^(?:invalid urls?|did you mean)$/i.test(text)) return NEVER;
      // A URL that stands in the request has a scheme and a format; a route has none.
      if (
        /\burls? (?:scheme|protocol|format|parameter|field|value)|\burls?\b.{0,30}\bin (?:the )?(?:input|body|field)/i.test(
          sentence,
        )
      )
        return NEVER;
      // "Cannot delete category: …" is no route.
      if (/^can/i.test(text) && !/\bfind\b/i.test(text) && !/[Cc]an(?:not|'t)\s+[A-Z]{3,7}\s+\//.test(sentence))
        return NEVER;
      return sum - (status === 409 || status === 422 || status === 412 ? 14 : 0);
    case 'content-type':
      return sum + (/type|multipart|json|form|xml/i.test(text) ? 0 : -6) - (hasField && status !== 415 ? 2 : 0);
    case 'idempotency':
      return sum + (/conflict|reuse|different|same|progress|in use|already|mismatch/i.test(sentence) ? 4 : -8);
    case 'method':
      return status === 405 || status === 501 ? sum : sum - 4;
    default:
      return sum;
  }
}

/** Without a field these words may be about anything in the server's own workings. */
const NEEDS_FIELD: ReadonlySet<Signal> = new Set(['required', 'type', 'related-missing', 'malformed-json']);

/** A fault of the request that reaches the client as 500 because nobody caught it. */
const WHATEVER_STATUS: ReadonlySet<Signal> = new Set([
  'duplicate',
  'required',
  'related-missing',
  'malformed-body',
  'malformed-json',
  'type',
  'no-route',
  'version-conflict',
]);
