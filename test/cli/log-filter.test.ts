import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import { EXPIRED, exchange, QUIET } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';
import { run } from './annotate/support.ts';

/** `httpwhy log` on a capture with a call that was answered and one that was refused. */
async function log(...args: string[]) {
  const folder = temporaryFolder();
  const writer = new CaptureWriter(join(folder.path, 'capture.db'));
  try {
    for (const [index, status] of [200, 401].entries()) {
      writer.write([{ key: index + 1, exchange: exchange({ response: { status } }), chunks: [], messages: [] }], () =>
        status === 200 ? QUIET : EXPIRED,
      );
    }
    return await run(['log', ...args], '', folder.path);
  } finally {
    writer.close();
    folder.remove();
  }
}

test('the log shows what matches all terms, however they are split into arguments', async () => {
  const whole = await log('--json', 'status:4xx host:example.com');
  expect(JSON.parse(whole.stdout)).toMatchObject({ id: 2, cause: 'expired-credentials' });
  expect((await log('--json', 'status:4xx', 'host:example.com')).stdout).toBe(whole.stdout);
  expect(await log('--json', 'status:5xx')).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a person who finds nothing is told where else to look', async () => {
  expect((await log('nosuchword')).stderr).toBe(
    'httpwhy: no exchange matches. text:WORD looks into headers and bodies too.\n',
  );
  expect((await log('orders')).stderr).toBe('');
});

test('a filter that is wrong is answered with its place and what was meant', async () => {
  expect(await log('host:example.com', 'is:fialed')).toEqual({
    code: 2,
    stdout: '',
    stderr: [
      'httpwhy: The filter is wrong at column 21: "fialed" is not a state. Did you mean is:failed?',
      '  host:example.com is:fialed',
      '                      ^^^^^^',
      '',
    ].join('\n'),
  });
});

test('the fields are listed by the help of the log and by explain', async () => {
  const help = await log('--help');
  const { stdout } = await run(['explain', 'filters'], '', '/nowhere');
  expect(stdout).toContain('  status:5xx,429 ');
  expect(help.stdout).toContain(stdout.trim());
});
