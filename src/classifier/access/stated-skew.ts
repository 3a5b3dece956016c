import type { Facts } from '../facts.ts';
import { isObject } from '../readers/error-report/members.ts';
import { parseDate } from '../readers/server-clock.ts';
import { basicIsoTime } from './signed-url.ts';

/** How far the client's clock is off, in the server's own words. */
export interface StatedSkew {
  /** Milliseconds; negative where the client's clock is behind. */
  readonly offMs: number;
  readonly where: string;
  readonly what: string;
}

/**
 * The two times that a refusal states: `Signature expired: 20261105T114000Z is now earlier than 20261105T115500Z
 * (20261105T120000Z - 5 min.)`, `RequestTime` and `ServerTime`, Hawk's `ts`, `1000ms ahead of the server's time`. The server's
 * is the one behind; undefined where it states only one of them, or none.
 */
export function statedSkew(facts: Facts, requestedAt: number | undefined): StatedSkew | undefined {
  const error = facts.error();
  const sentence = (error?.message ?? '').slice(0, 600);
  return (
    inWords(sentence, error?.where ?? 'response.body') ??
    inSentence(sentence, error?.where ?? 'response.body') ??
    inMembers(facts, requestedAt) ??
    inChallenge(facts, requestedAt)
  );
}

const AMOUNT =
  /\b(\d{1,12}(?:\.\d{1,6})?) ?(ms|milliseconds?|s|secs?|seconds?|min|minutes?|hours?) (ahead|behind|in the (?:future|past)|too (?:old|late|early))\b/i;

function inWords(sentence: string, where: string): StatedSkew | undefined {
  const match = AMOUNT.exec(sentence);
  if (match === null || !ABOUT_TIME.test(sentence)) return undefined;
  const [what, amount, unit = '', direction = ''] = match;
  const scale = /^m(?:s|illi)/i.test(unit) ? 1 : /^s/i.test(unit) ? 1000 : /^m/i.test(unit) ? 60_000 : 3_600_000;
  const isBehind = /behind|past|old|late/i.test(direction);
  return { offMs: (isBehind ? -1 : 1) * Number(amount) * scale, where, what };
}

const ABOUT_TIME = /\b(?:signature|request|time-?stamp|clock|skew|date|time|token|nonce|iat|nbf)\b/i;
const COMPARED =
  /\b(?:earlier|later|older|newer|before|after|than|ahead|behind|current|server|now|differ|skew|expired)\b/i;
const TIME =
  /\b(?:\d{8}T\d{6}Z|\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z| ?UTC|[+-]\d{2}:?\d{2})?|[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|1[4-9]\d{8}(?:\.\d+)?|1[4-9]\d{11}|2\d{9})\b/g;

function inSentence(sentence: string, where: string): StatedSkew | undefined {
  if (!ABOUT_TIME.test(sentence) || !COMPARED.test(sentence)) return undefined;
  const times = [...sentence.matchAll(TIME)].flatMap(([text]) => timeOf(text) ?? []);
  const [sent] = times;
  const own = times.at(-1);
  if (times.length < 2 || times.length > 4 || sent === undefined || own === undefined) return undefined;
  return { offMs: sent - own, where, what: sentence };
}

const OF_SERVER = /^(?:server_?(?:time(?:stamp)?|date)|current_?(?:server_?)?time|serverNow|now|server_?clock)$/i;
const OF_REQUEST =
  /^(?:request_?(?:time(?:stamp)?|date)|client_?time(?:stamp)?|sent_?time(?:stamp)?|your_?time(?:stamp)?|received_?timestamp|timestamp)$/i;
/** S3's answer is XML; its members are few and flat. */
const XML_MEMBER = /<(\w{3,40})>([^<]{8,40})<\/\1>/g;

function inMembers(facts: Facts, requestedAt: number | undefined): StatedSkew | undefined {
  const members = membersOf(facts);
  const find = (pattern: RegExp) =>
    members
      .flatMap(([name, value]) => (pattern.test(name) ? { name, at: timeOf(value) } : []))
      .find(({ at }) => at !== undefined);
  const own = find(OF_SERVER);
  if (own?.at === undefined) return undefined;
  const sent = find(OF_REQUEST)?.at ?? requestedAt;
  if (sent === undefined) return undefined;
  return { offMs: sent - own.at, where: 'response.body', what: `${own.name}: ${new Date(own.at).toISOString()}` };
}

const MOST_MEMBERS = 40;

function membersOf(facts: Facts): readonly (readonly [string, string])[] {
  const json = facts.response.json();
  if (isObject(json)) {
    return [json, ...Object.values(json).filter(isObject)]
      .slice(0, 8)
      .flatMap((object) => Object.entries(object).slice(0, MOST_MEMBERS))
      .flatMap(([name, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [],
      );
  }
  const text = (facts.response.body()?.text ?? '').slice(0, 4096);
  return text.trimStart().startsWith('<')
    ? [...text.matchAll(XML_MEMBER)].slice(0, MOST_MEMBERS).map(([, name = '', value = '']) => [name, value] as const)
    : [];
}

/** Hawk tells its time with the refusal, so that the client can correct its own. */
function inChallenge(facts: Facts, requestedAt: number | undefined): StatedSkew | undefined {
  if (requestedAt === undefined) return undefined;
  for (const { parameters } of facts.challenges()) {
    const own = timeOf(parameters.get('ts') ?? '');
    if (own !== undefined)
      return {
        offMs: requestedAt - own,
        where: 'response.headers.www-authenticate',
        what: `ts ${new Date(own).toISOString()}`,
      };
  }
  return undefined;
}

function timeOf(text: string): number | undefined {
  if (/^\d{10}(?:\.\d{1,9})?$/.test(text)) return Math.floor(Number(text) * 1000);
  if (/^\d{13}$/.test(text)) return Number(text);
  const iso = text.replace(/ ?UTC$/, 'Z').replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T');
  return basicIsoTime(text) ?? parseDate(iso);
}
