import { expect, test } from 'vitest';
import { carriesCredentials, withCredentialsOf } from '../../src/replay/credentials.ts';
import { maskedPlaces } from '../../src/replay/masked.ts';
import { exchange, textBody } from '../support/exchanges.ts';

const OLD = exchange({
  request: {
    url: 'https://api.example.com/v1/me?api_key=old&page=2',
    headers: [
      ['Host', 'api.example.com'],
      ['authorization', 'Bearer old'],
      ['X-Trace', '1'],
      ['Cookie', 'sid=old; theme=dark'],
    ],
  },
}).request;

test('credentials take the places of those that were there, and others of the old go', () => {
  const donor = exchange({
    request: {
      url: 'https://api.example.com/v1/you?api_key=new',
      headers: [
        ['Authorization', 'Bearer new'],
        ['X-Api-Key', 'k'],
        ['Accept', 'text/plain'],
      ],
    },
  });
  const { request, taken } = withCredentialsOf(OLD, donor);
  expect(taken).toEqual(['Authorization', 'X-Api-Key', '?api_key']);
  expect(request.url).toBe('https://api.example.com/v1/me?api_key=new&page=2');
  expect(request.headers).toEqual([
    ['Host', 'api.example.com'],
    ['authorization', 'Bearer new'],
    ['X-Trace', '1'],
    ['X-Api-Key', 'k'],
  ]);
});

test('what a sign-in handed out is used, and the other cookies stay', () => {
  const donor = exchange({
    request: { url: 'https://auth.example.com/token', headers: [] },
    response: {
      headers: [
        ['Content-Type', 'application/json'],
        ['Set-Cookie', 'sid=new; Path=/; HttpOnly'],
      ],
      body: textBody('{"access_token":"fresh","token_type":"bearer"}'),
    },
  });
  const { request, taken } = withCredentialsOf(OLD, donor);
  expect(taken).toEqual(['Authorization', 'Cookie']);
  expect(request.headers.slice(1)).toEqual([
    ['authorization', 'Bearer fresh'],
    ['X-Trace', '1'],
    ['Cookie', 'sid=new; theme=dark'],
  ]);
});

test('an exchange without credentials gives none', () => {
  expect(withCredentialsOf(OLD, exchange())).toEqual({ request: OLD, taken: [] });
});

test('a token with a line break is none', () => {
  const body = textBody(JSON.stringify({ access_token: 'a\r\nX-Evil: 1' }));
  expect(withCredentialsOf(OLD, exchange({ response: { body } })).taken).toEqual([]);
});

test('a request carries credentials in a header, a parameter or its URL', () => {
  const { request } = exchange();
  expect(carriesCredentials(OLD)).toBe(true);
  expect(carriesCredentials(request)).toBe(false);
  expect(carriesCredentials({ ...request, url: 'https://user:pass@host/' })).toBe(true);
  expect(carriesCredentials({ ...request, url: 'https://host/?access_token=x' })).toBe(true);
});

test('masks in place of secrets are found wherever they stand', () => {
  const mask = '<token-k3f9x, 30+ characters>';
  const request = {
    ...OLD,
    url: `https://api.example.com/?t=${encodeURIComponent(mask)}`,
    headers: [['Authorization', `Bearer ${mask}`] as const, ['X-Math', '<a, b>'] as const],
    body: textBody(`{"password":"${mask}"}`),
  };
  expect(maskedPlaces(request)).toEqual(['the URL', 'the header Authorization', 'the body']);
  expect(maskedPlaces(OLD)).toEqual([]);
});
