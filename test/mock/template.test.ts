import { describe, expect, test } from 'vitest';
import {
  asksForBody,
  fillJson,
  fillTemplate,
  parseJsonTemplate,
  parseTemplate,
  type Scope,
  type Template,
} from '../../src/mock/template.ts';
import { NOW, request } from './build.ts';

const scope: Scope = {
  request: request('POST https://api.example.com/v1/orders/7?page=2', {
    headers: { 'X-Tenant': 'acme' },
    body: { name: 'Ada', amount: 12.5, items: [{ sku: 'pen' }] },
  }),
  params: { id: '7' },
  count: 3,
  now: NOW,
  uuid: () => 'the-uuid',
  random: () => 0.25,
};

const fill = (text: string) => fillTemplate(parseTemplate(text) as Template, scope);

describe('text', () => {
  test('is filled from every part of the request', () => {
    expect(fill('{{method}} {{host}}{{path}} {{params.id}} {{query.page}} {{headers.x-tenant}}')).toBe(
      'POST api.example.com/v1/orders/7 7 2 acme',
    );
    expect(fill('{{json.name}} {{json.items.0.sku}} {{json#/items/0}}')).toBe('Ada pen {"sku":"pen"}');
  });

  test('is filled from time, chance and count', () => {
    expect(fill('{{now}} {{now.seconds}} {{now.http}}')).toBe(
      '2026-11-05T12:00:00.000Z 1793880000 Thu, 05 Nov 2026 12:00:00 GMT',
    );
    expect(fill('{{uuid}} {{count}} {{random}}')).toBe('the-uuid 3 250000');
  });

  test('has nothing where the request has nothing', () => {
    expect(fill('[{{query.none}}{{json.none}}{{params.toString}}]')).toBe('[]');
  });

  test('that is no place stays as it is', () => {
    expect(fill('{a} }} {{')).toBe('{a} }} {{');
  });

  test('with a place that nothing can fill is refused with its name', () => {
    expect(parseTemplate('a {{jsn.name}}')).toEqual({ unknown: 'jsn.name' });
    expect(parseTemplate('{{params}}')).toEqual({ unknown: 'params' });
    expect(parseTemplate('{{uuid.x}}')).toEqual({ unknown: 'uuid.x' });
  });
});

describe('JSON', () => {
  test('keeps the type of a value that a place alone stands for', () => {
    const template = parseJsonTemplate({ amount: '{{json.amount}}', text: 'EUR {{json.amount}}', none: '{{json.x}}' });
    if ('unknown' in template) throw new Error(template.unknown);
    expect(fillJson(template, scope)).toEqual({ amount: 12.5, text: 'EUR 12.5', none: null });
  });

  test('cannot be broken out of by what a client sends', () => {
    const template = parseJsonTemplate({ name: 'x{{query.q}}' });
    if ('unknown' in template) throw new Error(template.unknown);
    const hostile = { ...scope, request: request('GET https://a.example/?q=%22,%22admin%22:true') };
    expect(fillJson(template, hostile)).toEqual({ name: 'x","admin":true' });
  });
});

test('only templates over the body make it be read', () => {
  expect(asksForBody(parseTemplate('{{json.a}}') as Template)).toBe(true);
  expect(asksForBody(parseTemplate('{{query.a}}') as Template)).toBe(false);
  const nested = parseJsonTemplate({ a: [{ b: '{{body}}' }] });
  expect('unknown' in nested ? undefined : asksForBody(nested)).toBe(true);
});
