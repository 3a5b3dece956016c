import { describe, expect, test } from 'vitest';
import { printable, printableLines } from '../../src/exchange/printable.ts';

describe('what could steer a terminal or deceive a reader is shown as an escape', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a\nb\r\tc\0', 'a\\nb\\r\\tc\\0'],
    ['bell\u0007 del\u007f c1\u009b', 'bell\\x07 del\\x7f c1\\x9b'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['\u2066a\u2069', '\\u2066a\\u2069'],
    ['pay\u200bpal', 'pay\\u200bpal'],
    ['soft\u00adhyphen', 'soft\\xadhyphen'],
    ['filler\u3164', 'filler\\u3164'],
    ['joiner\u034f', 'joiner\\u034f'],
    ['\ufeffmark', '\\ufeffmark'],
    ['line\u2028paragraph\u2029', 'line\\u2028paragraph\\u2029'],
    ['tag \u{e0041}', 'tag \\u{e0041}'],
    ['lone \ud800 and \udc00', 'lone \\ud800 and \\udc00'],
    ['\udc00\ud800', '\\udc00\\ud800'],
  ])('%j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

test.each(['', 'plain', 'Grüße, 日本語, العربية, עברית', '😀👍🏽 ❤️', '\\x1b \\n', 'a\u00a0b', '\u{1f600}\u{10ffff}'])(
  'ordinary text of any script stays: %j',
  (text) => {
    expect(printable(text)).toBe(text);
    expect(printableLines(text)).toBe(text);
  },
);

test('text of several lines keeps line feeds and tabs, and loses the CR before an LF only', () => {
  expect(printableLines('a\r\nb\n\tc\rd\u001b')).toBe('a\nb\n\tc\\rd\\x1b');
});
