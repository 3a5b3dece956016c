import { expect, test } from 'vitest';
import { run } from './annotate/support.ts';

const HINT = "A filter that begins with - follows --, as in: httpwhy log -- '-status:200'\n";

test.each([
  [['log', '-status:200'], "httpwhy: unknown option '-status:200'\n"],
  [['stats', '-host:cdn.*'], "httpwhy: unknown option '-host:cdn.*'\n"],
])('a filter that was taken for an option comes with how to write it: %j', async (words, message) => {
  expect(await run(words, '', '/nowhere')).toEqual({ code: 2, stdout: '', stderr: message + HINT });
});

test('any other wrong option does not', async () => {
  const { stderr } = await run(['log', '--folow'], '', '/nowhere');
  expect(stderr).toBe("httpwhy: unknown option '--folow'\n(Did you mean --follow?)\n");
});
