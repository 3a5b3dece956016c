import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addRules, freeName, readMocks, removeRule, setEnabled } from '../../../src/cli/mock/edit-mocks.ts';
import { temporaryFolder } from '../../support/proxy.ts';

function inFile(text: string | null, use: (file: string, read: () => string) => void): void {
  const folder = temporaryFolder();
  const file = join(folder.path, '.httpwhy', 'mocks.yaml');
  try {
    if (text !== null) {
      addRules(file, []);
      writeFileSync(file, text);
    }
    use(file, () => readFileSync(file, 'utf8'));
  } finally {
    folder.remove();
  }
}

const FILE = `# Ours
rules:
  # Their sandbox is down on Mondays.
  - {name: a, match: GET a.example/x, answer: 503} # for now
  - name: b
    match: b.example
    block: true
`;

test('a first rule makes the file and its folder', () => {
  inFile(null, (file, read) => {
    addRules(file, [{ name: 'a', match: 'GET a.example/x', answer: { status: 503 } }]);
    expect(read()).toBe('rules:\n  - name: a\n    match: GET a.example/x\n    answer:\n      status: 503\n');
  });
});

test('a new rule stands before the others, and comments stay', () => {
  inFile(FILE, (file, read) => {
    addRules(file, [{ name: 'new', match: '*', block: true }]);
    expect(readMocks(file).rules.map(({ rule }) => rule.name)).toEqual(['new', 'a', 'b']);
    for (const comment of ['# Ours', '# Their sandbox is down on Mondays.', '# for now'])
      expect(read()).toContain(comment);
  });
});

test('rules are disabled, enabled and removed by name or number', () => {
  inFile(FILE, (file) => {
    const states = () => readMocks(file).rules.map(({ rule, isEnabled }) => `${rule.name} ${isEnabled}`);
    setEnabled(file, 'a', false);
    expect(states()).toEqual(['a false', 'b true']);
    setEnabled(file, '1', true);
    expect(states()).toEqual(['a true', 'b true']);
    removeRule(file, 'a');
    expect(states()).toEqual(['b true']);
  });
});

test('a name that is not there is answered with the one that was probably meant', () => {
  inFile('rules: [{name: declined, match: "*", block: true}]\n', (file) => {
    expect(() => removeRule(file, 'declned')).toThrow(
      expect.objectContaining({ code: 'no-such-rule', nextStep: 'Did you mean "declined"?' }),
    );
  });
});

test('a file that is wrong is left as it is', () => {
  inFile('rules: [{match: "*"}]\n', (file, read) => {
    expect(() => addRules(file, [{ match: '*', block: true }])).toThrow(
      expect.objectContaining({
        message: `${file}:1:9: a rule has one of answer, sequence, cause, change, block or pass, or a fault`,
        nextStep: 'Nothing was changed; correct the file first.',
      }),
    );
    expect(read()).toBe('rules: [{match: "*"}]\n');
  });
});

test('a name that is taken gets a number', () => {
  inFile(FILE, (file) => {
    const { rules } = readMocks(file);
    expect([freeName('c', rules), freeName('a', rules)]).toEqual(['c', 'a (2)']);
  });
});
