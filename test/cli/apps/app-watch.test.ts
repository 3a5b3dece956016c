import { describe, expect, test } from 'vitest';
import { AppWatch, localEndpoint, type NamedClient } from '../../../src/cli/apps/app-watch.ts';
import { KnownApps } from '../../../src/cli/apps/known-apps.ts';
import { NO_CONNECTION } from '../../../src/exchange/exchange.ts';
import { exchange } from '../../support/exchanges.ts';

/** A watch whose clock stands still until it is moved, and whose looks cost what is said. */
function watchAt({ costMs = 1, find = () => true }: { costMs?: number; find?: (port: number) => boolean } = {}) {
  const clock = { now: 0, worked: 0, processWorked: 0 };
  const told: (readonly NamedClient[])[] = [];
  const looks: number[] = [];
  let retry: (() => void) | undefined;
  const watch = new AppWatch({
    finder: {
      find(clients) {
        looks.push(clients.length);
        clock.worked += costMs;
        clock.processWorked += costMs;
        return new Map(
          clients.filter(({ port }) => find(port)).map((client) => [client, { name: 'curl', pid: client.port }]),
        );
      },
    },
    tell: (named) => told.push(named),
    now: () => clock.now,
    worked: () => clock.worked,
    processWorked: () => clock.processWorked,
    later(run) {
      retry = run;
      return () => {
        retry = undefined;
      };
    },
  });
  return { watch, clock, told, looks, retry: () => retry?.() };
}

describe('new connections', () => {
  test('are named at once', () => {
    const { watch, told } = watchAt();
    watch.connected(['127.0.0.1:5001', '[::1]:5002']);
    expect(told).toEqual([
      [
        ['127.0.0.1:5001', { name: 'curl', pid: 5001 }],
        ['[::1]:5002', { name: 'curl', pid: 5002 }],
      ],
    ]);
  });

  test('of other machines are not looked for', () => {
    const { watch, told, looks } = watchAt();
    watch.connected(['192.168.0.7:5001']);
    expect([told, looks]).toEqual([[], []]);
  });

  test('take the name from a port that belonged to another program, and only from such a one', () => {
    const { watch, told } = watchAt({ find: (port) => port === 5001 && told.length === 0 });
    watch.connected(['127.0.0.1:5001']);
    watch.connected(['127.0.0.1:5001', '127.0.0.1:5002']);
    expect(told[1]).toEqual([['127.0.0.1:5001', null]]);
  });

  test('wait when looking has cost what was saved, and are named when there is time again', () => {
    const { watch, clock, looks, told, retry } = watchAt({ costMs: 300 });
    watch.connected(['127.0.0.1:5001']);
    watch.connected(['127.0.0.1:5002']);
    expect(looks).toEqual([1]);
    clock.now += 5000; // brings 50 ms of the 100 that are missing
    retry();
    expect(looks).toEqual([1]);
    clock.now += 6000;
    retry();
    expect(looks).toEqual([1, 1]);
    expect(told[1]).toEqual([['127.0.0.1:5002', { name: 'curl', pid: 5002 }]]);
  });

  test('in great number cost half a percent of what the process works, and the latest are looked for', () => {
    const { watch, clock, looks } = watchAt({ costMs: 2 });
    for (let port = 1; port <= 10_000; port += 1) {
      watch.connected([`127.0.0.1:${port}`]);
      clock.now += 1;
      clock.processWorked += 0.5;
    }
    // Two at leisure; then 5 s of work allow 25 ms, which are 12 looks.
    expect(looks.length).toBeLessThanOrEqual(2 + 14);
    expect(looks.length).toBeGreaterThan(10);
    expect(Math.max(...looks)).toBeLessThanOrEqual(32);
  });

  test('in great number are not looked for more than once before they are known for many, where a look is dear', () => {
    const { watch, clock, looks } = watchAt({ costMs: 40 });
    for (let port = 1; port <= 6000; port += 1) {
      watch.connected([`127.0.0.1:${port}`]);
      clock.now += 1;
      clock.processWorked += 0.5;
    }
    expect(looks).toEqual([1]);
  });

  test('that a script makes one after another are all named at once, where a look costs what it usually does', () => {
    const { watch, clock, looks } = watchAt({ costMs: 5 });
    for (let port = 1; port <= 10; port += 1) {
      watch.connected([`127.0.0.1:${port}`]);
      clock.now += 30;
    }
    expect(looks).toEqual(Array(10).fill(1));
  });
});

test('a client of this machine is told from others', () => {
  expect(localEndpoint('[::ffff:127.0.0.1]:80')).toEqual({ address: '127.0.0.1', port: 80 });
  expect(localEndpoint('[::1]:80')).toEqual({ address: '::1', port: 80 });
  expect(localEndpoint('10.0.0.1:80')).toBeUndefined();
});

describe('what the writer knows', () => {
  const of = (client: string) => exchange({ connection: { ...NO_CONNECTION, client } });

  test('is the name for every exchange of the client, until it is taken back', () => {
    const known = new KnownApps();
    known.learn([['127.0.0.1:1', { name: 'curl', pid: 7 }]]);
    expect(known.originOf(of('127.0.0.1:1'))).toEqual({ app: 'curl', appPid: 7 });
    expect(known.originOf(of('127.0.0.1:2'))).toBeUndefined();
    known.learn([['127.0.0.1:1', null]]);
    expect(known.originOf(of('127.0.0.1:1'))).toBeUndefined();
  });

  test('does not grow without bound', () => {
    const known = new KnownApps();
    for (let port = 0; port < 6000; port += 1) known.learn([[`127.0.0.1:${port}`, { name: 'curl', pid: 1 }]]);
    expect(known.originOf(of('127.0.0.1:0'))).toBeUndefined();
    expect(known.originOf(of('127.0.0.1:5999'))).toBeDefined();
  });
});
