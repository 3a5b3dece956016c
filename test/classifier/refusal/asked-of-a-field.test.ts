import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../../src/classifier/classify.ts';
import { loadRules } from '../../../src/classifier/load-rules.ts';
import { MemoryHistory } from '../../../src/classifier/memory-history.ts';
import { exchange } from '../build.ts';

const classify = createClassifier(await loadRules(), (rule, error) => {
  throw new Error(`the rule ${rule} failed`, { cause: error });
});

const JSON_TYPE = ['Content-Type', 'application/json'] as const;

/** The cause where the server says this of the field `code`, and the request has that value there. */
function causeOf(message: string, value: unknown): string | null {
  return classify(
    exchange({
      method: 'POST',
      requestHeaders: [JSON_TYPE],
      requestBody: JSON.stringify({ name: 'lamp', code: value }),
      status: 400,
      headers: [JSON_TYPE],
      body: JSON.stringify({ errors: [{ path: 'code', message }] }),
    }),
    new MemoryHistory(),
  ).cause;
}

describe('what a server asks of a field', () => {
  test.each([
    ['code must contain only letters and numbers', 'a b'],
    ['"code" with value "x" fails to match the required pattern: /^a/', 'x'],
    ['Bitte eine Farbe eingeben', 'x'],
    ['何か文字を入力してください。', 'x'],
  ])('"%s" is about the value where the request has one, and about its absence where not', (message, value) => {
    expect(causeOf(message, value)).toBe('invalid-value');
  });

  test.each([
    ['code is required', 'x'],
    ['何か文字を入力してください。', undefined],
    ['Bitte eine Farbe eingeben', undefined],
  ])('"%s" is about a missing field', (message, value) => {
    expect(causeOf(message, value)).toBe('missing-field');
  });

  test.each([
    ['Too small: expected string to have >=5 characters', 'x', 'invalid-value'],
    ['Zu klein: erwartet, dass string >=5 Zeichen hat', 'x', 'invalid-value'],
    ['Слишком маленькое значение: ожидалось, что number будет >=5', 1, 'invalid-value'],
    ['expected number, received string', 'x', 'invalid-type'],
    ['debe ser un número positivo', -1, 'invalid-value'],
    ['debe ser un número', 'x', 'invalid-type'],
    ['Invalid URL', 'x', 'invalid-value'],
  ])('"%s": a bound is no type', (message, value, cause) => {
    expect(causeOf(message, value)).toBe(cause);
  });
});
