import { expect, test } from 'vitest';
import { TokenSet } from '../../../../src/store/filter/index/token-set.ts';

function tokensOf(text: string, isRow = false): string[] {
  const tokens = new TokenSet();
  tokens.addText(text, isRow);
  return Buffer.from(tokens.take()).toString().trim().split(' ').filter(Boolean).sort();
}

test('a word gives every three characters that stand side by side, and its last two', () => {
  expect(tokensOf('Orders')).toEqual(['der', 'ers', 'ord', 'rde', 'rs']);
  expect(tokensOf('a1, x')).toEqual(['a1']);
  expect(tokensOf('')).toEqual([]);
});

test('words beyond ASCII give the same, and single characters of other scripts', () => {
  expect(tokensOf('Straße')).toEqual(['aße', 'raß', 'str', 'tra', 'ße'].sort());
  expect(tokensOf('東京')).toEqual(['京', '東京']);
  // The sign of Kelvin is an ordinary letter in lower case.
  expect(tokensOf('\u212aelvin')).toEqual(tokensOf('kelvin'));
});

test('an identifier gives its beginnings, the same whichever letters it has, and in a row every part too', () => {
  const inBody = tokensOf('8f3a9c0d77e1');
  expect(inBody).toHaveLength(4);
  expect(inBody).toContain('8f3');
  expect(inBody).not.toContain('77e');
  expect(tokensOf('8F3A9C0D99')).toEqual(expect.arrayContaining(inBody.filter((token) => token.startsWith('-b'))));
  expect(tokensOf('8f3a9c0d77é').filter((token) => token.startsWith('-b'))).toEqual(
    inBody.filter((token) => token.startsWith('-b')),
  );
  expect(tokensOf('8f3a9c0d77e1', true)).toEqual(expect.arrayContaining(['_77e', '_e1', ...inBody]));
});

test('a set is empty once it was taken, and full with too much text', () => {
  const tokens = new TokenSet();
  tokens.addText('first', true);
  tokens.take();
  tokens.addText('first', true);
  expect(tokens.take().length).toBeGreaterThan(0);
  expect(tokens.take()).toHaveLength(0);
  expect(tokens.isFull).toBe(false);
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  const pairs = [...letters].flatMap((first) => [...letters].map((second) => first + second));
  tokens.addText(pairs.flatMap((pair) => [...letters].map((third) => `${pair}${third}`)).join(' '), false);
  expect(tokens.isFull).toBe(true);
});
