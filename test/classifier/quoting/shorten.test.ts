import { describe, expect, test } from 'vitest';
import { shortened, shortPath } from '../../../src/classifier/quoting/shorten.ts';

const ARM =
  "The client '5b0c9e3a-7d0f-4f7a-9b44-0d1f6c1c2f00' with object id 'b2a4f5de-3f1f-4d2b-8c0e-aa10c7d1e9f4' does not have authorization to perform action 'Microsoft.Web/sites/write' over scope '/subscriptions/7f6a1c22-93b5-4d0e-8c41-5d2f0a9be613/resourceGroups/shop'.";

describe('a sentence in little room', () => {
  test('stays as it is where it fits', () => {
    expect(shortened(ARM, 300)).toBe(ARM);
  });

  test('loses the middle of ids and paths before anything else', () => {
    expect(shortened(ARM, 220)).toBe(
      "The client '5b0c9e3a…' with object id 'b2a4f5de…' does not have authorization to perform action 'Microsoft.Web/sites/write' over scope '/subscriptions/7f6a1c22…/resourceGroups/shop'.",
    );
  });

  test('keeps the part that decided, and what stands right behind it', () => {
    const text = `${'Some words that lead nowhere and '.repeat(6)}the caller may not perform "orders.write" here${', and more of them'.repeat(6)}`;
    const short = shortened(text, 80, 'may not perform');
    expect(short).toMatch(/^….*may not perform "orders\.write"/);
    expect(short.length).toBeLessThanOrEqual(80);
  });

  test('is cut at its end where nothing in it stands out', () => {
    expect(shortened('nothing in this sentence is of any use', 20)).toBe('nothing in this sen…');
  });
});

test('a path keeps both ends', () => {
  expect(shortPath('/subscriptions/s/resourceGroups/rg-shop-prod/providers/Microsoft.Web/sites/shop-api', 48)).toBe(
    '/subscriptions/…/Microsoft.Web/sites/shop-api',
  );
  expect(shortPath('/v1/orders')).toBe('/v1/orders');
});
