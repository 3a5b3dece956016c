import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { Terminal } from '../../src/cli/command.ts';
import { askYesNo, consents } from '../../src/cli/question.ts';

function terminal(isTTY: boolean, answer: string | null): Pick<Terminal, 'stdin' | 'stderr'> & { said(): string } {
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const stderr = Object.assign(new PassThrough(), { isTTY });
  // Null is the end of the input.
  if (answer === null) stdin.end();
  else stdin.write(`${answer}\n`);
  return { stdin, stderr, said: () => String(stderr.read() ?? '') } as never;
}

test.each([
  ['y', true],
  [' YES ', true],
  ['n', false],
  ['', false],
  ['yesterday', false],
  [null, false],
])('the answer %j means %s', async (answer, expected) => {
  expect(await askYesNo(terminal(true, answer), 'Send it?')).toBe(expected);
});

test('nobody is asked where nothing needs a yes, or it was given beforehand', async () => {
  const silent = terminal(false, null);
  expect(await consents(silent, undefined, { yes: false, question: 'Send it?' })).toBe(true);
  expect(await consents(silent, 'It is dangerous.', { yes: true, question: 'Send it?' })).toBe(true);
  expect(silent.said()).toBe('');
});

test('the question stands behind what it is about', async () => {
  const asked = terminal(true, 'y');
  expect(await consents(asked, 'It is dangerous.', { yes: false, question: 'Send it?' })).toBe(true);
  expect(asked.said()).toContain('httpwhy: It is dangerous.\nhttpwhy: Send it? [y/N] ');
});

test('where nobody can be asked, it is not done', async () => {
  const consent = consents(terminal(false, 'y'), 'It is dangerous.', { yes: false, question: 'Send it?' });
  await expect(consent).rejects.toMatchObject({
    message: 'It is dangerous.',
    nextStep: 'Nothing was done; add --yes to do it all the same.',
  });
});
