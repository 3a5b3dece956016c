import { expect, test } from 'vitest';
import type { DoctorClient } from '../../../src/cli/doctor/clients.ts';
import { type Observation, verdict } from '../../../src/cli/doctor/verdict.ts';
import type { ExchangeRow } from '../../../src/exchange/row.ts';

const CLIENT: DoctorClient = { name: 'tool', programs: ['tool'], guide: 'java', args: (url) => [url] };

const ROW = { id: 1, status: null, cause: null, summary: '' } as unknown as ExchangeRow;

function seen(changes: Partial<Observation> & { complaint?: string; exitCode?: number | null; isLate?: boolean } = {}) {
  const { complaint = '', exitCode = 1, isLate = false, rows = [], hasArrived = false } = changes;
  const { id: _, title: __, ...rest } = verdict(CLIENT, { trial: { complaint, exitCode, isLate }, rows, hasArrived });
  return rest;
}

test('a call with an answer is what it should be, also where the client itself complains', () => {
  expect(seen({ rows: [{ ...ROW, status: 404 }], complaint: 'not found' })).toEqual({
    state: 'good',
    detail: 'comes through and trusts the CA',
  });
});

test('a handshake that the client broke off is distrust, with its last words', () => {
  expect(
    seen({ rows: [{ ...ROW, cause: 'client-rejects-proxy-ca' }], complaint: 'at x\nPKIX path building failed\n' }),
  ).toEqual({
    state: 'failure',
    detail: 'comes through, but does not trust the CA (PKIX path building failed)',
    fix: 'httpwhy ca trust --java, or httpwhy ca guide java',
  });
});

test('a call that fails for another reason says which', () => {
  expect(seen({ rows: [{ ...ROW, cause: 'dns-failure', summary: 'no address' }] }).detail).toBe(
    'comes through, but the call fails: dns-failure no address',
  );
});

const PAST = 'Look for a proxy setting of its own, or call the server through httpwhy: httpwhy start --reverse URL';

test('a call that reached the server unseen went past the proxy', () => {
  expect(seen({ hasArrived: true, exitCode: 0 })).toEqual({
    state: 'failure',
    detail: 'reaches servers without the proxy, although the variables name it',
    fix: PAST,
  });
});

test.each(['getaddrinfo ENOTFOUND client-1.localhost', 'Could not resolve host: client-1.localhost', 'no such host'])(
  'a client that looks the name up itself does not ask the proxy: %s',
  (complaint) =>
    expect(seen({ complaint })).toEqual({
      state: 'failure',
      detail: 'looks the server up itself instead of asking the proxy, although the variables name it',
      fix: PAST,
    }),
);

test('a client that did nothing is quoted, and one that took too long is not said to be broken', () => {
  expect(seen({ complaint: 'bad option' }).detail).toBe('did not call the server at all (bad option)');
  expect(seen({ exitCode: 3 }).detail).toBe('did not call the server at all (exit code 3)');
  expect(seen({ isLate: true, exitCode: null })).toEqual({
    state: 'warning',
    detail: 'did not call the server in time',
    fix: 'httpwhy doctor tool',
  });
});
