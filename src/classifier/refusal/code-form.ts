import type { CauseId } from '../../exchange/causes.ts';
import { wordsOf } from '../vocabulary/words.ts';

const MISSING: ReadonlySet<string> = new Set(['missing', 'empty', 'blank', 'required', 'absent', 'mandatory']);
const BAD: ReadonlySet<string> = new Set([
  'bad',
  'invalid',
  'incorrect',
  'wrong',
  'malformed',
  'illegal',
  'unsupported',
]);

/** Of these the code says that the whole is wrong, or the caller, and nothing of a value. */
const NO_VALUE: ReadonlySet<string> = new Set(
  'request requests input data parameter parameters param params argument arguments body payload json xml content type media format header headers url uri path method route host operation action call command query syntax state status transition version session login user client authentication authorization auth access signature credentials credential key apikey jwt csrf nonce timestamp scope grant permission certificate response gateway'.split(
    ' ',
  ),
);

/** Last words of a code that say how things stand: `PRICE_CHANGED`, `WALLET_NOT_ACTIVE`. */
const STATES: ReadonlySet<string> = new Set(
  'active inactive ready changed closed ended finished settled expired archived unavailable paused cancelled canceled completed used redeemed consumed voided started published onboarded shipped full deletable editable cancellable cancelable refundable applicable eligible'.split(
    ' ',
  ),
);

const FILLING: ReadonlySet<string> = new Set(['is', 'was', 'has', 'been', 'not', 'already', 'no', 'longer']);
const OF_FORM: ReadonlySet<string> = new Set(['format', 'type', 'value']);
const UNKNOWN: ReadonlySet<string> = new Set(['unnecessary', 'unrecognized', 'unrecognised', 'superfluous']);
/** Behind `not`, `too` or `in`. */
const VALUES: ReadonlySet<string> = new Set(
  'positive negative past future long short high low large small big many few'.split(' '),
);

/** Tokens that name a thing of the request rather than prove the caller: `BadDeviceToken`, `invalid_card_token`. */
const THING_TOKEN =
  /^(?:device|push|registration|card|payment|page|sync|continuation|next|cursor|upload|fcm|apns) token$/;

/**
 * What the form of a code says that no list knows: `MissingTopic`, `topic_required`, `BadDeviceToken`, `invalid_iban`.
 * Undefined where it is about the whole request, the caller, or of another form.
 */
export function causeOfCodeForm(code: string | undefined, status = 400): CauseId | undefined {
  if (code === undefined || code.length > 80 || /\s/.test(code)) return undefined;
  const words = wordsOf(
    code.replace(/(?:Error|Exception|Fault)$|[_.-](?:error|exception)$/i, '').replace(/[_.-]/g, ' '),
  )
    .map(({ text }) => text)
    .filter((word) => word !== '.');
  if (words.length < 2 || words.length > 6) return undefined;
  const [head] = words;
  const last = words.at(-1)!;
  const things = BAD.has(head!) || MISSING.has(head!) ? words.slice(1) : words.slice(0, -1);
  const isOfToken = things.includes('token') || things.includes('tokens');
  if (isOfToken && !THING_TOKEN.test(things.join(' '))) return undefined;
  // `ILLEGAL_STATUS_CHANGE`, and what cannot be done now.
  if (BAD.has(head!) && /^(?:change|transition)$/.test(last)) return 'invalid-state';
  if (status === 409 && head === 'can' && words[1] === 'not') return 'invalid-state';
  // `EMAIL_FORMAT_INVALID` is about the mail.
  const named = things.filter((word) => !OF_FORM.has(word));
  if ((named.length > 0 ? named : things).some((word) => NO_VALUE.has(word))) return undefined;
  // `REFUND_NOT_ALLOWED` under 409 is no matter of a value.
  const isOfState = STATES.has(last) || (status === 409 && /^(?:allowed|permitted|possible|supported)$/.test(last));
  if (isOfState && things.some((word) => !FILLING.has(word))) return 'invalid-state';
  if (last === 'taken') return 'already-exists';
  if (status === 409) return undefined;
  if (UNKNOWN.has(head!)) return 'unknown-field';
  if (VALUES.has(last) && /^(?:not|too|in)$/.test(words.at(-2)!)) return 'invalid-value';
  if (MISSING.has(head!) || last === 'missing' || last === 'required' || last === 'empty') return 'missing-field';
  return BAD.has(head!) || last === 'invalid' ? 'invalid-value' : undefined;
}
