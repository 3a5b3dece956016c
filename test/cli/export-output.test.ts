import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { copyToClipboard, desktopPrograms } from '../../src/cli/clipboard.ts';
import type { Terminal } from '../../src/cli/command.ts';
import { writePieces } from '../../src/cli/output-file.ts';
import { progressLine } from '../../src/cli/progress-line.ts';
import { redactionLines } from '../../src/cli/redaction-lines.ts';
import { redactAll } from '../../src/exchange/redact.ts';
import { exchange, textBody } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';

async function* pieces(...texts: readonly (string | Error)[]): AsyncGenerator<string> {
  for (const text of texts) {
    if (typeof text !== 'string') throw text;
    yield text;
  }
}

describe('a file', () => {
  test('is for its owner only, and replaced only by a whole one', async () => {
    const folder = temporaryFolder();
    try {
      const file = join(folder.path, 'a.har');
      writeFileSync(file, 'before', { mode: 0o644 });
      await expect(writePieces(file, pieces('half', new Error('broken')))).rejects.toThrow('broken');
      expect(readFileSync(file, 'utf8')).toBe('before');
      await writePieces(file, pieces('a', 'b'.repeat(500_000), 'c'));
      expect(readFileSync(file, 'utf8')).toBe(`a${'b'.repeat(500_000)}c`);
      expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
      expect(readdirSync(folder.path)).toEqual(['a.har']);
    } finally {
      folder.remove();
    }
  });

  test('that cannot be written is said in one line', async () => {
    await expect(writePieces('/nowhere/at/all/x.md', pieces('a'))).rejects.toThrow(
      '/nowhere/at/all/x.md cannot be written (ENOENT).',
    );
  });
});

interface Screen {
  readonly terminal: Terminal;
  readonly shown: () => string;
}

function screen(isTTY: boolean, env: NodeJS.ProcessEnv): Screen {
  const stdout = Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.WriteStream;
  const stderr = Object.assign(new PassThrough(), { isTTY: false }) as unknown as NodeJS.WriteStream;
  return { terminal: { stdin: process.stdin, stdout, stderr, env }, shown: () => String(stdout.read() ?? '') };
}

describe('the clipboard', () => {
  test('is reached through the terminal with OSC 52, not with a text that terminals cut', async () => {
    const { terminal, shown } = screen(true, {});
    expect(await copyToClipboard('caf\u00e9', terminal)).toBe(true);
    expect(shown()).toBe(`\x1b]52;c;${Buffer.from('caf\u00e9').toString('base64')}\x07`);
    expect(await copyToClipboard('x'.repeat(80_000), terminal)).toBe(false);
    expect(shown()).toBe('');
    expect(await copyToClipboard('x', screen(false, {}).terminal)).toBe(false);
  });

  test.skipIf(process.platform !== 'linux')('is also reached with the first program that works', async () => {
    const folder = temporaryFolder();
    try {
      const script = (name: string, line: string) => {
        writeFileSync(join(folder.path, name), `#!/bin/sh\n${line}\n`);
        chmodSync(join(folder.path, name), 0o755);
      };
      script('wl-copy', 'exit 1');
      script('xclip', `cat > ${folder.path}/copied; echo "$@" > ${folder.path}/asked`);
      const env = { PATH: `${folder.path}:/usr/bin:/bin`, WAYLAND_DISPLAY: 'w', DISPLAY: ':0' };
      const { terminal } = screen(false, env);
      expect(await copyToClipboard('long '.repeat(50_000), terminal)).toBe(true);
      expect(readFileSync(join(folder.path, 'copied'), 'utf8')).toBe('long '.repeat(50_000));
      expect(readFileSync(join(folder.path, 'asked'), 'utf8')).toBe('-selection clipboard\n');
    } finally {
      folder.remove();
    }
  });

  test('has a program of its own on each system', () => {
    const names = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform) =>
      desktopPrograms(env, platform).map(({ words }) => words[0]);
    expect(names({}, 'darwin')).toEqual(['pbcopy']);
    expect(names({}, 'win32')).toEqual(['clip.exe']);
    expect(names({ TMUX: 'x', DISPLAY: ':0' }, 'linux')).toEqual(['tmux', 'xclip', 'xsel']);
    expect(names({ WSL_DISTRO_NAME: 'Debian' }, 'linux')).toEqual(['clip.exe']);
    expect(names({}, 'linux')).toEqual([]);
  });
});

describe('what the person is told before it leaves', () => {
  test('what was masked, by rule, and what was kept', () => {
    const given = exchange({
      request: {
        headers: [
          ['Authorization', 'Bearer abcdef-123456-ghijkl'],
          ['X-Api-Key', 'k-123456789'],
        ],
      },
      response: { body: textBody('{"password":"hunter22x","pin":"p4ssw0rd-77","password2":"other-77-x"}') },
    });
    const { masked, kept } = redactAll([{ exchange: given, annotation: null }]);
    const [first] = redactionLines({ masked, kept });
    expect(first).toMatch(/^Masked \d secrets: [^\n]*header authorization[^\n]*\.$/);
    expect(first).not.toMatch(/abcdef|hunter22x/);
  });

  test('a rule that applies more than once is counted, and names of fields cannot leave the line', () => {
    const masked = ['<a-1>', '<a-2>', '<b-1>'].map((placeholder, index) => {
      const rule = index < 2 ? 'json field token' : 'json field a\n\u001b[31m';
      return { placeholder, kind: 'token', where: 'request.body', rule, places: [], count: 1 };
    });
    const kept = [{ shown: '9f86… (32 characters)', reason: 'random', item: 0, where: 'response.body', count: 1 }];
    expect(redactionLines({ masked, kept })).toEqual([
      'Masked 3 secrets: json field token (2), json field a\\n\\x1b[31m.',
      'Kept, though it looks like a secret: 9f86… (32 characters) in response.body (random).',
    ]);
  });

  test('that there was nothing, or that nothing was masked because it was not wanted', () => {
    expect(redactionLines({ masked: [], kept: [] })).toEqual(['Nothing in it looks like a secret.']);
    expect(redactionLines(null)).toEqual(['Not redacted: whatever was secret is in it.']);
  });
});

test('progress is one line that is written over on a terminal, after a while, and nothing elsewhere', () => {
  let now = 0;
  const { terminal, shown } = screen(true, {});
  const line = progressLine(terminal.stdout, () => now);
  line.show(1);
  expect(shown()).toBe('');
  now = 600;
  line.show(1234);
  now = 650;
  line.show(1300);
  expect(shown()).toBe('\r\x1b[Khttpwhy: reading · 1,234 exchanges · 2,057/s');
  line.clear();
  line.clear();
  expect(shown()).toBe('\r\x1b[K');
  const quiet = screen(false, {});
  const silent = progressLine(quiet.terminal.stdout, () => now);
  now = 5000;
  silent.show(9);
  expect(quiet.shown()).toBe('');
});
