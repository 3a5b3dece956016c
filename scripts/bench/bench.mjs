// CPU per exchange and latency of httpwhy, of a bare forwarder that records nothing, and of no proxy at all, side by
// side in one run: machines are noisy, so the ratios count. Usage: npm run bench [-- rounds]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const ROUNDS = Number(process.argv[2] ?? 5);
const REQUESTS = 10_000;
const CONNECTIONS = 32;
const LATENCY_REQUESTS = 2000;
const WARM_UP_REQUESTS = 10_000;
const CLOCK_TICKS_PER_SECOND = 100; // sysconf(_SC_CLK_TCK) on every Linux that Node.js runs on

const script = (name) => fileURLToPath(new URL(name, import.meta.url));
const children = [];

async function start(name) {
  const child = fork(script(name));
  children.push(child);
  const [{ port }] = await once(child, 'message');
  return { child, port };
}

/** CPU time of all threads of a process in microseconds, from the operating system; undefined where it does not tell. */
function cpuMicroseconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1e6) / CLOCK_TICKS_PER_SECOND;
  } catch {
    return undefined;
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const spread = (values, digits = 0) =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;

const origin = await start('./origin.mjs');
const generator = fork(script('./load.mjs'));
children.push(generator);
const run = async (job) => {
  generator.send({ originPort: origin.port, ...job });
  const [result] = await once(generator, 'message');
  return result;
};
const subjects = [
  { name: 'no proxy', child: undefined, port: origin.port },
  { name: 'bare forwarder', ...(await start('./bare-forwarder.mjs')) },
  { name: 'httpwhy', ...(await start('./httpwhy.mjs')) },
].map((subject) => ({ ...subject, cpu: [], rate: [], latency: [] }));

for (const { port } of subjects) await run({ proxyPort: port, connections: CONNECTIONS, requests: WARM_UP_REQUESTS });
for (let round = 1; round <= ROUNDS; round += 1) {
  if (process.stderr.isTTY) process.stderr.write(`\rround ${round} of ${ROUNDS} `);
  for (const subject of subjects) {
    const before = subject.child && cpuMicroseconds(subject.child.pid);
    const { milliseconds } = await run({ proxyPort: subject.port, connections: CONNECTIONS, requests: REQUESTS });
    // What is recorded late is still part of the price.
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (before !== undefined) subject.cpu.push((cpuMicroseconds(subject.child.pid) - before) / REQUESTS);
    subject.rate.push((REQUESTS / milliseconds) * 1000);
    const { latencies } = await run({ proxyPort: subject.port, connections: 1, requests: LATENCY_REQUESTS });
    subject.latency.push(latencies[latencies.length >> 1]);
  }
}
if (process.stderr.isTTY) process.stderr.write('\r');

console.log(
  `${cpus().length} × ${cpus()[0]?.model}, Node.js ${process.version}; 1 KiB of JSON over HTTP/1.1, ${ROUNDS} rounds, median (min–max)`,
);
const columns = [18, 26, 26, 30];
const row = (...cells) => console.log(cells.map((cell, i) => cell.padEnd(columns[i])).join(''));
row('', 'CPU µs per exchange', 'exchanges/s, 32 conn.', 'latency µs, 1 connection');
for (const { name, cpu, rate, latency } of subjects) {
  row(name, cpu.length > 0 ? spread(cpu) : '–', spread(rate), spread(latency));
}
const [direct, bare, ours] = subjects;
if (ours.cpu.length > 0)
  console.log(
    `CPU: httpwhy is ${(median(ours.cpu) / median(bare.cpu)).toFixed(2)} × the bare forwarder, which records nothing`,
  );
console.log(
  `latency added: ${((median(ours.latency) - median(direct.latency)) / 1000).toFixed(2)} ms by httpwhy, ${((median(bare.latency) - median(direct.latency)) / 1000).toFixed(2)} ms by the bare forwarder`,
);
console.log('not compared: HTTPS, large bodies, other proxies');

ours.child.send('stop');
await once(ours.child, 'exit');
for (const child of children) child.kill();
