import { expect, test } from 'vitest';
import { appName } from '../../../src/cli/apps/app-name.ts';

const name = (executable: string, ...argv: string[]) => appName({ executable, argv, comm: 'comm\n' });

test.each([
  ['curl', name('/usr/bin/curl', 'curl', 'https://user:secret@example.com/')],
  ['node server.js', name('/usr/bin/node', 'node', 'src/server.js', '--token=abc')],
  ['node npm', name('/usr/bin/node', 'node', '/usr/bin/npm', 'install')],
  ['node app.mjs', name('/usr/bin/node', 'node', '--require', '/opt/preload.cjs', 'app.mjs')],
  ['python3.11 -m pytest', name('/usr/bin/python3.11', 'python3', '-m', 'pytest', 'tests')],
  ['java app.jar', name('/usr/lib/jvm/bin/java', 'java', '-Xmx1g', '-jar', '/srv/app.jar')],
  ['my-service', name('/opt/my-service', 'my-service', 'run.py')],
  ['comm', name('')],
])('%s', (expected, found) => expect(found).toBe(expected));

test('a program in the command line is not shown: it may hold a secret', () => {
  expect(name('/usr/bin/node', 'node', '-e', 'fetch("https://x/?key=1").js')).toBe('node');
  expect(name('/usr/bin/python3', 'python3', '-c', 'secret.py')).toBe('python3');
});

test('arguments that are no script are not shown', () => {
  expect(name('/usr/bin/python3', 'python3', 'sk_live_abcdef')).toBe('python3');
});

test('of a process of which nothing can be seen there is no name', () => {
  expect(appName({ executable: '', argv: [], comm: '' })).toBeUndefined();
});
