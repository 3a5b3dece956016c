// httpwhy itself, recording and annotating everything into a capture of its own; without a log on the screen. As a
// proxy that `httpwhy start` begins it is to be given MEMORY_SETTINGS.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSession } from '../../dist/cli/session.js';

const folder = mkdtempSync(join(tmpdir(), 'httpwhy-bench-'));
const session = await startSession({
  folder,
  host: '127.0.0.1',
  port: 0,
  maxBodyBytes: 10_000_000,
  upstreamCaFile: null,
  verifiesServers: false,
  tunnel: [],
  only: [],
  reverse: null,
  upstreamProxy: 'none',
  clientCertificates: [],
  ...(process.env.HTTPWHY_BENCH_MOCKS && { mocks: { file: process.env.HTTPWHY_BENCH_MOCKS, isWanted: true } }),
});
session.onNotice((line) => console.error(line));
process.send({ port: session.port });
process.on('message', async () => {
  await session.close();
  rmSync(folder, { recursive: true });
  process.exit();
});
