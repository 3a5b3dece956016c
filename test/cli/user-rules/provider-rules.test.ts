import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { providerRules } from '../../../src/cli/user-rules/provider-rules.ts';
import { NO_HISTORY } from '../../../src/exchange/history.ts';
import { type Difference, exchange } from '../../classifier/build.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'src', 'classifier', 'providers');
const rules = await providerRules();

const answer = (url: string, status: number, body: object): Difference => ({ url, status, body: JSON.stringify(body) });
const found = (difference: Difference) =>
  rules.flatMap((rule) => rule.find(createFacts(exchange(difference)), NO_HISTORY) ?? []);

const discord = (status: number, code: number, message: string) =>
  answer('https://discord.com/api/v10/channels/1/messages', status, { message, code });
const meta = (code: number, error_subcode?: number) =>
  answer('https://graph.facebook.com/v21.0/me', 400, {
    error: { message: 'Words of Meta', type: 'OAuthException', code, error_subcode },
  });
const x = (...codes: number[]) =>
  answer('https://api.x.com/1.1/statuses/update.json', 403, {
    errors: codes.map((code) => ({ code, message: 'Words of X' })),
  });
const cloudflare = (code: number, chain?: number) =>
  answer('https://api.cloudflare.com/client/v4/zones', 400, {
    success: false,
    errors: [{ code, message: 'Words', error_chain: chain === undefined ? [] : [{ code: chain, message: 'Chain' }] }],
  });
const paypal = (issue: string) =>
  answer('https://api-m.sandbox.paypal.com/v2/checkout/orders/7/capture', 422, {
    name: 'UNPROCESSABLE_ENTITY',
    details: [{ issue, description: 'Words of PayPal.' }],
  });
const stream = (code: number) =>
  answer('https://chat.stream-io-api.com/channels', 401, { code, message: 'Words of Stream', StatusCode: 401 });

test.each([
  ['Discord, an unknown channel', discord(404, 10003, 'Unknown Channel'), 'resource-not-found'],
  ['Discord, missing permissions', discord(403, 50013, 'Missing Permissions'), 'insufficient-scope'],
  ['Discord, the message of another', discord(403, 50005, 'Cannot edit'), 'not-resource-owner'],
  ['Discord, the most pins', discord(400, 30003, 'Maximum number of pins'), 'quota-exhausted'],
  ['Discord, verification', discord(403, 40002, 'You need to verify'), 'account-suspended'],
  ['Discord, a ban', discord(403, 40007, 'Banned'), 'account-suspended'],
  ['Meta, an expired token', meta(190, 463), 'expired-credentials'],
  ['Meta, a changed password', meta(190, 460), 'invalid-credentials'],
  ['Meta, a checkpoint', meta(190, 459), 'account-suspended'],
  ['Meta, too many calls', meta(4), 'rate-limited'],
  ['Meta, a permission', meta(200), 'insufficient-scope'],
  ['Meta, a policy', meta(368), 'account-suspended'],
  ['Meta, the same post', meta(506), 'already-exists'],
  ['X, a token', x(89), 'invalid-credentials'],
  ['X, the clock', x(135), 'credentials-not-yet-valid'],
  ['X, a suspended account', x(64), 'account-suspended'],
  ['X, the same post', x(187), 'already-exists'],
  ['X, the limit of the day', x(185), 'quota-exhausted'],
  ['X, automation', x(226), 'blocked-by-firewall'],
  ['Cloudflare, a route', cloudflare(7003), 'wrong-url'],
  ['Cloudflare, no credential', cloudflare(9106), 'missing-credentials'],
  ['Cloudflare, a header', cloudflare(6003, 6103), 'malformed-credentials'],
  ['Cloudflare, a session', cloudflare(9300), 'expired-credentials'],
  ['PayPal, declined', paypal('INSTRUMENT_DECLINED'), 'payment-required'],
  ['PayPal, the buyer', paypal('PAYER_ACTION_REQUIRED'), 'invalid-state'],
  ['PayPal, done before', paypal('ORDER_ALREADY_CAPTURED'), 'invalid-state'],
  ['PayPal, an invoice', paypal('DUPLICATE_INVOICE_ID'), 'already-exists'],
  ['PayPal, the payee', paypal('PAYEE_ACCOUNT_RESTRICTED'), 'account-suspended'],
  ['Stream, an expired token', stream(40), 'expired-credentials'],
  ['Stream, a token of tomorrow', stream(42), 'credentials-not-yet-valid'],
  ['Stream, a signature', stream(43), 'invalid-signature'],
  ['Stream, a feature', stream(19), 'feature-not-enabled'],
])('%s', (_name, difference, cause) => {
  const findings = found(difference);
  expect(findings.map((finding) => finding.cause)).toEqual([cause]);
  expect(findings[0]?.summary).not.toContain('(absent)');
});

describe('nothing is said of', () => {
  test.each([
    ['another code of the same provider', discord(400, 50035, 'Invalid Form Body')],
    ['the code under another status', discord(400, 10003, 'Unknown Channel')],
    ['a token without a subcode', meta(190)],
    ['a code of Meta that only begins alike', meta(1000)],
    ['another code of X', x(999)],
    ['the authentication error of Cloudflare, which says no more', cloudflare(10000)],
    ['another issue of PayPal', paypal('INVALID_CURRENCY_CODE')],
    ['another code of Stream', stream(4)],
    [
      'the same codes on another host',
      { ...discord(404, 10003, 'Unknown Channel'), url: 'https://notdiscord.com/api' },
    ],
    ['a success', answer('https://graph.facebook.com/v21.0/me', 200, { id: '1', name: 'N' })],
  ])('%s', (_name, difference) => {
    expect(found(difference)).toEqual([]);
  });
});

test('every file about a provider says where its facts are documented', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !/^# .*https:\/\//m.test(readFileSync(join(FOLDER, file), 'utf8')))).toEqual([]);
});

test('every rule about a provider names its host', () => {
  const elsewhere = exchange({ url: 'https://api.example.test/v1/x', status: 400, body: '{}' });
  expect(rules.filter((rule) => rule.find(createFacts(elsewhere), NO_HISTORY) !== undefined)).toEqual([]);
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});
