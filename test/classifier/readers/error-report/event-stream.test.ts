import { describe, expect, test } from 'vitest';
import { failureInEvents } from '../../../../src/classifier/readers/error-report/event-stream.ts';

describe('an event that reports an error', () => {
  test.each([
    ['by its name', 'event: serialized-error\ndata: {"message":"room 7 is closed"}\n', 'room 7 is closed'],
    ['with a type of error', 'data:{"error":"out of memory","error_type":"generation"}\n', 'out of memory'],
    [
      'that calls itself one',
      'data: {"object":"error","message":"no such model","code":404}\n\ndata: [DONE]\n',
      'no such model',
    ],
    ['by a member', 'data: {"event":"error","task_id":"1","status":400,"message":"no quota"}\n', 'no quota'],
    ['by a number', 'data: {"error_code":336501,"error_msg":"too many","id":"1"}\n', 'too many'],
    ['of GraphQL', 'event: next\ndata: {"errors":[{"message":"no access","path":["a"]}]}\n', 'no access'],
  ])('%s', (_name, text, message) => {
    expect(failureInEvents(text)?.report).toMatchObject({ shape: 'event-stream', message });
  });

  test.each([
    ['a log', 'event: log\ndata: {"level":"error","message":"refused"}\n'],
    ['a result without errors', 'event: next\ndata: {"data":{"a":1},"errors":[]}\n'],
    ['a number that is good', 'data: {"error_code":0,"error_msg":"ok"}\n'],
    ['a text about errors', 'data: {"choices":[{"delta":{"content":"{\\"error\\":1}"}}]}\n'],
    ['a mirror', 'event: mirror\ndata: {"a":1}\n'],
  ])('%s is none', (_name, text) => {
    expect(failureInEvents(text)).toBeUndefined();
  });
});
