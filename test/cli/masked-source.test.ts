import { Buffer } from 'node:buffer';
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
  contents: { bodySize: () => 0, body: () => new Uint8Array(), messages: () => [] },
  trouble: () => ({ rows: [], revision: 0 }),
  completions: (_filter, caret) => ({ start: caret, end: caret, candidates: [] }),
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

test('failures and completions lose their secrets too', () => {
  const candidates = ['/v1/orders', '/t/sk_live_51H8xQ2abcdefghijklmnop'].map((text) => ({
    text,
    help: '',
    kind: 'value' as const,
  }));
  const masked = maskedSource(
    {
      ...SOURCE,
      trouble: () => ({ rows: [ROW], revision: 7 }),
      completions: () => ({ start: 0, end: 2, candidates }),
    },
    createDisplayRedaction(),
  );
  const { rows, revision } = masked.trouble(null, 10);
  expect(JSON.stringify(rows)).not.toContain('abcdef123456');
  expect([rows.length, revision]).toEqual([1, 7]);
  expect(masked.completions('pa', 2)).toEqual({ start: 0, end: 2, candidates: [candidates[0]] });
});

test('bodies and messages that are read by parts are masked as the rest is', () => {
  const secret = 'hunter2-and-more-of-it';
  const content = Buffer.from(JSON.stringify({ password: secret, user: 'ada' }));
  const call = exchange({ id: 1, request: { body: { bytes: content, totalBytes: content.length } } });
  const { contents } = maskedSource(
    {
      ...SOURCE,
      detail: (id) => (id === 1 ? { exchange: call, annotation: null } : undefined),
      contents: {
        bodySize: () => content.length,
        body: (_id, _side, from, length) => content.subarray(from, from + length),
        messages: () => [
          { at: 0, from: 'client', type: 'text', bytes: content, totalBytes: content.length, closeCode: null },
        ],
      },
    },
    createDisplayRedaction(),
  );
  const whole = Buffer.from(contents.body(1, 'request', 0, contents.bodySize(1, 'request'))).toString();
  expect(whole).not.toContain(secret);
  expect(JSON.parse(whole)).toMatchObject({ user: 'ada' });
  expect(Buffer.from(contents.body(1, 'request', 1, 10)).toString()).toBe(whole.slice(1, 11));
  const [message] = contents.messages(1, 0, 10);
  expect(Buffer.from(message!.bytes).toString()).not.toContain(secret);
  expect([contents.bodySize(2, 'request'), contents.messages(2, 0, 10)]).toEqual([0, []]);
});
