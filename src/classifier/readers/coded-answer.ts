import { isObject, type JsonObject, type Members, membersOf, plainName, step } from './error-report/members.ts';
import { ENVELOPE, type EnvelopeSign } from './rpc-signs.ts';

/** Codes that mean success in the dialects that put one into every body. */
export const GOOD_CODE =
  /^(?:0{1,6}|1|20\d|200\d{1,3}|ok|success|succeeded|success_?\w{0,20}|true|none|normal|a?0{2,5}|[sy])$/i;

const SUCCESS_WORDS =
  /^\W{0,3}(?:ok(?:ay)?|success\w*|succeeded|done|accepted|approved|created|queued|pending|processing|running|成功|正常|受理|处理中|処理中|성공)\b|\bsuccess(?:ful(?:ly)?)?\b|成功|성공/i;

/** Words with which a sentence or a code in capitals says that something did not work, in the languages of many services. */
const FAILURE_WORDS =
  /fail|error|invalid|illegal|denied|wrong|incorrect|mismatch|\bnot\b|(?:^|_)not_|\bno[a-z]*n't\b|\bnot[A-Z]|n't\b|\bno (?:such|permission|access|longer|valid|active)|unable|cannot|missing|required|expire|(?:in|un)sufficient|exceed|\btoo (?:many|fast|large|long|short|soon|frequent)|over_?(?:limit|quota)|limit|conflict|already|duplicate|un-?auth|forbidden|refus|declin|reject|blocked|suspended|disabled|unknown|unsupported|timed? ?out|unavailable|不|无|無|未|错|失败|异常|非法|超|过期|没有|失敗|エラー|ません|できな|既に|오류|실패|않|잘못|없|초과|ошибк|невер|отклон|запрещ|недостат|не найд|hata|geçersiz|yetersiz|başarısız|bulunamad|fehler|ungültig|\bnicht\b|\bkeine?\b|erreur|invalide|échou|inválid|no existe|rechaz|não|falh|recus|errore|\bnon\b|nieprawid|ongeldig/i;

/** A sentence or a code that says that something did not work. */
export function tellsFailure(text: string): boolean {
  const start = text.slice(0, 300).trim();
  return FAILURE_WORDS.test(start) && !(SUCCESS_WORDS.test(start) && !/\b(?:not|un)\s?success|fail|error/i.test(start));
}

/** Endings of the names of a code, and of the sentence beside it that shares their beginning. */
const CODE_NAME =
  /^((?:status|state|result|return|ret|response|resp|res|rsp|reply|answer|ack|sub|error|err|fault|info|biz|business|http|api|system|sys|service|operation|call|request|req|txn|transaction|payment)?)(?:code|status)$|^(err(?:or)?)no$/;
const SENTENCE_ENDINGS = ['msg', 'message', 'desc', 'description', 'text', 'txt', 'info', 'reason', ''];

export interface CodedSentence {
  readonly codeKey: string;
  readonly code: string;
  readonly sentenceKey: string;
  readonly sentence: string;
}

/**
 * A code and the sentence that explains it, by names that belong together: `status_code`/`status_msg`, `retCode`/`retMsg`,
 * `sub_code`/`sub_msg`, `infocode`/`info`, `status`/`status_message`. Where there are several, the one that names the narrower thing.
 */
export function codedSentence(members: Members): CodedSentence | undefined {
  let found: CodedSentence | undefined;
  for (const [name, { key, value }] of members) {
    if (typeof value !== 'number' && !(typeof value === 'string' && /^[\w.-]{1,60}$/.test(value))) continue;
    const parts = CODE_NAME.exec(name);
    if (parts === null) continue;
    const stem = parts[1] ?? parts[2] ?? '';
    const sentence = sentenceOf(members, stem, name);
    if (sentence === undefined) continue;
    // A code says more than a state, and that of a part more than that of the whole.
    const isCloser = stem.startsWith('sub') || (/code$/.test(name) && /status$/i.test(found?.codeKey ?? ''));
    if (found === undefined || isCloser)
      found = { codeKey: key, code: String(value), sentenceKey: sentence.key, sentence: sentence.text };
  }
  return found;
}

function sentenceOf(members: Members, stem: string, name: string): { key: string; text: string } | undefined {
  // Cosmos: `{"tx_response": {"code": 32, "raw_log": "account sequence mismatch"}}`.
  const log = stem === '' && name === 'code' ? members.get('rawlog') : undefined;
  if (log !== undefined && typeof log.value === 'string') return { key: log.key, text: log.value };
  for (const ending of SENTENCE_ENDINGS) {
    for (const candidate of [stem === '' ? '' : `${stem}${ending}`, ending === '' ? '' : `${name}${ending}`]) {
      const member = candidate === '' || candidate === name ? undefined : members.get(candidate);
      if (member !== undefined && typeof member.value === 'string' && member.value.trim() !== '')
        return { key: member.key, text: member.value };
    }
  }
  return undefined;
}

/** Objects that wrap the state of an answer: `base_resp`, `resultInfo`, `alipay_trade_query_response`. */
const WRAPPER =
  /(?:resp|response|results?|reply|ack|answer)$|^(?:base|result|return|ret|status|header|head|body|meta|outcome)/;
const DEPTH = 2;
const MOST_KEYS = 12;

/**
 * The answer says by a code and a sentence of one name that the call failed. Numbers alone mean what a provider wants them to
 * mean, and so do words: it takes both.
 */
export function codedAnswerSign(json: JsonObject, isGet: boolean): EnvelopeSign | undefined {
  return signIn(json, '', isGet, 0);
}

function signIn(object: JsonObject, pointer: string, isGet: boolean, depth: number): EnvelopeSign | undefined {
  const members = membersOf(object);
  const coded = codedSentence(members);
  // What was read and has an identity may tell of itself.
  const isThing = isGet && depth === 0 && ['id', 'uuid', 'name', 'createdat'].some((name) => members.has(name));
  if (coded !== undefined && !isThing && isFailure(coded, members) && !hasData(object)) {
    return {
      where: `response.body#${step(pointer, coded.codeKey)}`,
      what: coded.code,
      said: `response.body#${step(pointer, coded.sentenceKey)}`,
      scope: { error: { code: coded.code, message: coded.sentence } },
    };
  }
  if (depth >= DEPTH) return undefined;
  for (const key of Object.keys(object).slice(0, MOST_KEYS)) {
    const value = object[key];
    if (!isObject(value) || !WRAPPER.test(plainName(key))) continue;
    const inner = signIn(value, step(pointer, key), isGet, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** `"resultStatus": "F"` beside the code: then the code is one of a failure, whatever its number. */
const BAD_STATE = /^(?:f|fail|failed|failure|error|ko)$/i;

function isFailure({ code, codeKey, sentence }: CodedSentence, members: Members): boolean {
  if (!tellsFailure(sentence)) return false;
  for (const [name, { value }] of members) if (/status$/.test(name) && BAD_STATE.test(String(value))) return true;
  if (GOOD_CODE.test(code) && !(code === '0' && plainName(codeKey) === 'status')) return false;
  // A code in words has to say so itself.
  return /^-?\d+$/.test(code) || /^sub/i.test(codeKey) || tellsFailure(code);
}

/** Something was returned besides: then the code may stand for any degree of success. */
function hasData(object: JsonObject): boolean {
  return ['data', 'result', 'results', 'items', 'rows', 'records', 'choices', 'list'].some((key) => {
    const value = object[key];
    return Array.isArray(value) ? value.length > 0 : isObject(value) && Object.keys(value).length > 0;
  });
}

/** A number of the service's own, beside nothing but a sentence that tells of a failure: `{"status": "0", "info": "INVALID_USER_KEY"}`. */
export function isToldNumber(value: unknown, members: Members): boolean {
  const text = String(value);
  if (!/^-?\d{1,6}$/.test(text) || (GOOD_CODE.test(text) && !/^0+$/.test(text))) return false;
  const said = ['message', 'msg', 'info', 'error', 'reason', 'description'].map((name) => members.get(name)?.value);
  const sentence = said.find((entry) => typeof entry === 'string');
  const isBare = [...members.keys()].every((name) => ENVELOPE.test(name) || /code$/.test(name));
  return isBare && typeof sentence === 'string' && tellsFailure(sentence);
}
