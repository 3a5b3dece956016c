import { expect, test } from 'vitest';
import { nothingKept, perExchange } from '../../src/classifier/per-exchange.ts';

test('works a question out once for each exchange, also where the answer is undefined', () => {
  let times = 0;
  const lengthOf = perExchange(({ text }: { readonly kept: unknown[]; readonly text: string }) => {
    times += 1;
    return text === '' ? undefined : text.length;
  });
  const empty = { kept: nothingKept(), text: '' };
  const full = { kept: nothingKept(), text: 'abc' };
  expect([lengthOf(empty), lengthOf(empty), lengthOf(full), lengthOf(full)]).toEqual([undefined, undefined, 3, 3]);
  expect(times).toBe(2);
});

test('keeps the answers to two questions apart', () => {
  const first = perExchange(() => 'first');
  const second = perExchange(() => 'second');
  const about = { kept: nothingKept() };
  expect([first(about), second(about), first(about)]).toEqual(['first', 'second', 'first']);
});

test('asks again where working it out threw', () => {
  let times = 0;
  const broken = perExchange((): string => {
    times += 1;
    throw new Error('broken');
  });
  const about = { kept: nothingKept() };
  for (const _ of [1, 2]) expect(() => broken(about)).toThrow('broken');
  expect(times).toBe(2);
});
