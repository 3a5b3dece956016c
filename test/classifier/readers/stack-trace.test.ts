import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { stackTrace } from '../../../src/classifier/readers/stack-trace.ts';
import { exchange } from '../build.ts';

function traceIn(body: string) {
  const facts = createFacts(exchange({ status: 500, body }));
  return stackTrace(facts.response, facts.error());
}

describe('stackTrace', () => {
  test.each([
    [
      'JavaScript',
      'TypeError: x is undefined\n    at f (/app/node_modules/lib/a.js:1:2)\n    at g (/app/src/orders.js:41:7)',
      '/app/src/orders.js:41',
    ],
    [
      'TypeScript in JSON',
      '{"error":"RangeError: no","stack":"RangeError: no\\n    at async h (file:///srv/app/main.ts:7:1)"}',
      '/srv/app/main.ts:7',
    ],
    [
      'Java',
      '{"trace":"java.lang.IllegalStateException: no\\n\\tat java.base/java.lang.Thread.run(Thread.java:1)\\n\\tat com.acme.Shop.buy(Shop.java:12)"}',
      'com.acme.Shop.buy:12',
    ],
    [
      'Python, the innermost call last',
      'Traceback (most recent call last):\n  File "/app/main.py", line 3, in run\n  File "/app/views.py", line 18, in get\n  File "/usr/lib/python3.12/json.py", line 1, in x\nKeyError: 1',
      '/app/views.py:18',
    ],
    [
      'Ruby',
      "NoMethodError: no\n/usr/local/bundle/gems/rack-3/lib/rack.rb:1:in 'call'\napp/models/order.rb:9:in 'total'",
      'app/models/order.rb:9',
    ],
    ['PHP', '{"exception":"ErrorException","file":"/var/www/app/Cart.php","line":22}', '/var/www/app/Cart.php:22'],
    [
      '.NET',
      'System.NullReferenceException: no\n   at System.Linq.First()\n   at Acme.Shop.Buy(Int32 id) in C:\\src\\Shop.cs:line 31',
      'Acme.Shop.Buy:31',
    ],
    [
      'Go',
      'panic: runtime error\n\ngoroutine 1\nmain.buy()\n\t/usr/local/go/src/runtime/panic.go:9\n\t/app/shop.go:12 +0x1d',
      '/app/shop.go:12',
    ],
    ['Rust', "thread 'main' panicked at src/shop.rs:8:5:\nno", 'src/shop.rs:8'],
  ])('finds the first own frame of %s', (_language, body, frame) => {
    expect(traceIn(body)?.frame).toBe(frame);
  });

  test('names the exception without a frame', () => {
    expect(traceIn('{"error":"ZeroDivisionError: division by zero"}')).toMatchObject({
      exception: 'ZeroDivisionError',
      frame: undefined,
    });
  });

  test('is undefined where neither is shown, and for a class that only repeats the status', () => {
    expect(traceIn('{"message":"Internal error at 10:30"}')).toBeUndefined();
    expect(traceIn('{"error":{"type":"OAuthException","message":"An unexpected error"}}')).toBeUndefined();
    expect(traceIn('{"code":"InternalServerErrorException","message":"no"}')).toBeUndefined();
  });
});
