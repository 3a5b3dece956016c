import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dial } from '../../../src/proxy/upstream-connection/dial.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Attempts that go on until the test says how they end. */
function attempts() {
  const sockets = new Map<string, Socket>();
  const started: string[] = [];
  return {
    started,
    socketOf: (address: string) => sockets.get(address)!,
    open: ({ host = '' }: { host?: string | undefined }) => {
      const socket = new Socket();
      sockets.set(host, socket);
      started.push(host);
      return socket;
    },
  };
}

const limits = { timeoutMs: 10_000, signal: new AbortController().signal };
const refused = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const unreachable = () => Object.assign(new Error('connect ENETUNREACH'), { code: 'ENETUNREACH' });

test('a silent address has 250 ms to itself, then the next is tried beside it', () => {
  const { open, started } = attempts();
  dial(['a', 'b', 'c'], 443, limits, open).catch(() => undefined);
  expect(started).toEqual(['a']);
  vi.advanceTimersByTime(249);
  expect(started).toEqual(['a']);
  vi.advanceTimersByTime(1);
  expect(started).toEqual(['a', 'b']);
  vi.advanceTimersByTime(10_000);
  expect(started).toEqual(['a', 'b', 'c']);
});

test('an address that fails makes room at once', () => {
  const { open, started, socketOf } = attempts();
  dial(['a', 'b'], 443, limits, open).catch(() => undefined);
  socketOf('a').emit('error', refused());
  expect(started).toEqual(['a', 'b']);
});

test('the first to answer is taken, though others were tried since, and these are closed', async () => {
  const { open, socketOf } = attempts();
  const dialled = dial(['a', 'b', 'c'], 443, limits, open);
  vi.advanceTimersByTime(300);
  socketOf('a').emit('connect');
  expect(await dialled).toEqual({ socket: socketOf('a'), address: 'a' });
  expect(socketOf('a').destroyed).toBe(false);
  expect(socketOf('b').destroyed).toBe(true);
  expect(socketOf('c')).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

test('when none answers in time, all are closed', async () => {
  const { open, socketOf } = attempts();
  const dialled = dial(['a', 'b'], 443, { ...limits, timeoutMs: 1000 }, open);
  const failed = expect(dialled).rejects.toMatchObject({
    transport: { phase: 'connect', code: 'ETIMEDOUT', message: 'no answer to the connection attempt within 1000 ms' },
  });
  vi.advanceTimersByTime(1000);
  await failed;
  expect([socketOf('a').destroyed, socketOf('b').destroyed]).toEqual([true, true]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a host that refuses says more than an address family that is missing here', async () => {
  const { open, socketOf } = attempts();
  const dialled = dial(['a', 'b'], 443, limits, open);
  const failed = expect(dialled).rejects.toMatchObject({
    transport: { phase: 'connect', code: 'ECONNREFUSED', message: 'connect ENETUNREACH; connect ECONNREFUSED' },
  });
  socketOf('a').emit('error', unreachable());
  socketOf('b').emit('error', refused());
  await failed;
  expect(vi.getTimerCount()).toBe(0);
});

test('an address family that is missing here is named where nothing else is known', async () => {
  const { open, socketOf } = attempts();
  const dialled = dial(['a'], 443, limits, open);
  const failed = expect(dialled).rejects.toMatchObject({ transport: { phase: 'connect', code: 'ENETUNREACH' } });
  socketOf('a').emit('error', unreachable());
  await failed;
});
