// CPU per exchange, latency and memory of httpwhy, of a bare forwarder that records nothing, of no proxy at all, and of other
// proxies where they are installed (others.mjs says where it looks), side by side in one run: machines are noisy, so the
// ratios count. Usage: npm run bench [-- rounds]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { issueLeaf, makeLeafKey } from '../../src/ca/leaf.ts';
import { openRoot } from '../../src/ca/root.ts';
import { parseServerName } from '../../src/ca/server-name.ts';
import { MEMORY_SETTINGS } from '../../src/cli/lean-memory.ts';
import { cpuMicroseconds, peakMegabytes, untilIdle } from './cpu.mjs';
import { startOthers } from './others.mjs';

const ROUNDS = Number(process.argv[2] ?? 5);
const REQUESTS = 10_000;
const CONNECTIONS = 32;
const LATENCY_REQUESTS = 2000;
const NEW_CONNECTIONS = 300;
const WARM_UP_REQUESTS = 10_000;
/** Other proxies cost up to ten times as much, and theirs is no claim of ours. */
const OTHERS_REQUESTS = 2000;
const OTHERS_ROUNDS = 3;
const TRANSFER_BYTES = 256 * 2 ** 20;

const script = (name) => fileURLToPath(new URL(name, import.meta.url));
const children = [];
const folder = mkdtempSync(join(tmpdir(), 'httpwhy-bench-tls-'));
makeCertificate();

async function start(name, environment = {}) {
  const child = fork(script(name), [folder], { env: { ...process.env, ...environment } });
  children.push(child);
  const [ports] = await once(child, 'message');
  return { child, ...ports };
}

/** For the origin, and for the bare forwarder to show. */
function makeCertificate() {
  const root = openRoot(folder, new Date());
  const key = makeLeafKey();
  writeFileSync(join(folder, 'cert.pem'), issueLeaf(root, key, parseServerName('localhost'), new Date()).certPem);
  writeFileSync(join(folder, 'key.pem'), key.keyPem);
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const spread = (values, digits = 0) =>
  values.length === 0
    ? '–'
    : `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;

const origin = await start('./origin.mjs');
const generator = fork(script('./load.mjs'));
children.push(generator);

const none = { name: 'no proxy', child: undefined, port: null };
const bare = { name: 'bare forwarder', ...(await start('./bare-forwarder.mjs')) };
const ours = { name: 'httpwhy', ...(await start('./httpwhy.mjs', MEMORY_SETTINGS)) };
const subjects = [none, bare, ours];
/** Which proxy is missing in a table, and why. */
const missing = new Set();
const others = [];
for (const other of await startOthers(folder)) {
  if (other.child === undefined) missing.add(`${other.name} (${other.reason})`);
  else {
    children.push(other.child);
    others.push(other);
  }
}

async function run(subject, job) {
  const before = subject.child && cpuMicroseconds(subject.child.pid);
  generator.send({ proxyPort: subject.port, originPort: job.tls ? origin.https : origin.http, ...job });
  const [result] = await once(generator, 'message');
  if (result.failure !== undefined) throw new Error(result.failure);
  // What is recorded late is still part of the price.
  if (subject.child !== undefined) await new Promise((resolve) => setTimeout(resolve, 300));
  const cpu = before === undefined ? undefined : cpuMicroseconds(subject.child.pid) - before;
  if (subject === ours) await untilIdle(ours.child);
  const later = subject === ours && before !== undefined ? cpuMicroseconds(ours.child.pid) - before - cpu : undefined;
  return { ...result, cpu, later };
}

/** What one job costs each subject, all rounds. Who fails is left out, and named at the end. */
async function measure(job, { rounds = ROUNDS, among = subjects } = {}) {
  const table = among.map((subject) => ({ subject, cpu: [], later: [], rate: [], latency: [], failed: false }));
  for (let round = 1; round <= rounds; round += 1) {
    if (process.stderr.isTTY)
      process.stderr.write(`\r${job.kind}${job.tls ? ' over HTTPS' : ''}: round ${round} of ${rounds}   `);
    for (const row of table.filter(({ failed }) => !failed)) {
      try {
        const { cpu, later, milliseconds, latencies } = await run(row.subject, job);
        if (cpu !== undefined) row.cpu.push(cpu / (job.requests ?? 1));
        if (later !== undefined) row.later.push(later / (job.requests ?? 1));
        if (milliseconds !== undefined) row.rate.push(((job.requests ?? 1) / milliseconds) * 1000);
        if (latencies !== undefined) row.latency.push(latencies[latencies.length >> 1]);
      } catch (error) {
        if (!others.includes(row.subject)) throw error;
        row.failed = true;
        missing.add(`${row.subject.name}, ${job.kind}${job.tls ? ' over HTTPS' : ''} (${error.message.slice(0, 120)})`);
      }
    }
  }
  if (process.stderr.isTTY) process.stderr.write(`\r${' '.repeat(60)}\r`);
  return table.filter(({ failed }) => !failed);
}

/** Once through by itself first: what is measured is a program that has been running. */
async function warmed(job, among) {
  const table = await measure(job, { rounds: 1, among });
  return table.map(({ subject }) => subject);
}

const rowOf = (table, subject) => table.find((row) => row.subject === subject);

function ratio(table) {
  const costs = rowOf(table, ours).cpu;
  return costs.length === 0
    ? ''
    : `${(median(costs) / median(rowOf(table, bare).cpu)).toFixed(2)} × the bare forwarder`;
}

const pad = (text, width) => text.padEnd(width);

console.log(`${cpus().length} × ${cpus()[0]?.model}, Node.js ${process.version}; median (min–max) of ${ROUNDS} rounds`);
for (const tls of [false, true]) {
  const exchanges = { kind: 'exchanges', tls, connections: CONNECTIONS };
  await warmed({ ...exchanges, requests: WARM_UP_REQUESTS }, subjects);
  const alive = await warmed({ ...exchanges, requests: OTHERS_REQUESTS }, others);
  const many = [
    ...(await measure({ ...exchanges, requests: REQUESTS })),
    ...(await measure({ ...exchanges, requests: OTHERS_REQUESTS }, { rounds: OTHERS_ROUNDS, among: alive })),
  ];
  const oneByOne = { kind: 'exchanges', tls, connections: 1, requests: LATENCY_REQUESTS };
  const one = [
    ...(await measure(oneByOne)),
    ...(await measure({ ...oneByOne, requests: OTHERS_REQUESTS / 4 }, { rounds: OTHERS_ROUNDS, among: alive })),
  ];
  console.log(
    `\n1 KiB of JSON over ${tls ? 'HTTPS (CONNECT, intercepted)' : 'HTTP'}, ${CONNECTIONS} keep-alive connections`,
  );
  console.log(`${pad('', 18)}${pad('CPU µs per exchange', 24)}${pad('exchanges/s', 24)}latency µs at one connection`);
  for (const { subject, cpu, rate } of many) {
    const latency = rowOf(one, subject)?.latency ?? [];
    console.log(`${pad(subject.name, 18)}${pad(spread(cpu), 24)}${pad(spread(rate), 24)}${spread(latency)}`);
  }
  const added = (subject) =>
    ((median(rowOf(one, subject).latency) - median(rowOf(one, none).latency)) / 1000).toFixed(2);
  console.log(
    `CPU: ${ratio(many)}, which records nothing; latency added: ${added(ours)} ms (bare forwarder ${added(bare)} ms)`,
  );
  console.log(
    `later, when nothing else is to do (packing, text index): ${spread(rowOf(many, ours).later)} µs per exchange`,
  );
}

const connections = { kind: 'connections', tls: true };
const fresh = [
  ...(await measure({ ...connections, requests: NEW_CONNECTIONS })),
  ...(await measure({ ...connections, requests: NEW_CONNECTIONS / 3 }, { rounds: OTHERS_ROUNDS, among: others })),
];
console.log('\na new connection for each exchange: CONNECT, TLS with a known certificate, 1 KiB of JSON');
for (const { subject, cpu, latency } of fresh) {
  const inMilliseconds = (values) =>
    spread(
      values.map((value) => value / 1000),
      2,
    );
  console.log(`${pad(subject.name, 18)}CPU ms ${pad(inMilliseconds(cpu), 24)}whole ms ${inMilliseconds(latency)}`);
}

console.log('\n256 MiB, recorded up to 10 MB');
for (const kind of ['download', 'upload']) {
  const table = await measure({ kind, tls: false, bytes: TRANSFER_BYTES }, { rounds: 3 });
  for (const { subject, cpu, rate } of table) {
    const seconds = rate.map((value) => 1 / value);
    console.log(
      `${pad(`${subject.name}, ${kind}`, 28)}CPU s ${pad(
        spread(
          cpu.map((value) => value / 1e6),
          2,
        ),
        24,
      )}whole s ${spread(seconds, 2)}`,
    );
  }
}
for (const { name, child } of [bare, ours, ...others]) {
  const megabytes = peakMegabytes(child.pid);
  if (megabytes !== undefined)
    console.log(`peak resident memory of all of this: ${pad(name, 18)}${megabytes.toFixed(0)} MB`);
}
console.log(
  `\nnot compared: ${['HTTP/2', ...(others.length === 0 ? [] : ['256 MiB through other proxies']), ...missing].join('; ')}`,
);

ours.child.send('stop');
await once(ours.child, 'exit');
for (const child of children) child.kill();
rmSync(folder, { recursive: true });
