import { expect, test } from 'vitest';
import { exportExchange, loadFormats } from '../../src/export/format.ts';
import { exchange } from '../support/exchanges.ts';

test('the formats are those of the folder, by name', async () => {
  const formats = await loadFormats();
  expect(formats.map(({ name, extension }) => [name, extension])).toEqual(
    expect.arrayContaining([
      ['curl', 'sh'],
      ['report', 'md'],
    ]),
  );
  expect(formats.map(({ name }) => name)).toEqual(formats.map(({ name }) => name).sort());
  for (const { describe } of formats) expect(describe).toMatch(/^[a-z][^.\n]{10,100}$/);
});

test('no format sees a secret that the person has not asked for', () => {
  const given = exchange({ request: { headers: [['Authorization', 'Bearer planted-secret-4711']] } });
  const spy = {
    name: 'spy',
    extension: 'txt',
    describe: 'what a format is given',
    write: (...all: unknown[]) => JSON.stringify(all),
  };
  const item = { exchange: given, annotation: null };
  const redacted = exportExchange(item, spy, { redact: true }).text;
  expect(redacted).not.toContain('planted-secret-4711');
  expect(redacted).toContain('Bearer <token, 16+ characters>');
  expect(exportExchange(item, spy, { redact: false }).text).toContain('planted-secret-4711');
});

test('what was masked is handed over beside the text', () => {
  const given = exchange({ request: { headers: [['Authorization', 'Bearer planted-secret-4711']] } });
  const quiet = { name: 'quiet', extension: 'txt', describe: 'nothing at all', write: () => '' };
  const item = { exchange: given, annotation: null };
  expect(exportExchange(item, quiet, { redact: true }).masked.map(({ where }) => where)).toEqual([
    'request.headers.authorization',
  ]);
  expect(exportExchange(item, quiet, { redact: false })).toEqual({ text: '', masked: [] });
});
