import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstCommands } from '../../src/cli/first-commands.ts';
import { temporaryFolder } from '../support/proxy.ts';

const session = (folder: string, reverse: string | null) => ({
  host: '127.0.0.1',
  port: 8080,
  folder,
  caFile: join(folder, 'ca.pem'),
  settings: { reverse },
});

test('an empty log is filled by commands for what is on the PATH', () => {
  const { path, remove } = temporaryFolder();
  try {
    expect(firstCommands(session(path, null), path, { PATH: '' })).toEqual([
      `httpwhy run --data ${path} -- COMMAND`,
      `httpwhy run --data ${path} -- wget -qO- https://example.com/`,
      `eval "$(httpwhy env --data ${path} --port 8080)" && COMMAND`,
    ]);
  } finally {
    remove();
  }
});

test('in reverse mode the address that stands in for the server comes first', () => {
  const { path, remove } = temporaryFolder();
  try {
    expect(firstCommands(session(path, 'http://me:secret@localhost:3000'), path, { PATH: '' })).toEqual([
      expect.stringMatching(/^curl http:\/\/127\.0\.0\.1:8080\/ {2}# goes to http:\/\/(?!.*secret).*localhost:3000/),
      `httpwhy run --data ${path} -- COMMAND`,
      `httpwhy run --data ${path} -- wget -qO- https://example.com/`,
    ]);
  } finally {
    remove();
  }
});
