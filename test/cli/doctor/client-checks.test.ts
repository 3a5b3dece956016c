import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DoctorClient } from '../../../src/cli/doctor/clients.ts';
import { doctorSummary, doctorText } from '../../../src/cli/doctor/doctor-text.ts';
import { runHttpwhy } from '../../support/program.ts';
import { temporaryFolder } from '../../support/proxy.ts';

const GET = `require('https').get(process.argv.at(-1), (r) => r.resume()).on('error', (e) => { console.error(e.code); process.exit(1); })`;
const PAST = `const { port, hostname } = new URL(process.argv.at(-1));
require('https').get({ host: '127.0.0.1', port, servername: hostname, headers: { host: hostname },
  agent: new (require('https').Agent)(), rejectUnauthorized: false }, (r) => r.resume())`;

interface Report {
  readonly ok: boolean;
  readonly checks: readonly { readonly id: string; readonly state: string; readonly detail: string }[];
}

test('the clients on the PATH are tried for real: one that is well, one that distrusts, one that goes past the proxy', async () => {
  const folder = temporaryFolder();
  try {
    // Node.js under the names of clients.
    const script = (name: string, code: string, env = '') => {
      const file = join(folder.path, name);
      const program = join(folder.path, `${name}.cjs`);
      writeFileSync(program, code);
      writeFileSync(file, `#!/bin/sh\n${env} exec '${process.execPath}' '${program}' "$@"\n`);
      chmodSync(file, 0o755);
    };
    script('curl', GET);
    script('ruby', GET, 'NODE_EXTRA_CA_CERTS=');
    script('perl', PAST, 'NODE_OPTIONS= NODE_USE_ENV_PROXY=');
    const data = join(folder.path, 'data');
    const { code, stdout, stderr } = await runHttpwhy(['doctor', '--json', '--data', data, '--port', '0'], {
      PATH: folder.path,
    });
    expect(stderr).toBe(
      'httpwhy: trying curl (1 of 3) …\nhttpwhy: trying ruby (2 of 3) …\nhttpwhy: trying perl (3 of 3) …\n',
    );
    const { ok, checks } = JSON.parse(stdout) as Report;
    expect([code, ok]).toEqual([1, false]);
    const clients = checks.filter(({ id }) => id.startsWith('client:'));
    expect(clients.map(({ id, state, detail }) => [id, state, detail])).toEqual([
      ['client:curl', 'good', 'comes through and trusts the CA'],
      ['client:ruby', 'failure', 'comes through, but does not trust the CA (SELF_SIGNED_CERT_IN_CHAIN)'],
      ['client:perl', 'failure', 'reaches servers without the proxy, although the variables name it'],
    ]);
    // The trials leave no trace in the log.
    expect(existsSync(join(data, 'capture.db'))).toBe(false);
  } finally {
    folder.remove();
  }
});

test('a client that is stuck is ended with what it has started', async () => {
  const { tryClient } = await import('../../../src/cli/doctor/trial.ts');
  const folder = temporaryFolder();
  try {
    const script = join(folder.path, 'stuck');
    writeFileSync(script, '#!/bin/sh\necho waiting >&2\nsleep 60 &\nwait\n');
    chmodSync(script, 0o755);
    const stuck: DoctorClient = { name: 'stuck', programs: ['stuck'], guide: null, args: () => [] };
    const trial = await tryClient({ client: stuck, program: script }, 'https://x', { PATH: process.env.PATH }, [], 300);
    expect(trial).toEqual({ exitCode: null, isLate: true, complaint: 'waiting' });
  } finally {
    folder.remove();
  }
});

test('the table has a sign for each state and the fix below', () => {
  const checks = [
    { id: 'a', title: 'CA', state: 'good', detail: 'fine' },
    { id: 'b', title: 'client', state: 'failure', detail: 'evil\x1b[2J', fix: 'httpwhy ca trust' },
  ] as const;
  expect(doctorText(checks, false)).toBe('✓ CA      fine\n✗ client  evil\\x1b[2J\n          → httpwhy ca trust');
  expect(doctorSummary(checks)).toBe('1 thing does not work.');
  expect(doctorSummary([checks[0]])).toBe('All is well.');
});
