import { describe, expect, test } from 'vitest';
import { failureInLastLine } from '../../../../src/classifier/readers/error-report/last-line.ts';

const NDJSON = 'application/x-ndjson';

describe('a stream of lines that ends badly', () => {
  test('an exception behind rows has its name and its line', () => {
    const text = 'a\t1\nb\t2\nCode: 159. DB::Exception: Timeout exceeded: elapsed 5 seconds. (TIMEOUT_EXCEEDED)\n';
    expect(failureInLastLine(text, 'text/plain')).toMatchObject({
      where: 'response.body:3:1',
      report: { shape: 'event-stream', code: 'TIMEOUT_EXCEEDED' },
    });
  });

  test.each([
    ['an error in place of a state', '{"status":"pulling"}\n{"error":"file does not exist"}', 'file does not exist'],
    [
      'with its detail',
      '{"status":"a","id":"b"}\r\n{"errorDetail":{"message":"no image"},"error":"no image"}\r\n',
      'no image',
    ],
    ['an error in place of a result', '{"result":{"n":1}}\n{"error":{"code":14,"message":"is closing"}}', 'is closing'],
    [
      'the end of a watch',
      '{"type":"ADDED","object":{}}\n{"type":"ERROR","object":{"kind":"Status","code":410,"message":"too old"}}',
      'too old',
    ],
    ['one answer of many', '{"success":true}\n{"success":false,"error":"no int"}\n{"success":true}', 'no int'],
  ])('%s', (_name, text, message) => {
    expect(failureInLastLine(text, NDJSON)?.report.message).toBe(message);
  });

  test.each([
    ['the last of a log', '{"level":"info","message":"a"}\n{"level":"error","error":"refused"}', NDJSON],
    ['a row with an id', '{"id":1}\n{"id":2,"error":"skipped"}', NDJSON],
    ['rows of errors', '{"error":"a","n":1}\n{"error":"b","n":2}', NDJSON],
    ['answers that are all good', '{"success":true}\n{"success":true}', NDJSON],
    [
      'rows with texts of exceptions',
      'Code: 60. DB::Exception: no table\t3\nCode: 62. DB::Exception: syntax\t1\n',
      'text/plain',
    ],
    ['the log of a program', 'ready\nTraceback (most recent call last):\nValueError: bad', 'text/plain'],
    ['a table of failures', 'row,error\n3,Error: no number', 'text/csv'],
    ['one line', '{"error":"x"}', NDJSON],
  ])('%s is none', (_name, text, type) => {
    expect(failureInLastLine(text, type)).toBeUndefined();
  });
});
