import { expect, test } from 'vitest';
import { namedPhases, phasesOf } from '../../src/exchange/phases.ts';
import { CONNECTION, exchange } from '../support/exchanges.ts';

const onNew = { client: null, clientTls: null, server: CONNECTION, isReused: false };
const timing = { connectedMs: 28, requestSentMs: 30, responseStartMs: 90 };

test('a call on a new connection waited for name, TCP and TLS', () => {
  expect(phasesOf(exchange({ connection: onNew, timing, durationMs: 100 }))).toEqual({
    dnsMs: 2.5,
    connectMs: 11,
    tlsMs: 14,
    sendMs: 2,
    waitMs: 60,
    receiveMs: 10,
  });
});

test('a call on a connection that was there did not', () => {
  const phases = phasesOf(exchange({ connection: { ...onNew, isReused: true }, timing, durationMs: 100 }));
  expect(phases).toMatchObject({ dnsMs: null, connectMs: null, tlsMs: null, sendMs: 2 });
});

test('a request that was whole before there was a connection took no time to send', () => {
  const early = { connectedMs: 28, requestSentMs: 3, responseStartMs: 90 };
  expect(phasesOf(exchange({ connection: onNew, timing: early }))).toMatchObject({ sendMs: 0, waitMs: 62 });
});

test('an answer before the end of the request was not waited for', () => {
  const early = { connectedMs: 5, requestSentMs: 80, responseStartMs: 20 };
  expect(phasesOf(exchange({ connection: onNew, timing: early }))).toMatchObject({ waitMs: 0 });
});

test('what was not reached is not named', () => {
  const refused = exchange({ response: null });
  expect(namedPhases(phasesOf(refused))).toEqual([]);
  const waiting = exchange({ connection: onNew, timing: { ...timing, responseStartMs: null }, response: null });
  expect(namedPhases(phasesOf(waiting)).map(([name]) => name)).toEqual(['dns', 'connect', 'tls', 'send']);
});
