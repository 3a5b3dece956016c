import { expect, test } from 'vitest';
import { parseId, parsePort, parseSize } from '../../src/cli/options.ts';

test.each([
  ['0', 0],
  ['512', 512],
  ['10mb', 10_000_000],
  ['1.5 MB', 1_500_000],
  ['64KiB', 65_536],
])('the size %s', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['', 'mb', '-1', '10 parsecs', '1e9'])('"%s" is no size', (text) => {
  expect(() => parseSize(text)).toThrow('A size is a number with a unit');
});

test('an exchange is named as the log shows it', () => {
  expect(parseId('17')).toBe(17);
  expect(parseId('#17')).toBe(17);
  expect(() => parseId('17a')).toThrow('named by its number');
});

test('a port is one', () => {
  expect(parsePort('0')).toBe(0);
  expect(parsePort('65535')).toBe(65_535);
  expect(() => parsePort('65536')).toThrow('from 0 to 65535');
  expect(() => parsePort('80a')).toThrow('from 0 to 65535');
});
