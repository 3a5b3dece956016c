import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MemoryHistory } from '../../../src/classifier/memory-history.ts';
import { read } from '../../../src/cli/annotate/har.ts';
import { loadClassifier } from '../../../src/cli/classifier.ts';
import type { Exchange, StreamMessage } from '../../../src/exchange/exchange.ts';
import type { ExportItem } from '../../../src/export/bundle.ts';
import { format as har } from '../../../src/export/formats/har.ts';
import { exportItems } from '../../../src/export/write.ts';
import { loadCorpus } from '../../support/corpus-cases.ts';
import { CONNECTION, exchange, textBody } from '../../support/exchanges.ts';

/** Exported and read again. */
async function roundTrip(items: readonly ExportItem[], redact = false) {
  const { text } = await exportItems(items, har, { redact, toolVersion: '1.0.0' });
  async function* chunks() {
    const bytes = Buffer.from(text);
    // Pieces of a size that divides nothing: every place is a border at some time.
    for (let at = 0; at < bytes.length; at += 65_521) yield bytes.subarray(at, at + 65_521);
  }
  const back: ExportItem[] = [];
  for await (const recorded of read(chunks(), { recordedAt: 0, request: undefined, complain: () => undefined })) {
    if (recorded.kind !== 'exchange') throw new Error(recorded.message);
    const { exchange: read, messages, own } = recorded;
    const { lastMessages: _last, ...rest } = read;
    back.push({ exchange: rest, messages: messages ?? [], annotation: own?.annotation ?? null });
  }
  return back;
}

/** As a capture gives it back: an empty body is none, and the last messages are among the messages. */
function stored({ exchange: given, annotation, messages }: ExportItem, id: number): ExportItem {
  const { lastMessages: _last, ...rest } = given;
  const side = <M extends Exchange['request'] | NonNullable<Exchange['response']>>(message: M): M => ({
    ...message,
    body:
      message.body === null || message.body.totalBytes === 0
        ? null
        : { ...message.body, bytes: Buffer.from(message.body.bytes) },
  });
  return {
    exchange: { ...rest, id, request: side(given.request), response: given.response && side(given.response) },
    annotation,
    messages: messages.map((message) => ({ ...message, bytes: Buffer.from(message.bytes) })),
  };
}

describe('export as HAR and import give the same exchange and annotation', () => {
  test('for every exchange of the corpus', async () => {
    const classify = (await loadClassifier((rule, error) => expect.fail(`${rule}: ${String(error)}`)))([]);
    const items = loadCorpus().map(({ exchange: given, history }) => {
      const memory = new MemoryHistory();
      for (const earlier of history) memory.add(earlier, classify(earlier, memory));
      return { exchange: given, annotation: classify(given, memory), messages: given.lastMessages ?? [] };
    });
    expect(items.length).toBeGreaterThan(500);
    const back = await roundTrip(items);
    expect(back.length).toBe(items.length);
    for (const [index, item] of items.entries()) {
      expect(back[index], item.exchange.request.url).toEqual(stored(item, index + 1));
    }
  });

  const bytes = (values: readonly number[]) => ({ bytes: Uint8Array.from(values), totalBytes: values.length });
  const zipped = gzipSync('{"a":"ü"}'.repeat(50));
  const whole: readonly (readonly [string, Partial<Exchange>])[] = [
    ['bodies that are no text', { request: { ...exchange().request, method: 'PUT', body: bytes([0, 255, 254, 10]) } }],
    [
      'a compressed body, to the byte',
      {
        response: {
          ...exchange().response!,
          headers: [
            ['Content-Encoding', 'gzip'],
            ['Content-Length', String(zipped.length)],
          ],
          body: { bytes: zipped, totalBytes: zipped.length },
        },
      },
    ],
    [
      'a compressed body whose recording was cut',
      {
        response: {
          ...exchange().response!,
          headers: [['Content-Encoding', 'gzip']],
          body: { bytes: zipped.subarray(0, 40), totalBytes: 9000 },
        },
      },
    ],
    [
      'another charset',
      {
        response: {
          ...exchange().response!,
          headers: [['Content-Type', 'text/plain; charset=iso-8859-1']],
          body: bytes([0x67, 0x72, 0xf6, 0xdf, 0x65]),
        },
      },
    ],
    [
      'a response to HEAD that names a coding and has no body',
      { response: { ...exchange().response!, headers: [['Content-Encoding', 'br']], body: null } },
    ],
    [
      'fields twice, in odd cases, empty, and like pseudo-headers',
      {
        request: {
          ...exchange().request,
          httpVersion: '2.0',
          headers: [
            [':authority', 'x'],
            ['x-A', ''],
            ['X-a', ' 2'],
            ['Cookie', 'a=b'],
            ['cookie', 'c=d'],
          ],
          trailers: [['X-Sum', '1']],
        },
        response: {
          ...exchange().response!,
          headers: [
            ['Set-Cookie', 'a=1; Path=/'],
            ['set-cookie', 'b=2'],
          ],
          trailers: [['grpc-status', '5']],
        },
      },
    ],
    [
      'connection, timing and failure',
      {
        connection: {
          client: '127.0.0.1:55555',
          clientTls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', alpn: null, serverName: 'a' },
          server: CONNECTION,
          isReused: true,
        },
        timing: { connectedMs: 1.25, requestSentMs: 2.000_001, responseStartMs: 3 },
        startedAt: 1_793_620_800_000.125,
        durationMs: 12.345_678_9,
        error: { phase: 'response', code: 'ECONNRESET', message: 'read ECONNRESET' },
        proxyStatus: 502,
      },
    ],
    [
      'what a rule did',
      {
        rule: {
          name: 'slow',
          effect: 'changed',
          changes: [{ where: 'response.body#/id', before: '1', after: null }],
        },
      },
    ],
    [
      'a body of which nothing was recorded',
      { response: { ...exchange().response!, body: { bytes: new Uint8Array(), totalBytes: 9 } } },
    ],
  ];
  test.each(whole)('for %s', async (_, given) => {
    const item: ExportItem = { exchange: { ...exchange(), ...given }, annotation: null, messages: [] };
    expect(await roundTrip([item])).toEqual([stored(item, 1)]);
  });

  test('for messages, times and binary payloads included', async () => {
    const message = (given: Partial<StreamMessage>, payload: string | number[]): StreamMessage => {
      const payloadBytes = Buffer.from(payload as string);
      return {
        at: 1_793_620_800_001.2346,
        from: 'client',
        type: 'text',
        bytes: payloadBytes,
        totalBytes: payloadBytes.length,
        closeCode: null,
        ...given,
      };
    };
    const socket = [
      message({}, 'hi ü'),
      message({ from: 'server', type: 'binary', totalBytes: 99 }, [0, 255]),
      message({ type: 'ping' }, 'p'),
      // Cut within a character.
      message({ from: 'server', totalBytes: 10 }, [0x61, 0xc3]),
      message({ from: 'server', type: 'close', closeCode: 1011 }, 'broken'),
    ];
    const events = [
      message({ from: 'server', type: 'event' }, 'data: x\n\n'),
      message({ from: 'server', type: 'event', totalBytes: 7 }, [0xff, 0xfe]),
    ];
    for (const messages of [socket, events]) {
      const item: ExportItem = { exchange: exchange({ messageCount: 12_000 }), annotation: null, messages };
      expect(await roundTrip([item])).toEqual([stored(item, 1)]);
    }
  });

  test('but an exchange that had not ended is ended', async () => {
    const pending = { exchange: exchange({ durationMs: null, response: null }), annotation: null, messages: [] };
    expect((await roundTrip([pending]))[0]!.exchange).toMatchObject({
      durationMs: 0,
      error: { code: 'ERR_PROXY_STOPPED' },
    });
  });

  test('and what was said of a masked exchange is kept: it cannot be seen in the mask', async () => {
    const annotation = (await import('../../support/exchanges.ts')).EXPIRED;
    const given = exchange({
      request: { headers: [['Authorization', 'Bearer abcdefghijklmnopqrstuvwxyz0123456789']] },
      response: { status: 401, body: textBody('{}') },
    });
    const [back] = await roundTrip([{ exchange: given, annotation, messages: [] }], true);
    expect(back!.annotation).toEqual(annotation);
    expect(back!.exchange.request.headers[0]![1]).not.toContain('abcdefghij');
  });
});
