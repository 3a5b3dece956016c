import { describe, expect, test } from 'vitest';
import { compileRegex } from '../../../src/exchange/pattern/occurrence.ts';

describe('a pattern', () => {
  const sources = [
    'abc',
    'a.c',
    'a|bc|',
    '^a',
    'a$',
    '^abc$',
    '^(?:a|b)c$',
    'a*',
    '^a*$',
    'a+b',
    'a?b',
    '^a{2}$',
    '^a{2,}$',
    '^a{1,3}b$',
    '(ab)+c',
    '^(a|b)*c$',
    '[a-c]x',
    '^[^a]$',
    '\\d\\d',
    '^\\w+$',
    '\\s',
    '\\.',
    'a\\/b',
    '^(?:a?){3}a{3}$',
    '(?<name>a)b',
    'é',
    '\\u0061',
    '^$',
    '',
    '^(?:(?:a|b)+c?)*$',
    'a+?b',
    '\\p{L}x',
    '-',
    'x-y',
    '[\\]]',
    '^[-a]+$',
    '"',
    'a{0,2}b$',
  ];
  const texts = [
    '',
    'a',
    'b',
    'ab',
    'abc',
    'aabc',
    'aaa',
    'aaaa',
    'xabcx',
    'bc',
    'a/b',
    'a.c',
    '42',
    'x y',
    'éx',
    'cx',
    '-',
    ']',
    'x-y',
    'aab',
    'abababc',
    '"',
    '\n',
  ];

  test.each(sources)('/%s/ says of every text what the native engine says', (source) => {
    const ours = compileRegex(source, false);
    const native = new RegExp(source, source.includes('\\p') ? 'u' : '');
    expect(texts.filter((text) => ours(text))).toEqual(texts.filter((text) => native.test(text)));
  });

  test('may ignore case', () => {
    expect(compileRegex('credit', true)('No CREDIT left')).toBe(true);
    expect(compileRegex('credit', false)('No CREDIT left')).toBe(false);
  });

  test.each(['^(a+)+$', '(a|aa)*b', '(.*a){20}', '(?:a*)*b', '.*.*.*.*.*.*x'])(
    '/%s/ takes no longer on a text made to be slow',
    (source) => {
      const test = compileRegex(source, false);
      const start = performance.now();
      test(`${'a'.repeat(2000)}!`);
      expect(performance.now() - start).toBeLessThan(1000);
    },
  );

  test.each([
    ['a(?=b)', 'looks ahead or behind, or sets flags, with (?; that is not available'],
    ['(?i)a', 'looks ahead or behind, or sets flags, with (?; that is not available'],
    ['(a)\\1', 'has \\1, which is not available'],
    ['\\bword', 'has \\b, which is not available'],
    ['a**', 'has a quantifier after another'],
    ['*a', 'has * with nothing before it to repeat; write \\* for the character'],
    ['(a', 'opens a group with ( that is not closed'],
    ['a)', 'closes a group with ) that was not opened'],
    ['[a', 'opens a class with [ that is not closed'],
    ['[z-a]', 'has [z-a], which is no valid character or class'],
    ['a{3,1}', 'has {3,1}, whose bounds are in the wrong order'],
    ['a^b', 'has ^ in the middle; it may stand at the start of the whole pattern only'],
    ['a$b', 'has $ in the middle; it may stand at the end of the whole pattern only'],
    ['(a$)', 'has $ in the middle; it may stand at the end of the whole pattern only'],
    ['^a|b', 'mixes ^ or $ with |; put the alternatives into a group: ^(?:a|b)$'],
    ['(?:a{100}){100}', 'repeats too much: more than 512 characters'],
    ['a'.repeat(501), 'is longer than 500 characters'],
    [`${'('.repeat(21)}a${')'.repeat(21)}`, 'has more than 20 groups inside each other'],
    ['a\\', 'has \\, which is not available'],
  ])('/%s/ is refused', (source, message) => {
    expect(() => compileRegex(source, false)).toThrow(message);
  });
});
