import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logActions } from '../../src/cli/log-actions.ts';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import { EXPIRED, exchange } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';

const NO_SESSION = { tunnel: () => undefined };

test('the bug report goes to a new file for its owner only, secrets masked, and never over one that is there', async () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'capture.db');
  const writer = new CaptureWriter(path);
  const request = { headers: [['Authorization', 'Bearer k3J9x2Lq8Zr5Tn1Wb7Vd']] as const };
  writer.write([{ key: 1, exchange: exchange({ request }), chunks: [], messages: [] }], () => EXPIRED);
  const reader = new CaptureReader(path);
  try {
    writeFileSync(join(folder.path, 'httpwhy-1.md'), 'mine');
    const said = await logActions(reader, process, NO_SESSION, folder.path).exportReport(1);
    const file = join(folder.path, 'httpwhy-1-2.md');
    expect(said).toBe(`Bug report written to ${file} (1 secret masked)`);
    expect(readFileSync(join(folder.path, 'httpwhy-1.md'), 'utf8')).toBe('mine');
    expect(readFileSync(file, 'utf8')).not.toContain('k3J9x2Lq8Zr5Tn1Wb7Vd');
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  } finally {
    reader.close();
    writer.close();
    folder.remove();
  }
});

test('an exchange that is not there is said', async () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'capture.db');
  const writer = new CaptureWriter(path);
  const reader = new CaptureReader(path);
  try {
    await expect(logActions(reader, process, NO_SESSION, folder.path).exportReport(9)).rejects.toThrow(
      'There is no exchange 9',
    );
  } finally {
    reader.close();
    writer.close();
    folder.remove();
  }
});

test('a host can be let pass unread; what was never encrypted cannot', async () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'capture.db');
  const writer = new CaptureWriter(path);
  for (const [key, url] of ['https://pinned.example:8443/x', 'http://plain.example/x'].entries()) {
    writer.write([{ key, exchange: exchange({ request: { url } }), chunks: [], messages: [] }], () => EXPIRED);
  }
  const reader = new CaptureReader(path);
  const tunnelled: string[] = [];
  const actions = logActions(reader, process, { tunnel: (host) => tunnelled.push(host) }, folder.path);
  try {
    expect(await actions.tunnelHost(1)).toBe(
      'New connections to pinned.example pass unread; to keep it so, start with --tunnel pinned.example',
    );
    expect(tunnelled).toEqual(['pinned.example']);
    await expect(actions.tunnelHost(2)).rejects.toThrow('#2 did not come in a TLS connection.');
  } finally {
    reader.close();
    writer.close();
    folder.remove();
  }
});
