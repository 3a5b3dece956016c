import { expect, test } from 'vitest';
import { classOfStatus } from '../../src/exchange/annotation.ts';

test.each([
  [null, 'no_response'],
  [100, 'informational'],
  [199, 'informational'],
  [200, 'success'],
  [299, 'success'],
  [300, 'redirection'],
  [399, 'redirection'],
  [400, 'client_error'],
  [499, 'client_error'],
  [500, 'server_error'],
  [599, 'server_error'],
  [999, 'server_error'],
] as const)('status %s is of class %s', (status, expected) => {
  expect(classOfStatus(status)).toBe(expected);
});
