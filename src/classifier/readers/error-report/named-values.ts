import { tellsFailure } from '../coded-answer.ts';
import { plainName } from './members.ts';
import { type FailedSuccess, report } from './report.ts';

/** Names and values as payment gateways have written them for thirty years: joined by `&`, or one on each line. */
const PAIRS = /^[A-Za-z][\w.-]{0,60}=[^\n]{0,4000}(?:[\r\n]{1,2}[A-Za-z][\w.-]{0,60}=[^\n]{0,4000}){0,40}\s{0,8}$/;

const STATES = ['ack', 'status', 'result', 'response', 'resultcode', 'responsecode', 'returncode', 'success'];
const BAD_STATE = /^(?:fail\w*|error|invalid|malformed|notauthed|rejected|declined|refused|ko|nok|false)$/i;
const SENTENCES = [
  'llongmessage0',
  'lshortmessage0',
  'statusdetail',
  'respmsg',
  'responsetext',
  'errormessage',
  'errormsg',
  'message',
  'msg',
  'reason',
  'description',
];
const CODES = ['lerrorcode0', 'responsecode', 'resultcode', 'errorcode', 'result', 'code'];

/** What such a text says of a failure: a state that is bad by its word, or a number beside a sentence that tells of one. */
export function failureInPairs(text: string): FailedSuccess | undefined {
  if (!PAIRS.test(text)) return undefined;
  const pairs = new Map<string, readonly [string, string]>();
  for (const part of text.trim().split(/[&\r\n]{1,2}/, 100)) {
    const at = part.indexOf('=');
    if (at > 0) pairs.set(plainName(part.slice(0, at)), [part.slice(0, at), decoded(part.slice(at + 1))]);
  }
  const valueIn = (names: readonly string[]) =>
    names.map((name) => pairs.get(name)?.[1] ?? '').find((value) => value !== '');
  const sentence = valueIn(SENTENCES);
  for (const name of STATES) {
    const [key, value] = pairs.get(name) ?? [];
    if (key === undefined || value === undefined || sentence === undefined) continue;
    // One on each line may be settings.
    const isNumber = text.includes('&') && /^-?\d{1,6}$/.test(value) && !/^(?:0+|1)$/.test(value);
    if (!BAD_STATE.test(value) && !(isNumber && tellsFailure(sentence))) continue;
    const code = valueIn(CODES);
    return {
      where: 'response.body',
      what: `${key}=${value}`,
      isOpen: true,
      report: report({ shape: 'form', code: code === sentence ? undefined : code, message: sentence }),
    };
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' ')).trim();
  } catch {
    return text.trim();
  }
}
