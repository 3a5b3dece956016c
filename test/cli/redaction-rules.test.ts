import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseRedaction, readRedactionRules } from '../../src/cli/redaction-rules.ts';

test('every kind of rule is read from the section redact', () => {
  expect(
    parseRedaction(`
port: 8080
redact:
  names: [x-acme-*, customer number]
  paths:
    - /customer/email
    - /**/iban
  patterns:
    - EMP-\\d{6}
    - name: licence plate
      pattern: '[A-Z]{1,3}-[A-Z]{1,2} \\d{1,4}'
      ignore-case: true
  never-names: [signature]
  never-values: ['test-*']
`),
  ).toEqual({
    rules: {
      names: ['x-acme-*', 'customer number'],
      jsonPaths: ['/customer/email', '/**/iban'],
      patterns: [
        { name: 'EMP-\\d{6}', pattern: 'EMP-\\d{6}', ignoresCase: false },
        { name: 'licence plate', pattern: '[A-Z]{1,3}-[A-Z]{1,2} \\d{1,4}', ignoresCase: true },
      ],
      neverNames: ['signature'],
      neverValues: ['test-*'],
    },
  });
});

test.each(['', '# nothing', 'port: 8080', 'redact:'])('without the section there are no rules: %j', (text) => {
  expect(parseRedaction(text)).toEqual({ rules: undefined });
});

test.each([
  ['redact:\n  nams: [a]', 2, 3, 'redact has no key "nams"; did you mean names?'],
  ['redact:\n  names: x', 2, 10, 'names is a list, with entries such as x-acme-*'],
  ['redact:\n  names:\n    - 12', 3, 7, 'an entry of names is text such as x-acme-*'],
  [
    'redact:\n  paths:\n    - customer.email',
    3,
    7,
    'a path begins with / and names a place in a JSON document, such as /customer/email or /**/email',
  ],
  ['redact:\n  patterns:\n    - (a', 3, 7, 'the regular expression opens a group with ( that is not closed'],
  [
    'redact:\n  patterns:\n    - 12',
    3,
    7,
    'a pattern is a regular expression, or a map with name, pattern and perhaps ignore-case: true',
  ],
  ['redact: [a]', 1, 9, 'redact is a map with names, paths, patterns, never-names or never-values'],
  ['redact: {names: [a}', 1, 19, expect.stringMatching(/^this is not YAML: /)],
  ['- redact', 1, 1, 'the file is a map, for example with the key redact'],
])('%j is refused with its place', (text, line, column, message) => {
  expect(parseRedaction(text)).toEqual({ problems: [{ line, column, message }] });
});

test('a file with a mistake stops the start with one clear line; no file is no mistake', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'httpwhy-redaction-'));
  try {
    expect(await readRedactionRules(folder)).toBeUndefined();
    await writeFile(join(folder, 'config.yaml'), 'redact:\n  nams: [a]\n');
    await expect(readRedactionRules(folder)).rejects.toMatchObject({
      code: 'redaction-rules',
      message: `${join(folder, 'config.yaml')}:2:3: redact has no key "nams"; did you mean names?`,
      nextStep: 'Correct the section redact there; nothing is masked by guesses.',
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
