import { describe, expect, test } from 'vitest';
import { failureInPairs } from '../../../../src/classifier/readers/error-report/named-values.ts';

describe('names and values of a payment gateway', () => {
  test.each([
    [
      'ACK=Failure&VERSION=204&L_ERRORCODE0=10002&L_LONGMESSAGE0=Security%20header%20is%20not%20valid',
      'ACK=Failure',
      '10002',
      'Security header is not valid',
    ],
    ['RESULT=12&PNREF=V1&RESPMSG=Declined', 'RESULT=12', '12', 'Declined'],
    ['response=3&responsetext=Authentication Failed&response_code=300', 'response=3', '300', 'Authentication Failed'],
    [
      'VPSProtocol=3.00\r\nStatus=INVALID\r\nStatusDetail=3009 : The vendor is not active.',
      'Status=INVALID',
      undefined,
      '3009 : The vendor is not active.',
    ],
  ])('%s', (text, what, code, message) => {
    expect(failureInPairs(text)).toMatchObject({ what, report: { shape: 'form', code, message } });
  });

  test.each([
    'ACK=Success&TOKEN=EC-1',
    'RESULT=0&RESPMSG=Approved',
    'response=1&responsetext=SUCCESS&response_code=100',
    'Status=OK\r\nStatusDetail=0000 : The vendor is known.',
    'status=12&message=all is well',
    'STATUS=FAILED',
    'An error = no value\nof a text',
  ])('%s reports none', (text) => {
    expect(failureInPairs(text)).toBeUndefined();
  });
});
