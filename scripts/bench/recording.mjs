// CPU per exchange of everything behind the proxy's `sink.emit`: encoding, the hop to the writer thread, recorder,
// classifier and SQLite. Drives a ThreadSink with the events of ordinary exchanges at a steady rate, from the sources.
// Usage: node scripts/bench/recording.mjs [exchanges]; needs Node.js 24
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { ThreadSink } from '../../src/cli/threads/thread-sink.ts';

const EXCHANGES = Number(process.argv[2] ?? 20_000);
const IN_FLIGHT = 32;
const TICK_MS = 6;
const SETTLE_MS = 200;
const MOST_LOOKS = 20;
/** Less than this between two looks is nothing but timers. */
const IDLE_US = 5000;
const ROUNDS = 5;

const TLS = {
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  alpn: 'http/1.1',
  serverName: 'api.shop.dev',
};
const certificate = (subject, issuer) => ({
  subject,
  issuer,
  names: ['DNS:api.shop.dev', 'DNS:*.api.shop.dev'],
  validFrom: '2026-10-01T00:00:00Z',
  validTo: '2026-12-30T00:00:00Z',
  fingerprint: `${'AB:'.repeat(31)}CD`,
});
const connections = Array.from({ length: IN_FLIGHT }, (_, index) => ({
  id: index + 1,
  server: '203.0.113.7:443',
  via: null,
  dnsMs: 2.5,
  tcpMs: 11,
  tlsMs: 14,
  tls: {
    ...TLS,
    chain: [
      certificate('CN=api.shop.dev', 'CN=R12, O=Example'),
      certificate('CN=R12, O=Example', 'CN=Root, O=Example'),
    ],
    distrust: null,
  },
}));
const body = Buffer.from(
  JSON.stringify({
    object: 'list',
    orders: Array.from({ length: 9 }, (_, id) => ({
      id,
      state: 'paid',
      total: 1200,
      currency: 'eur',
      customer: `cus_${id}Jw72kd8`,
    })),
    page: 2,
    note: 'x'.repeat(240),
  }),
);
const date = new Date().toUTCString();
const now = () => performance.timeOrigin + performance.now();

function begin(sink, key) {
  sink.emit({
    kind: 'request',
    key,
    at: now(),
    client: `127.0.0.1:${50_000 + (key % IN_FLIGHT)}`,
    clientTls: TLS,
    method: 'GET',
    url: `https://api.shop.dev/v1/orders?page=${key}&limit=9`,
    httpVersion: '1.1',
    rawHeaders: [
      'Host',
      'api.shop.dev',
      'User-Agent',
      'shop-client/4.2 (linux; node 24.1)',
      'Accept',
      'application/json, text/plain, */*',
      'Accept-Encoding',
      'gzip, deflate, br',
      'Authorization',
      'Bearer sk_live_51Hc0J9kqLmN2pQrStUvWx',
      'X-Request-Id',
      `req-${key}`,
      'Connection',
      'keep-alive',
    ],
  });
  sink.emit({ kind: 'request-end', key, at: now(), totalBytes: 0, rawTrailers: [] });
  const connection = connections[key % IN_FLIGHT];
  sink.emit({
    kind: 'connected',
    key,
    at: now(),
    connection,
    isReused: key > IN_FLIGHT,
  });
}

function finish(sink, key) {
  sink.emit({
    kind: 'response',
    key,
    at: now(),
    status: 200,
    reason: 'OK',
    httpVersion: '1.1',
    rawHeaders: [
      'Date',
      date,
      'Content-Type',
      'application/json; charset=utf-8',
      'Content-Length',
      String(body.length),
      'Cache-Control',
      'no-store',
      'ETag',
      `W/"${key}"`,
      'X-Request-Id',
      `req-${key}`,
      'Strict-Transport-Security',
      'max-age=31536000',
      'Connection',
      'keep-alive',
    ],
  });
  // The proxy copies what it hands over: sockets use their memory again.
  sink.emit({ kind: 'response-chunk', key, bytes: new Uint8Array(body) });
  sink.emit({ kind: 'response-end', key, at: now(), totalBytes: body.length, rawTrailers: [] });
  sink.emit({ kind: 'ended', key, at: now(), error: null, proxyStatus: null });
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** `IN_FLIGHT` exchanges at a time; each begins in one tick and ends in the next. */
async function drive(sink, firstKey, count) {
  let next = performance.now();
  for (let done = 0; done < count; done += IN_FLIGHT) {
    for (let i = 0; i < IN_FLIGHT; i += 1) begin(sink, firstKey + done + i);
    next += TICK_MS;
    await sleep(Math.max(0, next - performance.now()));
    for (let i = 0; i < IN_FLIGHT; i += 1) finish(sink, firstKey + done + i);
  }
}

const sum = ({ user, system }) => user + system;
/** CPU of the process, of this thread (the proxy's part) and of the writer, in microseconds. */
async function cpu() {
  return {
    all: sum(process.cpuUsage()),
    sender: sum(process.threadCpuUsage()),
    writer: sum(await writer.cpuUsage()),
  };
}

/** Waits until the writer has stored everything: it may be behind, and its work belongs to the run that caused it. */
async function settle() {
  let before = (await cpu()).writer;
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await sleep(SETTLE_MS);
    const now = (await cpu()).writer;
    if (now - before < IDLE_US) return;
    before = now;
  }
}

/** What a run costs per exchange. */
async function cost(sink, firstKey) {
  const before = await cpu();
  await drive(sink, firstKey, EXCHANGES);
  await settle();
  const after = await cpu();
  return Object.fromEntries(Object.keys(after).map((part) => [part, (after[part] - before[part]) / EXCHANGES]));
}

const folder = mkdtempSync(join(tmpdir(), 'httpwhy-recording-'));
const capture = join(folder, 'capture.db');
const { port1, port2 } = new MessageChannel();
const writer = new Worker(new URL('../../src/cli/threads/writer-thread.ts', import.meta.url), {
  workerData: { capture, recording: port2 },
  transferList: [port2],
  // As a session starts it.
  resourceLimits: { maxYoungGenerationSizeMb: 8 },
});
writer.on('error', (error) => console.error(error));
writer.on('message', (message) => message.kind !== 'ready' && message.kind !== 'closed' && console.error(message));
await once(writer, 'message');
const sink = new ThreadSink(port1);
const silent = { emit() {} };

let key = 1;
await drive(silent, 1, EXCHANGES / 4);
await drive(sink, key, EXCHANGES / 2);
await settle();
const generator = [];
const rounds = [];
for (let round = 0; round < ROUNDS; round += 1) {
  generator.push(await cost(silent, 1));
  key += EXCHANGES;
  rounds.push(await cost(sink, key));
}
const least = (list, part) => Math.min(...list.map((costs) => costs[part]));
const middle = (list, part) => list.map((costs) => costs[part]).sort((a, b) => a - b)[list.length >> 1];
// Other programs on the machine only ever add: the least is the truth, the median says how noisy it was.
console.log(
  `CPU µs per exchange (${EXCHANGES} exchanges with ${body.length} B of JSON), least of ${ROUNDS} rounds (median)`,
);
for (const [part, name] of [
  ['all', 'whole process'],
  ['sender', 'proxy thread'],
  ['writer', 'writer thread'],
]) {
  const value = (of) => (of(rounds, part) - of(generator, part)).toFixed(1);
  console.log(`  ${name.padEnd(14)} ${value(least).padStart(6)} (${value(middle)})`);
}
console.log(
  `peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB, capture ${(statSync(capture).size / 1e6).toFixed(0)} MB`,
);
sink.end();
await once(writer, 'exit').catch(() => {});
port1.close();
rmSync(folder, { recursive: true });
