// A realistic capture of many exchanges, and how fast, large and frugal it is. Usage: npm run bench:store [-- exchanges [FILE]]
// With FILE the capture is made there and kept; where it is there already, it is only measured. Needs Node.js 24
import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import { annotate, changeOf, SHARED_BODIES } from './store-traffic.mjs';

const EXCHANGES = Number(process.argv[2] ?? 1_000_000);
const BATCH = 100;
/** Exchanges whose payload is compressed for comparison: one in so many. */
const SAMPLED = 50;
/** Exchanges over which the cost of writing is measured, at the beginning and at the end. */
const MEASURED = Math.min(20_000, Math.floor(EXCHANGES / 4));

const FILTERS = [
  'status:404',
  'status:5xx',
  'status:418',
  'class:client_error',
  'cause:rate-limited',
  'fault:network',
  'confidence:guess',
  'is:failed',
  'method:DELETE',
  'host:auth.shop.test',
  'path:/v1/exports',
  'route:"GET api.shop.test/v1/exports/{id}"',
  'type:image',
  'duration:>5s',
  'size:>1mb',
  'app:curl',
  'app:firefox',
  'server:203.0.113.4',
  'status:none',
  '-status:200',
  'is:pending',
  'is:pinned',
  'label:checkout',
  'since:1m',
];
const TEXTS = [
  'zanzibar',
  '"not_found"',
  'body:"card_declined"',
  'body:zanzibar',
  'text:econnrefused',
  'text:"saffron thyme"',
  'text:8f3a',
  'text:zq',
  'text:42',
  'query:page=77',
  'header:x-request-id=req-1042',
  'body:amber -body:basil',
];

async function main(path) {
  if (!existsSync(path)) make(path);
  report('opening and the first screen', 300, await inOtherProcess(path));
}

function make(path) {
  const writer = new CaptureWriter(path, { run: { kind: 'start', name: 'bench' } });
  const started = performance.now();
  const cost = { first: 0, last: 0 };
  let payload = 0;
  let plain = 0;
  let tidying = 0;
  let longest = 0;
  const tidy = (milliseconds) => {
    let hasMore = false;
    const microseconds = cpuOf(() => {
      hasMore = writer.tidy(milliseconds);
    });
    tidying += microseconds;
    longest = Math.max(longest, microseconds / 1000);
    return hasMore;
  };
  for (let done = 0; done < EXCHANGES; ) {
    const changes = [];
    for (const end = Math.min(done + BATCH, EXCHANGES); done < end; done += 1) {
      const change = changeOf(done + 1);
      changes.push(change);
      if (done % SAMPLED !== 0) continue;
      const bytes = payloadOf(change);
      plain += bytes.length * SAMPLED;
      payload += gzipSync(bytes, { level: 6 }).length * SAMPLED;
    }
    const microseconds = cpuOf(() => writer.write(changes, annotate));
    // The first thousand warm the engine up.
    if (done > 1000 && done <= 1000 + MEASURED) cost.first += microseconds / MEASURED;
    if (done > EXCHANGES - MEASURED) cost.last += microseconds / MEASURED;
    // A little behind each batch, as between the calls of a day.
    tidy(10);
    showProgress(done, started);
  }
  while (tidy(10)) showProgress(EXCHANGES, started, 'tidying up');
  process.stderr.write('\n');
  writer.close();
  const bytes = statSync(path).size;
  const each = (total) => `${(total / EXCHANGES).toFixed(0)} B`;
  console.log(`${EXCHANGES.toLocaleString('en')} exchanges, ${(bytes / 1e6).toFixed(0)} MB`);
  line('payload of an exchange', each(plain));
  line('compressed (gzip -6, each by itself)', each(payload));
  line('in the capture', each(bytes));
  line('capture / compressed payload', `${(bytes / payload).toFixed(2)} (goal 1.3)`);
  line('CPU to write one, at the beginning', `${cost.first.toFixed(1)} µs`);
  line(
    'CPU to write one, at the end',
    `${cost.last.toFixed(1)} µs (${(cost.last / cost.first).toFixed(2)}×, goal 1.3×)`,
  );
  line('CPU to tidy one up, in idle moments', `${(tidying / EXCHANGES).toFixed(1)} µs, full-text index included`);
  line('longest of these moments', `${longest.toFixed(0)} ms of CPU (10 asked for)`);
}

/** In microseconds. */
function cpuOf(work) {
  const before = process.cpuUsage();
  work();
  return cpuSince(before);
}

function cpuSince(before) {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Bodies that many exchanges share count once, as they are stored once. */
const shared = new Set();

/** What the size of a capture is compared with: URL, header fields and bodies as they were on the wire. */
function payloadOf({ exchange, chunks }) {
  const { request, response } = exchange;
  const fields = [request, response].flatMap((message) => message?.headers ?? []);
  const text = `${request.method} ${request.url}\n${fields.map(([name, value]) => `${name}: ${value}\n`).join('')}`;
  const bodies = chunks.map(({ bytes }) => bytes).filter((bytes) => !shared.has(bytes));
  for (const bytes of bodies) if (SHARED_BODIES.includes(bytes)) shared.add(bytes);
  return Buffer.concat([Buffer.from(text), ...bodies]);
}

/** A new process for each figure: what is warm in this one would flatter. */
async function inOtherProcess(path) {
  const child = fork(fileURLToPath(import.meta.url), [path], { stdio: 'inherit' });
  return await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the reader ended with code ${code}`)));
  });
}

function measureReading(path) {
  const idleMemory = process.memoryUsage().rss;
  const idleCpu = process.cpuUsage();
  const started = performance.now();
  const reader = new CaptureReader(path);
  reader.page({ kind: 'last' }, 50);
  reader.counts();
  const opening = { milliseconds: performance.now() - started, cpu: cpuSince(idleCpu) / 1000 };
  // CPU too: on a machine that has other things to do, the clock tells little.
  const timed = (work) => {
    const from = performance.now();
    let found;
    const cpu = cpuOf(() => {
      found = work();
    });
    return { milliseconds: performance.now() - from, cpu: cpu / 1000, found };
  };
  const page = (filter) => ({ filter, ...timed(() => reader.page({ kind: 'last' }, 50, filter).length) });
  const counts = timed(() => Object.keys(reader.counts()).length);
  const last = reader.page({ kind: 'last' }, 1)[0].id;
  const details = timed(() => {
    for (let i = 0; i < 100; i += 1) reader.exchange(1 + ((i * 7919) % last));
    return 100;
  });
  const filters = FILTERS.map(page);
  const texts = TEXTS.map(page);
  const memory = process.memoryUsage().rss;
  reader.close();
  return { opening, counts, details, filters, texts, memory, idleMemory };
}

function report(title, goal, { opening, counts, details, filters, texts, memory, idleMemory }) {
  const time = ({ milliseconds, cpu }, limit) =>
    `${milliseconds.toFixed(1)} ms, CPU ${cpu.toFixed(1)} ms (goal ${limit})${Math.min(milliseconds, cpu) > limit ? '  ✗' : ''}`;
  line(title, time(opening, goal));
  line('counts by class', time(counts, 50));
  line('one exchange with its bodies', `${(details.milliseconds / details.found).toFixed(2)} ms`);
  for (const { filter, found, ...taken } of filters) line(`${filter} → ${found}`, time(taken, 50));
  for (const { filter, found, ...taken } of texts) line(`${filter} → ${found}`, time(taken, 300));
  const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(0);
  line(
    'memory of the reader',
    `${mebibytes(memory)} MiB (goal 150), ${mebibytes(idleMemory)} before it opened the capture`,
  );
}

function line(name, value) {
  console.log(`  ${name.padEnd(46)} ${value}`);
}

let shownAt = 0;
function showProgress(done, started, what = '') {
  const now = performance.now();
  // Without a terminal a line now and then is enough.
  if (now - shownAt < (process.stderr.isTTY ? 200 : 10_000)) return;
  shownAt = now;
  const rate = done / ((now - started) / 1000);
  const share = done / EXCHANGES;
  const bar = '█'.repeat(Math.round(share * 30)).padEnd(30, '░');
  const left = Math.ceil((EXCHANGES - done) / rate);
  const text = `${bar} ${(share * 100).toFixed(0)}%  ${Math.round(rate).toLocaleString('en')}/s  ${what || `${left} s left`}`;
  process.stderr.write(process.stderr.isTTY ? `\r${text}\x1b[K` : `${text}\n`);
}

if (process.send !== undefined) {
  process.send(measureReading(process.argv[2]));
} else {
  const folder = mkdtempSync(join(tmpdir(), 'httpwhy-store-'));
  try {
    await main(process.argv[3] ?? join(folder, 'capture.db'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
