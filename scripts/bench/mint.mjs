// What a certificate for a new host costs: `node scripts/bench/mint.mjs`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueLeaf, makeLeafKey } from '../../src/ca/leaf.ts';
import { createLeafSource } from '../../src/ca/leaf-source.ts';
import { openRoot } from '../../src/ca/root.ts';
import { parseServerName } from '../../src/ca/server-name.ts';

const ROUNDS = 1000;
const folder = mkdtempSync(join(tmpdir(), 'httpwhy-mint-'));
try {
  const root = openRoot(folder, new Date());
  const leafKey = makeLeafKey();
  const source = createLeafSource(root, () => new Date());
  measure('certificate alone', (i) => issueLeaf(root, leafKey, parseServerName(`host-${i}.example.com`), new Date()));
  measure('certificate with a key pair of its own', (i) =>
    issueLeaf(root, makeLeafKey(), parseServerName(`host-${i}.example.com`), new Date()),
  );
  measure('certificate and TLS context', (i) => source.contextFor(`new-${i}.example.com`));
  measure('TLS context from the cache', () => source.contextFor('new-0.example.com'));
} finally {
  rmSync(folder, { recursive: true });
}

function measure(what, work) {
  for (let i = 0; i < ROUNDS / 5; i += 1) work(-i);
  const start = process.cpuUsage();
  for (let i = 0; i < ROUNDS; i += 1) work(i);
  const { user, system } = process.cpuUsage(start);
  console.log(`${what.padEnd(40)} ${((user + system) / ROUNDS).toFixed(0).padStart(5)} µs CPU`);
}
