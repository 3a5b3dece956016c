import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { announce, isListening, lastingProxy, runningProxy, watchRunning } from '../../src/cli/running.ts';
import { temporaryFolder } from '../support/proxy.ts';
import { closedPort, tcpServer } from '../support/servers.ts';

test('a proxy is found on its folder until it withdraws', () => {
  const folder = temporaryFolder();
  try {
    expect(runningProxy(folder.path)).toBeUndefined();
    const withdraw = announce(folder.path, { pid: process.pid, port: 8123 });
    expect(runningProxy(folder.path)).toEqual({ pid: process.pid, port: 8123 });
    withdraw();
    expect(runningProxy(folder.path)).toBeUndefined();
  } finally {
    folder.remove();
  }
});

test('that of a run is found, but is none that lasts, and leaves a living one its place', () => {
  const folder = temporaryFolder();
  const ofRun = { pid: process.pid, port: 8124, isOfRun: true };
  try {
    const withdrawRun = announce(folder.path, ofRun);
    expect(runningProxy(folder.path)).toEqual(ofRun);
    expect(lastingProxy(folder.path)).toBeUndefined();
    withdrawRun();
    const lasting = { pid: process.ppid, port: 8123 };
    const withdrawLasting = announce(folder.path, lasting);
    announce(folder.path, ofRun)();
    expect(lastingProxy(folder.path)).toEqual(lasting);
    withdrawLasting();
    announce(folder.path, ofRun);
    expect(runningProxy(folder.path)).toEqual(ofRun);
    announce(folder.path, lasting);
    expect(lastingProxy(folder.path)).toEqual(lasting);
  } finally {
    folder.remove();
  }
});

test('one whose process is gone, or a file of nonsense, is no proxy', () => {
  const folder = temporaryFolder();
  try {
    announce(folder.path, { pid: spawnSync(process.execPath, ['-e', '']).pid, port: 8123 });
    expect(runningProxy(folder.path)).toBeUndefined();
    writeFileSync(join(folder.path, 'running.json'), '{"pid":"x"');
    expect(runningProxy(folder.path)).toBeUndefined();
  } finally {
    folder.remove();
  }
});

test('that one begins or ends later is told, once each', async () => {
  const folder = temporaryFolder();
  const told: unknown[] = [];
  const stop = watchRunning(folder.path, (running) => told.push(running?.port), 5);
  try {
    const withdraw = announce(folder.path, { pid: process.pid, port: 8123 });
    await vi.waitFor(() => expect(told).toEqual([8123]));
    withdraw();
    await vi.waitFor(() => expect(told).toEqual([8123, undefined]));
  } finally {
    stop();
    folder.remove();
  }
});

test('whether something listens is tried', async () => {
  const server = await tcpServer(() => undefined);
  try {
    expect(await isListening(server.port)).toBe(true);
  } finally {
    await server.close();
  }
  expect(await isListening(await closedPort())).toBe(false);
});
