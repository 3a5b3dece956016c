import type { CauseId } from '../exchange/causes.ts';
import type { Facts } from './facts.ts';
import { perExchange } from './per-exchange.ts';
import type { ErrorReport } from './readers/error-report/report.ts';
import { LAST_WINDOW } from './readers/limit-windows.ts';
import { isExhausted, type RateLimit } from './readers/rate-limits.ts';
import { windowReset } from './readers/retry-delay.ts';

export type LimitCauseId = Extract<CauseId, 'rate-limited' | 'quota-exhausted' | 'concurrency-limited'>;

/** Which of the three limits a response speaks of. */
export interface LimitCause {
  readonly cause: LimitCauseId;
  /** `window`: a window is named; `words`: the kind is; `field`: a header tells; `too-many`: no more than that it was too much. */
  readonly sign: 'window' | 'words' | 'field' | 'too-many';
  /** Evidence pointer, and what stands there. */
  readonly where: string;
  readonly what: string;
}

/** A window that opens later than this is a day's or a month's: a quota, whatever the field is called. */
export const LONGEST_WINDOW_SECONDS = 2 * 3600;
const DAY_SECONDS = 86_400;
const LONGEST_TEXT = 3000;

const CONCURRENCY =
  /(?<!optimistic )\bconcurren(?!cy (?:violation|conflict|check|control|token|stamp|exception)|t (?:\w+ )?(?:modification|update|edit|change|write|exception))|\bsimultaneous|\bparallel\b|\bat the same time\b|\bin[- ]flight\b|\btoo many (?:open|active|running|pending|outstanding|queued|ongoing)\b|\btoo many connections\b|\bmax(?:imum)? (?:number of )?(?:open |active |user |client )?(?:connections|sessions)\b|\bconnection limit\b|\bonly one (?:\w+ ){0,2}(?:instance|connection|session|request|client|job|call|query)\b/i;
const LONG_WINDOW =
  /\b(?:daily|monthly|weekly|yearly|annual(?:ly)?)\b|(?:\bper|\ba|\bthis|\beach|\bevery|\bin (?:a|one|24)|\btoday'?s|\/)[ -]?(?:calendar |rolling )?(?:day|month|week|year|billing)\b|\b24[ -]?h(?:ours?|rs?)?\b|\b(?:rpd|tpd)\b|\bbilling (?:period|cycle)\b|\b(?:for|until|by) (?:today|tomorrow|the day|this month|midnight)\b|\btoday\b|\b(?:day|month) .{0,12}\blimit\b/i;
const SHORT_WINDOW =
  /(?:\bper|\ba|\ban|\beach|\bevery|\bin one|\/)[ -]?(?:second|sec|minute|min|hour|hr)s?\b|\b(?:rpm|tpm|rps|qps|qpm|tps|rph)\b|\b(?:minute|hour|second)ly\b|\b\d{1,5}[ -]?(?:second|minute|hour|sec|min|hr|ms|s|m|h)s?\b/i;
const RATE =
  /\brate[ -]?(?:of |is )?(?:limit|exceed|of requests)|\bratelimit|\bthrottl|\bslow ?down\b|\brequest rate\b|\btoo (?:fast|quickly|frequent|often)|\b(?:once|twice) (?:every|per|in|within)\b|\bover (?:[qr]ps|[rt]pm|(?:\w+ ){0,2}(?:queries|requests|calls) per)\b|\bflood(?:ing)? ?(?:wait|control|limit|protect)|\b(?:request|call|query)s? limit\b|\bmaximum delay\b|\bspike arrest\b|\bburst\b|\bthroughput\b|\bwait .{0,30}\b(?:before|and try)|\b(?:try|retry) again in\b/i;
const QUOTA =
  /\bquotas?\b|\busage (?:limit|cap)\b|\bplan\b.{0,40}\b(?:limit|upgrade|allow)|\bupgrade\b.{0,40}\b(?:plan|subscription|tier)\b|\blimit (?:has been |was |is )?(?:exceeded|reached|hit)\b|\b(?:reached|exceed(?:ed|s)?|hit) (?:the |your |its |their )?(?:\w+ ){0,4}(?:limit|maximum|cap|allowance)\b|\bmaximum (?:number|amount|count) of\b|\bmore \w{1,30} than (?:allowed|permitted)\b|\bcredits?\b|\ballowance\b|\bno (?:more )?(?:seats|licen[cs]es)\b/i;
const CHOICES =
  /\b(?:must|should|has to) be (?:one|any|either) of\b.{0,200}\b(?:daily|weekly|monthly|yearly|annual(?:ly)?|per (?:day|month))\b/i;
/** Of the account, and not of the server's disk. */
const NO_SPACE = /\binsufficient (?:storage |disk )?space\b|\bout of storage\b/i;
const TOO_MANY = /\btoo many\b|\btoo ?many ?requests\b|\b(?:enhance your calm|calm down)\b/i;

/**
 * Which limit the response was turned away by; undefined where neither words nor fields speak of one. The window decides before
 * the word: a quota per minute is a rate, a rate per day a quota.
 */
export const limitCause = perExchange((facts: Facts): LimitCause | undefined => read(facts));

function read(facts: Facts): LimitCause | undefined {
  const report = facts.error();
  const meaning = facts.gateway()?.meaning;
  const where = report?.message === undefined ? (report?.codeWhere ?? 'response.body') : report.where;
  const isOfStatus = facts.status !== null && LIMIT_STATUSES.has(facts.status);
  // Nearly every refusal is of another kind, and shows it at one look.
  if (!isOfStatus && report !== undefined && report.shape !== 'empty' && !speaksOfLimit(facts) && !hintsAtLimit(report))
    return undefined;
  const text = report === undefined ? '' : wordsOf(report);
  // "spend_limit_duration must be one of ANNUALLY, MONTHLY": choices, and no window.
  if (facts.status !== 429 && CHOICES.test(text)) return undefined;
  const said = (cause: LimitCauseId, sign: LimitCause['sign'], pattern: RegExp): LimitCause => ({
    cause,
    sign,
    where,
    what: wholeWords(pattern.exec(text)),
  });
  if (CONCURRENCY.test(text)) return said('concurrency-limited', 'words', CONCURRENCY);
  if ((facts.status ?? 0) < 500 && NO_SPACE.test(text)) return said('quota-exhausted', 'words', NO_SPACE);
  const isAboutLimits = RATE.test(text) || QUOTA.test(text) || TOO_MANY.test(text) || speaksOfLimit(facts);
  if (isAboutLimits && LONG_WINDOW.test(text)) return said('quota-exhausted', 'window', LONG_WINDOW);
  if (isAboutLimits && SHORT_WINDOW.test(text)) return said('rate-limited', 'window', SHORT_WINDOW);
  const ofGateway = meaning === undefined ? undefined : OF_SIGNAL.get(meaning.signal);
  if (meaning !== undefined && ofGateway !== undefined) {
    return { cause: ofGateway, sign: 'words', where: meaning.where, what: meaning.what };
  }
  // Beside another refusal a limit's field says nothing: the last call that a window allows counts down to 0, too.
  const mayBeCounted = facts.status === 429 || facts.status === 420 || isAboutLimits || text === '';
  const isQuota = /\bquotas?\b/i.test(text) && !RATE.test(text);
  const counted = mayBeCounted ? countedLimit(facts, isQuota) : undefined;
  if (counted !== undefined && (facts.status === 429 || isAboutLimits || facts.status === 403)) return counted;
  const isOfPlan = /\b(?:quotas?|plan|upgrade|subscription|credits?)\b/i.test(text);
  const isOfRate = /\brate ?limit|throttl/i.test(text);
  if (RATE.test(text) && (isOfRate || !isOfPlan)) return said('rate-limited', 'words', RATE);
  // "Limit exceeded" may be any; who says to come back in seconds means a window.
  const delay = facts.statedDelay();
  if (facts.status === 429 && !isOfPlan && delay !== undefined && delay.seconds <= LONGEST_WINDOW_SECONDS) {
    return { cause: 'rate-limited', sign: 'field', where: delay.where, what: delay.what };
  }
  const ofSignals = signalled(facts);
  if (QUOTA.test(text) && (ofSignals !== undefined || facts.status === 429))
    return said('quota-exhausted', 'words', QUOTA);
  if (ofSignals !== undefined) return ofSignals;
  return TOO_MANY.test(text) && facts.status === 429 ? said('rate-limited', 'too-many', TOO_MANY) : undefined;
}

const OF_SIGNAL: ReadonlyMap<string, LimitCauseId> = new Map([
  ['rate-limit', 'rate-limited'],
  ['quota', 'quota-exhausted'],
  ['concurrency', 'concurrency-limited'],
]);

/** Patterns end where a word is clear: `concurren`. */
function wholeWords(found: RegExpExecArray | null): string {
  if (found === null) return '';
  const end = found.index + found[0].length;
  return found[0] + (/^\w{0,20}/.exec(found.input.slice(end, end + 20))?.[0] ?? '');
}

/** What the vocabulary finds, which knows other languages, too. */
function signalled(facts: Facts): LimitCause | undefined {
  for (const { signal, weight, isAside, where, text } of facts.signals()) {
    const cause = OF_SIGNAL.get(signal);
    if (cause !== undefined && weight === 3 && !isAside) return { cause, sign: 'words', where, what: text };
  }
  return undefined;
}

function speaksOfLimit(facts: Facts): boolean {
  return facts.signals().some(({ signal, weight, isAside }) => OF_SIGNAL.has(signal) && weight >= 2 && !isAside);
}

/** A limit that the headers count down, and which is used up. */
function countedLimit(facts: Facts, isQuota: boolean): LimitCause | undefined {
  const concurrent = facts.response.headerNames().find((name) => /concurren/.test(name) && name.length < 60);
  if (concurrent !== undefined && facts.status === 429) {
    const what = facts.response.header(concurrent) ?? '';
    return {
      cause: 'concurrency-limited',
      sign: 'field',
      where: `response.headers.${concurrent}`,
      what: `${concurrent}: ${what}`,
    };
  }
  const used = usedUp(facts);
  if (used !== undefined) {
    const isLong = isLongWindow(used);
    if (isLong !== undefined) {
      return { cause: isLong ? 'quota-exhausted' : 'rate-limited', sign: 'field', where: used.where, what: used.what };
    }
  }
  const delay = facts.statedDelay() ?? windowReset(facts.response, facts.answeredAt());
  if (delay !== undefined && delay.seconds > LONGEST_WINDOW_SECONDS) {
    return { cause: 'quota-exhausted', sign: 'field', where: delay.where, what: delay.what };
  }
  // Without a window the words decide.
  if (isQuota) return undefined;
  if (used !== undefined) return { cause: 'rate-limited', sign: 'field', where: used.where, what: used.what };
  const mark = facts.response
    .headerNames()
    .find((name) => /rate-?limited/.test(name) && facts.response.header(name) !== 'false');
  return mark === undefined
    ? undefined
    : {
        cause: 'rate-limited',
        sign: 'field',
        where: `response.headers.${mark}`,
        what: facts.response.header(mark) ?? '',
      };
}

/** Of several limits that are used up, the one that opens last. */
export function usedUp(facts: Facts): RateLimit | undefined {
  const limits = facts.limits().filter(isExhausted);
  return limits.reduce<RateLimit | undefined>(
    (last, limit) =>
      last === undefined ||
      (limit.resetSeconds ?? 0) > (last.resetSeconds ?? 0) ||
      (isLongWindow(limit) === true && isLongWindow(last) !== true)
        ? limit
        : last,
    undefined,
  );
}

/** Undefined where neither name nor numbers say how long its window is. */
function isLongWindow({ name, windowSeconds, resetSeconds }: RateLimit): boolean | undefined {
  if (windowSeconds !== undefined) return windowSeconds >= DAY_SECONDS;
  if (/day|daily|month|week/.test(name)) return true;
  if (name === LAST_WINDOW && resetSeconds === undefined) return true;
  if (/second|minute|hour/.test(name)) return false;
  return resetSeconds === undefined ? undefined : resetSeconds > LONGEST_WINDOW_SECONDS;
}

const HINT =
  /limit|quota|too.?many|exceed|throttl|concurren|parallel|simultan|only one|credit|exhaust|insufficient.?(?:storage|space)|out of storage|maximum|\bcaps?\b|_cap_|more \w+ than|allowance|request weight|slow.?down|\brate|flood|too.?(?:fast|quickly|often|frequent)|\b(?:once|twice) (?:every|per|in)\b|\b(?:[qr]ps|[rt]pm)\b|limite|begrenz|anfragen|requ[êe]tes|solicitudes|requisi|demasiad|muit[ao]s|zu viele|trop de|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/i;

function hintsAtLimit({ code, subcode, message, fields, more }: ErrorReport): boolean {
  if (message === undefined && code === undefined && fields.length === 0 && more.length === 0) return true;
  return [message, code, subcode, ...fields.map((field) => field.message), ...more].some(
    (text) => text !== undefined && HINT.test(text),
  );
}

/** The server's words on one line, `CamelCase` and `snake_case` taken apart, links left out. */
function wordsOf({ code, subcode, type, message, fields, more }: ErrorReport): string {
  return [subcode, code, type, message, ...fields.map((field) => field.message), ...more]
    .filter((part) => part !== undefined)
    .join(' . ')
    .slice(0, LONGEST_TEXT)
    .replace(/https?:\/\/[^\s"'<>]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_]/g, ' ');
}

/** From here on words say something by themselves, and from there beyond doubt. */
const CLEAR_SCORE = 20;
const BEYOND_DOUBT = 28;

/** Statuses that mean a limit by themselves: RFC 6585, 420 of older services, and 418 of those that ban after too many 429. */
const LIMIT_STATUSES: ReadonlySet<number> = new Set([418, 420, 429]);
/** Under these a server that speaks of a limit speaks of something else, unless nothing else is said. */
const OTHER_MEANINGS: ReadonlySet<number> = new Set([401, 404, 405, 406, 410, 411, 413, 414, 415, 416, 431]);

/**
 * The limit by which this call was turned away: under 429 whichever is named, under any other status only where the words speak
 * of a limit first, or where nothing is said beside a limit that is used up.
 */
export function limitTold(facts: Facts): LimitCause | undefined {
  const { status } = facts;
  if (status === null || status < 400) return undefined;
  const limit = limitCause(facts);
  // Elasticsearch answers 429 where the disk is full, which no waiting empties.
  const storage = facts.says('storage');
  if (
    storage !== undefined &&
    storage.weight === 3 &&
    /disk|flood.stage|space left|tablespace|space (?:exceeded|exhausted)/i.test(storage.sentence)
  )
    return undefined;
  if (limit === undefined || LIMIT_STATUSES.has(status)) return limit;
  if (status < 500 && NO_SPACE.test(limit.what)) return limit;
  if (OTHER_MEANINGS.has(status) && !(status === 401 && limit.cause === 'quota-exhausted')) return undefined;
  const isSilent = facts.errorMessage() === undefined && facts.errorCode() === undefined;
  if (isSilent) return status === 403 || status === 503 ? limit : undefined;
  // "Try again in 30 seconds" is said of any trouble.
  const report = facts.error();
  if (report !== undefined && !hintsAtLimit(report)) return undefined;
  const [first] = facts.signals();
  // Optimistic concurrency has no limit: another wrote first.
  if (limit.cause === 'concurrency-limited' && first?.signal === 'version-conflict' && first.weight === 3)
    return undefined;
  // What a gateway says of itself has no room for a limit in the words of its page.
  const gateway = status >= 500 ? facts.gateway() : undefined;
  if (gateway?.answeredItself === true && gateway.meaning !== undefined && !OF_SIGNAL.has(gateway.meaning.signal))
    return undefined;
  // "Under heavy load: too many people use it at the same time" is the server's trouble, and no limit of the caller's.
  const load = status >= 500 ? facts.says('overloaded') : undefined;
  if (limit.cause === 'concurrency-limited' && load?.weight === 3 && !load.isAside && load.kind === 'message')
    return undefined;
  if (first === undefined) return limit.cause === 'concurrency-limited' ? limit : undefined;
  const ofLimit = facts.signals().filter(({ signal, isAside }) => OF_SIGNAL.has(signal) && !isAside);
  const best = Math.max(...ofLimit.map(({ score }) => score), 0);
  if (best < CLEAR_SCORE) {
    const isOther = facts.signals().some(({ signal, score }) => score >= BEYOND_DOUBT && !OF_SIGNAL.has(signal));
    return limit.cause === 'concurrency-limited' && !isOther ? limit : undefined;
  }
  const rival = facts.signals().find(
    ({ signal, sentence }) =>
      !OF_SIGNAL.has(signal) &&
      !BESIDE_LIMITS.has(signal) &&
      !isOfRequests(signal, facts) &&
      // "Upgrade your plan" is how to get more of it.
      !(signal === 'not-enabled' && limit.cause === 'quota-exhausted' && /\bupgrad/i.test(sentence)),
  );
  // "Request size limit exceeded", "card limit reached": what is limited is named as clearly as the limit.
  const isClear = limit.sign === 'window' || limit.cause === 'concurrency-limited';
  return rival === undefined || best > rival.score + (isClear ? -1.5 : 0.4) ? limit : undefined;
}

/** "Too many requests" is no list that is too long. */
function isOfRequests(signal: string, facts: Facts): boolean {
  const match = signal === 'too-large' ? facts.says('too-large') : undefined;
  return (
    match !== undefined &&
    /too.?many.?(?:requests|calls)/i.test(match.text) &&
    !/batch|single|one (?:request|call)/i.test(match.sentence)
  );
}

/** What servers say in passing when they turn a call away. */
const BESIDE_LIMITS: ReadonlySet<string> = new Set([
  'exception',
  'scope',
  'value',
  'invalid-state',
  'overloaded',
  'storage',
]);
