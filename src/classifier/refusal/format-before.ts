import { isFormType, mediaType } from '../../exchange/body.ts';
import type { Headers } from '../../exchange/headers.ts';
import type { History, PastCall } from '../../exchange/history.ts';
import type { Facts } from '../facts.ts';
import { isAnnouncedJson } from '../readers/json-format.ts';
import { hasBody } from './body-format.ts';
import { verdictOn } from './verdict.ts';

/** This route took bodies of one format only, and this body comes in another. */
export interface FormatBefore {
  /** The latest success. */
  readonly call: PastCall;
  /** Media types: `application/json`; what was sent now is undefined without a `Content-Type`. */
  readonly before: string;
  readonly now: string | undefined;
}

/** Undefined where the format was taken before, too, or where the server has read the body. */
export function formatBefore(facts: Facts, history: History): FormatBefore | undefined {
  const { status, exchange } = facts;
  if (status !== 400 && status !== 415 && status !== 422) return undefined;
  if (!hasBody(facts) || !isUnread(facts)) return undefined;
  const now = familyOf(exchange.request.headers);
  const successes = history.successesLike(exchange.request);
  const [latest] = successes;
  if (latest === undefined) return undefined;
  const before = familyOf(latest.request.headers);
  if (before === '' || successes.some(({ request }) => familyOf(request.headers) === now)) return undefined;
  return {
    call: latest.call,
    before: mediaType(latest.request.headers).type,
    now: mediaType(exchange.request.headers).type || undefined,
  };
}

function familyOf(headers: Headers): string {
  const media = mediaType(headers);
  if (isAnnouncedJson(media)) return 'json';
  return isFormType(media.type) ? 'form' : media.type;
}

/** Complaints of a server that found nothing in the body, because it looked for another format. */
const OF_UNREAD: ReadonlySet<string> = new Set([
  'missing-field',
  'malformed-body',
  'malformed-json',
  'malformed-request',
  'wrong-content-type',
  'related-resource-missing',
]);

/** The server says nothing, or misses what was sent. */
function isUnread(facts: Facts): boolean {
  const verdict = verdictOn(facts);
  if (verdict === undefined) return !facts.signals().some(({ score, isAside }) => score >= CLEAR && !isAside);
  if (!OF_UNREAD.has(verdict.cause)) return false;
  if (verdict.cause !== 'missing-field' && verdict.cause !== 'related-resource-missing') return true;
  // What is absent in this format as well is missing indeed; and whoever quotes a value has read it.
  const [field] = verdict.fields;
  const said = facts.errorMessage() ?? '';
  if (field === undefined) return verdict.cause === 'missing-field';
  const value = field.value?.replace(/^"|"$/g, '') ?? '';
  const quotes = value !== '' && said.includes(value);
  return !quotes && (field.isPresent || isInMultipart(facts, field.name));
}

const CLEAR = 21;

function isInMultipart(facts: Facts, name: string): boolean {
  const text = facts.request.body()?.text.slice(0, 64 * 1024) ?? '';
  return text.includes(`name="${name}"`);
}
