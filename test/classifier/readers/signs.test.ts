import { expect, test } from 'vitest';
import { Signs } from '../../../src/classifier/readers/signs.ts';

const bytes = (text: string) => Buffer.from(text);

test('a sign is found whatever its case, at every place between the two ends', () => {
  const signs = new Signs(['err', '"ok']);
  for (let at = 0; at < 20; at += 1) {
    const text = bytes(`${'.'.repeat(at)}eRR${'.'.repeat(20 - at)}`);
    expect(signs.find(text, 0, text.length)).toBe(at + 2);
    expect(signs.find(text, at, at + 3)).toBe(at + 2);
    expect(signs.find(text, at, at + 2)).toBe(-1);
    expect(signs.find(text, at + 1, text.length)).toBe(-1);
  }
  expect(signs.find(bytes('{"OK":1}'), 0, 8)).toBe(3);
});

test('other letters, digits and bytes above ASCII are no sign', () => {
  const signs = new Signs(['err']);
  for (const text of ['er r', 'eer', '5rr', 'e\u00e9rr'.slice(0, 3)]) {
    expect(signs.find(bytes(text), 0, bytes(text).length), text).toBe(-1);
  }
});
