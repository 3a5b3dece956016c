import { Buffer } from 'node:buffer';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CaptureReader } from '../../../src/store/capture-reader.ts';
import { CORPUS_FILE } from '../../support/corpus-cases.ts';
import { run } from '../annotate/support.ts';

const call = (url: string, status: number, more: object = {}) => ({
  startedDateTime: '2026-11-05T08:00:00.000Z',
  time: 5,
  request: { method: 'GET', url, httpVersion: 'HTTP/1.1', headers: [{ name: 'Authorization', value: 'Bearer t' }] },
  response: {
    status,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    headers: [],
    content: { text: status < 400 ? '{"order":"such order"}' : '{"error":"no such order"}' },
  },
  ...more,
});
const har = (...entries: readonly object[]) => JSON.stringify({ log: { version: '1.2', entries } });

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'httpwhy-import-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function read<Result>(folder: string, look: (reader: CaptureReader) => Result): Result {
  const reader = new CaptureReader(join(folder, 'capture.db'));
  try {
    return look(reader);
  } finally {
    reader.close();
  }
}

describe('httpwhy import', () => {
  test('stores a HAR file as a run named after it, annotated', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'calls.har');
      await writeFile(
        file,
        har(call('https://a.example/v1/orders/1', 200), call('https://a.example/v1/orders/2', 404)),
      );
      expect(await run(['import', file], '', folder)).toEqual({
        code: 0,
        stdout: 'Imported: 2 exchanges from calls.har as #1 to #2; 1 failed.\nSee them with `httpwhy log run:1`.\n',
        stderr: '',
      });
      read(folder, (reader) => {
        expect(reader.runs()).toMatchObject([{ kind: 'import', name: 'calls.har', command: file }]);
        expect(reader.runs()[0]!.ended_at).not.toBeNull();
        expect(reader.page({ kind: 'last' }, 9)).toMatchObject([
          { id: 1, status: 200, class: 'success' },
          { id: 2, status: 404, cause: 'resource-not-found' },
        ]);
        expect(reader.page({ kind: 'last' }, 9, 'body:"such order"').length).toBe(2);
      });
    }));

  test('takes gzip and standard input, and a second file follows the first', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'calls.har.gz');
      await writeFile(file, gzipSync(har(call('https://a.example/1', 200))));
      const { code, stdout } = await run(
        ['import', file, '-', '--name', 'mine'],
        har(call('https://a.example/2', 200)),
        folder,
      );
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: [
          'Imported: 1 exchange from mine as #1; none failed.',
          'See them with `httpwhy log run:1`.',
          'Imported: 1 exchange from mine as #2; none failed.',
          'See them with `httpwhy log run:2`.',
          '',
        ].join('\n'),
      });
    }));

  test('says what is broken and where, and goes on', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'broken.har');
      const good = JSON.stringify(call('https://a.example/1', 200));
      await writeFile(file, `{"log":{"entries":[${good},{"request":{"method:"GET"}},${good}`);
      const at = `{"log":{"entries":[${good},{"request":{"method:"`.length;
      const { code, stdout, stderr } = await run(['import', file], '', folder);
      expect(code).toBe(1);
      expect(stderr.split('\n')).toEqual([
        `httpwhy: broken.har: entry 2: stops being JSON at byte ${at}.`,
        expect.stringMatching(/^httpwhy: broken\.har: entry 4: is cut off by the end of the file at byte \d+\.$/),
        '',
      ]);
      expect(stdout).toContain('2 exchanges');
    }));

  test('leaves no run behind where there is nothing, and imports the other files all the same', () =>
    inFolder(async (folder) => {
      const [text, empty, good] = ['a.txt', 'empty.har', 'good.har'].map((name) => join(folder, name));
      await writeFile(text!, 'hello');
      await writeFile(empty!, har());
      await writeFile(good!, har(call('https://a.example/1', 200)));
      const { code, stdout, stderr } = await run(
        ['import', text!, empty!, good!, join(folder, 'none.har')],
        '',
        folder,
      );
      expect(code).toBe(1);
      expect(stderr.split('\n')[0]).toBe(
        'httpwhy: a.txt: This is none of the formats that can be imported. Give a HAR file, JSON lines of `httpwhy export --format jsonl`, or a capture.db.',
      );
      expect(stderr).toContain('none.har cannot be read (ENOENT)');
      expect(stdout).toContain('There is no exchange in empty.har.');
      expect(read(folder, (reader) => reader.runs().length)).toBe(1);
    }));

  test('what is exported as HAR or JSON lines, and the capture itself, come back as they were', () =>
    inFolder(async (folder) => {
      const lines = (await readFile(CORPUS_FILE, 'utf8')).split('\n').slice(100, 140).join('\n');
      const [first, second, third] = ['first', 'second', 'third'].map((name) => join(folder, name));
      await run(['import', '-'], lines, first!);
      const exported = join(folder, 'all.har');
      await run(['export', 'id:>0', '--format', 'har', '--no-redact', '-o', exported], '', first!);
      // One exchange that was there before: all numbers move on.
      await run(['import', '-'], har(call('https://a.example/1', 200)), second!);
      expect((await run(['import', exported], '', second!)).code).toBe(0);
      await run(['import', '-'], har(call('https://a.example/1', 200)), third!);
      expect((await run(['import', join(first!, 'capture.db')], '', third!)).code).toBe(0);
      const whole = (home: string, id: number) =>
        read(home, (reader) => ({ ...reader.exchange(id)!, messages: reader.messages(id, 0, 100) }));
      const total = read(first!, (reader) => reader.page({ kind: 'last' }, 10_000).length);
      expect(total).toBeGreaterThanOrEqual(40);
      // Evidence names other exchanges by their numbers.
      const moved = (value: unknown) =>
        JSON.parse(
          JSON.stringify(value)
            .replace(/"history:(\d+)/g, (_, id) => `"history:${Number(id) + 1}`)
            .replace(/#(\d+)/g, (_, id) => `#${Number(id) + 1}`),
        );
      for (let id = 1; id <= total; id += 1) {
        const { exchange, annotation, messages } = whole(first!, id);
        for (const home of [second!, third!]) {
          const back = whole(home, id + 1);
          expect({ ...back.exchange, id }).toEqual(exchange);
          expect(back.messages).toEqual(messages);
          expect(back.annotation!.evidence).toEqual(moved(annotation!.evidence));
          expect(back.annotation!.cause).toBe(annotation!.cause);
        }
      }
    }));

  test('a capture is not imported into itself', () =>
    inFolder(async (folder) => {
      await run(['import', '-'], har(call('https://a.example/1', 200)), folder);
      const { code, stderr } = await run(['import', join(folder, 'capture.db')], '', folder);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: 'httpwhy: capture.db: This is the capture that would be imported into. Give another with --data.\n',
      });
    }));

  test('keeps what was said of masked exchanges, and judges anew on demand', () =>
    inFolder(async (folder) => {
      const own = {
        id: 7,
        redacted: true,
        startedAt: 1_793_865_600_000,
        durationMs: 5,
        error: null,
        proxyStatus: null,
        connection: { client: null, clientTls: null, server: null, isReused: false },
        timing: { connectedMs: null, requestSentMs: null, responseStartMs: null },
        messageCount: 0,
        class: 'client_error',
        cause: 'expired-credentials',
        fault: 'client',
        confidence: 'certain',
        summary: 'the token expired 8 s before the call; it worked in #3',
        evidence: [{ where: 'history:3', what: '200' }],
        advice: 'Get a new token.',
        retry: 'after_fix',
      };
      const text = har(call('https://a.example/v1/me', 401, { _httpwhy: own }));
      await run(['import', '-'], text, folder);
      await run(['import', '-', '--reannotate'], text, folder);
      read(folder, (reader) => {
        expect(reader.annotation(1)).toMatchObject({
          cause: 'expired-credentials',
          summary: 'the token expired 8 s before the call; it worked in #3 (not imported)',
          evidence: [],
        });
        expect(reader.annotation(2)!.summary).not.toContain('8 s');
      });
    }));
});

test('annotate and import read the same file alike', () =>
  inFolder(async (folder) => {
    const bytes = gzipSync(har(call('https://a.example/v1/orders/2', 404)));
    const annotated = await run(['annotate', '-'], Buffer.from(bytes), folder);
    await run(['import', '-'], Buffer.from(bytes), folder);
    expect(JSON.parse(annotated.stdout).summary).toBe(read(folder, (reader) => reader.annotation(1)!.summary));
  }));
