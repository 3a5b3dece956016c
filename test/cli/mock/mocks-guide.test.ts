import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseMocks } from '../../../src/cli/mock/parse-mocks.ts';

const GUIDE = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'mocks.md'), 'utf8');

test('the examples of the guide are right', () => {
  const examples = [...GUIDE.matchAll(/^```yaml\n(.*?)^```/gms)].map((match) => match[1]!);
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    const { rules, problems } = parseMocks(example, '/project');
    expect(problems).toEqual([]);
    expect(rules.length).toBeGreaterThan(3);
  }
});
