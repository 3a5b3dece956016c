import { expect, test } from 'vitest';
import { maskedSource } from '../../src/cli/masked-source.ts';
import { createDisplayRedaction } from '../../src/exchange/redact.ts';
import type { ExchangeRow } from '../../src/exchange/row.ts';
import type { LogSource } from '../../src/tui/source.ts';
import { EXPIRED, exchange } from '../support/exchanges.ts';

const ROW = { id: 1, url: 'https://h/x?token=abcdef123456', summary: 'Bearer abcdef123456 was refused' } as ExchangeRow;
const ITEM = {
  exchange: exchange({ request: { headers: [['Authorization', 'Bearer abcdef123456']] } }),
  annotation: { ...EXPIRED, summary: 'abcdef123456 expired' },
};
const SOURCE: LogSource = {
  page: () => [ROW],
  counts: () => {
    throw new Error('not asked');
  },
  nextFailure: () => 4,
  annotation: (id) => (id === 1 ? { ...EXPIRED, summary: 'token=abcdef123456 expired' } : null),
  detail: (id) => (id === 1 ? ITEM : undefined),
  onChange: () => () => undefined,
};

test('rows, annotations and details lose their secrets, all else is asked as before', () => {
  const masked = maskedSource(SOURCE, createDisplayRedaction());
  const shown = JSON.stringify([
    masked.page({ filter: '', anchor: { kind: 'last' }, limit: 1 }),
    masked.annotation(1),
    masked.detail(1),
  ]);
  expect(shown).not.toContain('abcdef123456');
  expect(masked.detail(1)?.annotation?.summary).toBe('<token-1, 12+ characters> expired');
  expect(masked.nextFailure(1, 'newer', '')).toBe(4);
});

test('what is not there stays so', () => {
  const masked = maskedSource(SOURCE, createDisplayRedaction());
  expect(masked.annotation(2)).toBeNull();
  expect(masked.detail(2)).toBeUndefined();
});
