import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { originCertificate } from '../support/origin-certificate.ts';
import { jsonLines, runHttpwhy } from '../support/program.ts';
import { temporaryFolder } from '../support/proxy.ts';
import { httpsServer } from '../support/servers.ts';

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

/** Clients as people use them; those that a machine may lack say so by being skipped, the first three must be there. */
const CLIENTS: readonly (readonly [name: string, isThere: boolean, command: (url: string) => readonly string[]])[] = [
  ['curl', true, (url) => ['curl', '-sS', url]],
  [
    'Python urllib',
    true,
    (url) => [
      'python3',
      '-c',
      `import urllib.request; print(urllib.request.urlopen(${JSON.stringify(url)}).read().decode())`,
    ],
  ],
  [
    'Node.js fetch',
    true,
    (url) => [process.execPath, '-e', `fetch(${JSON.stringify(url)}).then(r => r.text()).then(console.log)`],
  ],
  [
    'Node.js https',
    true,
    (url) => [process.execPath, '-e', `require('https').get(${JSON.stringify(url)}, r => r.pipe(process.stdout))`],
  ],
  ['wget', has('wget', '--version'), (url) => ['wget', '-qO-', url]],
  [
    'Python requests',
    has('/usr/bin/python3', '-c', 'import requests'),
    (url) => ['/usr/bin/python3', '-c', `import requests; print(requests.get(${JSON.stringify(url)}).text)`],
  ],
];

test.each(CLIENTS.filter(([, isThere]) => isThere))(
  '%s comes through over HTTPS, trusts us, and is recorded and annotated',
  async (_name, _isThere, command) => {
    const certificate = originCertificate('localhost');
    const origin = await httpsServer(certificate, (request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ path: request.url }));
    });
    const folder = temporaryFolder();
    try {
      const caFile = join(folder.path, 'origin-ca.pem');
      writeFileSync(caFile, certificate.ca);
      const data = join(folder.path, 'data');
      const url = `https://localhost:${origin.port}/v1/things?x=1`;
      const { code, stdout } = await runHttpwhy([
        'run',
        '--data',
        data,
        '--upstream-ca',
        caFile,
        '--',
        ...command(url),
      ]);
      expect(stdout.trim()).toBe('{"path":"/v1/things?x=1"}');
      expect(code).toBe(0);
      const log = await runHttpwhy(['log', '--json', '--data', data]);
      expect(jsonLines(log.stdout)).toMatchObject([
        { id: 1, method: 'GET', url, status: 200, class: 'success', cause: null },
      ]);
    } finally {
      await origin.close();
      folder.remove();
    }
  },
);

test('without the server’s CA the call fails with an explanation, to the client and in the log', async () => {
  const certificate = originCertificate('localhost');
  const origin = await httpsServer(certificate, (_request, response) => response.end());
  const folder = temporaryFolder();
  try {
    const url = `https://localhost:${origin.port}/`;
    const { stdout, stderr } = await runHttpwhy(['run', '--data', folder.path, '--', 'curl', '-sS', url]);
    expect(stdout).toContain('pass its CA with --upstream-ca FILE');
    expect(stderr).toContain('tls-untrusted-certificate');
  } finally {
    await origin.close();
    folder.remove();
  }
});
