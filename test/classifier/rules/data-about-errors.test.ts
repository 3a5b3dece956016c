import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/error-in-success.ts';
import { find } from '../build.ts';

const JSON_TYPE = 'application/json';
const LINES = 'application/x-ndjson';
const EVENTS = 'text/event-stream';

function foundIn(method: string, path: string, type: string, body: string, requestBody = '{"a":1}') {
  return find(rule, {
    method,
    url: `https://api.example.com${path}`,
    requestBody: method === 'POST' ? requestBody : null,
    headers: [['Content-Type', type]],
    body,
  });
}

describe('data that tell of errors are no failure of the call', () => {
  test.each([
    ['GET', '/exceptions', JSON_TYPE, '{"exceptions":[{"type":"TypeError","message":"x","count":3}]}'],
    ['GET', '/exceptions', JSON_TYPE, '{"exceptions":[{"errorCode":190,"message":"x"}],"total":1}'],
    ['GET', '/calendar/7', JSON_TYPE, '{"summary":"x","exceptions":[{"code":"2026-11-01","message":"closed"}]}'],
    ['GET', '/map', JSON_TYPE, '{"elements":[],"remark":"error margin 3 m"}'],
    ['POST', '/lint', JSON_TYPE, '{"errors":[{"row":1,"column":2,"message":"missing semicolon"}],"warnings":[]}'],
    ['GET', '/builds/7/state', 'text/plain', 'failed'],
    ['GET', '/builds/7/log', 'text/plain', 'Error: exit 1'],
    [
      'GET',
      '/build.xml',
      'application/xml',
      '<build><result>failure</result><description>nightly</description></build>',
    ],
    ['GET', '/x.csv', 'text/csv', 'message,count\nError: not found,3\nError: denied,4\n'],
    ['GET', '/x.csv', 'text/csv', 'type,count\nnone,3\nerror: denied,4\n'],
    ['GET', '/x.tsv', 'text/tab-separated-values', 'type\tcount\na\t1\njava.lang.IllegalStateException: bad\t4\n'],
    ['GET', '/events', EVENTS, 'data: {"type":"build.started"}\n\ndata: {"type":"build.failed","id":7}\n\n'],
    [
      'GET',
      '/logs',
      EVENTS,
      'data: {"level":"info","message":"a"}\n\ndata: {"level":"error","message":"b","error":{"message":"x","code":1}}\n\n',
    ],
    ['GET', '/events', EVENTS, 'event: job.error\ndata: {"job":7,"message":"x"}\n\nevent: job.done\ndata: {}\n\n'],
    ['GET', '/php', 'text/html', '<p><b>Fatal error</b>: Uncaught Exception means that nobody caught it.</p>'],
  ])('%s %s, %s: %s', (method, path, type, body) => {
    expect(foundIn(method, path, type, body)).toBeUndefined();
  });

  test.each([
    ['GET', '/i18n/en.json', JSON_TYPE, '{"error":"Something went wrong","cancel":"Cancel"}'],
    ['GET', '/errors/E12', JSON_TYPE, '{"code":"E12","message":"Invalid thing","type":"error"}'],
    ['GET', '/last-run', JSON_TYPE, '{"success":false,"error":"x","started":1,"host":"a"}'],
    ['GET', '/name', JSON_TYPE, '{"name":"Error of measurement","number":7,"description":"invalid when negative"}'],
    ['GET', '/info', JSON_TYPE, '{"info":"Rate limit: 100 requests per hour"}'],
    ['GET', '/messages', JSON_TYPE, '{"messages":[{"type":"ERROR","text":"Disk failed yesterday"}]}'],
    ['POST', '/jobs', JSON_TYPE, '{"id":"j1","state":"FAILED","error":{"message":"x","type":"y"}}'],
    ['POST', '/crawl', JSON_TYPE, '{"results":[{"url":"/a","status":404,"title":"Not found"},{"status":200}]}'],
    ['POST', '/items', JSON_TYPE, '{"errors":[{"index":0,"message":"too long"}]}'],
    ['GET', '/errors.xml', 'application/xml', '<errors><error code="5">Denied</error></errors>'],
    ['POST', '/form', 'application/x-www-form-urlencoded', 'status=failed&message=could not connect'],
    ['POST', '/', 'text/plain', 'ok\nCode: 62. DB::Exception: Syntax error. (SYNTAX_ERROR)\n'],
    ['GET', '/rows', LINES, '{"line":"a"}\n{"error":"connection refused"}\n'],
    ['GET', '/rows.csv', 'text/csv', 'id,name\n1,a\nError: cursor lost\n'],
    ['GET', '/events', EVENTS, 'event: job.error\ndata: {"job":7,"message":"x"}\n\nevent: end\ndata: {}\n\n'],
  ])('%s %s, %s: %s may be data, too', (method, path, type, body) => {
    expect(foundIn(method, path, type, body)?.confidence).toBe('likely');
  });

  test.each([
    ['mutation { lint { errors { message } } }', '{"data":{"lint":{"errors":[{"message":"missing semicolon"}]}}}'],
    ['mutation { report { __typename message } }', '{"data":{"report":{"__typename":"CrashError","message":"NPE"}}}'],
  ])('%s may have asked for them', (query, body) => {
    const found = foundIn('POST', '/graphql', JSON_TYPE, body, JSON.stringify({ query }));
    expect(found?.confidence).toBe('likely');
  });

  test.each([
    ['POST', '/run', EVENTS, 'event: error\ndata: {"message":"no quota"}\n\n'],
    ['POST', '/', 'text/plain', 'a\n__exception__\nCode: 159. DB::Exception: Timeout exceeded. (TIMEOUT_EXCEEDED)\n'],
    ['POST', '/pull', LINES, '{"status":"pulling"}\n{"errorDetail":{"message":"no image"},"error":"no image"}\n'],
    ['POST', '/orders', JSON_TYPE, '{"success":false,"message":"Order 7 is already paid"}'],
    ['POST', '/batch', JSON_TYPE, '{"results":[{"status":404,"error":{"message":"no order 7"}},{"status":200}]}'],
  ])('%s %s, %s: %s is proof', (method, path, type, body) => {
    expect(foundIn(method, path, type, body)?.confidence).toBe('certain');
  });
});
