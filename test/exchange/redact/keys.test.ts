import { describe, expect, test } from 'vitest';
import { INNER_FORMATS, KEY_FORMATS } from '../../../src/exchange/redact/key-formats.ts';
import { redactText } from '../../../src/exchange/redact.ts';
import { KEY_EXAMPLES } from './key-examples.ts';

const kinds = [...new Set([...KEY_FORMATS, ...INNER_FORMATS].map(({ kind }) => kind))];

test('every form has an example, and there are more than sixty providers', () => {
  expect(kinds.filter((kind) => !KEY_EXAMPLES.some(([example]) => example === kind))).toEqual([]);
  expect(new Set(kinds.map((kind) => kind.split(' ')[0])).size).toBeGreaterThan(60);
});

describe.each(KEY_EXAMPLES)('%s', (kind, ...keys) => {
  test('is masked as a whole, under its name, whatever stands around it', () => {
    for (const key of keys) {
      for (const [before, after] of [
        ['a ', ' b'],
        ['"', '"'],
        ['%22', '%22'],
        ['(', ').'],
        ['x=', ''],
      ] as const) {
        const masked = redactText(before + key + after);
        expect(masked.startsWith(`${before}<${kind}`), masked).toBe(true);
        expect(masked.endsWith(`>${after}`), masked).toBe(true);
      }
    }
  });
});

test('what only begins like a key stays', () => {
  for (const text of [
    'sk_live_ and sk-ant- are prefixes',
    'task-force, risk-assessment-of-the-year-2024',
    'patterns.0123456789abcdef',
    'SKU-1234567890',
    'key-value-store-of-the-third-kind',
    'live_streaming_of_the_concert',
    'test_that_the_button_is_disabled_when_loading',
    'api-version-2024-10-21-preview-and-more-text',
    'AKIArticle',
    'EAAgle',
    'hf_transfer_enabled',
  ]) {
    expect(redactText(text)).toBe(text);
  }
});
