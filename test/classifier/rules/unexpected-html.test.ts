import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/unexpected-html.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { annotate, type Difference, find } from '../build.ts';

const HTML: Headers = [['Content-Type', 'text/html; charset=utf-8']];
const APPLICATION = '<!doctype html><html><head><title>Acme</title></head><body><div id="root"></div></body></html>';
const LOGIN =
  '<!doctype html><html><head><title>Log in - Acme</title></head><body><form><input type="password"></form></body></html>';
const json: Difference = { requestHeaders: [['Accept', 'application/json']] };
const page = (difference: Difference = {}) => find(rule, { headers: HTML, body: APPLICATION, ...difference });

describe('unexpected-html', () => {
  test('names the kind of page, its title and what was asked for', () => {
    expect(annotate(rule, { headers: HTML, body: APPLICATION, ...json })).toMatchObject({
      class: 'success',
      cause: 'unexpected-html',
      fault: 'client',
      confidence: 'certain',
      summary:
        'the page of a single-page application in HTML titled "Acme" where Accept asks for application/json: GET /v1/orders on api.example.com',
    });
  });

  test('knows a page to sign in', () => {
    expect(page({ body: LOGIN, ...json })!.summary).toBe(
      'a sign-in page in HTML titled "Log in - Acme" where Accept asks for application/json: GET /v1/orders on api.example.com',
    );
  });

  test('is likely where only the address, the body sent or a script says that data was wanted', () => {
    expect(page()).toMatchObject({ confidence: 'likely' });
    const site = 'https://www.example.com/orders';
    expect(page({ url: site, method: 'POST', requestHeaders: [['Content-Type', 'application/json']] })).toMatchObject({
      confidence: 'likely',
    });
    expect(page({ url: 'https://www.example.com/api/orders', requestHeaders: [['Accept', '*/*']] })).toMatchObject({
      confidence: 'likely',
    });
    expect(page({ url: site, requestHeaders: [['Accept', 'application/json, */*']] })).toMatchObject({
      confidence: 'likely',
    });
  });

  test('finds the sign-in page that an API call was redirected to', () => {
    const url = 'https://login.example.com/start?redirect_url=%2Fv1%2Forders';
    expect(page({ url, body: LOGIN, requestHeaders: [['Accept', '*/*']] })).toMatchObject({ confidence: 'likely' });
    expect(page({ url, requestHeaders: [['Accept', '*/*']] })).toBeUndefined();
  });

  test('is silent where a page is welcome', () => {
    expect(page({ requestHeaders: [['Accept', 'text/html,application/xhtml+xml,*/*;q=0.8']] })).toBeUndefined();
    expect(page({ url: 'https://www.example.com/orders', requestHeaders: [['Accept', '*/*']] })).toBeUndefined();
    expect(page({ requestHeaders: [['Sec-Fetch-Mode', 'navigate']] })).toBeUndefined();
    expect(page({ requestHeaders: [['HX-Request', 'true']] })).toBeUndefined();
    expect(page({ url: 'https://api.example.com/docs' })).toBeUndefined();
    expect(page({ url: 'https://api.example.com/graphql' })).toBeUndefined();
  });

  test('is silent about data that is called HTML, and about other statuses', () => {
    expect(page({ body: '{"orders":[]}', ...json })).toBeUndefined();
    expect(page({ status: 404, ...json })).toBeUndefined();
    expect(page({ headers: [['Content-Type', 'application/json']], ...json })).toBeUndefined();
  });
});
