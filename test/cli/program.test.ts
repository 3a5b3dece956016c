import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { httpwhy, jsonLines, runHttpwhy, runInside } from '../support/program.ts';
import { callThrough, temporaryFolder } from '../support/proxy.ts';
import { closedPort, httpServer, tcpServer } from '../support/servers.ts';

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  try {
    await use(folder.path);
  } finally {
    folder.remove();
  }
}

/** A proxy of the real program on a free port. */
async function startProgram(folder: string, ...args: string[]) {
  const program = httpwhy(['start', '--headless', '--port', '0', '--data', folder, ...args]);
  const [, port] = await program.until('stderr', /listens on 127\.0\.0\.1:(\d+)/);
  return { ...program, port: Number(port) };
}

interface Row {
  readonly id: number;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly cause: string | null;
  readonly confidence: string | null;
  readonly status: number | null;
}

test('a call is in the log of another process at most 100 ms after it ended', () =>
  withFolder(async (folder) => {
    const origin = await httpServer((_request, response) => response.writeHead(429, { 'retry-after': '7' }).end());
    const proxy = await startProgram(folder);
    const log = httpwhy(['log', '-f', '--json', '--data', folder]);
    try {
      // The first call shows that the follower is there; the second one is measured.
      const isFollowing = log.until('stdout', /"id":\d+/);
      while (!(await Promise.race([isFollowing.then(() => true), pause(50)]))) {
        await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/warm-up`);
      }
      await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/measured`);
      const ended = performance.now();
      await log.until('stdout', /measured/);
      // 100 ms for the capture; the rest is the follower's own look and the pipe, with room for a busy machine.
      expect(performance.now() - ended).toBeLessThan(2000);
      const row = jsonLines<Row>(log.output.stdout).at(-1);
      expect(row).toMatchObject({ status: 429, class: 'client_error', cause: 'rate-limited', fault: 'client' });
    } finally {
      log.child.kill();
      proxy.child.kill();
      await Promise.all([log.finished, proxy.finished]);
      await origin.close();
    }
  }));

const pause = (ms: number) => new Promise<false>((resolve) => setTimeout(resolve, ms, false));

test.each(['SIGINT', 'SIGTERM'] as const)('%s finishes what is in flight, stores it, and ends with 0', (signal) =>
  withFolder(async (folder) => {
    const asked = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const origin = await httpServer(async (_request, response) => {
      asked.resolve();
      await release.promise;
      response.end('made it');
    });
    const proxy = await startProgram(folder);
    try {
      const answer = callThrough(proxy.port, `http://127.0.0.1:${origin.port}/slow`);
      await asked.promise;
      proxy.child.kill(signal);
      release.resolve();
      expect((await answer).body.toString()).toBe('made it');
      expect((await proxy.finished).code).toBe(0);
      expect(proxy.output.stdout).toContain('/slow');
      const log = await runInside(['log', '--json', '--data', folder]);
      expect(jsonLines<Row>(log.stdout)).toMatchObject([{ id: 1, status: 200 }]);
    } finally {
      await origin.close();
    }
  }),
);

test('a request that never ends is cut off at the end, and recorded as such', () =>
  withFolder(async (folder) => {
    const asked = Promise.withResolvers<void>();
    const origin = await tcpServer((socket) => socket.once('data', () => asked.resolve()));
    const proxy = await startProgram(folder);
    try {
      const answer = callThrough(proxy.port, `http://127.0.0.1:${origin.port}/never`);
      await asked.promise;
      proxy.child.kill('SIGTERM');
      expect((await answer).headers['x-httpwhy-cause']).toBe('proxy-rejected');
      expect((await proxy.finished).code).toBe(0);
      const log = await runInside(['log', '--json', '--data', folder]);
      expect(jsonLines<Row>(log.stdout)).toMatchObject([
        {
          id: 1,
          status: null,
          cause: 'proxy-rejected',
          fault: 'proxy',
          summary: 'httpwhy was stopped before the call was complete',
        },
      ]);
    } finally {
      await origin.close();
    }
  }));

test('the demo fills a log that can be searched, explained, shown and exported, beside a running proxy', () =>
  withFolder(async (folder) => {
    const proxy = await startProgram(folder);
    try {
      const demo = await runHttpwhy(['demo', '--headless', '--data', folder]);
      expect(demo.code).toBe(0);
      const rows = jsonLines<Row>((await runInside(['log', '--json', '-n', '200', '--data', folder])).stdout);
      expect(rows).toHaveLength(30);
      const causes = rows.flatMap(({ cause }) => (cause === null ? [] : [cause]));
      expect(causes).toEqual(
        expect.arrayContaining([
          'missing-credentials',
          'expired-credentials',
          'malformed-json',
          'method-not-allowed',
          'rate-limited',
          'created-without-location',
          'not-modified',
          'moved-permanently',
          'connection-refused',
          'dns-failure',
          'connection-reset',
          'truncated-response',
          'client-aborted',
        ]),
      );
      expect(demo.stdout.trimEnd().split('\n')).toHaveLength(30);

      const expired = rows.find(({ cause }) => cause === 'expired-credentials')!;
      const why = await runInside(['why', String(expired.id), '--data', folder]);
      expect(why.stdout).toMatch(/expired-credentials · certain · to act: client · retry: after the fix/);
      expect(why.stdout).toMatch(/the same token worked/);

      const shown = await runInside(['show', String(expired.id), '--json', '--data', folder]);
      expect(JSON.parse(shown.stdout)).toMatchObject({ id: expired.id, annotation: { cause: 'expired-credentials' } });

      const token = /Bearer [\w-]+\.[\w-]+\.([\w-]+)/.exec(shown.stdout)![1]!;
      const report = await runInside(['export', String(expired.id), '--data', folder]);
      expect(report.stdout).toContain('expired-credentials');
      expect(report.stdout).not.toContain(token);
      const curl = await runInside(['export', String(expired.id), '--format', 'curl', '--no-redact', '--data', folder]);
      expect(curl.stdout).toContain(token);

      const filtered = await runInside(['log', 'expired', '401', '--json', '--data', folder]);
      expect(jsonLines<Row>(filtered.stdout).map(({ id }) => id)).toEqual([expired.id]);

      // A reader that leaves the pipe early is no failure.
      const piped = spawnSync('sh', ['-c', '"$0" dist/main.js log --data "$1" | head -1', process.execPath, folder], {
        encoding: 'utf8',
        cwd: join(import.meta.dirname, '..', '..'),
      });
      expect(piped).toMatchObject({ status: 0, stderr: '' });
    } finally {
      proxy.child.kill();
      await proxy.finished;
    }
  }));

test('run gives its command the proxy, and ends with its exit code', () =>
  withFolder(async (folder) => {
    const run = (...command: string[]) => runHttpwhy(['run', '--data', folder, '--', ...command]);
    const echoed = await run('sh', '-c', 'echo "$HTTPS_PROXY $https_proxy [$NO_PROXY] $SSL_CERT_FILE"; exit 7');
    expect(echoed.stdout).toMatch(
      new RegExp(`^(http://127\\.0\\.0\\.1:\\d+) \\1 \\[\\] ${join(folder, 'ca-bundle.pem')}\\n$`),
    );
    expect(echoed.code).toBe(7);
    const missing = await run('no-such-command-anywhere');
    expect(missing).toMatchObject({
      code: 127,
      stderr: 'httpwhy: There is no command no-such-command-anywhere. Check its spelling and PATH.\n',
    });
  }));

test('run says which calls failed, on standard error, and sums up', () =>
  withFolder(async (folder) => {
    const port = await closedPort();
    const { stdout, stderr } = await runHttpwhy([
      'run',
      '--data',
      folder,
      '--',
      'curl',
      '-s',
      `http://127.0.0.1:${port}/x`,
    ]);
    expect(stdout).toContain(`httpwhy: nothing listens on 127.0.0.1:${port}`);
    expect(stderr).toMatch(new RegExp(`✗ GET – 127\\.0\\.0\\.1:${port}/x .* ● connection-refused: nothing listens on`));
    expect(stderr).toMatch(/httpwhy: 1 exchange in .*: 1 without a response\. 1 failed\.\n/);
    expect(stderr).toMatch(/httpwhy: Look first at #1: nothing listens on .* \(connection-refused\)\n/);
  }));

test('problems of the set-up are said in one line with the next step', () =>
  withFolder(async (folder) => {
    const start = (...args: string[]) => runHttpwhy(['start', '--headless', '--port', '0', '--data', folder, ...args]);
    const holder = await tcpServer(() => undefined);
    try {
      const inUse = await runHttpwhy(['start', '--headless', '--data', folder, '--port', String(holder.port)]);
      expect(inUse.code).toBe(1);
      expect(inUse.stderr).toMatch(
        /^httpwhy: Port \d+ is already in use( by .+ \(process \d+\))?\. Choose another with --port.*\n$/,
      );
    } finally {
      await holder.close();
    }
    writeFileSync(join(folder, 'a-file'), '');
    const inFile = await start('--data', join(folder, 'a-file'));
    expect(inFile.code).toBe(1);
    expect(inFile.stderr).toMatch(/^httpwhy: .*a-file.*\n$/);

    expect(await start('--upstream-ca', join(folder, 'none.pem'))).toMatchObject({
      code: 1,
      stderr: `httpwhy: The CA file ${join(folder, 'none.pem')} cannot be read (ENOENT). Correct the path given with --upstream-ca.\n`,
    });

    chmodSync(join(folder, 'ca-key.pem'), 0o644);
    const tooOpen = await start();
    expect(tooOpen.code).toBe(1);
    expect(tooOpen.stderr).toMatch(/^httpwhy: .*ca-key\.pem.*chmod 600.*\n$/);
    chmodSync(join(folder, 'ca-key.pem'), 0o600);

    writeFileSync(join(folder, 'capture.db'), 'no database at all, though quite long '.repeat(50));
    const mended = await startProgram(folder);
    try {
      expect(mended.output.stderr).toMatch(
        /^httpwhy: The capture is damaged\. It is kept as .*capture\.damaged-[^/]+\.db, and a new one was begun\.\n/,
      );
    } finally {
      mended.child.kill();
      await mended.finished;
    }
  }));

test.each([
  [['log', '--data', '/nonexistent/httpwhy'], 1, /^httpwhy: There is no capture at .* Record something first.*\n$/],
  [['why', 'abc'], 2, /An exchange is named by its number/],
  [['start', '--port', '99999'], 2, /A port is a number from 0 to 65535/],
  [['start', '--max-body', 'lots'], 2, /A size is a number with a unit/],
  [['strat'], 2, /^httpwhy: There is no command strat\. See `httpwhy --help`\.\n$/],
  [['run'], 2, /missing required argument/],
])('%s is answered with %i and one clear line', async (args, code, message) => {
  const result = await runInside(args);
  expect(result.code).toBe(code);
  expect(result.stderr).toMatch(message);
  expect(result.stderr).not.toMatch(/\n\s+at /);
});

test('an old Node.js is told so in one line, without a crash', () => {
  // The check is the first thing that the program does, so that an old version can be played by changing what it reads.
  const script = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' }); import(${JSON.stringify(
    join(import.meta.dirname, '..', '..', 'dist', 'main.js'),
  )})`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^httpwhy needs Node\.js 22\.19 or newer, this is v[\d.]+\. .*\n$/);
});

test('env prints what a shell can evaluate, and makes the files that it names', () =>
  withFolder(async (folder) => {
    const { stdout } = await runInside(['env', '--port', '8123', '--data', folder]);
    const evaluated = spawnSync('sh', ['-c', `${stdout}\necho "$http_proxy"; cat "$SSL_CERT_FILE" | head -1`], {
      encoding: 'utf8',
    });
    expect(evaluated.stdout).toBe('http://127.0.0.1:8123\n-----BEGIN CERTIFICATE-----\n');
    expect(existsSync(join(folder, 'ca-bundle.pem'))).toBe(true);
  }));

test('ca path names the certificate, ca show its facts', () =>
  withFolder(async (folder) => {
    const path = (await runInside(['ca', 'path', '--data', folder])).stdout.trim();
    expect(readFileSync(path, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect((await runInside(['ca', 'show', '--data', folder])).stdout).toMatch(
      /Subject +.*httpwhy CA[\s\S]*SHA-256 +[0-9A-F:]{95}/,
    );
  }));

test('annotate reads JSON lines, prints one prediction each, and says which line is wrong', () =>
  withFolder(async (folder) => {
    const line = {
      id: 'a',
      request: { method: 'GET', url: 'http://h.test/', httpVersion: '1.1', headers: [], body: null },
      response: { status: 405, reason: '', httpVersion: '1.1', headers: [['Allow', 'POST']], body: null },
      error: null,
      timing: { startedAt: '2026-11-02T08:38:42.427Z', durationMs: 3 },
      history: [],
    };
    const file = join(folder, 'cases.jsonl');
    writeFileSync(file, `${JSON.stringify(line)}\n{"id":"b"}\n`);
    const { code, stdout, stderr } = await runInside(['annotate', file]);
    expect(code).toBe(1);
    expect(jsonLines(stdout)).toMatchObject([
      { id: 'a', class: 'client_error', cause: 'method-not-allowed', confidence: 'certain' },
    ]);
    expect(stderr).toMatch(/^httpwhy: line 2: /);
    expect((await runInside(['annotate', join(folder, 'none.jsonl')])).stderr).toBe(
      `httpwhy: ${join(folder, 'none.jsonl')} cannot be read (ENOENT). Give a file of JSON lines, a HAR file, or the output of curl -i or curl -v.\n`,
    );
  }));
