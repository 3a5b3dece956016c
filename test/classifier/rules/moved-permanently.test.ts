import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/moved-permanently.ts';
import { find } from '../build.ts';

const moved = (url: string, location: string, difference = {}) =>
  find(rule, { url, status: 301, headers: [['Location', location]], ...difference });

describe('moved-permanently', () => {
  test.each([
    [
      'http://a.example/v1',
      'https://a.example/v1',
      'moved for good to https://a.example/v1 (https instead of http): /v1 on a.example',
    ],
    [
      'https://a.example/v1',
      '/v1/',
      'moved for good to /v1/ (with a slash at the end): https://a.example/v1/ instead of /v1',
    ],
    [
      'https://a.example/v1/',
      '/v1',
      'moved for good to /v1 (without the slash at the end): https://a.example/v1 instead of /v1/',
    ],
    [
      'https://a.example/v1',
      'https://b.example/v1',
      'moved for good to https://b.example/v1 (another host): /v1 on a.example',
    ],
    ['https://a.example/v1', '/v2', 'moved for good to /v2: https://a.example/v2 instead of /v1'],
  ])('says where and what differs: %s to %s', (url, location, summary) => {
    expect(moved(url, location)).toMatchObject({ cause: 'moved-permanently', confidence: 'certain', summary });
  });

  test('warns of the method that a 301 loses, and not of the one that a 308 keeps', () => {
    const advice = (status: number) => moved('https://a.example/v1', '/v2', { method: 'POST', status })!.advice;
    expect(advice(301)).toBe('Send the POST to the new URL: many clients follow a 301 with GET and drop the body.');
    expect(advice(308)).toBe('Use the new URL in place of the one on a.example.');
  });

  test('is silent about a redirect to itself, which is a loop, and one to a sign-in page', () => {
    expect(moved('https://a.example/', 'https://a.example/')).toBeUndefined();
    expect(moved('https://a.example/v1', '/users/sign_in')).toBeUndefined();
    expect(moved('https://a.example/v1', 'https://login.b.example/')).toBeUndefined();
  });

  test('is silent without a usable Location and under another status', () => {
    expect(find(rule, { status: 301 })).toBeUndefined();
    expect(moved('https://a.example/v1', 'http://[')).toBeUndefined();
    expect(moved('https://a.example/v1', '/v2', { status: 302 })).toBeUndefined();
  });
});
