import { describe, expect, test } from 'vitest';
import { failedWord } from '../../../src/classifier/readers/word-for-no.ts';

const URL_OF_DNS = 'https://dyn.example.com/nic/update?hostname=a.example.com';
const URL = 'https://api.example.com/v1/mood';

describe('a body that is no more than a word or a sentence', () => {
  test.each([
    ['fail', URL],
    ['Bad API request, invalid api_dev_key', URL],
    ['ERR: 001, Authentication failed', URL],
    ['badauth', URL_OF_DNS],
    ['911\n', URL_OF_DNS],
  ])('%s says no', (text, url) => {
    expect(failedWord(text, url, 'POST')?.what).toBe(text.trim());
  });

  test.each([
    ['911', URL],
    ['abuse', URL],
    ['good 192.0.2.1', URL_OF_DNS],
    ['ok', URL],
    ['Errors are the portals of discovery.', URL],
    ['Error: a\nError: b', URL],
  ])('%s does not', (text, url) => {
    expect(failedWord(text, url, 'POST')).toBeUndefined();
  });

  test('a state or a log that is read has not failed to be read', () => {
    expect(failedWord('failed', 'https://ci.example.com/builds/7/state', 'GET')).toBeUndefined();
    expect(failedWord('Error: exit 1', 'https://ci.example.com/builds/7/log', 'GET')).toBeUndefined();
    expect(failedWord('Failed login attempts: 3', 'https://ci.example.com/motd', 'GET')).toBeUndefined();
    expect(failedWord('Fixed: a request failed with error 500', 'https://ci.example.com/news', 'GET')).toBeUndefined();
    expect(failedWord('failed', 'https://ci.example.com/start?job=7', 'GET')).toBeDefined();
    expect(failedWord('Error: no such key', 'https://ci.example.com/jobs', 'GET')).toBeDefined();
  });
});
