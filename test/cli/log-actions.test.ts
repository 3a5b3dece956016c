import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { Terminal } from '../../src/cli/command.ts';
import { logActions } from '../../src/cli/log-actions.ts';
import type { ProxySettings } from '../../src/cli/threads/messages.ts';
import type { Exchange } from '../../src/exchange/exchange.ts';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import type { LogActions } from '../../src/tui/source.ts';
import { EXPIRED, exchange, textBody } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';
import { httpServer } from '../support/servers.ts';

const SECRET = 'k3J9x2Lq8Zr5Tn1Wb7Vd';

interface Surroundings {
  readonly actions: Required<LogActions>;
  readonly folder: string;
  readonly reader: CaptureReader;
  readonly tunnelled: readonly string[];
  /** What was put into the clipboard. */
  copied(): string;
}

async function withActions(
  exchanges: readonly Exchange[],
  use: (surroundings: Surroundings) => Promise<void>,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const folder = temporaryFolder();
  const capture = join(folder.path, 'capture.db');
  const writer = new CaptureWriter(capture);
  for (const [key, given] of exchanges.entries()) {
    const { request, response } = given;
    const chunks = (['request', 'response'] as const).flatMap((side) => {
      const bytes = (side === 'request' ? request : response)?.body?.bytes;
      return bytes === undefined ? [] : [{ side, index: 0, bytes }];
    });
    writer.write([{ key, exchange: given, chunks, messages: [] }], () => EXPIRED);
  }
  const reader = new CaptureReader(capture);
  const settings: ProxySettings = {
    folder: folder.path,
    host: '127.0.0.1',
    port: 0,
    maxBodyBytes: 1e6,
    upstreamCaFile: null,
    verifiesServers: true,
    tunnel: [],
    only: [],
    reverse: null,
    upstreamProxy: 'none',
    clientCertificates: [],
  };
  const tunnelled: string[] = [];
  const screen = Object.assign(new PassThrough(), { isTTY: true });
  const terminal = { stdin: process.stdin, stdout: screen, stderr: screen, env } as unknown as Terminal;
  const tunnel = (host: string) => tunnelled.push(host);
  const session = { folder: folder.path, capture, settings, display: null, tunnel };
  try {
    await use({
      actions: logActions(reader, terminal, session, folder.path) as Required<LogActions>,
      folder: folder.path,
      reader,
      tunnelled,
      copied() {
        // OSC 52: the text in base64 between its own head and a bell.
        const [base64 = ''] = String(screen.read() ?? '')
          .split(']52;c;')
          .at(-1)!
          .split(/[^\w+/=]/);
        return Buffer.from(base64, 'base64').toString();
      },
    });
  } finally {
    reader.close();
    writer.close();
    folder.remove();
  }
}

const withSecret = exchange({ request: { headers: [['Authorization', `Bearer ${SECRET}`]] } });

test('the bug report goes to a new file for its owner only, secrets masked, and never over one that is there', () =>
  withActions([withSecret], async ({ actions, folder }) => {
    writeFileSync(join(folder, 'httpwhy-1.md'), 'mine');
    const said = await actions.exportReport(1);
    const file = join(folder, 'httpwhy-1-2.md');
    expect(said).toBe(`Bug report written to ${file} (1 secret masked)`);
    expect(readFileSync(join(folder, 'httpwhy-1.md'), 'utf8')).toBe('mine');
    expect(readFileSync(file, 'utf8')).not.toContain(SECRET);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  }));

test('an exchange that is not there is said', () =>
  withActions([], async ({ actions }) => {
    await expect(actions.exportReport(9)).rejects.toThrow('There is no exchange 9');
    await expect(actions.replay(9)).rejects.toThrow('There is no exchange 9');
    await expect(actions.pin(9, true)).rejects.toThrow('There is no exchange 9');
  }));

test('a host can be let pass unread; what was never encrypted cannot', () => {
  const urls = ['https://pinned.example:8443/x', 'http://plain.example/x'];
  return withActions(
    urls.map((url) => exchange({ request: { url } })),
    async ({ actions, tunnelled }) => {
      expect(await actions.tunnelHost(1)).toBe(
        'New connections to pinned.example pass unread; to keep it so, start with --tunnel pinned.example',
      );
      expect(tunnelled).toEqual(['pinned.example']);
      await expect(actions.tunnelHost(2)).rejects.toThrow('#2 did not come in a TLS connection.');
    },
  );
});

test('every format can be chosen, the report first, and is shown as it will be written', () =>
  withActions([withSecret], async ({ actions, folder }) => {
    const choices = await actions.exportChoices();
    expect(choices[0]?.name).toBe('report');
    expect(choices.map(({ name }) => name).sort()).toEqual([
      'curl',
      'fetch',
      'har',
      'html',
      'http',
      'httpie',
      'json',
      'jsonl',
      'python',
      'report',
    ]);
    const { lines, isWhole, redaction } = await actions.previewExport(1, 'curl');
    expect(redaction).toEqual(['Masked 1 secret: header authorization.']);
    expect(isWhole).toBe(true);
    expect(await actions.saveExport(1, 'curl')).toBe(
      `#1 as curl written to ${join(folder, 'httpwhy-1.sh')} (1 secret masked)`,
    );
    expect(readFileSync(join(folder, 'httpwhy-1.sh'), 'utf8')).toBe(lines.join('\n'));
  }));

test('the report tells what the capture knows around the exchange', () => {
  const refused = exchange({ response: { status: 401 } });
  return withActions([refused, refused, refused], async ({ actions }) => {
    const { lines } = await actions.previewExport(2, 'report');
    expect(lines.join('\n')).toMatch(/Occurrences\W+3/);
  });
});

test('each part can be copied, without its secrets', () => {
  const given = exchange({
    request: {
      url: `https://api.example.com/v1/me?api_key=${SECRET}`,
      headers: [['Authorization', `Bearer ${SECRET}`]],
    },
    response: { body: textBody('{"user":"ada"}'), headers: [['X-Request-Id', 'r-1']] },
  });
  return withActions([given], async ({ actions, copied }) => {
    expect(await actions.copy(1, 'url')).toBe('Copied the URL of #1 (1 secret masked)');
    expect(copied()).toMatch(/^https:\/\/api\.example\.com\/v1\/me\?api_key=<[^>]+>$/);
    expect(await actions.copy(1, 'headers')).toBe('Copied the response headers of #1 (no secrets in it)');
    expect(copied()).toBe('X-Request-Id: r-1\n');
    expect(await actions.copy(1, 'body')).toBe('Copied the response body of #1 (no secrets in it)');
    expect(copied()).toBe('{"user":"ada"}');
    expect(await actions.copy(1, 'curl')).toMatch(/^Copied #1 as curl \(\d secrets? masked\)$/);
    expect(copied()).toContain('curl');
    expect(await actions.copy(1, 'report')).toMatch(/^Copied the bug report of #1 /);
    expect(await actions.copyText('/a/b', 'the path')).toBe('Copied the path');
    expect(copied()).toBe('/a/b');
  });
});

test('a body that is not there, or no text, is not copied', () => {
  const binary = { bytes: Buffer.from([0, 1, 2, 3]), totalBytes: 4 };
  const all = [exchange({ response: { body: null } }), exchange({ response: { body: binary, headers: [] } })];
  return withActions(all, async ({ actions }) => {
    await expect(actions.copy(1, 'body')).rejects.toThrow('#1 has no body there.');
    await expect(actions.copy(2, 'body')).rejects.toThrow('The body of #2 is not text.');
  });
});

test('pins, notes and labels are put on and taken off', () =>
  withActions([exchange()], async ({ actions, reader }) => {
    expect(await actions.pin(1, true)).toBe('#1 is pinned: it stays when room is made');
    expect(await actions.note(1, ' look at this ')).toBe('Note put on #1');
    expect(await actions.label(1, 'checkout')).toBe('Label checkout put on #1');
    expect(reader.marks(1)).toEqual({ isPinned: true, labels: ['checkout'], note: 'look at this' });
    expect(await actions.pin(1, false)).toBe('#1 is no longer pinned');
    expect(await actions.note(1, null)).toBe('#1 has no note any more');
    await expect(actions.label(1, ' ')).rejects.toThrow('A label is a word or some.');
  }));

test('a message is shown in the pager, control characters escaped, and the file is gone afterwards', async () => {
  const folder = temporaryFolder();
  const [seen, path] = [join(folder.path, 'seen'), join(folder.path, 'path')];
  const given = exchange({ response: { body: textBody('a\u001b[2Jb'), headers: [['X-A', '1']] } });
  const show = `sh -c 'cat "$1" > ${seen}; echo "$1" > ${path}' sh`;
  try {
    await withActions(
      [given],
      async ({ actions }) => {
        expect(await actions.openOutside(1, 'response', 'pager')).toBe('Closed the response of #1');
        expect(readFileSync(seen, 'utf8')).toBe('HTTP/1.1 200 OK\nX-A: 1\n\na\\x1b[2Jb\n');
        expect(() => statSync(readFileSync(path, 'utf8').trim())).toThrow('ENOENT');
        await expect(actions.openOutside(1, 'request', 'editor')).rejects.toThrow('The program false ended with 1.');
      },
      { PATH: process.env.PATH, PAGER: show, EDITOR: 'false' },
    );
  } finally {
    folder.remove();
  }
});

test('a request is sent again, and the line tells what has changed', async () => {
  const server = await httpServer((_request, response) => response.end('ok'));
  const headers = [['Host', `127.0.0.1:${server.port}`] as const];
  const url = `http://127.0.0.1:${server.port}/v1/me`;
  const refused = exchange({ request: { url, headers }, response: { status: 401 } });
  const ordered = exchange({ request: { url, headers, method: 'POST' } });
  try {
    await withActions([refused, ordered], async ({ actions }) => {
      expect(await actions.replayQuestion(1)).toBe(null);
      expect(await actions.replay(1)).toMatch(/^#1 sent again as #3: fixed \(401 → 200 in .+\)$/);
      expect(await actions.replayQuestion(2)).toBe(
        `POST is not idempotent: sending it again may do its work twice (${url}). Send it?`,
      );
    });
  } finally {
    await server.close();
  }
});

test('a call becomes a rule with its secrets masked, which can rest and be put into force again', () =>
  withActions([withSecret], async ({ actions, folder }) => {
    const file = join(folder, '.httpwhy', 'mocks.yaml');
    expect(await actions.mockRules()).toEqual([]);
    expect(await actions.mockQuestion(1)).toBe(
      `Answer calls like #1 as it was answered, by a rule in ${file}, instead of asking the server?`,
    );
    expect(await actions.mockFrom(1)).toContain('Added rule "GET ');
    expect(readFileSync(file, 'utf8')).not.toContain(SECRET);
    const [rule] = await actions.mockRules();
    expect(rule?.isEnabled).toBe(true);
    expect(await actions.useMockRule(rule!, false)).toBe(`"${rule!.name}" rests`);
    expect((await actions.mockRules()).map(({ isEnabled }) => isEnabled)).toEqual([false]);
    await actions.useMockRule(rule!, true);
    expect(await actions.mockRules()).toEqual([rule]);
    await actions.mockFrom(1);
    expect((await actions.mockRules()).map(({ name }) => name)).toEqual([`${rule!.name} (2)`, rule!.name]);
  }));

test('what is not there becomes no rule, and no file is made', () =>
  withActions([], async ({ actions, folder }) => {
    await expect(actions.mockQuestion(9)).rejects.toThrow('There is no exchange 9');
    expect(existsSync(join(folder, '.httpwhy'))).toBe(false);
  }));
