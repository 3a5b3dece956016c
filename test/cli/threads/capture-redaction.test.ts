import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { CaptureRedaction } from '../../../src/cli/threads/capture-redaction.ts';
import type { ProxyEvent } from '../../../src/exchange/events.ts';
import { Recorder } from '../../../src/recorder/recorder.ts';
import { asText } from '../../exchange/redact/as-text.ts';
import { QUIET } from '../../support/exchanges.ts';

const SECRET = 'k-1234567890';

/** A call whose answer repeats the key, in pieces that cut it in two. */
const EVENTS: readonly ProxyEvent[] = [
  {
    kind: 'request',
    key: 7,
    at: 1000,
    client: null,
    clientTls: null,
    method: 'GET',
    url: `https://h.test/x?api_key=${SECRET}`,
    httpVersion: '1.1',
    rawHeaders: ['Host', 'h.test'],
  },
  { kind: 'response', key: 7, at: 1010, status: 200, reason: 'OK', httpVersion: '1.1', rawHeaders: [] },
  { kind: 'response-chunk', key: 7, bytes: Buffer.from('you sent k-1234') },
  {
    kind: 'message',
    key: 7,
    message: {
      at: 1015,
      from: 'server',
      type: 'text',
      bytes: Buffer.from(`hi ${SECRET}`),
      totalBytes: 15,
      closeCode: null,
    },
  },
  { kind: 'response-chunk', key: 7, bytes: Buffer.from('567890, sorry') },
  { kind: 'response-end', key: 7, at: 1020, totalBytes: 28, rawTrailers: [] },
  { kind: 'ended', key: 7, at: 1021, error: null, proxyStatus: null },
];

test('whatever is handed out in between, nothing that is stored holds the secret or a half of it', () => {
  const recorder = new Recorder();
  const redaction = new CaptureRedaction(undefined);
  const stored = EVENTS.flatMap((event) => {
    recorder.accept(event);
    return redaction.redact(recorder.takeChanges());
  });
  const all = asText(stored);
  expect(all).not.toContain('k-1234');
  expect(all).not.toContain('567890');
  const chunks = stored.flatMap((change) => change.chunks);
  expect(chunks).toHaveLength(1);
  expect(Buffer.from(chunks[0]!.bytes).toString('utf8')).toMatch(/^you sent <api key-\w{5}, 12\+ characters>, sorry$/);
  expect(stored.flatMap((change) => change.messages)).toHaveLength(1);
});

test('the classifier reads the original, and what it says is masked', () => {
  const recorder = new Recorder();
  for (const event of EVENTS) recorder.accept(event);
  const redaction = new CaptureRedaction(undefined);
  const [change] = redaction.redact(recorder.takeChanges());
  const seen: string[] = [];
  const annotation = redaction.annotate({ ...change!.exchange, id: 3 }, (exchange) => {
    seen.push(`${exchange.id} ${exchange.request.url}`);
    return { ...QUIET, summary: `sent ${SECRET}` };
  });
  expect(seen).toEqual([`3 https://h.test/x?api_key=${SECRET}`]);
  expect(annotation.summary).toMatch(/^sent <api key-\w{5}, 12\+ characters>$/);
});

test('what was not recorded here is classified as it is', () => {
  const recorder = new Recorder();
  for (const event of EVENTS) recorder.accept(event);
  const [change] = recorder.takeChanges();
  expect(new CaptureRedaction(undefined).annotate(change!.exchange, () => QUIET)).toBe(QUIET);
});
