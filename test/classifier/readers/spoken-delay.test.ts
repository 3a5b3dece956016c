import { expect, test } from 'vitest';
import { spokenDelay } from '../../../src/classifier/readers/spoken-delay.ts';

test.each<[string, number]>([
  ['Rate limit reached. Please try again in 20s.', 20],
  ['Please try again in 7m12.5s. Visit https://example.com', 432.5],
  ['Please try again in 6ms.', 0.006],
  ['Request was throttled. Expected available in 41 seconds.', 41],
  ['You performed this too many times, please try again later in 18 seconds.', 18],
  ['You must wait 30 minutes before posting again', 1800],
  ['Quota resets in 1 hour 5 minutes', 3900],
  ['Try again, or retry after 3 seconds', 3],
])('%s', (sentence, seconds) => {
  expect(spokenDelay(sentence, 'response.body')?.seconds).toBe(seconds);
});

test.each([
  'Please try again later.',
  'Too many requests in 30 seconds',
  'retry in 3 steps',
  'at most 5 calls per 10 seconds',
  'Timed out after 30 seconds',
])('gives none: %s', (sentence) => {
  expect(spokenDelay(sentence, 'response.body')).toBeUndefined();
});
