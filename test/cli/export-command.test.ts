import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Terminal } from '../../src/cli/command.ts';
import { command } from '../../src/cli/commands/export.ts';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import { EXPIRED, exchange } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';

const SECRET = 'k3J9x2Lq8Zr5Tn1Wb7Vd';
const folder = temporaryFolder();

beforeAll(() => {
  const writer = new CaptureWriter(join(folder.path, 'capture.db'));
  const request = { headers: [['Authorization', `Bearer ${SECRET}`]] as const };
  for (const [key, url] of ['https://api.example.com/v1/orders/1', 'https://api.example.com/v1/users/2'].entries()) {
    const given = exchange({ request: { ...request, url }, response: { status: 401 } });
    writer.write([{ key, exchange: given, chunks: [], messages: [] }], () => EXPIRED);
  }
  writer.close();
});
afterAll(() => folder.remove());

interface Said {
  readonly out: string;
  readonly err: string;
}

/** The command in this process, with streams that are no terminal. */
async function run(...words: readonly string[]): Promise<Said> {
  const stream = () => Object.assign(new PassThrough({ highWaterMark: 1e7 }), { isTTY: false });
  const [stdout, stderr] = [stream(), stream()];
  const terminal = { stdin: process.stdin, stdout, stderr, env: {} } as unknown as Terminal;
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  command.register(program, terminal, (action) => async (...values) => {
    await action(...values);
  });
  await program.parseAsync(['export', ...words, '--data', folder.path], { from: 'user' });
  return { out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

test('several exchanges by number are one report, and standard error tells what was masked', async () => {
  const { out, err } = await run('#1', '2');
  expect(out).toContain('## Timeline\n');
  expect(out).not.toContain(SECRET);
  expect(err).toBe('httpwhy: Masked 1 secret: header authorization.\n');
});

test('a filter is written to a file as HAR, for its owner', async () => {
  const file = join(folder.path, 'orders.har');
  const { out, err } = await run('orders', '--format', 'har', '-o', file);
  expect(out).toBe('');
  expect(err).toBe(`httpwhy: Written to ${file}.\nhttpwhy: Masked 1 secret: header authorization.\n`);
  const { log } = JSON.parse(readFileSync(file, 'utf8'));
  expect(log.entries.map((entry: { request: { url: string } }) => entry.request.url)).toEqual([
    'https://api.example.com/v1/orders/1',
  ]);
});

test('with --no-redact the secrets are in it, and that is said', async () => {
  const { out, err } = await run('2', '--format', 'curl', '--no-redact');
  expect(out).toContain(SECRET);
  expect(err).toBe('httpwhy: Not redacted: whatever was secret is in it.\n');
});

test.each([
  [['9'], 'There is no exchange 9 in this capture.'],
  [['nothing-like-it'], 'No exchange matches nothing-like-it.'],
  [['1', '--format', 'pdf'], 'There is no format pdf.'],
  [['1', '--copy'], 'There is no clipboard to copy it to: no terminal, and none of the programs that know one.'],
])('%j is answered with one line', async (words, message) => {
  await expect(run(...words)).rejects.toThrow(message);
});

test('a place that is not known is refused by name', async () => {
  await expect(run('1', '--for', 'pastebin')).rejects.toThrow(/Allowed choices are github, gitlab, jira, slack/);
});
