import { expect, test } from 'vitest';
import { NO_CONTEXT } from '../../src/export/bundle.ts';
import { type DocumentFormat, loadFormats, type StreamFormat } from '../../src/export/format.ts';
import { exportItems, writeDocument, writeStream } from '../../src/export/write.ts';
import { exchange, textBody } from '../support/exchanges.ts';
import { itemOf } from './support.ts';

const SECRET = 'planted-secret-4711';
const given = exchange({ request: { headers: [['Authorization', `Bearer ${SECRET}`]] } });

test('the formats are those of the folder, by name', async () => {
  const formats = await loadFormats();
  expect(formats.map(({ name, extension }) => `${name}.${extension}`)).toEqual([
    'curl.sh',
    'fetch.mjs',
    'har.har',
    'html.html',
    'http.http',
    'httpie.sh',
    'json.json',
    'jsonl.jsonl',
    'python.py',
    'report.md',
  ]);
  for (const { describe } of formats) expect(describe).toMatch(/^[A-Za-z][^\n]{10,100}[^.\n]$/);
});

const SPY: DocumentFormat = {
  kind: 'document',
  name: 'spy',
  extension: 'txt',
  describe: 'what a format is given',
  mostItems: 10,
  write: (...all: unknown[]) => JSON.stringify(all),
};

const LIST: StreamFormat = {
  kind: 'stream',
  name: 'list',
  extension: 'txt',
  describe: 'the ids and headers',
  frame: () => ({ before: '<', between: ',', after: '>' }),
  write: ({ exchange: { id, request } }) =>
    id === 2 ? undefined : `${id}${request.headers.map(([, value]) => value)}`,
};

test('no format sees a secret that the person has not asked for', async () => {
  for (const format of [SPY, LIST]) {
    const redacted = await exportItems([itemOf(given)], format, { redact: true });
    expect(redacted.text).not.toContain(SECRET);
    expect(redacted.text).toContain('Bearer <token-1, 16+ characters>');
    expect(redacted.redaction?.masked.map(({ where }) => where)).toEqual(['request.headers.authorization']);
    const whole = await exportItems([itemOf(given)], format, { redact: false });
    expect(whole.text).toContain(SECRET);
    expect(whole.redaction).toBeNull();
  }
});

test('what is said around the exchanges is redacted, too', () => {
  const incident = { count: 2, isAtLeast: false, firstAt: 0, lastAt: 0, others: [{ id: 1, at: 0, requestId: SECRET }] };
  const context = {
    ...NO_CONTEXT,
    incident,
    runName: `deploy --token ${SECRET}`,
    lastSuccess: { exchange: given, annotation: null },
  };
  const { text } = writeDocument({ items: [itemOf(given)], context }, SPY, { redact: true });
  expect(text).not.toContain(SECRET);
  expect(text).toContain('deploy --token ');
});

test('a stream is framed, leaves out what the format cannot hold, and tells how many', async () => {
  const items = [1, 2, 3].map((id) => itemOf(exchange({ id, request: { headers: [] } })));
  const stream = writeStream(() => items, LIST, { redact: true });
  const pieces: string[] = [];
  for await (const piece of stream.pieces) pieces.push(piece);
  expect(pieces).toEqual(['<', '1', ',3', '>']);
  expect(stream.summary()).toMatchObject({ written: 2, leftOut: 1 });
});

test('a secret that only the last of many exchanges names is masked in the first, with the same placeholder', async () => {
  const body = textBody(`{"note":"used ${SECRET}"}`);
  const many = Array.from({ length: 450 }, (_, index) =>
    itemOf(
      index === 449
        ? { ...given, id: 450 }
        : exchange({ id: index + 1, request: { headers: index === 0 ? [['X-Note', SECRET]] : [], body } }),
    ),
  );
  let openings = 0;
  const source = () => {
    openings += 1;
    return many;
  };
  const format: StreamFormat = { ...LIST, write: (item) => JSON.stringify(item.exchange.request.headers) };
  const stream = writeStream(source, format, { redact: true });
  const pieces: string[] = [];
  for await (const piece of stream.pieces) pieces.push(piece);
  expect(pieces.join('')).not.toContain(SECRET);
  expect(pieces[1]).toBe('[["X-Note","<token-1, 16+ characters>"]]');
  expect(pieces.at(-2)).toContain('Bearer <token-1, 16+ characters>');
  expect(openings).toBe(2);
});
