import { describe, expect, test } from 'vitest';
import { findJsonFault } from '../../../src/classifier/readers/json-fault.ts';

const told = (text: string) => {
  const fault = findJsonFault(text, true);
  return fault === undefined ? 'valid' : `${fault.line}:${fault.column} ${fault.problem}`;
};

describe('the first fault of a text', () => {
  test.each([
    ['{"a":1,}', '1:8 a trailing comma before }'],
    ['[1,2,\n]', '2:1 a trailing comma before ]'],
    ['{"a" 1}', '1:6 something else where the colon after a member name belongs'],
    ['{"a"=1}', '1:5 = where the colon after a member name belongs'],
    ['{"a":1 "b":2}', '1:8 a comma is missing between two members'],
    ['["a" "b"]', '1:6 a comma is missing between two values'],
    ["{'a':1}", '1:2 a single quote where JSON wants a double quote'],
    ['{\u201ca\u201d:1}', '1:2 a typographic quote where JSON wants "'],
    ['{a:1}', '1:2 a member name without double quotes'],
    ['{"a":undefined}', '1:6 undefined is no JSON value'],
    ['{"a":NaN}', '1:6 NaN is no JSON value'],
    ['{"a":-Infinity}', '1:6 -Infinity is no JSON value'],
    ['{"a":None}', '1:6 None is no JSON value; null is'],
    ['{"a":True}', '1:6 True is no JSON value; true is'],
    ['{"a":tru}', '1:6 the bare word tru'],
    ['{"a":@}', '1:6 the bare word of 1 character'],
    ['{"a":}', '1:6 } where a value belongs'],
    ['[1,,2]', '1:4 a comma where a value belongs'],
    ['{"a":1,,"b":2}', '1:8 a second comma where a member belongs'],
    ['{"a":"x\ny"}', '1:8 a raw line break inside a string'],
    ['{"a":"x\ty"}', '1:8 a raw tab inside a string'],
    ['{"a":"C:\\users"}', '1:9 \\u must be followed by four hexadecimal digits'],
    ['{"a":"\\d"}', '1:7 \\d is no escape of JSON'],
    ['{"a":"x', '1:8 the body ends inside a string'],
    ['{"a":[1,2', '1:10 the body ends inside the array opened at line 1, column 6'],
    ['{"a":1]', '1:7 ] closes what { opened'],
    ['{"a":1}}', '1:8 more text after the end of the JSON value'],
    ['{"a":1} // x', '1:9 a comment'],
    ['/* x */ {}', '1:1 a comment'],
    ['{"a":01}', '1:6 the number 01 begins with 0'],
    ['{"a":+1}', '1:6 the number +1 begins with +'],
    ['{"a":.5}', '1:6 the number .5 begins with a point'],
    ['{"a":1.}', '1:6 the number 1. has no digit after the point'],
    ['{\\"a\\":1}', '1:2 a backslash outside a string: the quotes were escaped once too often'],
    ['[object Object]', '1:2 the text [object Object] in place of an object'],
    ['{"a":{{id}}}', '1:7 a template placeholder ({{ and }}) that was not filled in'],
    ['{"a":$' + '{id}}', '1:6 a shell placeholder ($ and a brace) that was not filled in'],
    ['{"a":\u00a01}', '1:6 the invisible character U+00A0'],
    ['{"a":1;}', '1:7 a semicolon'],
  ])('%j', (text, expected) => {
    expect(told(text)).toBe(expected);
  });

  test('is where the built-in parser stops as well, and there is none where it stops nowhere', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-0.5e3',
      'true',
      'null',
      ' ',
      '\n',
      '"\\u00e9"',
      '01',
      "'",
      '"',
    ];
    let seed = 7;
    const next = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed;
    };
    for (let round = 0; round < 5000; round += 1) {
      const text = Array.from({ length: 1 + (next() % 9) }, () => pieces[next() % pieces.length]).join('');
      let isValid = true;
      try {
        JSON.parse(text);
      } catch {
        isValid = false;
      }
      expect([text, findJsonFault(text, true) === undefined]).toEqual([text, isValid]);
    }
  });

  test('does not count at the end of a text that is not whole', () => {
    const text = '{"a":[true,"x\\u00e9",-1.5e3,{"b":null}]}';
    for (let length = 0; length < text.length; length += 1)
      expect(findJsonFault(text.slice(0, length), false)).toBeUndefined();
    expect(findJsonFault('{"a":1,,', false)).toBeDefined();
  });

  test('is found behind strings of every kind, whatever characters they hold', () => {
    // U+0122 and U+015B share their lower bytes with a quote and a bracket.
    const sound = '{"\u0122\u015b\u{1f600}":["","\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83D","x"]';
    expect(told(`${sound}}`)).toBe('valid');
    expect(told(`${sound},}`)).toBe(`1:${sound.length + 2} a trailing comma before }`);
    expect(told('["\\u00e')).toBe('1:8 the body ends inside a string');
    expect(told('["a\\')).toBe('1:5 the body ends inside a string');
    expect(told('["a\\n\\x"]')).toBe('1:6 \\x is no escape of JSON');
  });

  test('blanks the latest values in its excerpt, however many came before', () => {
    const list = Array.from({ length: 100 }, (_, index) => `"${index % 10}"`).join(',');
    expect(findJsonFault(`[${list} 1]`, true)?.excerpt).toBe('…"…","…","…","…","…","…" ‹here›1');
  });

  test('counts lines whether they are empty or not', () => {
    expect(told('\n\n[1,\n\n\n2\n,,]')).toBe('7:2 a comma where a value belongs');
  });

  test('costs no stack however deep a text nests', () => {
    expect(findJsonFault('['.repeat(200_000), true)).toMatchObject({ offset: 200_000, isAtEnd: true });
  });
});
