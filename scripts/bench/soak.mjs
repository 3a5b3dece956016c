// Does memory grow? 50,000 exchanges over 10 minutes, by default, and the resident memory of httpwhy once a minute.
// Usage: node scripts/bench/soak.mjs [minutes] [exchanges]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { issueLeaf, makeLeafKey } from '../../src/ca/leaf.ts';
import { openRoot } from '../../src/ca/root.ts';
import { parseServerName } from '../../src/ca/server-name.ts';
import { MEMORY_SETTINGS } from '../../src/cli/lean-memory.ts';

const MINUTES = Number(process.argv[2] ?? 10);
const EXCHANGES = Number(process.argv[3] ?? 50_000);
const STEPS_PER_MINUTE = 6;

const folder = mkdtempSync(join(tmpdir(), 'httpwhy-soak-'));
const key = makeLeafKey();
const leaf = issueLeaf(openRoot(folder, new Date()), key, parseServerName('localhost'), new Date());
writeFileSync(join(folder, 'cert.pem'), leaf.certPem);
writeFileSync(join(folder, 'key.pem'), key.keyPem);

const script = (name) => fileURLToPath(new URL(name, import.meta.url));
const start = async (name, environment = {}) => {
  const child = fork(script(name), [folder], { env: { ...process.env, ...environment } });
  const [ports] = await once(child, 'message');
  return { child, ...ports };
};
const origin = await start('./origin.mjs');
const ours = await start('./httpwhy.mjs', MEMORY_SETTINGS);
const generator = fork(script('./load.mjs'));

const megabytes = () => {
  const status = readFileSync(`/proc/${ours.child.pid}/status`, 'utf8');
  return (Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) * 1024) / 1e6;
};

const steps = MINUTES * STEPS_PER_MINUTE;
let afterFirstMinute = 0;
for (let step = 1; step <= steps; step += 1) {
  const startedAt = performance.now();
  generator.send({
    kind: 'exchanges',
    tls: step % 2 === 0,
    proxyPort: ours.port,
    originPort: step % 2 === 0 ? origin.https : origin.http,
    connections: 32,
    requests: Math.round(EXCHANGES / steps),
  });
  await once(generator, 'message');
  await new Promise((resolve) => setTimeout(resolve, 60_000 / STEPS_PER_MINUTE - (performance.now() - startedAt)));
  if (step % STEPS_PER_MINUTE !== 0) continue;
  const minute = step / STEPS_PER_MINUTE;
  if (minute === 1) afterFirstMinute = megabytes();
  console.log(
    `minute ${minute}: ${megabytes().toFixed(0)} MB, ${(megabytes() - afterFirstMinute).toFixed(0)} MB since the first`,
  );
}
ours.child.send('stop');
await once(ours.child, 'exit');
for (const child of [origin.child, generator]) child.kill();
rmSync(folder, { recursive: true });
