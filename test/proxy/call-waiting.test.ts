import { expect, test } from 'vitest';
import { callWaiting } from '../../src/proxy/call-waiting.ts';

const unwanted = () => expect.unreachable();

test('each that waits is called once, and one that comes meanwhile waits for the next time', () => {
  const called: string[] = [];
  const waiting = new Set<() => void>();
  waiting.add(() => void waiting.add(() => void called.push('later')));
  waiting.add(() => void called.push('now'));
  callWaiting(waiting, unwanted);
  expect(called).toEqual(['now']);
  callWaiting(waiting, unwanted);
  expect(called).toEqual(['now', 'later']);
});

test('a bug in one does not keep the others waiting for ever', () => {
  const called: string[] = [];
  let isAskedAgain = false;
  const waiting = new Set([
    () => void called.push('first'),
    () => {
      throw new Error('a bug');
    },
    () => void called.push('third'),
  ]);
  const again = () => {
    isAskedAgain = true;
  };
  expect(() => callWaiting(waiting, again)).toThrow('a bug');
  expect({ called, isAskedAgain }).toEqual({ called: ['first'], isAskedAgain: true });
  callWaiting(waiting, unwanted);
  expect(called).toEqual(['first', 'third']);
});
