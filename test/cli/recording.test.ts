import { once } from 'node:events';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { RecordMessage, ThreadReport, WriterThreadData } from '../../src/cli/threads/messages.ts';
import { ThreadSink } from '../../src/cli/threads/thread-sink.ts';
import type { ProxyEvent } from '../../src/exchange/events.ts';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CONNECTION } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';

interface Recording {
  readonly sink: ThreadSink;
  readonly reader: CaptureReader;
  /** Resolves as soon as the question has an answer. */
  until<T>(ask: () => T | undefined): Promise<T>;
  end(): Promise<void>;
  /** The proxy's end of the channel goes away without a word. */
  loseProxy(): Promise<void>;
}

/** A sink and the writer thread behind it, as a session starts them. */
async function withRecording(use: (recording: Recording) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  const capture = join(folder.path, 'capture.db');
  const { port1, port2 } = new MessageChannel();
  const workerData: WriterThreadData = { capture, recording: port2, rulesFiles: [] };
  const writer = new Worker(new URL('../../src/cli/threads/writer-thread.ts', import.meta.url), {
    workerData,
    transferList: [port2],
  });
  const closed = Promise.withResolvers<void>();
  writer.on('message', ({ kind }: ThreadReport) => kind === 'closed' && closed.resolve());
  writer.once('exit', () => closed.resolve());
  let reader: CaptureReader | undefined;
  try {
    expect(await once(writer, 'message')).toEqual([{ kind: 'ready' }]);
    const sink = new ThreadSink(port1);
    reader = new CaptureReader(capture);
    await use({
      sink,
      reader,
      async until(ask) {
        for (;;) {
          const answer = ask();
          if (answer !== undefined) return answer;
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      },
      async end() {
        sink.end();
        await closed.promise;
      },
      async loseProxy() {
        port1.close();
        await closed.promise;
      },
    });
  } finally {
    reader?.close();
    // In order, and after it has loaded everything: a thread that is cut off inside of a native module takes the process along.
    port1.postMessage({ kind: 'end' } satisfies RecordMessage);
    await closed.promise;
    port1.close();
    await writer.terminate();
    folder.remove();
  }
}

const now = () => performance.timeOrigin + performance.now();
const begun = (key: number, url = `http://a.test/${key}`): ProxyEvent[] => [
  {
    kind: 'request',
    key,
    at: now(),
    client: '127.0.0.1:5000',
    clientTls: null,
    method: 'GET',
    url,
    httpVersion: '1.1',
    rawHeaders: ['Host', 'a.test'],
  },
  { kind: 'request-end', key, at: now(), totalBytes: 0, rawTrailers: [] },
  { kind: 'connected', key, at: now(), connection: CONNECTION, isReused: false },
];
const answered = (key: number, body: Uint8Array): ProxyEvent[] => [
  { kind: 'response', key, at: now(), status: 200, reason: 'OK', httpVersion: '1.1', rawHeaders: ['X', 'é'] },
  { kind: 'response-chunk', key, bytes: body },
];
const ended = (key: number, totalBytes: number): ProxyEvent[] => [
  { kind: 'response-end', key, at: now(), totalBytes, rawTrailers: [] },
  { kind: 'ended', key, at: now(), error: null, proxyStatus: null },
];

test('what a proxy reports is in the capture soon after, whole and annotated', () =>
  withRecording(async ({ sink, reader, until }) => {
    const body = Buffer.from('{"ok":true}');
    for (const event of [...begun(1), ...answered(1, body), ...ended(1, body.length)]) sink.emit(event);
    const { exchange, annotation } = await until(() => reader.exchange(1));
    expect(annotation?.class).toBe('success');
    expect(exchange.connection.server).toEqual(CONNECTION);
    expect(exchange.response?.headers).toEqual([['X', 'é']]);
    expect(Buffer.from(exchange.response!.body!.bytes).toString()).toBe('{"ok":true}');
  }));

test('a stream is in the log while it lasts, with its messages, and a large body is whole at the end', () =>
  withRecording(async ({ sink, reader, until, end }) => {
    const large = () => new Uint8Array(100_000).fill(120);
    const message = { at: now(), from: 'server', type: 'text', bytes: Buffer.from('hello'), totalBytes: 5 } as const;
    for (const event of [...begun(1), ...answered(1, large())]) sink.emit(event);
    sink.emit({ kind: 'message', key: 1, message: { ...message, closeCode: null } });
    const [pending] = await until(() => {
      const rows = reader.page({ kind: 'last' }, 1);
      return rows[0]?.messageCount === 1 ? rows : undefined;
    });
    expect(pending).toMatchObject({ durationMs: null, class: null, responseBytes: 100_000 });
    expect(reader.messages(1, 0, 9).map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['hello']);
    for (const bytes of [large(), Buffer.from('end')]) sink.emit({ kind: 'response-chunk', key: 1, bytes });
    for (const event of ended(1, 200_003)) sink.emit(event);
    await end();
    const body = reader.exchange(1)!.exchange.response!.body!;
    expect(body.totalBytes).toBe(200_003);
    expect(Buffer.from(body.bytes).toString()).toBe(`${'x'.repeat(200_000)}end`);
  }));

test('a proxy that is gone without a word ends the recording in order, with all that it had sent', () =>
  withRecording(async ({ sink, reader, loseProxy }) => {
    for (const event of [...begun(1), ...answered(1, Buffer.from('x')), ...ended(1, 1)]) sink.emit(event);
    sink.flush();
    await loseProxy();
    expect(reader.page({ kind: 'last' }, 9)).toMatchObject([{ id: 1, status: 200 }]);
  }));

test('a call that is slow keeps its place before a fast one that began after it', () =>
  withRecording(async ({ sink, reader, until }) => {
    for (const event of [...begun(1), ...begun(2), ...answered(2, Buffer.from('x')), ...ended(2, 1)]) sink.emit(event);
    await until(() => reader.page({ kind: 'last' }, 9).find(({ url }) => url.endsWith('/2')));
    for (const event of [...answered(1, Buffer.from('y')), ...ended(1, 1)]) sink.emit(event);
    await until(() => reader.page({ kind: 'last' }, 9).find(({ url, status }) => url.endsWith('/1') && status === 200));
    const rows = reader.page({ kind: 'last' }, 9);
    expect(rows.map(({ id, url }) => [id, url])).toEqual([
      [1, 'http://a.test/1'],
      [2, 'http://a.test/2'],
    ]);
  }));

test('what has piled up is stored step by step, in order and whole, also where a step ends in the middle of a call', () =>
  withRecording(async ({ sink, reader, end }) => {
    const count = 400;
    const bodyOf = (key: number) => Buffer.from(`${key} `.repeat(500));
    // The writer is still loading its rules: all of this waits there, in several batches.
    for (let key = 1; key <= count + 1; key += 1) {
      if (key <= count) for (const event of [...begun(key), ...answered(key, bodyOf(key))]) sink.emit(event);
      if (key > 1) for (const event of ended(key - 1, bodyOf(key - 1).length)) sink.emit(event);
    }
    await end();
    const rows = reader.page({ kind: 'last' }, count + 1);
    const keys = Array.from({ length: count }, (_, index) => index + 1);
    expect(rows.map(({ id, url, class: kind }) => [id, url, kind])).toEqual(
      keys.map((key) => [key, `http://a.test/${key}`, 'success']),
    );
    const bodies = keys.map((key) => Buffer.from(reader.exchange(key)!.exchange.response!.body!.bytes).toString());
    expect(bodies).toEqual(keys.map((key) => bodyOf(key).toString()));
  }));
