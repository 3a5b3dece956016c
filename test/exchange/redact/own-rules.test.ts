import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { type RedactionRules, redactAll } from '../../../src/exchange/redact.ts';
import { exchange, textBody } from '../../support/exchanges.ts';

function redacted(rules: RedactionRules, body: unknown, headers: readonly (readonly [string, string])[] = []) {
  const given = exchange({
    request: { headers },
    response: { body: textBody(typeof body === 'string' ? body : JSON.stringify(body)) },
  });
  const { items, kept } = redactAll([{ exchange: given, annotation: null }], rules);
  const { request, response } = items[0]!.exchange;
  return { body: Buffer.from(response?.body?.bytes ?? []).toString('utf8'), headers: request.headers, kept };
}

describe('names', () => {
  test('are those of headers, fields and parameters, in any spelling', () => {
    const rules = { names: ['customer number', 'x-acme-*'] };
    const { body, headers } = redacted(
      rules,
      '{"customerNumber":"4711","CUSTOMER_NUMBER":4712,"customer":"Ada","url":"https://h/?customer-number=4713"}',
      [
        ['X-Acme-Seat', 'window'],
        ['X-Other', 'aisle'],
      ],
    );
    expect(body).toBe(
      '{"customerNumber":"<value-2, under 8 digits>","CUSTOMER_NUMBER":"<value-3, under 8 digits>","customer":"Ada",' +
        '"url":"https://h/?customer-number=<value-4, under 8 digits>"}',
    );
    expect(headers).toEqual([
      ['X-Acme-Seat', '<value-1, under 8 characters>'],
      ['X-Other', 'aisle'],
    ]);
  });

  test('that are never masked leave the value, and list it', () => {
    const { body, kept } = redacted({ neverNames: ['signature'] }, { signature: 'Ada Lovelace', password: 'hunter22' });
    expect(body).toBe('{"signature":"Ada Lovelace","password":"<password-1, 8+ characters>"}');
    expect(kept).toEqual([]);
  });
});

describe('paths', () => {
  const document = { customer: { email: 'a@b.c', orders: [{ note: 'n1' }, { note: 'n2' }] }, email: 'd@e.f', n: 12 };

  test.each([
    [['/customer/email'], ['a@b.c']],
    [['/customer/orders/*/note'], ['n1', 'n2']],
    [['/customer/orders/1/note'], ['n2']],
    [['/**/email'], ['a@b.c', 'd@e.f']],
    [['/n'], ['12']],
    [['/email/customer'], []],
  ])('%j', (jsonPaths, masked) => {
    const { body } = redacted({ jsonPaths }, document);
    const all = ['a@b.c', 'd@e.f', 'n1', 'n2', '12'];
    expect(
      all.filter(
        (value) => !body.includes(JSON.stringify(value).slice(1, -1)) || (value === '12' && !body.includes(':12')),
      ),
    ).toEqual(masked);
  });
});

describe('patterns', () => {
  const rules: RedactionRules = { patterns: [{ name: 'employee number', pattern: 'EMP-\\d{6}' }] };

  test('are found in every text, and what they find everywhere', () => {
    const { body } = redacted(rules, {
      note: 'by EMP-123456',
      short: 'EMP-123456',
      hex: Buffer.from('EMP-123456').toString('hex'),
    });
    expect(body).toBe(
      '{"note":"by <value-1, 8+ characters>","short":"<value-1, 8+ characters>","hex":"<value-1, 8+ characters>"}',
    );
  });

  test('what looks alike stays', () => {
    expect(redacted(rules, { note: 'EMP-12345' }).body).toBe('{"note":"EMP-12345"}');
  });

  test('a text that makes a pattern slow is withheld', () => {
    const slow = { patterns: [{ name: 'slow', pattern: '(?:a+)+b' }] };
    expect(redacted(slow, 'a'.repeat(5000)).body).toBe('<text withheld, 8+ characters>');
  });
});

test('a value that is never masked stays under any name, and is listed as kept', () => {
  const { body, kept } = redacted({ neverValues: ['test-*'] }, { password: 'test-1234', api_key: 'real-1234' });
  expect(body).toBe('{"password":"test-1234","api_key":"<api key-1, 8+ characters>"}');
  expect(kept).toEqual([
    {
      shown: 'te… (9 characters)',
      reason: 'your rules never mask this value',
      item: 0,
      where: 'response.body#/password',
      count: 1,
    },
  ]);
});
