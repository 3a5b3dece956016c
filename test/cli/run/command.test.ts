import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CLIENTS, type Client } from '../../../scripts/clients/table.ts';
import { originCertificate } from '../../support/origin-certificate.ts';
import { FREE_JDK, jsonLines, runHttpwhy, runInside } from '../../support/program.ts';
import { temporaryFolder } from '../../support/proxy.ts';
import { httpServer, httpsServer } from '../../support/servers.ts';

interface Row {
  readonly url: string;
  readonly status: number | null;
}

test('for CI a run ends with 3 where something matches, and leaves results, reports and annotations', async () => {
  const server = await httpServer((request, response) => {
    response.statusCode = request.url === '/ok' ? 200 : 404;
    response.end(request.url === '/ok' ? 'fine ' : '{"error":"no such order"}');
  });
  const folder = temporaryFolder();
  const [junit, report] = [join(folder.path, 'junit.xml'), join(folder.path, 'report.md')];
  const url = `http://127.0.0.1:${server.port}`;
  try {
    const { code, stdout, stderr } = await runHttpwhy(
      [
        ...['run', '--data', folder.path, '--name', 'nightly', '--fail-on', 'status:404 or status:5xx'],
        ...['--junit', junit, '--report', report, '--', 'curl', '-s', `${url}/ok`, `${url}/orders/9`],
      ],
      { GITHUB_ACTIONS: 'true' },
    );
    expect(code).toBe(3);
    expect(stdout).toBe('fine {"error":"no such order"}');
    expect(stderr).toMatch(/^#2 .* ✗ GET 404 .*\n/);
    expect(stderr).not.toMatch(/^#1 /m);
    expect(stderr).toContain(`httpwhy: #2 matches --fail-on status:404 or status:5xx; so it ends with 3.\n`);
    expect(stderr).toContain(`httpwhy: JUnit results are in ${junit}.\nhttpwhy: 1 bug report is in ${report}.\n`);
    expect(stderr).toMatch(/\n::error title=GET 127\.0\.0\.1.*%3A \S+::#2 .*\n$/);
    expect(readFileSync(junit, 'utf8')).toContain('<testsuite name="nightly" tests="2" failures="1"');
    expect(readFileSync(report, 'utf8')).toContain('/orders/9');
    const named = await runInside(['log', '--json', '--data', folder.path, 'run:nightly']);
    expect(jsonLines(named.stdout)).toHaveLength(2);
  } finally {
    await server.close();
    folder.remove();
  }
});

test('the exit code of a command that fails itself stays, a quiet run says only what was asked for, and masks its command', async () => {
  const server = await httpServer((_request, response) => {
    response.statusCode = 500;
    response.end();
  });
  const folder = temporaryFolder();
  try {
    const junit = join(folder.path, 'junit.xml');
    const script = `curl -s -u ann:hunter2 http://127.0.0.1:${server.port}/; exit 9`;
    const options = ['--data', folder.path, '--quiet', '--fail-on', 'status:500', '--junit', junit];
    expect(await runHttpwhy(['run', ...options, '--', 'sh', '-c', script])).toEqual({
      code: 9,
      stdout: '',
      stderr: `httpwhy: #1 matches --fail-on status:500; the exit code 9 is the command's own.\nhttpwhy: JUnit results are in ${junit}.\n`,
    });
    const results = readFileSync(junit, 'utf8');
    expect(results).toContain('<testsuite name="sh -c curl -s -u ann:&lt;password&gt; http://127.0.0.1:');
    expect(results).not.toContain('hunter2');
  } finally {
    await server.close();
    folder.remove();
  }
});

test('a capture that is damaged while the command runs leaves the exit code of the command', async () => {
  const server = await httpServer((_request, response) => response.end());
  const folder = temporaryFolder();
  try {
    const call = `curl -s http://127.0.0.1:${server.port}/`;
    const damage = `for file in capture.db capture.db-wal; do
      head -c 300000 /dev/urandom | dd of="$HTTPWHY_TEST_FOLDER/$file" conv=notrunc status=none; done`;
    const script = `${call}; ${damage}; ${call}; exit 7`;
    const run = ['run', '--data', folder.path, '--fail-on', 'status:5xx', '--', 'sh', '-c', script];
    const { code, stderr } = await runHttpwhy(run, { HTTPWHY_TEST_FOLDER: folder.path });
    expect({ code, isCrash: /^\s+at /m.test(stderr) }).toEqual({ code: 7, isCrash: false });
  } finally {
    await server.close();
    folder.remove();
  }
});

test.each([
  [['--fail-on', 'staus:500'], 2, /The filter is wrong at column 1: there is no field "staus"/],
  [['--tui'], 2, /^httpwhy: The live log needs a terminal\. Leave out --tui\.\n$/],
  [['--junit', '.'], 2, /^httpwhy: \. cannot be written: it is a folder\. Choose another file with --junit\.\n$/],
  [['--report', 'no/r.md'], 2, /^httpwhy: no\/r\.md cannot be written: there is no folder no\. Choose .*--report\.\n$/],
])('%j is refused before the command starts', async (options, code, message) => {
  const folder = temporaryFolder();
  try {
    const started = join(folder.path, 'started');
    const result = await runInside(['run', '--data', folder.path, ...options, '--', 'touch', started]);
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(message);
    expect(existsSync(started)).toBe(false);
  } finally {
    folder.remove();
  }
});

test('env gives a shell the variables and, later, what it had before', async () => {
  const folder = temporaryFolder();
  try {
    const main = join(import.meta.dirname, '..', '..', '..', 'dist', 'main.js');
    const httpwhy = `"${process.execPath}" "${main}" env --port 1 --data "${folder.path}"`;
    const script = `
      export HTTPS_PROXY=http://corp:3128 NODE_OPTIONS=--no-warnings; unset no_proxy
      eval "$(${httpwhy} 2>/dev/null)"; echo "$HTTPS_PROXY"; echo "\${no_proxy+set}"; echo "$NODE_OPTIONS"
      eval "$(${httpwhy} --unset)"; echo "$HTTPS_PROXY"; echo "\${no_proxy+set}"; echo "$NODE_OPTIONS"
      ${httpwhy} --unset 2>&1`;
    const env = { PATH: process.env.PATH, JAVA_HOME: FREE_JDK };
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', script], { env });
    expect(stderr).toBe('');
    const preload = join(import.meta.dirname, '..', '..', '..', 'dist', 'cli', 'run', 'preload', 'preload.cjs');
    expect(stdout.split('\n')).toEqual([
      ...['http://127.0.0.1:1', 'set', `--no-warnings --require ${preload}`],
      ...['http://corp:3128', '', '--no-warnings'],
      'httpwhy: this shell has no variables of httpwhy.',
      '',
    ]);
  } finally {
    folder.remove();
  }
});

const fast = CLIENTS.filter(({ isFast }) => isFast);
const place = { folder: '', packages: '' };
const isThere = (client: Client) => client.isThere(place);

for (const { name } of fast.filter((client) => !isThere(client)))
  test.skip(`${name} is not installed here`, () => undefined);

test('every client that is fast and installed gets the same answer as without us, and is recorded, also at localhost', async () => {
  const certificate = originCertificate('localhost');
  const origin = await httpsServer(certificate, (request, response) => response.end(`answer to ${request.url}`));
  const folder = temporaryFolder();
  try {
    const caFile = join(folder.path, 'origin-ca.pem');
    writeFileSync(caFile, certificate.ca);
    const clients = fast.filter(isThere);
    const url = (index: number) => `https://localhost:${origin.port}/client-${index}`;
    const commands = clients.map((client, index) => client.command(url(index), place));
    // One program for all of them: to start ours is the dearest part.
    const driver = `
      const { execFile } = require('child_process');
      Promise.all(${JSON.stringify(commands)}.map(([program, ...args]) => new Promise((resolve) =>
        execFile(program, args, (error, stdout, stderr) => resolve(stdout.trim().split('\\n').pop() + (error ? stderr : ''))))))
        .then((answers) => console.log(JSON.stringify(answers)))`;
    const run = ['run', '--data', folder.path, '--upstream-ca', caFile, '--', process.execPath, '-e', driver];
    const { stdout } = await runHttpwhy(run);
    const answers = JSON.parse(stdout) as string[];
    const names = clients.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['curl', expect.stringMatching(/^Python/), expect.stringMatching(/^Node/)]),
    );
    expect(Object.fromEntries(names.map((name, index) => [name, answers[index]]))).toEqual(
      Object.fromEntries(names.map((name, index) => [name, `answer to /client-${index}`])),
    );
    const log = await runInside(['log', '--json', '--data', folder.path]);
    const recorded = new Set(
      jsonLines<Row>(log.stdout)
        .filter(({ status }) => status === 200)
        .map(({ url }) => url),
    );
    expect(names.filter((_, index) => !recorded.has(url(index)))).toEqual([]);
  } finally {
    await origin.close();
    folder.remove();
  }
});
