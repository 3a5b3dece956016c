import type { CauseId } from '../../exchange/causes.ts';
import { refusalOf } from '../access/refusal.ts';
import type { Facts } from '../facts.ts';
import { perExchange } from '../per-exchange.ts';
import type { PhraseMatch } from '../vocabulary/match.ts';
import { lacksHeader, namesValueOfBody } from './absent-input.ts';
import { hasBody } from './body-format.ts';
import { causeOfCodeForm } from './code-form.ts';
import { corrected } from './correction.ts';
import { causeOfErrorClass, causeOfErrorCode } from './error-codes.ts';
import { causeOfField, isCoded } from './field-cause.ts';
import { mentionedIn, requestValues } from './mentioned.ts';
import { usableFields } from './named-fields.ts';
import { isOfThing } from './thing-sentence.ts';
import type { Verdict } from './verdict-type.ts';
import { CAUSE_OF_SIGNAL, LEAST, SAID, SURE, type Weighed, weigh } from './weights.ts';

/** The one verdict on a response, whatever its status; undefined where it speaks of the caller, a limit or the server. */
export const verdictOn = perExchange((facts: Facts): Verdict | undefined => judge(facts));

/** Statuses whose own meaning no word about a field changes. */
const ABOUT_CALLER: ReadonlySet<number> = new Set([401, 402, 407, 419, 451, 511]);

function judge(facts: Facts): Verdict | undefined {
  const error = facts.error();
  if (error === undefined) return undefined;
  const status = facts.status ?? 0;
  const fields = usableFields(facts);
  const ranked = weigh(facts.signals(), {
    status,
    hasField: fields.length > 0,
    hasBody: hasBody(facts),
    hasInput: hasBody(facts) || (facts.url()?.search ?? '') !== '',
    isValidJson: facts.request.json() !== undefined,
    namesValue: status === 403 && namesValueOfBody(facts),
  });
  const [top] = ranked;
  const sentence = facts.errorMessage() ?? error.message ?? '';
  const about = (cause: CauseId, by: Verdict['by'], isWeak: boolean, match?: PhraseMatch, code?: string): Verdict => {
    // A code has no room for the value; the sentence beside it may repeat it.
    const isOfCode = match?.kind === 'code' && match.sentence !== sentence;
    const mention = fields[0]?.isPresent
      ? undefined
      : (mentionedIn(facts, match?.sentence ?? sentence) ?? (isOfCode ? mentionedIn(facts, sentence) : undefined));
    return {
      cause,
      by,
      isWeak,
      fields,
      mention,
      match,
      where: by === 'code' ? error.codeWhere : (match?.where ?? fields[0]?.field.where ?? error.where),
      what: by === 'code' ? (code ?? error.code ?? '') : (match?.sentence ?? fields[0]?.field.message ?? sentence),
    };
  };
  const settle = (verdict: Verdict) => corrected(facts, verdict, ranked, status);

  // A code that only this gateway sends says more than the sentence that it puts on every page.
  const gateway = facts.gateway();
  const meaning = gateway?.answeredItself === true ? gateway.meaning : undefined;
  if (meaning?.where.startsWith('response.headers.')) {
    const cause = CAUSE_OF_SIGNAL[meaning.signal];
    if (cause === 'malformed-request' || cause === 'too-large')
      return { ...about(cause, 'words', false), where: meaning.where, what: meaning.what };
  }

  const isOthers = top !== undefined && top.cause === undefined && top.weight >= SURE;
  const words = `${sentence} ${error.more.join(' ')}`.slice(0, 1500);
  const coded = [error.subcode, error.code, error.type].flatMap((code) => {
    const cause = causeOfErrorCode(code, words);
    return cause === undefined ? [] : [{ code: code!, cause }];
  })[0];
  if (coded !== undefined && !(isOthers && top.match.kind === 'code') && !ABOUT_CALLER.has(status)) {
    // `INVALID_PARAMETER_VALUE` is a class: that the field is absent says the sentence, and shows the request.
    const isAbsent = fields[0]?.isPresent === false && top?.cause === 'missing-field' && top.weight >= SURE;
    if (isAbsent && coded.cause === 'invalid-value') return settle(about('missing-field', 'words', false, top.match));
    if (isFiner(coded.cause, top)) return settle(about(top!.cause!, 'words', false, top!.match));
    const own = ranked.find(({ cause }) => cause === coded.cause);
    return settle(about(coded.cause, 'code', false, own?.match, coded.code));
  }
  const [first] = fields;
  if (
    first !== undefined &&
    !ABOUT_CALLER.has(status) &&
    status !== 429 &&
    (!(isOthers && top.weight >= CLEAR) || (status === 403 && lacksHeader(facts)))
  ) {
    const cause = causeOfField(
      facts,
      first,
      fields.length === 1 && facts.fields().length > 0 ? ranked : undefined,
      status,
    );
    if (cause !== undefined) {
      const isSameCode = first.field.code !== undefined && first.field.code === error.code;
      const better = isCoded(facts, first)
        ? undefined
        : ranked.find(
            ({ cause: other, match }) =>
              other !== undefined &&
              // What the code of the field says has been weighed already.
              !(isSameCode && match.kind === 'code') &&
              // Whose field the server has read, that body it could parse.
              !(other.startsWith('malformed-') && first.isPresent && first.place === 'body'),
          );
      // What concerns the whole request goes before a fault of one field: a size, a lock, a key used twice.
      const whole =
        better !== undefined && better.weight >= SURE && OF_THE_WHOLE.has(better.cause!) ? better : undefined;
      if (whole === undefined || whole.weight < (ranked.find((item) => item.cause === cause)?.weight ?? 0)) {
        const own = ranked.find((item) => item.cause === cause);
        return settle(about(cause, 'field', false, own?.match));
      }
    }
  }
  // `InvalidAccessKeyId.NotFound`: what is missing is the caller's own key.
  if (first === undefined && IS_OF_KEY.test(error.code ?? '') && refusalOf(facts)?.by === 'code') return undefined;
  const best = ranked.find(({ cause }) => cause !== undefined);
  if (best !== undefined && best.weight >= LEAST && (top === best || top!.weight - best.weight < 0.01)) {
    return settle(about(best.cause!, 'words', best.weight < SAID || best.match.isAside, best.match));
  }
  if (top !== undefined && top.cause === undefined && top.weight >= LEAST)
    return isStateOfOther(top, facts, status)
      ? settle(about('invalid-state', 'words', false, top.match))
      : isOtherToken(top, facts, status)
        ? settle(about('missing-field', 'words', true, top.match))
        : undefined;
  if (first !== undefined && (status === 400 || status === 422)) {
    const isValue = first.isPresent || requestValues(facts).some(({ value }) => value === first.name);
    return settle(about(isValue ? 'invalid-value' : 'missing-field', 'field', true));
  }
  const byClass = causeOfErrorClass(error.code) ?? causeOfErrorClass(error.type);
  if (byClass !== undefined && !ABOUT_CALLER.has(status) && status !== 403 && status !== 429 && status < 500) {
    return settle(about(byClass, 'code', true, undefined, error.code));
  }
  if (status !== 400 && status !== 422 && status !== 409) return undefined;
  // Some servers put the name of the error where others have a sentence.
  const byForm = causeOfCodeForm(error.code, status) ?? causeOfCodeForm(error.message, status);
  if (byForm !== undefined) return settle(about(byForm, 'code', true, undefined, error.code));
  if (status === 409) return undefined;
  if (top?.match.signal !== 'required' && isOfThing(sentence, 'invalid')) {
    return settle(about('invalid-value', 'words', true));
  }
  // `Invalid metric "foo"`, where the request has foo.
  const named = WRONG.test(sentence) ? mentionedIn(facts, sentence) : undefined;
  if (named !== undefined && named.place !== 'path') return settle(about('invalid-value', 'words', true));
  return isOfThing(sentence, 'missing') ? settle(about('missing-field', 'words', true)) : undefined;
}

/** "Customer c_1 is inactive": who is switched off is whom the call is about, and not its caller. */
function isStateOfOther({ match }: Weighed, facts: Facts, status: number): boolean {
  return (
    match.signal === 'suspended' &&
    match.weight === 3 &&
    (status === 400 || status === 409 || status === 422) &&
    /\b(?:is|was|are|has been)\b/i.test(match.sentence) &&
    refusalOf(facts) === undefined
  );
}

/** "token is required", said of a body to a caller whose own token was accepted. */
function isOtherToken({ match }: Weighed, facts: Facts, status: number): boolean {
  return (
    match.signal === 'missing-credentials' &&
    (status === 400 || status === 422) &&
    hasBody(facts) &&
    /\b(?:required|missing|blank|empty)\b/i.test(match.sentence) &&
    refusalOf(facts) === undefined
  );
}

const WRONG = /\b(?:invalid|bad|unknown|unsupported|unrecogni[sz]ed|illegal)\b/i;

/** Codes that are as wide as a class, and what a sentence beside them may say more exactly. */
const FINER: Readonly<Partial<Record<CauseId, readonly CauseId[]>>> = {
  'invalid-state': ['idempotency-conflict'],
  'already-exists': ['idempotency-conflict'],
  'malformed-request': ['unknown-field'],
};

/** `invalid_state` beside "already been created with this idempotency key". */
function isFiner(coded: CauseId, top: Weighed | undefined): boolean {
  if (top?.cause === undefined || top.weight < SURE || top.match.kind === 'code' || top.match.isAside) return false;
  return FINER[coded]?.includes(top.cause) === true;
}

/** A code about what proves the caller. */
const IS_OF_KEY = /key|token|secret|credential|password|login/i;

/** What speaks of others from this weight on goes before a named field. */
const CLEAR = 33;

const OF_THE_WHOLE: ReadonlySet<CauseId> = new Set([
  'too-large',
  'idempotency-conflict',
  'resource-locked',
  'version-conflict',
  'unsupported-api-version',
  'malformed-body',
  'malformed-request',
  'wrong-content-type',
  'gone',
  'already-exists',
  'invalid-state',
  'related-resource-missing',
]);
