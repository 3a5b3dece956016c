import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { httpwhy, runHttpwhy } from '../support/program.ts';
import { callThrough, temporaryFolder } from '../support/proxy.ts';
import { httpServer } from '../support/servers.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('kill -9 under load loses at most what ended in the last 100 ms, and the capture opens clean', async () => {
  const folder = temporaryFolder();
  const origin = await httpServer((_request, response) => response.end('{"ok":true}'));
  const proxy = httpwhy(['start', '--headless', '--json', '--port', '0', '--data', folder.path]);
  try {
    const [, port] = await proxy.until('stderr', /listens on 127\.0\.0\.1:(\d+)/);
    const endedAt: number[] = [];
    let isLoading = true;
    const loads = Array.from({ length: 8 }, async () => {
      while (isLoading) {
        const answer = await callThrough(Number(port), `http://127.0.0.1:${origin.port}/x`).catch(() => undefined);
        if (answer?.status === 200) endedAt.push(performance.now());
        else await pause(5);
      }
    });
    while (endedAt.length < 300) await pause(20);
    proxy.child.kill('SIGKILL');
    const killedAt = performance.now();
    await proxy.finished;
    isLoading = false;
    await Promise.all(loads);
    // Twice the promise: on a loaded machine the signal itself takes a while.
    const settled = endedAt.filter((at) => at < killedAt - 200).length;
    const reader = new CaptureReader(join(folder.path, 'capture.db'));
    try {
      const { success } = reader.counts();
      expect(settled).toBeGreaterThan(0);
      expect(success).toBeGreaterThanOrEqual(settled);
    } finally {
      reader.close();
    }
    const log = await runHttpwhy(['log', '--json', '-n', '1', '--data', folder.path]);
    expect(log.code).toBe(0);
  } finally {
    proxy.child.kill('SIGKILL');
    await origin.close();
    folder.remove();
  }
});

test('when descriptors run out, it says so once and goes on as soon as there are some', async () => {
  const folder = temporaryFolder();
  const origin = await httpServer((_request, response) => response.end('ok'));
  const child = spawn(
    'sh',
    [
      '-c',
      `ulimit -n 64; exec "$0" "$@"`,
      process.execPath,
      MAIN,
      'start',
      '--headless',
      '--port',
      '0',
      '--data',
      folder.path,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  try {
    while (!/listens on 127\.0\.0\.1:\d+/.test(said)) await pause(20);
    const port = Number(/listens on 127\.0\.0\.1:(\d+)/.exec(said)![1]);
    const sockets: Socket[] = [];
    for (let i = 0; i < 150; i += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      sockets.push(socket);
    }
    await pause(300);
    for (const socket of sockets) socket.destroy();
    await pause(100);
    const answer = await callThrough(port, `http://127.0.0.1:${origin.port}/after`);
    expect(answer.body.toString()).toBe('ok');
    while (!said.includes('/after')) await pause(20);
    expect(child.exitCode).toBeNull();
  } finally {
    child.kill();
    await once(child, 'close');
    await origin.close();
    folder.remove();
  }
});
