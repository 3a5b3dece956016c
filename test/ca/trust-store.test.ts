import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRoot } from '../../src/ca/root.ts';
import { trustStore } from '../../src/ca/trust-store.ts';
import { withFolder } from './temporary-folder.ts';

const NOW = new Date();
const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

async function withStore(use: (file: string) => void): Promise<void> {
  await withFolder((folder) => {
    const file = join(folder, 'trust.p12');
    writeFileSync(file, trustStore([{ pem: openRoot(folder, NOW).certPem, alias: 'httpwhy-1' }], 'changeit'));
    use(file);
  });
}

test.runIf(has('openssl', 'version'))('a trust store is PKCS #12 for OpenSSL, and its password counts', () =>
  withStore((file) => {
    const read = (password: string) =>
      spawnSync('openssl', ['pkcs12', '-in', file, '-nokeys', '-passin', `pass:${password}`], { encoding: 'utf8' });
    expect(read('changeit').stdout).toContain('friendlyName: httpwhy-1');
    expect(read('changeit').stdout).toContain('BEGIN CERTIFICATE');
    expect(read('other').status).not.toBe(0);
  }),
);

test.runIf(has('keytool', '-help'))('for Java its certificate is one that is trusted', () =>
  withStore((file) => {
    const listed = execFileSync('keytool', ['-list', '-keystore', file, '-storepass', 'changeit'], {
      encoding: 'utf8',
    });
    expect(listed).toMatch(/^httpwhy-1, .*trustedCertEntry/m);
  }),
);
