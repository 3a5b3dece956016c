import { expect, test } from 'vitest';
import { Refusals } from '../../../src/cli/run/refusals.ts';
import type { ExchangeRow } from '../../../src/exchange/row.ts';
import { row } from './rows.ts';

const refused = (url: string, app = 'node bank.js') =>
  row({ url, app, method: 'CONNECT', status: null, class: 'no_response', cause: 'client-rejects-proxy-ca' });
const accepted = (url: string, app = 'node bank.js') => row({ url, app });

function linesOf(...rows: readonly ExchangeRow[]): string[] {
  const refusals = new Refusals();
  for (const each of rows) refusals.add(each);
  return refusals.lines('/data/ca.pem');
}

test('a program that refuses our certificate for one host only pins that one', () => {
  expect(
    linesOf(
      accepted('https://api.test/v1'),
      refused('https://pay.test'),
      refused('https://pay.test'),
      refused('https://pay.test:8443'),
    ),
  ).toEqual([
    'node bank.js refuses our certificate for pay.test, pay.test:8443, but accepts that for api.test: it pins the certificate there, or has CAs of its own for it. Give it /data/ca.pem besides, or let it pass unread: --tunnel pay.test',
  ]);
});

test('a program that accepts none probably pins them, or brings its own CAs', () => {
  expect(linesOf(refused('https://pay.test'), accepted('https://pay.test/x', 'curl'))).toEqual([
    'node bank.js refuses our certificate for pay.test, although the run has told it of our CA: probably it pins certificates, or brings CAs of its own. Give it /data/ca.pem besides, or let it pass unread: --tunnel pay.test',
  ]);
  const { app: _unknown, ...nobody } = refused('https://pay.test');
  expect(linesOf(nobody)).toEqual([
    expect.stringMatching(/^A program refuses our certificate for pay\.test, although/),
  ]);
});

test('a program that accepts the host, too, pins nothing', () => {
  expect(linesOf(refused('https://pay.test'), accepted('https://pay.test/later'))).toEqual([]);
  expect(linesOf(accepted('https://api.test/v1'), row({ url: 'http://plain.test/', status: null }))).toEqual([]);
});

test('of many programs and hosts only some are named, harmless for a terminal', () => {
  const rows = Array.from({ length: 3000 }, (_, at) => refused(`https://h${at}.test`, `p\x1b[31m${at % 9}`));
  const lines = linesOf(...rows);
  expect(lines).toHaveLength(5);
  expect(lines[0]).toContain('p\\x1b[31m0 refuses our certificate for h0.test, h9.test, h18.test and others,');
});
