import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { codedSentence, tellsFailure } from '../../../src/classifier/readers/coded-answer.ts';
import { membersOf } from '../../../src/classifier/readers/error-report/members.ts';
import { type Difference, exchange } from '../build.ts';

const failure = (body: unknown, difference: Difference = {}) =>
  createFacts(
    exchange({
      method: 'POST',
      status: 200,
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify(body),
      ...difference,
    }),
  ).failedSuccess();

describe('a code and its sentence', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['of one beginning', { status_code: 2049, status_msg: 'invalid key' }, 'status_code'],
    ['in camel case', { retCode: 10002, retMsg: 'bad time' }, 'retCode'],
    ['of which the sentence adds to the name', { status: 6, status_message: 'notSubscribed' }, 'status'],
    ['of which the code adds to the name', { infocode: '10001', info: 'INVALID_KEY' }, 'infocode'],
    ['the narrower of two', { resp_code: '40004', resp_msg: 'failed', sub_code: 'X.NOT', sub_msg: 'gone' }, 'sub_code'],
  ])('belong together: %s', (_name, body, key) => {
    expect(codedSentence(membersOf(body))?.codeKey).toBe(key);
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['of things that have a number', { documentNo: '4711', documentText: 'Invalid until signed' }],
    ['of a code for people', { couponCode: 'A', couponMessage: 'Not valid with other offers' }],
    ['without a sentence', { statusCode: 3, statusText: '' }],
    ['of different beginnings', { retCode: 3, statusMsg: 'failed' }],
  ])('do not: %s', (_name, body) => {
    expect(codedSentence(membersOf(body))).toBeUndefined();
  });
});

describe('words tell of a failure', () => {
  test.each([
    'invalid api key',
    'notSubscribed',
    'DAILY_QUERY_OVER_LIMIT',
    '交易不存在',
    'неверный токен',
    '잘못된 요청',
  ])('%s', (text) => expect(tellsFailure(text)).toBe(true));
  test.each(['OK', 'Success, bank transfer is created', 'queued', '成功', 'Step 2 of 5 done', '정상 처리되었습니다'])(
    'not: %s',
    (text) => expect(tellsFailure(text)).toBe(false),
  );
});

describe('an answer says by code and sentence that it failed', () => {
  test.each<[string, unknown, string, string]>([
    [
      'in a wrapper',
      { base_resp: { status_code: 77, status_msg: 'unknown voice' } },
      'response.body#/base_resp/status_code',
      'unknown voice',
    ],
    [
      'in a wrapper named after the call',
      { lamp_order_query_response: { code: '40004', msg: 'Failed', sub_code: 'L.NO_ORDER', sub_msg: 'order missing' } },
      'response.body#/lamp_order_query_response/sub_code',
      'order missing',
    ],
    [
      'two wrappers down, with a letter for the state',
      { body: { resultInfo: { resultStatus: 'F', resultCode: '2005', resultMsg: 'amount missing' } } },
      'response.body#/body/resultInfo/resultCode',
      'amount missing',
    ],
    [
      'beside an id',
      { id: 'x', status_code: '406', status_message: 'already taken' },
      'response.body#/status_code',
      'already taken',
    ],
    [
      'by a 0 that is no success',
      { status: '0', info: 'KEY_EXPIRED', infocode: '7' },
      'response.body#/status',
      'KEY_EXPIRED',
    ],
  ])('%s', (_name, body, where, message) => {
    expect(failure(body)).toMatchObject({ where, report: { message } });
  });

  test.each<[string, unknown, Difference?]>([
    ['a good code', { status_code: '201', status_message: 'Transaction is pending, customer has not paid' }],
    ['a good code in a wrapper', { lamp_query_response: { code: '10000', msg: 'Success', state: 'WAIT' } }],
    ['a number without words of failure', { status: 3, status_message: 'queued', job: '7' }],
    ['a thing that was read', { id: '7', status_code: 404, status_message: 'Recipient not found' }, { method: 'GET' }],
    ['a state inside of a thing', { device: { status_code: 3, status_text: 'not reachable' } }, { method: 'GET' }],
    ['data that came back', { retCode: 5, retMsg: 'page limit applied', result: { list: [1] } }],
  ])('not: %s', (_name, body, difference) => {
    expect(failure(body, difference)).toBeUndefined();
  });
});
