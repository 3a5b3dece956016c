import { describe, expect, test } from 'vitest';
import { isAnyStatusName, isStatusName, statusOfName } from '../../../src/classifier/readers/status-name.ts';

describe('words that repeat the status', () => {
  test.each([
    'Not Found',
    '404 Not Found',
    'NotFound',
    'not_found',
    'NOT-FOUND',
    'HTTP Error 404: Not Found.',
    'Error 404',
    '404',
    '',
  ])('%j does', (words) => {
    expect(isStatusName(words, 404)).toBe(true);
  });

  test.each([
    'Order not found',
    'Not found: order',
    'E404',
    'Error404',
    'Not Found 2024',
    'HTTPStatus not found',
    '找不到',
    'Página não encontrada',
  ])('%j says more', (words) => {
    expect(isStatusName(words, 404)).toBe(false);
  });

  test('includes the name of another status, unless the status says nothing', () => {
    expect(isStatusName('Forbidden', 404)).toBe(true);
    expect(isStatusName('Forbidden', 0)).toBe(false);
    expect(isAnyStatusName('I’m a teapot')).toBe(true);
    expect(isAnyStatusName("I'm a teapot")).toBe(true);
    expect(isAnyStatusName("I'm a kettle")).toBe(false);
  });

  test('is read back to its number', () => {
    expect(statusOfName('Request Header Fields Too Large')).toBe(431);
    expect(statusOfName('Request Header Too Large')).toBeUndefined();
    expect(statusOfName('OK')).toBeUndefined();
  });
});
