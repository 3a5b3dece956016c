import { describe, expect, test } from 'vitest';
import { isRequestIdField, readRequestIds, requestIdsInBody } from '../../src/exchange/request-ids.ts';
import { exchange, textBody } from '../support/exchanges.ts';

test('fields that name a call, and those that name something else', () => {
  const ids = [
    'Request-Id',
    'x-amzn-RequestId',
    'cf-ray',
    'apim-request-id',
    'X-Amz-Cf-Id',
    'x-goog-request-id',
    'traceparent',
  ];
  expect(ids.filter(isRequestIdField)).toEqual(ids);
  const others = [
    'Last-Event-ID',
    'X-Client-Id',
    'Session-Id',
    'Content-Id',
    'X-Request-Start',
    'ETag',
    `${'x'.repeat(80)}-request-id`,
  ];
  expect(others.filter(isRequestIdField)).toEqual([]);
});

test('the ids of the server come first, each once', () => {
  const given = exchange({
    request: { headers: [['X-Request-Id', 'mine']] },
    response: {
      headers: [
        ['CF-Ray', '8f1'],
        ['X-Request-Id', 'mine'],
        ['X-Trace-Id', ''],
      ],
    },
  });
  expect(readRequestIds(given)).toEqual([
    { header: 'CF-Ray', value: '8f1', side: 'response' },
    { header: 'X-Request-Id', value: 'mine', side: 'response' },
  ]);
});

describe('ids in a body', () => {
  const inBody = (text: string) => requestIdsInBody(exchange({ response: { body: textBody(text) } }).response!);

  test('are found down to the third level, with their place', () => {
    expect(inBody('{"error":{"request_id":"req_1","details":{"traceId":"t-22"}},"debug-id":"abcd"}')).toEqual([
      { pointer: '/error/request_id', value: 'req_1' },
      { pointer: '/error/details/traceId', value: 't-22' },
      { pointer: '/debug-id', value: 'abcd' },
    ]);
  });

  test('are not made up: other ids, values that are too short or too long, lists, what is no JSON', () => {
    expect(inBody('{"id":"ord_1","user_id":"usr_1","request_id":"x","trace_id":null}')).toEqual([]);
    expect(inBody(`{"request_id":"${'x'.repeat(300)}"}`)).toEqual([]);
    expect(inBody('[{"request_id":"req_1"}]')).toEqual([]);
    expect(inBody('{"request_id":"req_1"')).toEqual([]);
  });
});
