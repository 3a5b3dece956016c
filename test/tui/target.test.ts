import { describe, expect, test } from 'vitest';
import { cellsOf } from '../../src/tui/cells.ts';
import { shortTarget } from '../../src/tui/target.ts';

const ORDER = 'https://api.shop.dev/v1/orders/87/items?expand=customer';

describe('shortTarget', () => {
  test.each([
    [ORDER, 60, 'api.shop.dev/v1/orders/87/items?expand=customer'],
    [ORDER, 38, 'api.shop.dev/v1/orders/87/items?expan…'],
    [ORDER, 30, 'api.shop.d…/v1/orders/87/items'],
    [ORDER, 22, 'api.shop.d…/…/87/items'],
    ['https://api.shop.dev/v1/carts/1b2c3d4e-aaaa-bbbb-cccc-1234567890ab', 25, 'api.sh…/…/carts/1b2c3d4e…'],
    ['http://db.internal:8443', 30, 'db.internal:8443'],
    ['http://a-rather-long-host.example', 12, 'a-rather-lo…'],
    ['https://user:secret@api.dev/', 30, 'api.dev/'],
    ['http://localhost:3000/v1/orders?a=1', 30, 'localhost:3000/v1/orders?a=1'],
    ['http://localhost:3000/v1/orders?a=1', 20, ':3000/v1/orders?a=1'],
    ['http://127.0.0.1:3000/v1/orders/87', 17, ':3000/…/orders/87'],
    ['http://localhost.example:3000/v1/orders', 20, 'localhost…/v1/orders'],
    ['http://localhost:3000/v1/payment-sessions/ps_301', 28, ':3000/…yment-sessions/ps_301'],
    ['http://localhost:3000/v1/payment-sessions/ps_301', 18, ':3000/…/ps_301'],
    ['', 10, ''],
  ])('%s in %i cells', (url, cells, expected) => {
    expect(shortTarget(url, cells)).toBe(expected);
  });

  test('this machine is left out for all where it must be for some', () => {
    expect(shortTarget('http://localhost:3000/a', 40, true)).toBe(':3000/a');
    expect(shortTarget('http://api.dev:3000/a', 40, true)).toBe('api.dev:3000/a');
  });

  test('never wider than asked', () => {
    const urls = [
      ORDER,
      `https://h/${'a'.repeat(500)}`,
      `https://${'日'.repeat(90)}/${'本'.repeat(90)}`,
      'x://///////',
      '////',
    ];
    for (const url of urls) {
      for (let cells = 1; cells < 60; cells += 1) expect(cellsOf(shortTarget(url, cells))).toBeLessThanOrEqual(cells);
    }
  });

  test('control characters are shown', () => {
    expect(shortTarget('https://evil/\x1b[2J', 40)).toBe('evil/\\x1b[2J');
  });
});
