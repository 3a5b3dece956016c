// CPU per exchange that no rule touches, with 1,000 rules loaded and with none, in turns: the ratio counts.
// Usage: node scripts/bench/mocks.mjs [rounds]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuMicroseconds, untilIdle } from './cpu.mjs';

const ROUNDS = Number(process.argv[2] ?? 9);
const REQUESTS = 5000;

const folder = mkdtempSync(join(tmpdir(), 'httpwhy-bench-mocks-'));
const BODY = '{"id":87,"state":"open","items":[1,2,3]}';
const origin = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': BODY.length }).end(BODY);
}).listen(0, '127.0.0.1');
await once(origin, 'listening');
const originPort = origin.address().port;

/** Rules for the very host, for others by glob, and for any: none of them for `/v1/orders/87`. */
const rules = Array.from({ length: 1000 }, (_, index) => {
  const match = [
    `GET 127.0.0.1:${originPort}/v1/resource-${index}/{id}`,
    `*.service-${index}.example/v1/**`,
    `POST */v1/orders/{id}/items-${index}`,
    `api-${index}.example.com/v1/orders/87`,
  ][index % 4];
  return { name: `rule ${index}`, match, answer: { status: 418 } };
});
writeFileSync(join(folder, 'mocks.yaml'), JSON.stringify({ rules }));

async function start(name, file) {
  const child = fork(fileURLToPath(new URL('./httpwhy.mjs', import.meta.url)), [], {
    env: { ...process.env, HTTPWHY_BENCH_MOCKS: file },
  });
  const [{ port }] = await once(child, 'message');
  return { name, child, port, cpu: [] };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const subjects = [await start('no rules', ''), await start('1,000 rules', join(folder, 'mocks.yaml'))];
const load = fork(fileURLToPath(new URL('./load.mjs', import.meta.url)));

async function run({ child, port }) {
  const before = cpuMicroseconds(child.pid);
  load.send({ kind: 'exchanges', tls: false, connections: 16, requests: REQUESTS, proxyPort: port, originPort });
  const [result] = await once(load, 'message');
  if (result.failure !== undefined) throw new Error(result.failure);
  // What is recorded late is still part of the price.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const cpu = (cpuMicroseconds(child.pid) - before) / REQUESTS;
  await untilIdle(child);
  return cpu;
}

try {
  for (const subject of subjects) await run(subject);
  for (let round = 0; round < ROUNDS; round += 1) for (const subject of subjects) subject.cpu.push(await run(subject));
  for (const { name, cpu } of subjects) {
    console.log(
      `${name.padEnd(12)} ${median(cpu).toFixed(0)} µs of CPU per exchange (${Math.min(...cpu).toFixed(0)}–${Math.max(...cpu).toFixed(0)})`,
    );
  }
  console.log(`1,000 rules: ${(median(subjects[1].cpu) / median(subjects[0].cpu)).toFixed(3)} × none (limit 1.1)`);
} finally {
  load.kill();
  for (const { child } of subjects) child.send('stop');
  origin.close();
  origin.closeAllConnections();
  rmSync(folder, { recursive: true });
}
