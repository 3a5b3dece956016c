// Other proxies to compare with, where they are installed: mitmproxy in PATH, mockttp and http-mitm-proxy beside this
// project or in the folder that HTTPWHY_BENCH_OTHERS names (one with a node_modules).
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

const START_MS = 30_000;
const requires = [process.env.HTTPWHY_BENCH_OTHERS, process.cwd()]
  .filter((folder) => folder !== undefined)
  .map((folder) => createRequire(join(folder, 'package.json')));

/** Starts each of them: `{ name, child, port }`, or `{ name, reason }` where that did not work. */
export function startOthers(folder) {
  return Promise.all([
    attempt('mitmproxy', () => startMitmproxy(folder)),
    attempt('mockttp', () => startPackage('mockttp', folder)),
    attempt('http-mitm-proxy', () => startPackage('http-mitm-proxy', folder)),
  ]);
}

async function attempt(name, start) {
  try {
    return { name, ...(await start()) };
  } catch (error) {
    return { name, reason: error.message };
  }
}

/** Writes its flows to a file, as httpwhy does. */
async function startMitmproxy(folder) {
  if (spawnSync('mitmdump', ['--version']).error !== undefined) throw new Error('not installed');
  const options = [
    '--listen-host',
    '127.0.0.1',
    '--listen-port',
    '0',
    '--ssl-insecure',
    '--set',
    'termlog_verbosity=info',
  ];
  const child = spawn('mitmdump', [
    ...options,
    '--set',
    'flow_detail=0',
    '--set',
    `confdir=${folder}`,
    '-w',
    join(folder, 'flows'),
  ]);
  const deadline = setTimeout(() => child.kill(), START_MS);
  for await (const line of createInterface(child.stdout)) {
    const port = /listening at .*:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    clearTimeout(deadline);
    child.stdout.resume();
    return { child, port: Number(port) };
  }
  throw new Error('it did not start');
}

async function startPackage(name, folder) {
  const file = requires.map((require) => resolved(require, name)).find((found) => found !== undefined);
  if (file === undefined) throw new Error('not installed');
  const script = fileURLToPath(new URL(`./${name}.mjs`, import.meta.url));
  const child = fork(script, [pathToFileURL(file).href, folder], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const answer = await Promise.race([
    once(child, 'message').then(([message]) => message),
    once(child, 'exit').then(() => ({ reason: 'it did not start' })),
  ]);
  if (answer.port === undefined) throw new Error(answer.reason);
  return { child, port: answer.port };
}

function resolved(require, name) {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}
