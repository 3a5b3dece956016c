import { expect, test } from 'vitest';
import { originCertificate } from '../support/origin-certificate.ts';
import { runHttpwhy } from '../support/program.ts';
import { temporaryFolder } from '../support/proxy.ts';
import { httpsServer } from '../support/servers.ts';

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
