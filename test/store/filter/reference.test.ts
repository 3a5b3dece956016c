import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FIELD_NAMES, FIELDS } from '../../../src/store/filter/fields.ts';
import { parseFilter } from '../../../src/store/filter/parse.ts';
import { REFERENCE, referenceMarkdown, referenceText, SYNTAX } from '../../../src/store/filter/reference.ts';

test('the guide shows the table of fields as it is', () => {
  const guide = readFileSync(new URL('../../../docs/filters.md', import.meta.url), 'utf8');
  expect(guide).toContain(referenceMarkdown());
  for (const [example, meaning] of SYNTAX) expect(guide).toContain(`| \`${example}\` | ${meaning} |`);
});

test('every example is understood, and belongs to its field', () => {
  for (const { name, example } of REFERENCE) {
    expect(parseFilter(example, 0)).toMatchObject({ kind: 'term', field: { name } });
  }
  for (const [example] of SYNTAX) expect(() => parseFilter(example, 0)).not.toThrow();
});

test('no two fields have a name in common', () => {
  expect(new Set(FIELD_NAMES).size).toBe(FIELD_NAMES.length);
});

test('every value that is offered is understood', () => {
  for (const { name, takes } of FIELDS) {
    for (const { value } of takes.known) expect(() => parseFilter(`${name}:${value}`, 0)).not.toThrow();
  }
});

test('the help fits on a terminal', () => {
  const lines = referenceText().split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(lines).toHaveLength(SYNTAX.length + REFERENCE.length + 3);
});
