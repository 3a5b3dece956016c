// Kills httpwhy in the middle of its work, again and again on the same capture, and counts what is missing afterwards:
//   node scripts/crash.mjs [times] [milliseconds]
// An answer that reached the client more than 100 ms (or what is given) before the kill must be in the capture, which must be
// whole. On a machine that is busy with other work the threads get their turns late: it tells how late a timer was here.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';

const TIMES = Number(process.argv[2] ?? 50);
const MAIN = join(import.meta.dirname, '..', 'dist', 'main.js');
const CLIENTS = 8;
const PROMISE_MS = Number(process.argv[3] ?? 100);
/** The kill comes at any point of so long a time under load. */
const SHORTEST_MS = 2 * PROMISE_MS;
const LONGEST_MS = SHORTEST_MS + 700;
const TICK_MS = 10;

const folder = mkdtempSync(join(tmpdir(), 'httpwhy-crash-'));
const origin = createServer((_request, response) => response.end('{"ok":true}'));
await new Promise((resolve) => origin.listen(0, '127.0.0.1', resolve));

let oldestLost = 0;
let calls = 0;
let settled = 0;
let latest = 0;
let tickedAt = performance.now();
setInterval(() => {
  latest = Math.max(latest, performance.now() - tickedAt - TICK_MS);
  tickedAt = performance.now();
}, TICK_MS).unref();
let broken = 0;
try {
  for (let round = 1; round <= TIMES; round += 1) {
    const { endedAt, killedAt } = await crash(round);
    const stored = storedIn(join(folder, 'capture.db'), round);
    const lost = [...endedAt].filter(([path]) => !stored.paths.has(path)).map(([, at]) => killedAt - at);
    calls += endedAt.size;
    settled += [...endedAt.values()].filter((at) => killedAt - at > PROMISE_MS).length;
    oldestLost = Math.max(oldestLost, ...lost);
    if (!stored.isWhole) broken += 1;
    console.log(
      `${round}: ${endedAt.size} answers, ${lost.length} of them lost${lost.length === 0 ? '' : `, the oldest ${Math.max(...lost).toFixed(0)} ms before the kill`}${stored.isWhole ? '' : '; THE CAPTURE IS DAMAGED'}`,
    );
  }
} finally {
  origin.close();
  rmSync(folder, { recursive: true, force: true });
}
// Without answers that are old enough nothing was tried.
const isKept = oldestLost <= PROMISE_MS && broken === 0 && settled > 0;
console.log(
  `${TIMES} kills, ${calls} answers, ${settled} of them older than ${PROMISE_MS} ms: the oldest that is missing came ${oldestLost.toFixed(0)} ms before its kill; ${broken} captures damaged; a timer here was up to ${latest.toFixed(0)} ms late`,
);
process.exit(isKept ? 0 : 1);

/** Paths of the calls whose answers arrived, and when. */
async function crash(round) {
  const proxy = spawn(process.execPath, [MAIN, 'start', '--headless', '--json', '--port', '0', '--data', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise((resolve) => proxy.once('exit', resolve));
  const port = await listeningPort(proxy);
  const endedAt = new Map();
  let isLoading = true;
  let next = 0;
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (isLoading) {
      const path = `/${round}/${next++}`;
      if (await call(port, path)) endedAt.set(path, performance.now());
    }
  });
  await new Promise((resolve) => setTimeout(resolve, SHORTEST_MS + Math.random() * (LONGEST_MS - SHORTEST_MS)));
  proxy.kill('SIGKILL');
  const killedAt = performance.now();
  isLoading = false;
  await exited;
  await Promise.all(clients);
  // What arrived later had been sent before.
  return { endedAt: new Map([...endedAt].filter(([, at]) => at <= killedAt)), killedAt };
}

function listeningPort(proxy) {
  return new Promise((resolve, reject) => {
    let said = '';
    proxy.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
      const found = /listens on 127\.0\.0\.1:(\d+)/.exec(said);
      if (found !== null) resolve(Number(found[1]));
    });
    proxy.once('exit', () => reject(new Error(`httpwhy ended before it listened: ${said}`)));
  });
}

function call(port, path) {
  return new Promise((resolve) => {
    const url = `http://127.0.0.1:${origin.address().port}${path}`;
    const sent = request({ host: '127.0.0.1', port, path: url, headers: { host: new URL(url).host }, agent: false });
    sent.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode === 200 && response.complete));
      response.on('error', () => resolve(false));
    });
    sent.on('error', () => resolve(false));
    sent.end();
  });
}

function storedIn(file, round) {
  const database = new BetterSqlite3(file, { readonly: true });
  try {
    const paths = database
      .prepare("select path from exchange where outcome <> 'pending' and path like ?")
      .pluck()
      .all(`/${round}/%`);
    return { paths: new Set(paths), isWhole: database.pragma('integrity_check', { simple: true }) === 'ok' };
  } finally {
    database.close();
  }
}
